"""Programmes, projects and events in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from projects.models import Event, FundingLine, Programme, Project
from publishing.admin import PUBLICATION, RecordAdmin, RecordTabularInline, date_column, pair, texts
from publishing.admin_rows import RowsFormSet
from publishing.admin_states import PublishableAdmin
from publishing.file_admin import FILES


@admin.register(Programme)
class ProgrammeAdmin(RecordAdmin):
    list_display = ("name", "funder", "key")
    search_fields = ("name_uk", "name_en", "funder_uk", "funder_en", "key")
    prepopulated_fields = {"key": ("name_en",)}
    fieldsets = (texts("name", "funder", "credit"), (None, {"fields": ("key", "website")}))


class FundingFormSet(RowsFormSet):
    numbered = once = "line"


class FundingInline(RecordTabularInline):
    model = FundingLine
    formset = FundingFormSet
    fields = (
        "line",
        "source_uk",
        "source_en",
        "kind",
        "partner",
        "partner_office",
        "amount",
        "currency",
    )
    autocomplete_fields = ("partner",)


@admin.register(Project)
class ProjectAdmin(PublishableAdmin):
    twin_fields = ("title_uk",)
    list_display = (
        "title",
        "programme",
        date_column("start", _("start")),
        date_column("end", _("end")),
        "status",
        "publication",
    )
    list_filter = ("publication", "status", "programme", "areas")
    list_select_related = ("programme",)
    search_fields = ("title_uk", "title_en", "registration_card", "key")
    autocomplete_fields = ("programme", "lead", "partners", "areas")
    prepopulated_fields = {"key": ("title_en",)}
    inlines = (FundingInline, *FILES)
    fieldsets = (
        (None, {"fields": ("status", ("start", "end"))}),
        texts("title", "summary", "results"),
        (
            _("Partners and programme"),
            {
                "fields": (
                    ("lead", "lead_office"),
                    "partners",
                    "programme",
                    "registration_card",
                    "areas",
                    "key",
                )
            },
        ),
        PUBLICATION,
    )


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    twin_fields = ("title_uk", "start")
    list_display = (
        "title",
        "kind",
        date_column("start", _("start")),
        "project",
        "publication",
    )
    list_filter = ("publication", "kind", "online", "areas")
    list_select_related = ("project",)
    search_fields = (
        "title_uk",
        "title_en",
        "place_uk",
        "place_en",
        "key",
        "partners__name_uk",
        "partners__name_en",
        "partners__aliases",
    )
    autocomplete_fields = ("partners", "project", "agreement", "areas")
    prepopulated_fields = {"key": ("title_en",)}
    inlines = FILES
    fieldsets = (
        (None, {"fields": (("kind", "online"), ("start", "end"))}),
        texts("title", "place", "summary"),
        (_("Who took part"), {"fields": ("partners", ("participants", "children"))}),
        (_("Belongs to"), {"fields": ("project", "agreement", "areas", "key")}),
        (_("In the report"), {"fields": pair("clause"), "classes": ("two-languages",)}),
        PUBLICATION,
    )
