"""The state accounting companion: what must be reported, and how many days are left."""

from django.contrib import admin
from django.db.models import Case, F, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid.amounts import in_figures
from aid.models import Custody
from aid.work import CUSTODY_WORK
from publishing.admin import RecordAdmin, RecordStackedInline

FIELDS = (
    "declaration_code",
    ("cleared_on", "reported_on", "days_left"),
    ("store", "carrier"),
    "notes_internal",
)


class DaysLeft:
    """The column that counts the days until the report is due."""

    @admin.display(description=gettext_lazy("days left for the report"), ordering="awaited")
    def days_left(self, custody):
        """In words; empty where the state awaits no report."""
        days = custody.days_left
        if days is None:
            return ""
        if days < 0:
            return _("Overdue, days: %(days)s") % {"days": in_figures(-days)}
        return str(days)


class CustodyInline(DaysLeft, RecordStackedInline):
    model = Custody
    readonly_fields = ("days_left",)
    fieldsets = ((None, {"fields": FIELDS}),)


@admin.register(Custody)
class CustodyAdmin(DaysLeft, RecordAdmin):
    """Lists first what the state still waits for; rights are those of custody alone."""

    work = CUSTODY_WORK
    list_display = (
        "reference",
        "shipment",
        "declaration_code",
        "cleared_on",
        "report_due",
        "days_left",
        "reported_on",
    )
    list_select_related = ("shipment",)
    search_fields = (
        "declaration_code",
        "shipment__reference",
        "shipment__title_uk",
        "shipment__title_en",
    )
    autocomplete_fields = ("shipment",)
    readonly_fields = ("days_left",)
    fieldsets = ((None, {"fields": ("shipment", *FIELDS)}),)

    def get_queryset(self, request):
        """With `awaited`: the day of clearance where a report is still due."""
        at_risk = Custody.objects.at_risk().order_by()
        awaited = Case(When(pk__in=at_risk.values("pk"), then="cleared_on"))
        return super().get_queryset(request).annotate(awaited=awaited)

    def get_ordering(self, request):
        return F("awaited").asc(nulls_last=True), F("cleared_on").desc(nulls_last=True), "pk"

    def _may_touch(self, request, obj):
        return True

    @admin.display(description=gettext_lazy("consignment No."), ordering="shipment__reference")
    def reference(self, custody):
        return custody.shipment.reference

    @admin.display(description=gettext_lazy("report due"), ordering="awaited")
    def report_due(self, custody):
        return custody.report_due
