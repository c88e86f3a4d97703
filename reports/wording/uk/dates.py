"""Dates in Ukrainian prose: «у березні 2022 року», «13–19 травня 2024 року», «від 2021 року»."""

from reports.wording.spans import Span
from reports.wording.uk.euphony import u

GENITIVE = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
]
LOCATIVE = [
    "січні",
    "лютому",
    "березні",
    "квітні",
    "травні",
    "червні",
    "липні",
    "серпні",
    "вересні",
    "жовтні",
    "листопаді",
    "грудні",
]
NOMINATIVE = [
    "січень",
    "лютий",
    "березень",
    "квітень",
    "травень",
    "червень",
    "липень",
    "серпень",
    "вересень",
    "жовтень",
    "листопад",
    "грудень",
]


def genitive(date, with_year=True):
    """«12 липня 2022 року», «березня 2022 року», «2021 року»."""
    if not date.month:
        return f"{date.year} року"
    day = f"{date.day} " if date.day else ""
    year = f" {date.year} року" if with_year else ""
    return f"{day}{GENITIVE[date.month - 1]}{year}"


def until(date):
    """«до 12 липня 2027 року»."""
    return f"до {genitive(date)}"


def when(span, after="", said=None):
    """The date inside a sentence, after the word `after`; empty where nothing is known.

    Of the year `said`, which the text has named already, only month and day are worded.
    """
    start, end = span
    with_year = span.names_year(said)
    match span.shape:
        case "none":
            return ""
        case "single":
            return _single(start or end, after, with_year)
        case "since":
            return f"від {genitive(start, with_year)}"
        case "until":
            return f"до {genitive(end, with_year)}"
        case "days":
            return f"{start.day}–{genitive(end, with_year)}"
        case "years":
            return f"{u(after, str(start.year))} {start.year}–{end.year} роках"
    both = span.year is None
    if start.day and end.day:
        return f"{genitive(start, both)} – {genitive(end, with_year)}"
    return f"від {genitive(start, both)} до {genitive(end, with_year)}"


def _single(date, after, with_year):
    if date.day:
        return genitive(date, with_year)
    if not date.month:
        return f"{u(after, str(date.year))} {date.year} році" if with_year else ""
    month = LOCATIVE[date.month - 1]
    year = f" {date.year} року" if with_year else ""
    return f"{u(after, month)} {month}{year}"


def listed(span, said):
    """The date at the head of a list's item, nominative: «березень», «13–19 травня»."""
    if span.shape == "single" and not span.start.day:
        return _nominative(span.start, span.names_year(said))
    if span.shape == "years":
        return f"{span.start.year}–{span.end.year} роки"
    return when(span, said=said)


def _nominative(date, with_year):
    if not date.month:
        return f"{date.year} рік" if with_year else ""
    year = f" {date.year} року" if with_year else ""
    return f"{NOMINATIVE[date.month - 1]}{year}"


def duration(start, end):
    """How long something lasts: «від березня 2021 року», «2021–2023 роки», «до 2026 року»."""
    span = Span(start, end)
    if span.shape == "none":
        return ""
    if not end:
        return f"від {genitive(start)}"
    if not start:
        return until(end)
    if span.shape == "years":
        return f"{start.year}–{end.year} роки"
    if span.shape == "days" or (start.day and end.day):
        return when(span)
    if start == end:
        return _nominative(start, True)
    return f"від {genitive(start)} до {genitive(end)}"
