"""Amounts in words: quantities with their unit, weights, sums of money."""

from django.utils.translation import ngettext

from aid.models import Unit
from partners.received import in_figures, in_kg, in_money

__all__ = ["in_figures", "in_kg", "in_money", "in_units"]


def in_units(quantity, unit):
    """A quantity with its unit, worded: `600 шт.`, `2 комплекти`."""
    figures = in_figures(quantity)
    if words := counted_words(unit, quantity):
        return words % {"count": figures}
    return f"{figures}\u00a0{Unit(unit).label}"


def counted_words(unit, quantity):
    """The noun that agrees with the quantity, for units that are words; else an empty string."""
    number = int(quantity) if quantity == int(quantity) else quantity
    match unit:
        case Unit.SET:
            return ngettext("%(count)s set", "%(count)s sets", number)
        case Unit.PAIR:
            return ngettext("%(count)s pair", "%(count)s pairs", number)
        case Unit.BOX:
            return ngettext("%(count)s box", "%(count)s boxes", number)
        case Unit.PACK:
            return ngettext("%(count)s pack", "%(count)s packs", number)
        case Unit.PALLET:
            return ngettext("%(count)s pallet", "%(count)s pallets", number)
    return ""
