"""A fact of the year on its way to a sentence: what happened, when, and what follows it."""

from dataclasses import dataclass, field

from reports.wording.spans import NO_DATE, Span


@dataclass(frozen=True)
class Clause:
    """`text` follows the date and has no full stop; `more` are finished sentences after it.

    `sources` are the records that it tells of, the one that it is about first.
    """

    text: str
    span: Span = NO_DATE
    more: tuple[str, ...] = ()
    sources: tuple = ()
    order: tuple = field(default=(), compare=False)
