"""A fact of the year on its way to a sentence: what happened, when, and what follows it."""

from dataclasses import dataclass

from reports.wording.spans import NO_DATE, Span


@dataclass(frozen=True)
class Clause:
    """`text` follows the date and has no full stop; `more` are finished sentences after it.

    `otherwise` says the same without opening like `text`, where that would be tiresome.
    """

    text: str
    span: Span = NO_DATE
    more: tuple[str, ...] = ()
    otherwise: str = ""
