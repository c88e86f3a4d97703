"""Dates in English prose: “in March 2022”, “from 13 to 19 May 2024”, “since 2021”."""

from reports.wording.spans import Span

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def plain(date, with_year=True):
    """“12 July 2022”, “March 2022”, “2021”."""
    parts = [str(date.day)] if date.day else []
    if date.month:
        parts.append(MONTHS[date.month - 1])
    if with_year or not date.month:
        parts.append(str(date.year))
    return " ".join(parts)


def until(date):
    """“until 12 July 2027”."""
    return f"until {plain(date)}"


def when(span, said=None):
    """The date inside a sentence; empty where nothing is known.

    Of the year `said`, which the text has named already, only month and day are worded.
    """
    start, end = span
    with_year = span.names_year(said)
    match span.shape:
        case "none":
            return ""
        case "single":
            return _single(start or end, with_year)
        case "since":
            return f"since {plain(start, with_year)}"
        case "until":
            return f"until {plain(end, with_year)}"
        case "days":
            return f"from {start.day} to {plain(end, with_year)}"
        case "years":
            return f"in {start.year}–{end.year}"
    return f"from {plain(start, span.year is None)} to {plain(end, with_year)}"


def _single(date, with_year):
    if not date.month and not with_year:
        return ""
    return f"{'on' if date.day else 'in'} {plain(date, with_year)}"


def listed(span, said):
    """The date at the head of a list's item: “March”, “13 to 19 May”."""
    if span.shape == "single" and not span.start.month and not span.names_year(said):
        return ""
    if span.shape == "single":
        return plain(span.start, span.names_year(said))
    if span.shape == "years":
        return f"{span.start.year}–{span.end.year}"
    return when(span, said).removeprefix("from ")


def duration(start, end):
    """How long something lasts: “since March 2021”, “2021–2023”, “until 2026”."""
    span = Span(start, end)
    if span.shape == "none":
        return ""
    if not end:
        return f"since {plain(start)}"
    if not start:
        return until(end)
    return listed(span, None) if span.shape == "years" else when(span).removeprefix("in ")
