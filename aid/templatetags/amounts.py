"""What words amounts in the language of the page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from aid.amounts import in_figures, in_kg, in_money, in_units, of_units
from aid.totals import HRYVNIA
from publishing.templatetags.words import LINE_BREAK

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
def units_of(quantity, unit):
    """`22` of `pair` as the whole that a part is of: «з 22 пар»."""
    return of_units(quantity, unit)


@register.filter
def money(amount, currency):
    """`38400` of `EUR` → `38 400 євро`; nothing where the sum is unknown."""
    return "" if amount is None else in_money(amount, currency)


@register.simple_tag
def sum_lines(sums):
    """Sums of money (aid.totals.Money), each a line of its own that leads to its rows."""
    lines = format_html_join(LINE_BREAK, "{}", ((line(money),) for money in sums))
    return format_html("<span>{}</span>", lines)


def line(money):
    """A sum, and how much it is in hryvnias where that is known."""
    words = in_money(money.amount, money.currency)
    shown = format_html('<a class="num" href="{}">{}</a>', money.url, words)
    if money.in_hryvnias is None:
        return shown
    hryvnias = _("that is %(sum)s") % {"sum": in_money(money.in_hryvnias, HRYVNIA)}
    return format_html('{} <small><a href="#rates">{}</a></small>', shown, hryvnias)


@register.filter
def rate_figures(uah):
    """An exchange rate with all its places: `42,1004`."""
    return in_figures(uah, 6)


@register.filter
def any_knows(records, name):
    """Whether one of the records holds this value: a column of blanks is not shown."""
    return any(getattr(record, name) is not None for record in records)
