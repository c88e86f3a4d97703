"""The annexes of the report: tables for the facts that its sentences leave out.

An annex is printed only where it adds something: numbers, decisions and registrations of
agreements, terms of older ones, whatever a list leaves unsaid of them; registration cards of
projects and whatever a list or a short sentence leaves unsaid of them; events and consignments
that are too many for a list; items and amounts that a sentence does not name; sums of aid by
category and kind of recipient; and where the report asks for it. Once printed, it holds the
whole of its kind, or says where that stands where nobody would print it.
"""

from django.conf import settings
from django.urls import reverse

from papers.paper import Paragraph, Section, Table
from projects.models import ProjectStatus
from reports.aid_sums import aid_section
from reports.entries import LIST_OF, LONGEST_LIST
from reports.wording.wordless import LONGEST_ITEMS, NUMERIC, ROWS

LARGEST_TABLE = 5000  # rows: 330 to 660 sheets, for which 700 MB are needed while they are typeset
BY_YEAR = ("projects", "events", "shipments")  # whose open data can be asked for those of a year
BRIEFLY_TOLD = (ProjectStatus.IDEA, ProjectStatus.SUSPENDED, ProjectStatus.REJECTED)


def numbers(placed, report, sums):
    """The annexes that the year needs or its Report asks for: name → number, from 1.

    `sums` are the AidSums of the year.
    """
    adds = {
        "agreements": _agreements_add,
        "projects": _projects_add,
        "events": _events_add,
        "shipments": _shipments_add,
    }
    needed = [
        name
        for name in adds
        if any(adds[name](entry) for entry in placed.entries)
        or (getattr(report, f"with_{name}") and _facts(placed, name))
    ]
    needed += ["aid"] if sums.adds else []
    return {name: number for number, name in enumerate(needed, 1)}


def appendices(placed, telling, sums):
    """The annexes as Sections, in the order of their numbers."""
    return tuple(
        aid_section(sums, number, telling)
        if name == "aid"
        else _section(name, number, _facts(placed, name), telling)
        for name, number in telling.annexes.items()
    )


def _section(name, number, facts, telling):
    tables = telling.words.tables
    if len(facts) > LARGEST_TABLE:
        address = _open_data(name, telling.year)
        records = [fact.record for fact in facts]
        block = Paragraph((telling.sentence(tables.not_printed(len(facts), address), records),))
    else:
        block = _table(name, facts, telling)
    return Section(tables.HEADINGS[name], tables.annex(number), (block,))


def _open_data(name, year):
    """The address of the file that has the whole list."""
    query = f"?year={year}" if name in BY_YEAR else ""
    return f"{settings.SITE_URL}{reverse('open_data:sheet', args=[name, 'csv'])}{query}"


def _table(name, facts, telling):
    tables = telling.words.tables
    rows = [ROWS[name](telling.words, fact, telling.office) for fact in facts]
    used = [column for column in range(len(tables.HEADS[name])) if any(row[column] for row in rows)]
    numeric = NUMERIC.get(name, ())
    return Table(
        caption=telling.typeset(tables.CAPTIONS[name].format(year=telling.year)),
        head=tuple(tables.HEADS[name][column] for column in used),
        rows=tuple(tuple(telling.typeset(row[column]) for column in used) for row in rows),
        numeric=tuple(place for place, column in enumerate(used) if column in numeric),
        notes=tables.NOTES.get(name, ()) if any(len(fact.partners) > 1 for fact in facts) else (),
        sources=telling.sources.all(
            record for fact in facts for record in (fact.record, *fact.named)
        ),
    )


def _facts(placed, name):
    """The facts of the year that a table holds, each once, in the order of the year."""
    entries = placed.entries
    match name:
        case "agreements":
            facts = [fact for entry in entries for fact in entry.all_agreements if fact.is_told]
            return sorted(facts, key=lambda fact: fact.order)
        case "projects":
            facts = [fact for entry in entries for fact in entry.projects]
            return sorted(facts, key=lambda fact: fact.order)
        case "events":
            facts = [fact for entry in entries for fact in entry.events if not fact.is_open]
            return sorted(facts, key=lambda fact: (*fact.span.order, fact.record.key))
    facts = [fact for entry in entries for fact in entry.shipments if fact.is_counted]
    return sorted(facts, key=lambda fact: (*fact.span.order, fact.record.reference))


def _agreements_add(entry):
    told = [fact for fact in entry.all_agreements if fact.is_told]
    signed = [fact for fact in told if fact.signed_this_year]
    longest = max(len(signed), len(told) - len(signed))
    return longest >= LIST_OF["agreements"] or any(
        _has_numbers(fact.record) or _has_term(fact) for fact in told
    )


def _has_numbers(record):
    return bool(
        record.number
        or record.council_decision
        or record.council_decision_on
        or record.ministry_approval
        or record.ministry_approval_on
        or record.register_number
        or record.registered_on
        or record.legal_basis_uk
    )


def _has_term(fact):
    """Its term is known, and no sentence says it: it was signed before this year."""
    record = fact.record
    known = record.in_force_from or record.valid_until or record.term
    return bool(known) and not fact.signed_this_year


def _projects_add(entry):
    return any(
        fact.record.registration_card
        or len(entry.projects) >= LIST_OF["projects"]
        or (fact.state in BRIEFLY_TOLD and _has_details(fact))
        for fact in entry.projects
    )


def _has_details(fact):
    record = fact.record
    return record.programme or record.start or record.end or fact.funding


def _events_add(entry):
    return sum(not fact.is_open for fact in entry.events) > LONGEST_LIST


def _shipments_add(entry):
    facts = [fact for fact in entry.shipments if fact.is_counted]
    listed = len(facts) >= LIST_OF["shipments"]
    return max(len(facts), len(entry.recipients)) > LONGEST_LIST or any(
        len(fact.shown_items) > LONGEST_ITEMS or (listed and fact.shown_items) for fact in facts
    )
