"""Annual reports and their editions in the admin."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from publishing.admin import RecordAdmin, RecordStackedInline, RecordTabularInline, pair, texts
from reports.editions import publish
from reports.models import Edition, Report, ReportText


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
        return super().get_queryset(request).defer("content")

    @admin.display(description=_("SHA-256"))
    def fingerprint(self, edition):
        return edition.fingerprint


class ReportTextInline(RecordStackedInline):
    model = ReportText
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
class ReportAdmin(RecordAdmin):
    list_display = ("year", "title", "registration_index", "registered_on", "publication")
    list_filter = ("publication",)
    search_fields = ("year", "title_uk", "title_en", "registration_index")
    inlines = (ReportTextInline, EditionInline)
    actions = ("approve",)
    fieldsets = (
        (None, {"fields": ("year",)}),
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
        (_("Registration"), {"fields": (("registered_on", "registration_index"),)}),
        (_("Publication"), {"fields": ("publication",)}),
    )

    def has_publish_permission(self, request):
        """Whether the user may make an edition public."""
        return request.user.has_perm("reports.publish_report")

    def get_readonly_fields(self, request, obj=None):
        return () if self.has_publish_permission(request) else ("publication",)

    @admin.action(description=_("Approve the edition"), permissions=["publish"])
    def approve(self, request, reports):
        """Freeze and publish the next edition of each chosen report."""
        for report in reports:
            try:
                edition = publish(report)
            except ValidationError as error:
                self.message_user(request, f"{report}: {error.messages[0]}", messages.WARNING)
            else:
                text = now("Report for %(year)s: edition %(number)s is published")
                words = {"year": report.year, "number": edition.number}
                self.message_user(request, text % words, messages.SUCCESS)


@admin.register(Edition)
class EditionAdmin(FrozenEditions, RecordAdmin):
    list_display = ("report", "number", "published_at", "withdrawn_at", "fingerprint")
    list_filter = ("report",)
    list_select_related = ("report",)
    search_fields = ("report__year", "sha256")
    fields = readonly_fields = ("report", *FrozenEditions.fields)
