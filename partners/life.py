"""Lines on one scale of time: what was in force, what is, what is still to come.

A line is 240 units wide; the words beside it say the same, so it needs no other text.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from partners.models import Renewal, State, Term
from publishing.dates import today

WIDTH = 240
YEARS_AHEAD = 5
LETTER = 7.5  # units that a letter of a label takes, rather too many than too few


def middle(value):
    """The middle day of a partial date's span: a year is not its first of January."""
    return value.first + timedelta(days=(value.last - value.first).days // 2)


@dataclass(frozen=True)
class Scale:
    """From the year before the first one shown to five years ahead of `day`."""

    first: date
    last: date
    day: date

    @classmethod
    def of(cls, dates, day=None):
        """The scale on which all `dates` (PartialDates, None among them) can be drawn."""
        day = day or today()
        years = [value.year for value in dates if value]
        return cls(
            first=date(max(min([*years, day.year]) - 1, 1), 1, 1),
            last=date(day.year + YEARS_AHEAD, 12, 31),
            day=day,
        )

    def x(self, day):
        """Where a day stands, kept inside the line, in units."""
        share = (day - self.first).days / (self.last - self.first).days
        return WIDTH * min(max(share, 0), 1)


def units(x):
    """Units as text with a point, whatever the language."""
    return f"{x:.1f}"


@dataclass(frozen=True)
class Label:
    """A text at a point of the line, and where it stands on it."""

    x: float
    text: str
    anchor: str = "middle"

    @property
    def extent(self):
        """From where to where the text reaches, in units: estimated from its length."""
        width = LETTER * len(self.text)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return left, left + width

    def moved(self, anchor):
        return replace(self, anchor=anchor)

    def inside(self):
        """The same label, not running out of the line."""
        left, right = self.extent
        if left < 0:
            return self.moved("start")
        return self.moved("end") if right > WIDTH else self


def labelled(points):
    """Labels of points (x, text), from left to right, that do not run into each other."""
    labels = []
    for x, text in points:
        label = Label(x, text).inside()
        if labels and labels[-1].extent[1] + LETTER > label.extent[0]:
            labels[-1] = labels[-1].moved("end").inside()
            if labels[-1].extent[1] + LETTER > label.extent[0]:
                label = label.moved("start").inside()
        if not labels or labels[-1].extent[1] <= label.extent[0]:
            labels.append(label)
    return [{"x": units(one.x), "anchor": one.anchor, "text": one.text} for one in labels]


def line(
    scale, *, begin=None, until=None, ahead_to=None, deed=None, start=None, end=None, endless=False
):
    """The drawing that the tag `life_line` takes.

    `begin` and `until` (days) bound the time in force, `ahead_to` what is still to come after
    today; `deed`, `start` and `end` are PartialDates with a stroke and a label. `endless` says
    that no end is set.
    """
    marks = [(scale.x(middle(value)), str(value.year)) for value in (deed or start, end) if value]
    spans, ahead = [], None
    if begin and until and begin < until:
        x = scale.x(begin)
        spans = [{"x": units(x), "width": units(max(scale.x(until) - x, 0))}]
    if ahead_to:
        x = scale.x(max(scale.day, begin or scale.day))
        ahead = {"x": units(x), "to": units(scale.x(ahead_to))}
    if endless:
        marks.append((WIDTH, _("no end")))
    return {
        "spans": spans,
        "ahead": ahead,
        "deed": units(scale.x(middle(deed))) if deed else "",
        "start": units(scale.x(middle(start))) if start else "",
        "end": units(scale.x(middle(end))) if end else "",
        "today": units(scale.x(scale.day)),
        "labels": labelled(marks),
    }


def agreement_dates(agreement):
    """The dates that the line of an agreement must have room for."""
    return [
        agreement.talks_from,
        agreement.signed_on,
        agreement.in_force_from,
        agreement.valid_until,
    ]


def agreement_line(agreement, scale):
    """The life of an agreement: signed, in force, over or still to come.

    What the register does not know is not drawn: no end without a date, no dots ahead without
    a term.
    """
    state = agreement.state_on(scale.day)
    if state == State.NEGOTIATION:
        return line(scale, start=agreement.talks_from, ahead_to=scale.last)
    begin = agreement.in_force_from or agreement.signed_on
    begin = begin and middle(begin)
    if state in (State.EXPIRED, State.TERMINATED, State.SUSPENDED):
        end = agreement.valid_until if state == State.EXPIRED else agreement.status_on
        return line(
            scale, begin=begin, until=end and middle(end), deed=agreement.signed_on, end=end
        )
    end = agreement.valid_until
    return line(
        scale,
        begin=begin,
        until=scale.day,
        ahead_to=known_to_last(agreement, scale),
        deed=agreement.signed_on,
        end=end if end and end.last >= scale.day else None,
        endless=agreement.term == Term.INDEFINITE,
    )


def known_to_last(agreement, scale):
    """The day to which an agreement in force goes on; None where nothing says so."""
    if agreement.term == Term.INDEFINITE or agreement.renewal == Renewal.AUTOMATIC:
        return scale.last
    return agreement.valid_until and middle(agreement.valid_until)
