"""Exchange rates to the hryvnia, each with its day and source."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aid.models.shipment import Shipment
from publishing.models import PublicRecord
from publishing.money import CurrencyField
from publishing.rules import Filled, Positive
from publishing.text import PlainCharField

VALID_DAYS = 31  # a rate serves the day it is of and this many after it (contract, Totals)


class Rate(PublicRecord):
    """How many hryvnias one unit of a currency cost on a day, and who says so."""

    currency = CurrencyField(_("currency"))
    date = models.DateField(_("date"))
    uah = models.DecimalField(_("hryvnias for one unit"), max_digits=16, decimal_places=6)
    source = PlainCharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "date"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "date"], name="rate_once"),
            Filled("currency", name="rate_currency"),
            Positive("uah", name="rate_uah"),
        ]

    def __str__(self):
        return f"{self.currency} {self.date}: {self.uah}"

    @classmethod
    def is_public(cls):
        """Serves to convert the value of a public shipment that is counted."""
        valued = (
            Shipment.objects.public()
            .counted()
            .filter(received_on__isnull=False)
            .exclude(currency="")
            .order_by()
            .values_list("currency", "received_on")
            .distinct()
        )
        days = {(currency, received.last) for currency, received in valued}
        used = Q(pk__in=[])
        for currency in {currency for currency, _day in days}:
            serving = Q()
            for day in {day for code, day in days if code == currency}:
                serving |= Q(date__lte=day, date__gte=day - timedelta(days=VALID_DAYS))
            used |= Q(currency=currency) & serving
        return used
