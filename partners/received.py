"""What one partner gave: its consignments with weight and value, and the totals of those counted.

A consignment's own weight and value count; where they are empty, the sum of its items'.
Announced consignments are shown and never counted; currencies are never added.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from partners.names import unbroken
from publishing.languages import said_once

MOST = 100  # consignments that a partner's page names; the ledger has all of them


@dataclass(frozen=True)
class Given:
    """A consignment with its weight and value in words, empty where unknown."""

    shipment: object
    weight: str
    value: str


@dataclass(frozen=True)
class Received:
    """The newest consignments of a partner, and what all of them add up to in words.

    `rows` are at most MOST of the `count`; `years` tells how many came in each year.
    """

    rows: list
    count: int
    years: dict
    totals: list
    has_weight: bool
    has_value: bool
    has_joint: bool

    @property
    def is_whole(self):
        """Whether the rows are all that there are."""
        return len(self.rows) == self.count


def received_from(partner):
    """The Received of a partner: one query."""
    shipments = partner.shipments.public()
    donors = shipments.model.donors.through.objects
    others = donors.filter(shipment=OuterRef("pk")).exclude(partner=partner)
    shipments = shipments.with_sums().annotate(joint=Exists(others))
    rows, years, has_joint = [], Counter(), False
    kilograms, sums = Decimal(0), defaultdict(Decimal)
    for shipment in shipments:
        weight, value = shipment.known_weight, shipment.known_value
        if shipment.is_counted:
            kilograms += weight or 0
            sums[shipment.currency] += value or 0
        has_joint = has_joint or shipment.joint or shipment.donor_office
        if shipment.received_on:
            years[shipment.received_on.year] += 1
        if len(rows) < MOST:
            rows.append(given(shipment))
    totals = [in_kg(kilograms)] if kilograms else []
    totals += [in_money(total, code) for code, total in sorted(sums.items()) if total]
    return Received(
        rows,
        len(shipments),
        years,
        totals,
        has_weight=any(row.weight for row in rows),
        has_value=any(row.value for row in rows),
        has_joint=has_joint,
    )


def given(shipment):
    weight, value = shipment.known_weight, shipment.known_value
    return Given(
        shipment,
        in_kg(weight) if weight is not None else "",
        in_money(value, shipment.currency) if value is not None else "",
    )


def in_kg(kilograms):
    """A weight, worded: `2 400 кг`."""
    return unbroken(_("%(number)s kg") % {"number": in_figures(kilograms)})


@said_once
def in_money(amount, currency):
    """A sum with its currency, worded: `120 000 євро`."""
    words = {"UAH": _("UAH %(sum)s"), "EUR": _("EUR %(sum)s"), "USD": _("USD %(sum)s")}
    sentence = words.get(currency) or _("%(code)s %(sum)s")
    return unbroken(sentence % {"sum": in_figures(amount, 2), "code": currency})


@said_once
def in_figures(number, places=3):
    """A decimal in groups of thousands, without zeros after the point; cents whole or none."""
    number = round(Decimal(number), places)
    if number == number.to_integral_value():
        return number_format(number, decimal_pos=0, force_grouping=True)
    shown = number if places == 2 else number.normalize()
    return number_format(shown, force_grouping=True)
