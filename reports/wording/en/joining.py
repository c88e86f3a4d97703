"""How two facts become one sentence (rules J1–J3)."""

import re

from reports.wording.en.dates import when

PARTNERS = "the partners "
IMPERSONAL = re.compile(r"\b(?:was|were) (?!\w+ing\b)\w|\btook place\b")
QUOTED = re.compile(r"“[^”]*”")


def opening(text):
    """`partners`, `impersonal` or an empty string: what kind of sentence `text` opens."""
    if text.startswith(PARTNERS):
        return "partners"
    return "impersonal" if IMPERSONAL.search(text) else ""


def has_conjunction(text):
    """Whether a second fact may not follow with “and”."""
    return " and " in QUOTED.sub("", text)


def dated(date, text):
    """A fact after its date, which may be empty."""
    return f"{_fitting(date, text)} {text}" if date else text


def _fitting(date, text):
    """The date with the preposition that the text wants.

    An act is done “by” a day, work lasts “until” it; what is told as past has ended, so that it
    was “from” a day, not “since” it.
    """
    if date.startswith("until ") and opening(text):
        return date.replace("until", "by", 1)
    return f"from {date.removeprefix('since ')}" if date.startswith("since ") else date


def with_date(first, span, second, said):
    """“…, and in August organised …”: the second fact without its “the partners”."""
    date = _fitting(when(span, said), second)
    return f"{first}, and {date} {second.removeprefix(PARTNERS)}"


def without_date(first, second):
    """“… adopted … and gave …”; without a common subject, a comma parts the two."""
    if second.startswith(PARTNERS):
        return f"{first} and {second.removeprefix(PARTNERS)}"
    return f"{first}, and {second}"
