"""How an official paper is set: the rules of ДСТУ 4163:2020 that styles alone cannot keep."""

from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from papers.paper import Enumeration, Paragraph, Table

HEADING_LINE = 28  # characters in a line of a requisite
ONE_LINE = 90  # characters that may still fit into one line of text
LONGEST_ENDING = 4  # blocks that may go to the next page with the signature
SMALL_TABLE = 8  # rows of a table that may go with them
WIDE = 6  # columns of a table that lies across its sheet
BLANK_DATE = "_" * 20
BLANK_INDEX = "_" * 14


@dataclass(frozen=True)
class Heading:
    """A heading of the text: 2 of a part, 3 of a section in it (1 is the kind of the paper)."""

    level: int
    text: str


def heading_lines(title):
    """The heading to the text, cut into the short lines of a requisite."""
    return wrap(capfirst(title), HEADING_LINE, break_long_words=False, break_on_hyphens=False)


def registration(paper):
    """(date, index) as they are printed; before registration blanks to fill in by hand."""
    with override(paper.language):
        day = BLANK_DATE
        if paper.registered_on:
            words = date_format(date.fromisoformat(paper.registered_on), "j E Y")
            day = pgettext("a day", "%(date)s") % {"date": words}
        return day, _("No. %(index)s") % {"index": paper.registration_index or BLANK_INDEX}


def signed_name(name):
    """A name as it stands under a signature: the surname in capitals."""
    first, space, surname = name.partition(" ")
    return f"{first}{space}{surname.upper()}"


def annex_list(paper):
    """The lines that name the annexes after the text; none where there are none."""
    if not paper.appendices:
        return []
    with override(paper.language):
        lead = _("Annexes:")
    named = enumerate(paper.appendices, 1)
    return [lead, *(f"{number}. {section.heading}." for number, section in named)]


def annex_mark(section):
    """«Додаток 1», as it stands in the corner of its first page."""
    return section.number.removesuffix(".")


def lies_across(section):
    """Whether an annex is a register too wide for an upright sheet."""
    return any(isinstance(block, Table) and is_wide(block) for block in section.blocks)


def is_wide(table):
    """Whether a Table has more columns than an upright sheet has room for."""
    return len(table.head) >= WIDE


def flow(sections, level=2):
    """Headings and blocks of `sections` and of those inside them, in the order of print."""
    for section in sections:
        if section.heading:
            yield Heading(level, f"{section.number} {section.heading}".strip())
        yield from section.blocks
        yield from flow(section.sections, level + 1)


def parted(blocks):
    """(text, ending): the ending are the blocks that must stand on one page with the signature.

    At least two lines of text go with a signature to a new page. Where the last block of the
    text is a paragraph of two lines or more, its own last lines can do that; else what is
    short goes along, back to such a paragraph.
    """
    blocks = list(blocks)
    for start in range(len(blocks), max(len(blocks) - LONGEST_ENDING, 0) - 1, -1):
        if start and _is_long(blocks[start - 1]):
            return blocks[:start], blocks[start:]
    start = max(len(blocks) - 2, 0)
    if blocks and isinstance(blocks[-1], Table) and len(blocks[-1].rows) > SMALL_TABLE:
        start = len(blocks)
    return blocks[:start], blocks[start:]


def _is_long(block):
    return isinstance(block, Paragraph) and len(block.text) >= ONE_LINE


def short_ending(paper):
    """The last block of the text where it may be one line alone, else None."""
    blocks = [block for block in flow(paper.sections) if not isinstance(block, Heading)]
    if not blocks:
        return None
    last = blocks[-1]
    if isinstance(last, Paragraph) and len(last.text) < ONE_LINE:
        return last
    return last if isinstance(last, Enumeration) and len(last.items) == 1 else None
