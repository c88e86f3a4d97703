"""The annex of aid: what the year received and gave out, in sums.

By partner, by category and by kind of recipient, counted as the pages count (contract, Totals):
the sums are theirs, of the consignments of one year.
"""

from dataclasses import dataclass, replace

from aid.tables import rows_of_categories, rows_of_kinds, rows_of_partners
from aid.totals import by_category, by_partner, by_recipient_kind, received
from papers.paper import Section, Table
from reports.wording.wordless import aid_row

WEIGHT = 2  # the place of the column of weights


@dataclass(frozen=True)
class AidSums:
    """Rows (aid.tables.Row) of the three tables, each the largest first."""

    partners: list
    categories: list
    kinds: list
    has_joint: bool

    @property
    def adds(self):
        """Whether they say what no sentence does: sums by category, or what kinds received."""
        return bool(self.kinds) or any(row.name for row in self.categories)


def sums_of(year, office):
    """The AidSums of a year; the Office (or None) gives the own council its name."""
    arrived = received(year)
    partners = rows_of_partners(by_partner(arrived, year), office)
    return AidSums(
        partners=partners,
        categories=rows_of_categories(by_category(year)),
        kinds=rows_of_kinds(by_recipient_kind(year)),
        has_joint=sum(row.figures.shipments for row in partners) > arrived.total.shipments,
    )


def aid_section(sums, number, telling):
    """The annex as a Section: a table for each of the sums that there are.

    The first one names the records of all: ten thousand consignments stand in a paper once.
    """
    tables = telling.words.tables
    records = [fact.record for fact in telling.facts.shipments if fact.is_counted]
    sources = telling.sources.all(
        [*records, *(row.partner for row in sums.partners if row.partner)]
    )
    first, *others = (
        _table(name, rows, telling)
        for name, rows in (
            ("partners", sums.partners),
            ("categories", sums.categories),
            ("kinds", sums.kinds),
        )
        if rows
    )
    notes = (telling.typeset(tables.AID_JOINT),) if sums.has_joint else ()
    first = replace(first, notes=(*first.notes, *notes), sources=sources)
    return Section(tables.HEADINGS["aid"], tables.annex(number), (first, *others))


def _table(name, rows, telling):
    tables = telling.words.tables
    cells = [aid_row(telling.words, name, row) for row in rows]
    used = [place for place in range(len(tables.AID_HEADS)) if any(row[place] for row in cells)]
    notes = [tables.AID_NOTES.get(name), WEIGHT in used and tables.AID_WEIGHT_NOTES.get(name)]
    heads = (tables.AID_NAMED[name], *tables.AID_HEADS[1:])
    return Table(
        caption=telling.typeset(tables.AID_CAPTIONS[name].format(year=telling.year)),
        head=tuple(heads[place] for place in used),
        rows=tuple(tuple(telling.typeset(row[place]) for place in used) for row in cells),
        numeric=tuple(range(1, len(used))),
        notes=tuple(telling.typeset(note) for note in notes if note),
    )
