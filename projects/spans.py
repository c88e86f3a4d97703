"""From when to when, in words that claim no more than the register knows."""

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

DAY = "j\u00a0E Y"  # a number does not part from its month
AFTER_PREPOSITION = {"year": "Y", "month": "E Y", "day": DAY}


def span_words(start, end, *, running=False):
    """The words for the span between two partial dates, either of which may be None.

    `running` says that a span without an end goes on today.
    """
    if start and end and start != end:
        return within_one(start, end) or pgettext("dates", "from %(start)s to %(end)s") % {
            "start": after_preposition(start),
            "end": after_preposition(end),
        }
    if start and not end and running:
        return pgettext("dates", "since %(start)s") % {"start": after_preposition(start)}
    if start:
        return date_words(start)
    return _("until %(date)s") % {"date": after_preposition(end)} if end else ""


def within_one(start, end):
    """The words for days of one month, months of one year or whole years; None for the rest."""
    if start.precision != end.precision:
        return None
    if start.day and (start.year, start.month) == (end.year, end.month):
        date = f"{start.day}–{date_format(end.first, DAY)}"
        return pgettext("a day", "%(date)s") % {"date": date}
    if start.precision == "month" and start.year == end.year:
        date = f"{month_name(start)}–{month_name(end)} {end.year}"
        return pgettext("a month", "%(date)s") % {"date": date}
    if start.precision == "year":
        return pgettext("years", "%(date)s") % {"date": f"{start.year}–{end.year}"}
    return None


def date_words(value):
    """A partial date alone: `2008 рік`, `березень 2022 року`, `12 липня 2022 року`."""
    if value.day:
        return pgettext("a day", "%(date)s") % {"date": date_format(value.first, DAY)}
    if value.month:
        return pgettext("a month", "%(date)s") % {"date": f"{month_name(value)} {value.year}"}
    return pgettext("a year", "%(date)s") % {"date": value.year}


def month_name(value):
    """The month in the nominative: with a small letter in Ukrainian, a capital in English."""
    name = date_format(value.first, "F")
    return name.lower() if get_language() == "uk" else name


def after_preposition(value):
    """A partial date in the case that follows `from`, `since` and `until`."""
    return date_format(value.first, AFTER_PREPOSITION[value.precision])
