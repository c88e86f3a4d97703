"""Exchange rates in the admin."""

from django.contrib import admin

from aid.models import Rate
from publishing.admin import RecordAdmin


@admin.register(Rate)
class RateAdmin(RecordAdmin):
    list_display = ("currency", "date", "uah", "source")
    list_filter = ("currency",)
    date_hierarchy = "date"
    search_fields = ("currency", "source")
    fields = (("currency", "date"), "uah", "source")
