"""How two facts become one sentence (rules J1–J3)."""

import re

from reports.wording.uk.dates import when

PARTNERS = "партнери "
IMPERSONAL = re.compile(r"(?!це\b)\w+[нт]о(?=\s)", re.IGNORECASE)
QUOTED = re.compile(r"«[^»]*»")
CONJUNCTION = re.compile(r" (?:та|і|й) ")


def opening(text):
    """`partners`, `impersonal` or an empty string: what kind of sentence `text` opens."""
    if text.startswith(PARTNERS):
        return "partners"
    return "impersonal" if IMPERSONAL.match(text) else ""


def has_conjunction(text):
    """Whether a second fact may not follow with «та»."""
    return bool(CONJUNCTION.search(QUOTED.sub("", text)))


def dated(date, text):
    """A fact after its date, either of which may be empty."""
    return f"{date} {text}" if date else text


def with_date(first, span, second, said):
    """«…, а в серпні організували …»: the second fact without its «партнери»."""
    return f"{first}, а {when(span, 'а', said)} {second.removeprefix(PARTNERS)}"


def without_date(first, second):
    """«… ухвалили … та передали …»."""
    return f"{first} та {second.removeprefix(PARTNERS)}"
