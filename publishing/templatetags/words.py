"""The smallest parts of pages: a text in the page's language, a date, a state.

They stand hundreds of times on a page. A template that is included costs many times what a
function does, hence they are none; every template knows these tags without loading them.
"""

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext

from publishing.dates import typed
from publishing.languages import said_once

register = template.Library()

LINE_BREAK = mark_safe("<br>")
FILLED = frozenset(["active", "distributed", "met", "on"])
EMPTY = frozenset(
    ["suspended", "paused", "terminated", "expired", "ended", "completed"]
    + ["rejected", "withdrawn", "off"]
)


@register.simple_tag
def words(uk, en):
    """A short text in the page's language, else the Ukrainian one marked as such."""
    if get_language() == "uk":
        return conditional_escape(uk or "")
    if en:
        return conditional_escape(en)
    return format_html('<span lang="uk">{}</span>', uk) if uk else ""


@register.filter
def grouped(number):
    """`2400` → `2 400`: how many there are, as the page's language writes it; nothing for None."""
    return "" if number is None else number_format(number, force_grouping=True)


@register.filter
def table_day(day):
    """A day in a table: 12.07.2022 in Ukrainian, 12 July 2022 in English."""
    return date_format(day, "d.m.Y" if get_language() == "uk" else "j E Y")


@register.simple_tag
def status(code, word):
    """A square and its word; `code` is a state of the register (or on, soon, off).

    Filled: holds or is done; half: under way; empty: over.
    """
    if not word:
        return ""
    form = "on" if code in FILLED else "off" if code in EMPTY else "soon"
    return format_html('<span class="status status--{}">{}</span>', form, word)


@register.simple_tag
@said_once
def date_words(date, short=False):
    """A partial date as words, no more exact than it is known; nothing where there is none.

    `short` is for Ukrainian tables: 12.07.2022.
    """
    if not date:
        return ""
    return format_html('<time datetime="{}">{}</time>', date, worded(date, short))


def worded(date, short):
    """The words of a PartialDate in the language of the page."""
    is_ukrainian = get_language() == "uk"
    if short and is_ukrainian:
        return typed(date)
    if date.day:
        return pgettext("a day", "%(date)s") % {"date": date_format(date.first, "j E Y")}
    if not date.month:
        return pgettext("a year", "%(date)s") % {"date": date_format(date.first, "Y")}
    month = date_format(date.first, "F Y")
    return pgettext("a month", "%(date)s") % {"date": month.lower()} if is_ukrainian else month
