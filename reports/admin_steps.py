"""The steps of a report in the admin: buttons on its page, acts on many in the list."""

from dataclasses import dataclass
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from publishing.admin_states import WORDS, SteppedForm, note_or_page
from publishing.models import Publication
from publishing.workflow import last_change
from reports.approval import approve, give_back, hide, submit


@dataclass(frozen=True)
class Step:
    """A button: its name, its words, the states that offer it, the right it asks for."""

    name: str
    label: str
    states: tuple
    right: str


STEPS = (
    Step("_review", _("Send to review"), (Publication.DRAFT,), "submit"),
    Step("_approve", _("Approve the edition"), (Publication.REVIEW, Publication.PUBLIC), "publish"),
    Step("_return", _("Return with a note"), (Publication.REVIEW,), "review"),
    Step("_hide", _("Hide from the public"), (Publication.PUBLIC,), "publish"),
)
ACTS = {"_review": submit, "_approve": approve, "_hide": hide}


def asked(request):
    """What the button that was pressed does to a report for a user; None without a button."""
    if "_return" in request.POST:
        return partial(give_back, note=request.POST.get("return_note", ""))
    return next((act for name, act in ACTS.items() if name in request.POST), None)


class SteppingAdmin:
    """Takes reports from draft by review to an edition: each step by who has its right.

    The right to change the report is another one: who has it not steps without saving.
    """

    form = SteppedForm
    actions = ("send_to_review", "return_with_note", "approve", "hide")

    def has_submit_permission(self, request):
        return request.user.has_perm("reports.submit_report")

    def has_review_permission(self, request):
        return request.user.has_perm("reports.review_report")

    # Buttons

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        act = asked(request) if object_id else None
        report = self.get_object(request, unquote(object_id)) if act else None
        if report is None or self.has_change_permission(request, report):
            return super().changeform_view(request, object_id, *args, **kwargs)
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        return self._stepped(request, report, act)

    def response_change(self, request, obj):
        act = asked(request)
        return self._stepped(request, obj, act) if act else super().response_change(request, obj)

    def _stepped(self, request, report, act):
        """Take the step, then back to the page of the report."""
        self._take_each(request, [report], act)
        return HttpResponseRedirect(request.get_full_path())

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and obj.pk:
            context |= self._state_of(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _state_of(self, request, report):
        """What the row above the form says and offers."""
        steps = [
            (step.name, step.label)
            for step in STEPS
            if report.publication in step.states
            and getattr(self, f"has_{step.right}_permission")(request)
        ]
        return {
            "state_words": WORDS[report.publication],
            "state_steps": steps,
            "state_takes_note": any(name == "_return" for name, _label in steps),
            "state_change": last_change(report),
            "preview_words": _("Preview as the next edition"),
            "preview_links": self.preview_links(request, report),
        }

    # Many at once

    @admin.action(description=_("Send to review"), permissions=["submit"])
    def send_to_review(self, request, reports):
        self._take_each(request, reports, submit)

    @admin.action(description=_("Return with a note"), permissions=["review"])
    def return_with_note(self, request, reports):
        """Ask for the note on a page of its own, then give the reports back to drafts."""
        note, page = note_or_page(self, request, reports)
        if page is None:
            self._take_each(request, reports, partial(give_back, note=note))
        return page

    @admin.action(description=_("Approve the edition"), permissions=["publish"])
    def approve(self, request, reports):
        """Freeze and publish the next edition of each chosen report."""
        self._take_each(request, reports, approve)

    @admin.action(description=_("Hide from the public"), permissions=["publish"])
    def hide(self, request, reports):
        self._take_each(request, reports, hide)

    def _take_each(self, request, reports, act):
        """Take a step with each of the reports as far as it may go; tell what was done."""
        for report in reports:
            try:
                done = act(report, request.user)
            except ValidationError as error:
                self.message_user(request, f"{report}: {error.messages[0]}", messages.WARNING)
            else:
                self.log_change(request, report, done)
                self.message_user(request, f"{report}: {done}", messages.SUCCESS)
