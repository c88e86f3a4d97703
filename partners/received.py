"""What one partner gave: its consignments with weight and value, and the totals of those counted.

A consignment's own weight and value count; where they are empty, the sum of its items'.
Announced consignments are shown and never counted; currencies are never added.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from partners.names import unbroken


@dataclass(frozen=True)
class Given:
    """A consignment with its weight and value in words, empty where unknown."""

    shipment: object
    weight: str
    value: str
    joint: bool


@dataclass(frozen=True)
class Received:
    """The consignments of a partner, the newest first, and their totals in words."""

    rows: list
    totals: list
    has_weight: bool
    has_value: bool
    has_joint: bool


def received_from(partner):
    """The Received of a partner: one query."""
    shipments = partner.shipments.public()
    donors = shipments.model.donors.through.objects
    others = donors.filter(shipment=OuterRef("pk")).exclude(partner=partner)
    shipments = shipments.with_sums().annotate(joint=Exists(others))
    rows = []
    kilograms, sums = Decimal(0), defaultdict(Decimal)
    for shipment in shipments:
        weight, value = shipment.known_weight, shipment.known_value
        if shipment.is_counted:
            kilograms += weight or 0
            sums[shipment.currency] += value or 0
        rows.append(
            Given(
                shipment,
                in_kg(weight) if weight is not None else "",
                in_money(value, shipment.currency) if value is not None else "",
                shipment.joint or shipment.donor_office,
            )
        )
    totals = [in_kg(kilograms)] if kilograms else []
    totals += [in_money(total, code) for code, total in sorted(sums.items()) if total]
    return Received(
        rows,
        totals,
        has_weight=any(row.weight for row in rows),
        has_value=any(row.value for row in rows),
        has_joint=any(row.joint for row in rows),
    )


def in_kg(kilograms):
    """A weight, worded: `2 400 кг`."""
    return unbroken(_("%(number)s kg") % {"number": in_figures(kilograms)})


def in_money(amount, currency):
    """A sum with its currency, worded: `120 000 євро`."""
    words = {"UAH": _("UAH %(sum)s"), "EUR": _("EUR %(sum)s"), "USD": _("USD %(sum)s")}
    sentence = words.get(currency) or _("%(code)s %(sum)s")
    return unbroken(sentence % {"sum": in_figures(amount, 2), "code": currency})


def in_figures(number, places=3):
    """A decimal in groups of thousands, without zeros after the point; cents whole or none."""
    number = round(Decimal(number), places)
    if number == number.to_integral_value():
        return number_format(number, decimal_pos=0, force_grouping=True)
    shown = number if places == 2 else number.normalize()
    return number_format(shown, force_grouping=True)
