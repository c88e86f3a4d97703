"""When something was: the span of two partial dates, and the shape in which it is worded."""

from typing import NamedTuple

from publishing.dates import PartialDate


class Span(NamedTuple):
    """From `start` to `end`; either may be unknown."""

    start: PartialDate | None = None
    end: PartialDate | None = None

    @property
    def shape(self):
        """How the span is worded, nothing said that the register does not hold.

        `none`; `single` (one date, in `start`); `since` and `until`; `days` of one month;
        `years`; `range` for every other pair of dates.
        """
        start, end = self
        if not start and not end:
            return "none"
        if not end or start == end:
            return "single"
        if not start or _holds(start, end):
            return "until"
        if _holds(end, start):
            return "since"
        if start.day and end.day and (start.year, start.month) == (end.year, end.month):
            return "days"
        return "years" if not start.month and not end.month else "range"

    @property
    def year(self):
        """The one year of the whole span; None where it has two or is not known."""
        years = {date.year for date in self if date}
        return years.pop() if len(years) == 1 else None

    def names_year(self, said):
        """Whether a year must be worded: it has two, or another than the one named already."""
        return self.year is None or self.year != said

    @property
    def anchor(self):
        """The date by which the span takes its place in the order of the year."""
        return self.start or self.end

    @property
    def history(self):
        """The order of several years: what is known less closely comes after the rest."""
        date = self.anchor
        return (date.year, date.month or 13, date.day or 32) if date else (9999, 0, 0)

    @property
    def order(self):
        """Inside one year: days, then what is known by the month, then by the year alone."""
        date = self.anchor
        if date is None or not date.month:
            return (1, date.year if date else 9999, 0, 0)
        return (0, date.year, date.month, date.day or 32)

    @property
    def has_month(self):
        """Whether every date of the span names at least a month."""
        return any(self) and all(date.month for date in self if date)


NO_DATE = Span()


def _holds(longer, shorter):
    """Whether one partial date lies within another, less precise one."""
    return longer.first <= shorter.first and shorter.last <= longer.last
