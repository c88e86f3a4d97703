"""Exchange rates to the hryvnia, each with its day and source."""

from decimal import Decimal

from django.db import models
from django.db.models import Func, OuterRef, Q, Subquery
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aid.models.shipment import Shipment
from publishing.dates import PartialDate, typed
from publishing.models import PublicRecord
from publishing.money import CurrencyField, short
from publishing.rules import Filled, Positive
from publishing.text import PlainCharField

VALID_DAYS = 31  # a rate serves the day it is of and this many after it (contract, Totals)


class LastDay(Func):
    """In SQL, the last day of a partial date's span, or the day `back` days before it."""

    arity = 1
    output_field = models.DateField()

    def __init__(self, partial_date, back=0, **extra):
        super().__init__(partial_date, back=back, **extra)

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="CASE LENGTH(%(expressions)s)"
            " WHEN 10 THEN DATE(%(expressions)s, '-%(back)s days')"
            " WHEN 7 THEN"
            " DATE(%(expressions)s || '-01', '+1 month', '-1 day', '-%(back)s days')"
            " ELSE DATE(%(expressions)s || '-12-31', '-%(back)s days') END",
            **context,
        )

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="(CASE LENGTH(%(expressions)s)"
            " WHEN 10 THEN %(expressions)s::date"
            " WHEN 7 THEN ((%(expressions)s || '-01')::date + INTERVAL '1 month - 1 day')::date"
            " ELSE (%(expressions)s || '-12-31')::date END - %(back)s)",
            **context,
        )


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
        words = {
            "currency": self.currency,
            "uah": number_format(short(Decimal(self.uah))),
            "day": typed(PartialDate.parse(str(self.date))),
        }
        return gettext("1 %(currency)s = UAH %(uah)s, %(day)s") % words

    @classmethod
    def is_public(cls):
        """Serves to convert the value of a public shipment that is counted."""
        valued = Shipment.objects.public().counted().with_sums().filter(known_value__isnull=False)
        serving = Subquery(
            rates_for(OuterRef("currency"), OuterRef("received_on")).values("pk")[:1]
        )
        used = valued.annotate(serving=serving).filter(serving__isnull=False)
        return Q(pk__in=used.order_by().values("serving"))


def rates_for(currency, received_on):
    """The rates that may convert a sum in `currency` received then; the first one serves.

    Those of the last day of `received_on` or at most 31 days before it, the newest first.
    """
    return Rate.objects.filter(
        currency=currency,
        date__lte=LastDay(received_on),
        date__gte=LastDay(received_on, back=VALID_DAYS),
    ).order_by("-date")


def rate_that_serves(shipment):
    """The rate of a counted consignment that is shown, by its `rate_id`: public since it serves."""
    return Rate.objects.get(pk=shipment.rate_id)
