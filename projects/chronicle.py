"""The chronicle: events by year and month, newest first, no more exact than they are known."""

from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Month:
    """The events of one month; `date` is None for those of which only the year is known."""

    date: object
    events: list


@dataclass(frozen=True)
class Year:
    """The months of one year; `number` is None for events without any date."""

    number: int | None
    months: list

    @property
    def count(self):
        return sum(len(month.events) for month in self.months)


def day_of(event):
    """The date by which an event stands in the chronicle: its start, else its end."""
    return event.start or event.end


def order(event):
    """Newest first; what is known as a year or month stands at its end, without a date last."""
    date = day_of(event)
    if date is None:
        return (1,)
    return (0, -date.year, not date.month, -(date.month or 0), not date.day, -(date.day or 0))


def chronicle(events):
    """The years of the given events, each parted into months."""
    ordered = sorted(events, key=lambda event: (*order(event), event.key))
    years = groupby(ordered, key=lambda event: day_of(event) and day_of(event).year)
    return [Year(number, months(list(found))) for number, found in years]


def months(events):
    """The months of one year's events, in their order."""

    def month(event):
        date = day_of(event)
        return date.month if date else None

    return [
        Month(day_of(found[0]) if number else None, found)
        for number, found in ((n, list(group)) for n, group in groupby(events, key=month))
    ]
