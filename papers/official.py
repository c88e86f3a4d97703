"""How an official paper is set: the rules of ДСТУ 4163:2020 that styles alone cannot keep."""

from datetime import date
from textwrap import wrap

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from papers.paper import Enumeration, Paragraph

HEADING_LINE = 28  # characters in a line of a requisite
ONE_LINE = 90  # characters that may still fit into one line of text
BLANK_DATE = "_" * 20
BLANK_INDEX = "_" * 14


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


def short_ending(paper):
    """The last block of the text where it may be one line alone, else None.

    At least two lines of text go with a signature to a new page, so such a block must take
    the one before it along.
    """
    blocks = [block for section in paper.sections for block in _blocks(section)]
    if not blocks:
        return None
    last = blocks[-1]
    if isinstance(last, Paragraph) and len(last.text) < ONE_LINE:
        return last
    return last if isinstance(last, Enumeration) and len(last.items) == 1 else None


def _blocks(section):
    yield from section.blocks
    for inner in section.sections:
        yield from _blocks(inner)
