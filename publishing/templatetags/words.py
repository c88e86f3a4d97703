"""The smallest parts of pages: a text in the page's language, a date, a state.

They stand hundreds of times on a page. A template that is included costs many times what a
function does, hence they are none; every template knows these tags without loading them.
"""

import re

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import get_language, pgettext

from publishing.dates import typed
from publishing.languages import said_once
from publishing.typography import (
    NBSP,
    is_ukrainian,
    on_page,
    soft_hyphens,
)

register = template.Library()

LINE_BREAK = mark_safe("<br>")
TAG = re.compile(r"(<[^>]*>)")
BEFORE_ITS_WORD = re.compile(r"(?<=\d) (?=\D)")
SHORT = {"year": "Y", "month": f"M{NBSP}Y", "day": f"j{NBSP}M{NBSP}Y"}
FILLED = frozenset(["active", "distributed", "met", "on"])
EMPTY = frozenset(
    ["suspended", "paused", "terminated", "expired", "ended", "completed"]
    + ["rejected", "withdrawn", "off"]
)


@register.simple_tag
def words(uk, en):
    """A short text in the page's language, else the Ukrainian one marked as such."""
    if get_language() == "uk":
        return conditional_escape(typeset(uk or ""))
    if en:
        return conditional_escape(typeset(en))
    return format_html('<span lang="uk">{}</span>', typeset(uk)) if uk else ""


@register.filter(is_safe=True)
def typeset(text):
    """A text with spaces that do not break; what holds markup is left as it is.

    Not for attributes, which are data.
    """
    if not isinstance(text, str) or (isinstance(text, SafeData) and "<" in text):
        return text
    shown = on_page(text)
    return mark_safe(shown) if isinstance(text, SafeData) else shown


@register.filter
def in_its_language(text):
    """A text of a page, marked as Ukrainian where the page is not and the text is."""
    if get_language() == "uk" or not is_ukrainian(text):
        return text
    return format_html('<span lang="uk">{}</span>', text)


@register.filter(is_safe=True)
def syllables(html):
    """Soft hyphens in the longest words of a heading, its markup left alone."""
    return beside_tags(soft_hyphens, html)


@register.filter(is_safe=True)
def typeset_markup(html):
    """As `typeset`, for what holds markup: its tags are left alone."""
    return beside_tags(on_page, html)


def beside_tags(change, html):
    """The HTML with `change` made in what stands between its tags."""
    parts = TAG.split(str(html))
    parts[::2] = map(change, parts[::2])
    return "".join(parts)


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

    `short` is for tables: 12.07.2022, 12 Jul 2022.
    """
    if not date:
        return ""
    return format_html('<time datetime="{}">{}</time>', date, worded(date, short))


def worded(date, short):
    """The words of a PartialDate in the language of the page; a number stays with its word."""
    if short:
        return short_date(date)
    return BEFORE_ITS_WORD.sub(NBSP, in_full(date))


def short_date(date):
    """A PartialDate as tables show it, in one line."""
    if get_language() == "uk":
        return typed(date)
    return date_format(date.first, SHORT[date.precision])


def in_full(date):
    if date.day:
        return pgettext("a day", "%(date)s") % {"date": date_format(date.first, "j E Y")}
    if not date.month:
        return pgettext("a year", "%(date)s") % {"date": date_format(date.first, "Y")}
    month = date_format(date.first, "F Y")
    is_ukrainian = get_language() == "uk"
    return pgettext("a month", "%(date)s") % {"date": month.lower()} if is_ukrainian else month
