"""Joint projects: what became of them in the year, who leads, who pays."""

from collections import defaultdict

from papers.typography import quoted
from reports.wording.columns import column, own_column, title_of
from reports.wording.en import partners
from reports.wording.en.dates import duration, when
from reports.wording.en.numbers import money
from reports.wording.letters import finished, sentence
from reports.wording.spans import Span
from reports.wording.wordless import lead_name, row

LANGUAGE = "en"
SOURCES = {
    "grant": "grant",
    "own": "own funds",
    "partner": "partner’s contribution",
    "other": "other funds",
}
FUNDER = "funder: {}"


def title(record):
    return quoted(title_of(record, LANGUAGE), LANGUAGE)


def told(fact, office, heading=None):
    """The sentences of a project; `heading` is the partner whose entry tells it."""
    record, state = fact.record, fact.state
    name = f"joint project {title(record)}"
    match state:
        case "active":
            first = [sentence(f"the {name}{_support(record, ',')} is under way")]
            first += _duration(record)
        case "completed":
            date = when(Span(record.end))
            first = [
                sentence(date, f"the {name}{_support(record, ',')} was completed"),
                finished(column(record, "results", LANGUAGE)),
            ]
        case "application":
            date = when(Span(record.start))
            name += _programme(record)
            first = [sentence(date, f"an application was submitted for the {name}")]
        case "idea":
            return [
                sentence(f"an idea for the {name} has been drawn up"),
                *_people(fact, office, heading),
            ]
        case "suspended":
            first = [f"The project {title(record)} is suspended."]
        case "rejected":
            return [
                f"The application for the project {title(record)} was not approved.",
                *_people(fact, office, heading),
            ]
    return [*filter(None, first), *_people(fact, office, heading), *funding(fact)]


def _support(record, closing):
    """“, implemented with …,” or “ (programme: …; funder: …)”."""
    credit = own_column(record.programme, "credit", LANGUAGE)
    return f", implemented {credit}{closing}" if credit else _programme(record)


def _programme(record):
    """“ (programme: Interreg NEXT; funder: European Union)”."""
    if not record.programme:
        return ""
    funder = column(record.programme, "funder", LANGUAGE)
    name = f"programme: {column(record.programme, 'name', LANGUAGE)}"
    return f" ({'; '.join(filter(None, [name, funder and FUNDER.format(funder)]))})"


def _duration(record):
    term = duration(record.start, record.end)
    return [f"Duration: {term}."] if term else []


def _people(fact, office, heading):
    """Who leads, and the partners other than the one that the heading names."""
    found = []
    if lead := lead_name(fact, office, LANGUAGE):
        found.append(f"Lead partner: {lead}.")
    names = [partners.name(partner) for partner in fact.partners if partner is not heading]
    if names:
        found.append(f"{'Partners' if len(names) > 1 else 'Partner'}: {row(names)}.")
    return found


def funding(fact):
    """“Funding: grant, EUR 120,000; community budget, UAH 300,000.” and the totals."""
    if not fact.funding:
        return []
    lines = "; ".join(funding_line(line) for line in fact.funding)
    totals = defaultdict(int)
    for line in fact.funding:
        totals[line.currency] += line.amount
    found = [f"Funding: {lines}."]
    if len(totals) < len(fact.funding):
        sums = "; ".join(money(amount, currency) for currency, amount in totals.items())
        found.append(f"Total: {sums}.")
    return found


def funding_line(line):
    source = own_column(line, "source", LANGUAGE) or SOURCES[line.kind]
    return f"{source}, {money(line.amount, line.currency)}"


def list_lead(count):
    return f"Joint projects ({count} in all):"


def item(fact):
    """“Green Schools”: under way (programme: …), as an item of a list."""
    record = fact.record
    match fact.state:
        case "active":
            what = "under way"
        case "completed":
            what = " ".join(filter(None, ["completed", when(Span(record.end))]))
        case "application":
            what = " ".join(filter(None, ["application submitted", when(Span(record.start))]))
        case "idea":
            what = "an idea has been drawn up"
        case "suspended":
            what = "suspended"
        case "rejected":
            what = "application not approved"
    return f"{title(record)}: {what}{_programme(record)}"
