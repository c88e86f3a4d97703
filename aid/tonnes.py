"""Tonnes received by year, in rows of signs: the town's own measure, or plain bars.

Counted are consignments that have arrived, in the year of their arrival, by their own weight or,
where it is empty, by the sum of their items' (contract, Totals).
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

SIGN = 20  # units that one sign takes in a row
BODY, FOOT = 21, 24  # height of a sign and the line on which it stands, in units
ROW = 24  # signs that a row holds before all are drawn smaller
MANY = 40  # tonnes; beyond that one sign is ten of them


@dataclass(frozen=True)
class Measure:
    """What `includes/measure_rows.html` takes: rows, the width of each, whether a sign is ten."""

    rows: list
    width: int
    ten: bool


def kilograms_by_year(years):
    """(year, kilograms), the oldest first, of Figures by year; those without a weight left out."""
    weights = [(year, figures.weight) for year, figures in years.items() if year]
    return sorted((year, weight) for year, weight in weights if weight)


def measured(kilograms):
    """The Measure of (label, kilograms) pairs: every row on the same scale."""
    tonnes = [(label, kg / 1000) for label, kg in kilograms]
    most = max((number for _label, number in tonnes), default=Decimal(0))
    ten = most > MANY
    unit = 10 if ten else 1
    return Measure(
        rows=[row(label, number, unit, most) for label, number in tonnes],
        width=SIGN * max(ROW, int(most / unit) + 1),
        ten=ten,
    )


def row(label, tonnes, unit, most):
    """One row: whole signs, and the last one filled from below by what remains."""
    whole, rest = divmod(tonnes / unit, 1)
    height = BODY * rest
    return {
        "label": label,
        "value": in_tonnes(tonnes),
        "percent": f"{100 * tonnes / most:.1f}",
        "whole": str(int(whole) * SIGN),
        "rest_x": str(int(whole) * SIGN),
        "rest_y": f"{FOOT - height:.1f}",
        "rest_height": f"{height:.1f}" if height >= Decimal("0.05") else "",
    }


def in_tonnes(tonnes):
    """A weight, worded: `23,4 т`; less than a tonne to the kilogram."""
    number = round(tonnes, 1 if tonnes >= 1 else 3).normalize()
    whole = number == number.to_integral_value()
    figures = number_format(number, 0 if whole else None, force_grouping=True)
    return (_("%(number)s t") % {"number": figures}).replace(" ", "\u00a0")
