"""Annual reports and their editions in the admin."""

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.forms import BaseInlineFormSet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from publishing.admin import RecordAdmin, RecordStackedInline, RecordTabularInline, pair, texts
from publishing.dates import KYIV
from publishing.file_admin import FILES
from publishing.models import FileType
from publishing.serving import HEADERS
from publishing.work import Group, Work, in_review, updated_day
from reports.admin_preview import PreviewingEditions
from reports.admin_steps import SteppingAdmin
from reports.editions import unfit
from reports.hidden import hidden_by_texts
from reports.models import Edition, EditionFile, Report, ReportText


def withdrawn(reports):
    """Reports whose newest edition is withdrawn: a corrected one is awaited."""
    newest = Edition.objects.filter(report=OuterRef("pk")).order_by("-number")
    since = Subquery(newest.values("withdrawn_at")[:1])
    return reports.annotate(awaits_since=since).filter(awaits_since__isnull=False)


IN_REVIEW = Work(
    "review", Group.REVIEW, Group.REVIEW.label, _("Check and publish"), in_review, since=updated_day
)
CORRECTION = Work(
    "correct",
    Group.REPORT,
    Group.REPORT.label,
    _("Correct and approve the next edition"),
    withdrawn,
    since=lambda report: report.awaits_since.astimezone(KYIV).date(),
)


class FrozenEditions:
    """Nobody adds, changes or deletes an edition: it is what was published."""

    fields = readonly_fields = ("number", "published_at", "fingerprint", "withdrawn_at")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).light()

    @admin.display(description=_("SHA-256"))
    def fingerprint(self, edition):
        return edition.fingerprint


class TextsFormSet(BaseInlineFormSet):
    def get_unique_error_message(self, unique_check):
        return _("Two texts about one partner stand in the same place")


class ReportTextInline(RecordStackedInline):
    model = ReportText
    formset = TextsFormSet
    fieldsets = (
        (
            None,
            {"fields": (("partner", "place"), *pair("text")), "classes": ("two-languages",)},
        ),
    )
    autocomplete_fields = ("partner",)


class EditionInline(FrozenEditions, RecordTabularInline):
    model = Edition
    can_delete = False


@admin.register(Report)
class ReportAdmin(SteppingAdmin, PreviewingEditions, RecordAdmin):
    list_display = ("year", "title", "registration_index", "registered_on", "publication")
    list_filter = ("publication",)
    search_fields = ("year", "title_uk", "title_en", "registration_index")
    inlines = (ReportTextInline, EditionInline, *FILES)
    work = (IN_REVIEW, CORRECTION)
    readonly_fields = ("to_correct", "hidden_facts")
    fieldsets = (
        (None, {"fields": ("year", "to_correct")}),
        texts("title"),
        (
            _("International part"),
            {
                "fields": pair("intro_international", "closing_international"),
                "classes": ("two-languages",),
            },
        ),
        (
            _("Inter-municipal part"),
            {
                "fields": pair("intro_intermunicipal", "closing_intermunicipal"),
                "classes": ("two-languages",),
            },
        ),
        (
            _("Signatory"),
            {"fields": pair("signatory_position", "signatory_name"), "classes": ("two-languages",)},
        ),
        (
            _("Annexes that are printed even where the text says it all"),
            {"fields": ("with_agreements", "with_projects", "with_events", "with_shipments")},
        ),
        (_("What the “instead” texts hide"), {"fields": ("hidden_facts",)}),
        (_("Registration"), {"fields": (("registered_on", "registration_index"),)}),
    )

    def save_model(self, request, obj, form, change):
        """Say of a registration that it made the next edition."""
        before = obj.editions.count() if change else 0
        super().save_model(request, obj, form, change)
        if change and obj.editions.count() > before:
            text = _("Edition %(number)s is published: it holds the date and number entered now")
            number = obj.editions.light().first().number
            self.message_user(request, text % {"number": number}, messages.SUCCESS)

    @admin.display(description=_("To correct"))
    def to_correct(self, report):
        """The records because of which the newest edition is withdrawn, each with its page."""
        newest = report.editions.light().first() if report.pk else None
        if newest is None or newest.withdrawn_at is None:
            return "—"
        rows = [(_link(source), source.label) for source in unfit(newest.sources).order_by("pk")]
        return format_html_join("\n", '<p><a href="{}">{}</a></p>', rows) or "—"

    @admin.display(description=_("Hidden facts"))
    def hidden_facts(self, report):
        """The composed sentences in whose place an editor's text stands."""
        hidden = hidden_by_texts(report) if report.pk else []
        rows = [
            (partner, format_html_join(" ", "{}", ((sentence.text,) for sentence in sentences)))
            for partner, sentences in hidden
        ]
        return format_html_join("\n", "<p><strong>{}</strong>: {}</p>", rows) or "—"


@admin.register(Edition)
class EditionAdmin(FrozenEditions, RecordAdmin):
    list_display = ("report", "number", "published_at", "withdrawn_at", "fingerprint")
    list_filter = ("report",)
    list_select_related = ("report",)
    search_fields = ("report__year", "sha256")
    fields = readonly_fields = ("report", *FrozenEditions.fields, "kept_files")

    @admin.display(description=_("Files"))
    def kept_files(self, edition):
        """The files as they were published, also of a withdrawn edition."""
        files = edition.files.defer("content")
        rows = [
            (reverse("admin:reports_edition_file", args=[edition.pk, file.pk]), file, file.sha256)
            for file in files
        ]
        return format_html_join("\n", '<p><a href="{}">{}</a> {}</p>', rows)

    def get_urls(self):
        view = self.admin_site.admin_view(self.file_view)
        own = path("<int:edition>/files/<int:pk>/", view, name="reports_edition_file")
        return [own, *super().get_urls()]

    def file_view(self, request, edition, pk):
        """A file of an edition for the staff, whether the public may have it or not."""
        file = get_object_or_404(EditionFile, pk=pk, edition=edition)
        if not self.has_view_permission(request, file.edition):
            raise PermissionDenied
        response = HttpResponse(file.content, content_type=FileType(file.kind).media_type)
        for name, value in (HEADERS | {"Cache-Control": "private, no-store"}).items():
            response[name] = value
        response["Content-Disposition"] = content_disposition_header(True, file.saved_as)
        return response


def _link(source):
    """The page in the admin of the record that an EditionSource names, or the list it stood in."""
    options = apps.get_model(source.model)._meta
    page = f"admin:{options.app_label}_{options.model_name}"
    if apps.get_model(source.model).objects.filter(pk=source.object_id).exists():
        return reverse(f"{page}_change", args=[source.object_id])
    return reverse(f"{page}_changelist")
