"""Joint projects: what became of them in the year, who leads, who pays."""

from collections import defaultdict

from papers.typography import quoted
from reports.wording.columns import column, title_of
from reports.wording.letters import finished, sentence
from reports.wording.spans import Span
from reports.wording.uk import partners
from reports.wording.uk.dates import duration, when
from reports.wording.uk.numbers import money
from reports.wording.wordless import lead_name, row

LANGUAGE = "uk"
SOURCES = {
    "grant": "грант",
    "own": "власні кошти",
    "partner": "внесок партнера",
    "other": "інші кошти",
}
FUNDER = "фінансує: {}"


def title(record):
    return quoted(title_of(record, LANGUAGE), LANGUAGE)


def told(fact, office, heading=None):
    """The sentences of a project; `heading` is the partner whose entry tells it."""
    record, state = fact.record, fact.state
    name = f"спільний проєкт {title(record)}"
    match state:
        case "active":
            first = [sentence("триває", name + _support(record, "реалізують"))]
            first += _duration(record)
        case "completed":
            date = when(Span(record.end))
            name += _support(record, "реалізовували")
            first = [
                sentence(date, "завершено", name),
                finished(column(record, "results", LANGUAGE)),
            ]
        case "application":
            date = when(Span(record.start))
            name += _programme(record)
            first = [sentence(date, "подано заявку на", name)]
        case "idea":
            return [
                f"Опрацьовано ідею спільного проєкту {title(record)}.",
                *_people(fact, office, heading),
            ]
        case "suspended":
            first = [f"Реалізацію проєкту {title(record)} призупинено."]
        case "rejected":
            return [
                f"Заявку на проєкт {title(record)} не підтримано.",
                *_people(fact, office, heading),
            ]
    return [*filter(None, first), *_people(fact, office, heading), *funding(fact)]


def _support(record, verb):
    credit = column(record.programme, "credit", LANGUAGE)
    return f", який {verb} {credit}" if credit else _programme(record)


def _programme(record):
    """« (програма: Interreg NEXT; фінансує: Європейський Союз)»."""
    if not record.programme:
        return ""
    funder = column(record.programme, "funder", LANGUAGE)
    name = f"програма: {column(record.programme, 'name', LANGUAGE)}"
    return f" ({'; '.join(filter(None, [name, funder and FUNDER.format(funder)]))})"


def _duration(record):
    term = duration(record.start, record.end)
    return [f"Строк реалізації: {term}."] if term else []


def _people(fact, office, heading):
    """Who leads, and the partners other than the one that the heading names."""
    found = []
    if lead := lead_name(fact, office, LANGUAGE):
        found.append(f"Провідний партнер: {lead}.")
    names = [partners.name(partner) for partner in fact.partners if partner is not heading]
    if names:
        word = "Партнери" if len(names) > 1 else "Партнер"
        found.append(f"{word}: {row(names)}.")
    return found


def funding(fact):
    """«Фінансування: грант — 120 000 євро; бюджет громади — 300 000 грн.» and the totals."""
    if not fact.funding:
        return []
    lines = "; ".join(funding_line(line) for line in fact.funding)
    totals = defaultdict(int)
    for line in fact.funding:
        totals[line.currency] += line.amount
    found = [f"Фінансування: {lines}."]
    if len(totals) < len(fact.funding):
        sums = "; ".join(money(amount, currency) for currency, amount in totals.items())
        found.append(f"Разом: {sums}.")
    return found


def funding_line(line):
    source = column(line, "source", LANGUAGE) or SOURCES[line.kind]
    return f"{source} — {money(line.amount, line.currency)}"


def list_lead(count):
    return f"Спільні проєкти (усього — {count}):"


def item(fact):
    """«Зелені школи» — триває (програма: …), as an item of a list."""
    record = fact.record
    match fact.state:
        case "active":
            what = "триває"
        case "completed":
            what = " ".join(filter(None, ["завершено", when(Span(record.end), "завершено")]))
        case "application":
            date = when(Span(record.start), "заявку")
            what = " ".join(filter(None, ["подано заявку", date]))
        case "idea":
            what = "опрацьовано ідею"
        case "suspended":
            what = "реалізацію призупинено"
        case "rejected":
            what = "заявку не підтримано"
    return f"{title(record)} — {what}{_programme(record)}"
