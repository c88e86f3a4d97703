"""The workflow on the pages of the admin: buttons on the record, acts on many, who and when."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing.admin import RecordAdmin
from publishing.admin_preview import PreviewingAdmin
from publishing.admin_rights import GuardedForm
from publishing.admin_withdrawal import Unconfirmed, confirmed, unsaid_on_error
from publishing.dates import today
from publishing.models import Publication
from publishing.workflow import held_back_by, keep, last_change, may_publish, move, refusal

STEPS = {  # name of the button: where it leads, its words
    "_review": (Publication.REVIEW, _("Send to review")),
    "_publish": (Publication.PUBLIC, _("Publish")),
    "_return": (Publication.DRAFT, _("Return with a note")),
    "_draft": (Publication.DRAFT, _("Move back to drafts")),
    "_hide": (Publication.DRAFT, _("Hide from the public")),
}
OFFERED = {  # the buttons of each state, the first of them inked
    Publication.DRAFT: ("_publish", "_review"),
    Publication.REVIEW: ("_publish", "_return", "_draft"),
    Publication.PUBLIC: ("_hide",),
    Publication.INTERNAL: (),
}
REVIEWERS_ALONE = ("_return",)
WORDS = {
    Publication.DRAFT: _("Draft: visitors do not see this record."),
    Publication.REVIEW: _("In review: visitors do not see this record yet."),
    Publication.PUBLIC: _("Published."),
    Publication.INTERNAL: _("Internal: this record is never published."),
}

ONLY_FROM = {
    Publication.DRAFT: _("Only a draft is sent to review"),
    Publication.REVIEW: _("Only a record in review is given back"),
    Publication.PUBLIC: _("Only a published record can be hidden"),
}


def is_to_come(record):
    """Whether a record is published, and its day is still to come."""
    day = record.public_from
    return record.publication == Publication.PUBLIC and day is not None and day > today()


def words_of(record, state=Publication.PUBLIC):
    """What the state of a record means for visitors."""
    if state == Publication.PUBLIC and is_to_come(record):
        day = date_format(record.public_from, "SHORT_DATE_FORMAT")
        return _("Published; visitors see it from %(day)s on.") % {"day": day}
    return WORDS[state]


def asked(data):
    """The button that was pressed, or None."""
    return next((name for name in STEPS if name in data), None)


def note_field():
    return forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What to correct: “Add the date of the council decision”"),
    )


class SteppedForm(GuardedForm):
    """A form above which stand the steps to the public; one of them takes a note along."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["return_note"] = note_field()


