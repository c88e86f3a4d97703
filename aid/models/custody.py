"""State accounting, store and carrier of consignments: what the office keeps to itself.

Aid that customs cleared since the state accounts for it in its own system must be reported
there within 90 calendar days, else it counts as misused (resolution No. 953 of 05.09.2023).
The limit and the first day are settings.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.models.shipment import Shipment
from publishing.dates import days_after, today
from publishing.models import ConfidentialRecord
from publishing.models.record import TrackedQuerySet
from publishing.text import PlainCharField, PlainTextField


class CustodyQuerySet(TrackedQuerySet):
    def at_risk(self):
        """Those of which the state still awaits a report, the least days left first."""
        return self.filter(
            cleared_on__gte=settings.AID_REPORT_SINCE, reported_on__isnull=True
        ).order_by("cleared_on", "shipment__reference")


class Custody(ConfidentialRecord):
    """State accounting, store and carrier of a shipment: never public."""

    shipment = models.OneToOneField(
        Shipment, on_delete=models.CASCADE, related_name="custody", verbose_name=_("consignment")
    )
    declaration_code = PlainCharField(
        _("declaration code"),
        max_length=100,
        blank=True,
        help_text=_("Unique code of the aid in the state system, for cargo since April 2024"),
    )
    cleared_on = models.DateField(_("customs clearance on"), null=True, blank=True)
    reported_on = models.DateField(_("report filed on"), null=True, blank=True)
    store = PlainCharField(_("store"), max_length=300, blank=True)
    carrier = PlainCharField(_("carrier"), max_length=300, blank=True)
    notes_internal = PlainTextField(_("internal notes"), blank=True)

    objects = CustodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("custody of a consignment")
        verbose_name_plural = _("custody of consignments")

    def __str__(self):
        return str(self.shipment)

    @property
    def report_due(self):
        """The last day for the report to the state; None where none is awaited."""
        if not is_awaited(self.cleared_on) or self.reported_on:
            return None
        return days_after(self.cleared_on, settings.AID_REPORT_DAYS)

    @property
    def days_left(self):
        """Days until the report is due, below zero where it is late; None where none is awaited."""
        return None if self.report_due is None else (self.report_due - today()).days


def is_awaited(cleared_on):
    """Whether cargo that customs cleared then has to be reported at all."""
    return cleared_on is not None and cleared_on >= settings.AID_REPORT_SINCE
