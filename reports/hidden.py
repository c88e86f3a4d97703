"""What the texts of an editor hide: the sentences that would stand in their place."""

from django.utils.translation import get_language

from papers.official import flow
from papers.paper import Enumeration, Section
from reports.aid_sums import sums_of
from reports.appendices import numbers
from reports.entries import EntryText
from reports.facts import gather
from reports.models import ReportText
from reports.placing import place
from reports.telling import Telling
from reports.wording import WORDS


def hidden_by_texts(report):
    """[(Partner, sentences)] that texts “instead of the composed text” keep out of a report.

    A sentence is one of papers.paper, with the records that it tells of. Where no text stands
    instead, the year is not even gathered.
    """
    if not report.texts.filter(place=ReportText.Place.INSTEAD).exists():
        return []
    facts = gather(report)
    placed = place(facts)
    annexes = numbers(placed, report, sums_of(facts.year, facts.office))
    telling = Telling(WORDS[get_language()], facts, annexes)
    return [
        (entry.partner, list(_sentences(EntryText(entry, telling).composed())))
        for entry in placed.entries
        if ReportText.Place.INSTEAD in entry.texts
    ]


def _sentences(blocks):
    for block in flow([Section("", blocks=tuple(blocks))]):
        if isinstance(block, Enumeration):
            yield from (block.lead, *block.items)
        else:
            yield from block.sentences