class PublishableForm(SteppedForm):
    """The form of a record that is published: its states are those that the user may give."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.state_before = self.instance.publication if self.instance.pk else ""
        if state := self.fields.get("publication"):
            state.choices = [choice for choice in state.choices if not self._refusal(choice[0])]

    def _refusal(self, state):
        return refusal(self.user, self._meta.model, self.state_before, state)

    def clean_publication(self):
        """The state of the button that was pressed, else the one that was picked."""
        step = asked(self.data)
        state = STEPS[step][0] if step else self.cleaned_data["publication"]
        if message := self._refusal(state):
            raise ValidationError(message, code="refused")
        return state

    def clean(self):
        cleaned = super().clean()
        if asked(self.data) == "_return" and not cleaned.get("return_note"):
            self.add_error("return_note", _("Write what to correct."))
        return cleaned


class NoteForm(forms.Form):
    """What is to be corrected in several records that go back."""

    note = note_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True


def page_of_many(model_admin, request, records):
    """What a page needs that asks before an act on many records."""
    opts = model_admin.opts
    return model_admin.admin_site.each_context(request) | {
        "opts": opts,
        "records": records,
        "checkbox": ACTION_CHECKBOX_NAME,
        "list_url": reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
    }


def note_or_page(model_admin, request, records):
    """(note, None) once it is written, else (None, the page that asks what to correct)."""
    form = NoteForm(request.POST if "note" in request.POST else None)
    if form.is_valid():
        return form.cleaned_data["note"], None
    context = page_of_many(model_admin, request, records) | {
        "title": _("Return with a note"),
        "form": form,
    }
    return None, render(request, "admin/return_with_note.html", context)


class PublishableAdmin(PreviewingAdmin, RecordAdmin):
    """The admin of records that go from draft by review to the public."""

    form = PublishableForm
    actions = ("send_to_review", "publish", "return_with_note", "hide")
    buttons = tuple(STEPS)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "publication" in form.cleaned_data:
            note = form.cleaned_data["return_note"] if asked(request.POST) == "_return" else ""
            keep(obj, form.state_before, request.user, note)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.warn_of_held_back(request, [form.instance])

    def warn_of_held_back(self, request, records):
        """Name the day from which these records are seen, and what must be published before."""
        for record in records:
            if is_to_come(record):
                self.message_user(request, self._of(record, words_of(record)), messages.WARNING)
        hidden = {str(other) for record in records for other in held_back_by(record)}
        for name in sorted(hidden):
            text = _("Publish the related record first: “%(record)s”") % {"record": name}
            self.message_user(request, text, messages.WARNING)

    # Buttons

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and obj.pk:
            context |= self.state_of(request, obj, context["adminform"].form)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def state_of(self, request, record, form):
        """What the row above the form says and offers."""
        state = form.state_before
        steps = OFFERED[state] if self.may_edit(request, record) else ()
        steps = [
            (name, STEPS[name][1])
            for name in steps
            if not refusal(request.user, self.model, state, STEPS[name][0])
            and (name not in REVIEWERS_ALONE or may_publish(request.user, self.model))
        ]
        return {
            "state_words": words_of(record, state),
            "state_steps": steps,
            "state_takes_note": any(name == "_return" for name, _label in steps),
            "state_change": last_change(record),
            "preview_links": self.preview_links(record),
            "state_locked": state == Publication.PUBLIC
            and not may_publish(request.user, self.model),
        }

    def response_change(self, request, obj):
        return self._response_to_step(request, obj) or super().response_change(request, obj)

    def _response_to_step(self, request, obj):
        """Back to the record after a button, with what became of it; None without a button."""
        if not asked(request.POST):
            return None
        text = self._of(obj, obj.get_publication_display())
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(request.get_full_path())

    # Many at once

    @admin.action(description=_("Send to review"), permissions=["change"])
    def send_to_review(self, request, records):
        self.move_all(request, records, Publication.REVIEW, before=Publication.DRAFT)

    @admin.action(description=_("Publish"), permissions=["publish"])
    def publish(self, request, records):
        self.move_all(request, records, Publication.PUBLIC)

    @admin.action(description=_("Hide from the public"), permissions=["publish"])
    def hide(self, request, records):
        """Ask on a page of its own where something published is withdrawn with the records."""
        try:
            with unsaid_on_error(request):
                self.move_all(request, records, Publication.DRAFT, before=Publication.PUBLIC)
        except Unconfirmed as error:
            context = page_of_many(self, request, records) | {
                "title": _("Hide from the public"),
                "action": "hide",
                "withdrawn": error.names,
            }
            return render(request, "admin/hide_and_withdraw.html", context)

    @admin.action(description=_("Return with a note"), permissions=["publish"])
    def return_with_note(self, request, records):
        """Ask for the note on a page of its own, then give the records back."""
        note, page = note_or_page(self, request, records)
        if page is None:
            self.move_all(request, records, Publication.DRAFT, note, before=Publication.REVIEW)
        return page

    def move_all(self, request, records, state, note="", *, before=None):
        """Take the records to the state, each as far as the user may; tell what was done.

        `before` is the only state that the step leads from, None: it leads from any.
        """
        moved, refused = [], []
        with confirmed(request):
            for record in records:
                try:
                    if not self.may_edit(request, record):
                        raise ValidationError(_("You may not change this record."))
                    if before and record.publication != before:
                        raise ValidationError(ONLY_FROM[before])
                    moved.append(move(record, state, request.user, note))
                except ValidationError as error:
                    refused.append(self._of(record, error.messages[0]))
                else:
                    self.log_change(request, record, self._told(state))
        if moved:
            text = ngettext(
                "%(state)s: %(number)s record", "%(state)s: %(number)s records", len(moved)
            )
            number = number_format(len(moved), force_grouping=True)
            words = {"state": Publication(state).label, "number": number}
            self.message_user(request, text % words, messages.SUCCESS)
        for text in refused:
            self.message_user(request, text, messages.WARNING)
        self.warn_of_held_back(request, moved)

    def _of(self, record, words):
        return _("“%(record)s”: %(words)s") % {"record": record, "words": words}

    def _told(self, state):
        return f"{self.opts.get_field('publication').verbose_name}: {Publication(state).label}"
