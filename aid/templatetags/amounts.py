"""Filters that word amounts in the language of the page."""

from django import template

from aid.amounts import in_figures, in_kg, in_money, in_units

register = template.Library()


@register.filter
def figures(number):
    """`2400` → `2 400`; nothing where the number is unknown."""
    return "" if number is None else in_figures(number)


@register.filter
def kilograms(weight):
    """`2400` → `2 400 кг`; nothing where the weight is unknown."""
    return "" if weight is None else in_kg(weight)


@register.filter
def units(quantity, unit):
    """`600` of `pcs` → `600 шт.`; nothing where the quantity is unknown."""
    return "" if quantity is None else in_units(quantity, unit)


@register.filter
def money(amount, currency):
    """`38400` of `EUR` → `38 400 євро`; nothing where the sum is unknown."""
    return "" if amount is None else in_money(amount, currency)


@register.filter
def rate_figures(uah):
    """An exchange rate with all its places: `42,1004`."""
    return in_figures(uah, 6)


@register.filter
def any_knows(records, name):
    """Whether one of the records holds this value: a column of blanks is not shown."""
    return any(getattr(record, name) is not None for record in records)
