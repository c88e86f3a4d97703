"""Amounts in words: quantities with their unit, weights, sums of money."""

from django.utils.translation import get_language, ngettext

from aid.models import Unit
from partners.received import in_figures, in_kg, in_money

__all__ = ["in_figures", "in_kg", "in_money", "in_units", "of_units"]

# The Ukrainian genitive of units that are words: plural, singular.
GENITIVE = {
    Unit.SET: ("комплектів", "комплекту"),
    Unit.PAIR: ("пар", "пари"),
    Unit.BOX: ("коробок", "коробки"),
    Unit.PACK: ("пакунків", "пакунка"),
    Unit.PALLET: ("палет", "палети"),
}


def in_units(quantity, unit):
    """A quantity with its unit, worded: `600 шт.`, `2 комплекти`."""
    figures = in_figures(quantity)
    if words := counted_words(unit, quantity):
        return words % {"count": figures}
    return f"{figures}\u00a0{Unit(unit).label}"


def of_units(quantity, unit):
    """The whole of which there is a part, as `in_units` but in the genitive: «з 22 пар»."""
    if get_language() == "uk" and unit in GENITIVE:
        return f"{in_figures(quantity)} {genitive(quantity, unit)}"
    return in_units(quantity, unit)


def genitive(quantity, unit):
    """The Ukrainian genitive after a number: singular after 1, 21 and a fraction, else plural."""
    plural, singular = GENITIVE[unit]
    ends_in_one = quantity % 10 == 1 and quantity % 100 != 11
    return singular if ends_in_one or quantity != int(quantity) else plural


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
