"""The chronicle: events by year and month, newest first, no more exact than they are known.

Events stand by their start, else by their end. Their dates are sorted as text, so within a
month those without a day come last, within a year those without a month, and at the very end
those without any date.
"""

from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import CharField, Q, Value
from django.db.models.functions import Coalesce

from projects.models import Event
from projects.spans import span_words

PAGE_SIZE = 60
DAY = Coalesce("start", "end", Value(""), output_field=CharField())


@dataclass(frozen=True)
class Month:
    """The events of one month; `date` is None for those of which only the year is known."""

    date: object
    events: list


@dataclass(frozen=True)
class Year:
    """A year of the chronicle: how many events it has, and on which page it begins."""

    number: str
    count: int
    page: int


def newest_first(events):
    """The events in the order of the chronicle."""
    return events.order_by(DAY.desc(), "key")


def years_of(counts, size=PAGE_SIZE):
    """The Years of a chronicle with `counts` events {year: number}, `size` of them on a page."""
    years, before = [], 0
    for number, count in sorted(counts.items(), reverse=True):
        if count:
            years.append(Year(number, count, before // size + 1))
        before += count
    return years


def page_of(events, years, number, size=PAGE_SIZE):
    """The page with this number; it need not count what the years have counted."""
    paginator = Paginator(newest_first(events), size)
    paginator.count = sum(year.count for year in years)
    return paginator.get_page(number)


def parted(events, years):
    """The events of a page as (Year, its Months) in their order."""
    known = {year.number: year for year in years}
    return [(known[number], months(found)) for number, found in groupby(events, key=year_number)]


def months(events):
    """The Months of one year's events, each event with its `days` and `note`."""
    found = []
    for _number, group in groupby(events, key=lambda event: (day := day_of(event)) and day.month):
        group = list(group)
        for event in group:
            event.days, event.note = days_and_note(event)
        day = day_of(group[0])
        found.append(Month(day if day and day.month else None, group))
    return found


def days_and_note(event):
    """What stands in the column of days, and the whole span where that cannot tell it."""
    start, end = event.start, event.end
    if start and end and start != end:
        if start.day and end.day and (start.year, start.month) == (end.year, end.month):
            return f"{start.day}–{end.day}", ""
        return str(start.day or ""), span_words(start, end)
    if start:
        return str(start.day or ""), ""
    return "", span_words(start, end)


def day_of(event):
    """The date by which an event stands in the chronicle, or None."""
    return event.start or event.end


def year_number(event):
    day = day_of(event)
    return f"{day.year:04d}" if day else ""


def neighbours(event):
    """The public events just before and just after this one; None where there is none."""
    day = str(day_of(event) or "")
    events = Event.objects.public().annotate(day=DAY)
    earlier = events.filter(Q(day__lt=day) | Q(day=day, key__gt=event.key))
    later = events.filter(Q(day__gt=day) | Q(day=day, key__lt=event.key))
    return earlier.order_by("-day", "key").first(), later.order_by("day", "-key").first()
