"""Needs and the categories of aid in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from aid.models import Category, Need
from publishing.admin import PUBLICATION, RecordAdmin, number_column, texts
from publishing.admin_states import PublishableAdmin
from publishing.file_admin import FILES


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    list_display = ("name", "key")
    search_fields = ("name_uk", "name_en", "key")
    prepopulated_fields = {"key": ("name_en",)}
    fieldsets = (texts("name"), (None, {"fields": ("key",)}))


@admin.register(Need)
class NeedAdmin(PublishableAdmin):
    twin_fields = ("title_uk",)
    list_display = (
        "title",
        number_column("quantity", _("quantity asked for")),
        "unit",
        "urgency",
        "status",
        "publication",
    )
    list_filter = ("publication", "status", "urgency", "category")
    list_select_related = ("category",)
    search_fields = ("title_uk", "title_en", "beneficiary_uk", "beneficiary_en", "key")
    autocomplete_fields = ("category", "partners")
    prepopulated_fields = {"key": ("title_en",)}
    inlines = FILES
    fieldsets = (
        (None, {"fields": (("urgency", "status"), "published_on")}),
        texts("title", "beneficiary", "summary"),
        (
            _("What and how much"),
            {"fields": ("category", ("quantity", "promised", "unit"), "partners", "key")},
        ),
        PUBLICATION,
    )
