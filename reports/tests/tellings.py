"""Facts of an invented year without a database, and the paragraphs that tell them."""

from itertools import count

from aid.models import Item, Need, Recipient, Shipment
from papers.paper import Enumeration
from partners.models import Agreement, Office, Partner
from partners.tests.records import next_key
from projects.models import Event, FundingLine, Programme, Project
from publishing.dates import PartialDate
from reports.entries import EntryText
from reports.facts import YearFacts
from reports.placing import Entry
from reports.telling import Telling
from reports.wording import WORDS
from reports.wording.spans import Span
from reports.yearly import (
    AgreementFact,
    EventFact,
    NeedFact,
    ProjectFact,
    ShipmentFact,
)

YEAR = 2024
NUMBERS = count(1)


def span(start=None, end=None):
    """A Span of texts such as `2024-05`."""
    return Span(*(PartialDate.parse(date) if date else None for date in (start, end)))


def made(model, **values):
    """A record as the database would give it, with a row number and a key of its own."""
    number = next(NUMBERS)
    field = "reference" if model is Shipment else "key"
    names = {item.name for item in model._meta.fields}
    return model(**({"pk": number} | ({field: next_key("r")} if field in names else {}) | values))


def office(**changes):
    values = {
        "municipality_uk": "Липівська міська територіальна громада",
        "municipality_en": "Lypivka territorial community",
        "council_uk": "Липівська міська рада",
        "council_en": "Lypivka City Council",
        "council_genitive_uk": "Липівської міської ради",
    }
    return made(Office, **values | changes)


def partner(name_uk="Ремо", name_en="Remo", **changes):
    values = {"country": "LT", "status": "active", "kind": "municipality"}
    return made(Partner, name_uk=name_uk, name_en=name_en, **values | changes)


def community(name, name_en, **changes):
    name_uk = f"{name} міська територіальна громада"
    name_en = f"{name_en} territorial community"
    return partner(name_uk, name_en, country="UA", kind="hromada", **changes)


def agreement(partners=(), reporting=None, signing=None, **changes):
    values = {
        "kind": "cooperation",
        "status": "active",
        "title_uk": "Договір про співпрацю",
        "title_en": "Cooperation agreement",
    }
    record = made(Agreement, **values | changes)
    return AgreementFact(record, list(partners), YEAR, reporting, signing)


def project(partners=(), lead=None, funding=(), **changes):
    """`funding` holds (source_uk, source_en, amount, currency) of each line."""
    values = {"title_uk": "Зелені школи", "title_en": "Green Schools", "status": "active"}
    lines = [
        made(FundingLine, source_uk=uk, source_en=en, amount=amount, currency=currency, kind="own")
        for uk, en, amount, currency in funding
    ]
    record = made(Project, **values | changes)
    return ProjectFact(record, list(partners), lead, lines, YEAR)


def programme(**changes):
    values = {
        "name_uk": "Interreg NEXT",
        "name_en": "Interreg NEXT",
        "funder_uk": "Європейський Союз",
        "funder_en": "European Union",
    }
    return made(Programme, **values | changes)


def event(kind="meeting", start=None, end=None, partners=(), **changes):
    values = {"title_uk": "Школа без кордонів", "title_en": "School without Borders"}
    record = made(Event, kind=kind, start=start, end=end, **values | changes)
    return EventFact(record, list(partners), Span(record.start, record.end), YEAR)


def shipment(received_on=None, partners=(), items=(), recipients=(), **changes):
    """`items` holds (name_uk, name_en, quantity, unit) of each item."""
    values = {
        "title_uk": "Гуманітарна допомога",
        "title_en": "Humanitarian aid",
        "status": "received",
    }
    rows = [
        made(Item, name_uk=uk, name_en=en, quantity=quantity, unit=unit)
        for uk, en, quantity, unit in items
    ]
    record = made(Shipment, received_on=received_on, **values | changes)
    return ShipmentFact(record, list(partners), rows, list(recipients), Span(record.received_on))


def recipient(name_uk, name_en, **changes):
    values = {"kind": "medical", "sensitive": False}
    return made(Recipient, name_uk=name_uk, name_en=name_en, **values | changes)


def need(arrived=None, partners=(), **changes):
    values = {"title_uk": "Павербанки", "title_en": "Power banks", "status": "met"}
    return NeedFact(made(Need, **values | changes), list(partners), arrived)


def told(language, own_office=None, annexes=None, **entry):
    """The lines of one entry as they are printed, with ordinary spaces; items begin with “– ”."""
    facts = YearFacts(YEAR, own_office or office(), [])
    telling = Telling(WORDS[language], facts, annexes or {})
    return [
        line.replace("\u00a0", " ")
        for block in EntryText(Entry(**entry), telling).blocks()
        for line in _lines(block)
    ]


def _lines(block):
    if isinstance(block, Enumeration):
        return [block.lead.text, *(f"– {item.text}" for item in block.items)]
    return [block.text]


def both(**entry):
    """What the entry says in Ukrainian and in English, each as one text."""
    return tuple(" ".join(told(language, **entry)) for language in ("uk", "en"))
