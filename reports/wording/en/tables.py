"""Tables of the annexes: captions, heads and rows."""

from reports.wording.columns import column
from reports.wording.en import partners
from reports.wording.en.aid import RECIPIENT_KINDS, item, recipient_name
from reports.wording.en.dates import duration, listed, plain, until
from reports.wording.en.events import title as event_title
from reports.wording.en.lists import apart
from reports.wording.en.numbers import money, number
from reports.wording.en.projects import funding_line, lead_name
from reports.wording.en.projects import title as project_title
from reports.wording.letters import capital

LANGUAGE = "en"
HEADINGS = {
    "agreements": "Agreements and contracts",
    "projects": "Joint projects and their funding",
    "events": "Events",
    "shipments": "Consignments of aid",
    "aid": "Aid received and distributed",
}
HEADS = {
    "agreements": (
        "Document",
        "Parties",
        "Signed",
        "Decision, approval, registration",
        "Term",
        "Legal basis",
    ),
    "projects": ("Project", "Programme", "Partners", "Term", "State", "Funding"),
    "events": ("Date", "Event", "Place", "Partners", "Participants", "Children"),
    "shipments": (
        "Number and date",
        "Donors",
        "Aid",
        "For whom",
        "Recipients",
        "Weight, kg",
        "Value",
    ),
}
NUMERIC = {"events": (4, 5), "shipments": (5, 6)}
NOTES = {"shipments": ("A consignment of several donors stands here once.",)}
CAPTIONS = {
    "agreements": "Register of agreements and contracts, {year}",
    "projects": "Joint projects of {year}",
    "events": "Events of {year}",
    "shipments": "Consignments of aid received in {year}",
}
AID_HEADS = ("", "Consignments", "Weight, kg", "Value")
AID_NAMED = {"partners": "Donor", "categories": "Aid category", "kinds": "Recipients"}
AID_CAPTIONS = {
    "partners": "Aid received in {year}, by partner",
    "categories": "Aid received in {year}, by category",
    "kinds": "Distribution of the aid received in {year}, by kind of recipient",
}
AID_NAMELESS = {"partners": "Donor not stated", "categories": "Category not stated"}
AID_NOTES = {
    "categories": ("Figures by category come from the listed items alone.",),
    "kinds": ("Weight: the item’s weight by the share distributed; only where it is known.",),
}
AID_JOINT = "A joint consignment stands in the row of each of its donors."
STATES = {
    "active": "under way",
    "completed": "completed",
    "application": "application submitted",
    "idea": "idea",
    "suspended": "suspended",
    "rejected": "not approved",
}
RENEWALS = {
    "none": "no renewal",
    "automatic": "automatic renewal",
    "by_consent": "renewable by consent",
}


def annex(number_):
    return f"Annex {number_}."


def not_printed(count, address):
    """What an annex says in place of a table that nobody would print."""
    return (
        f"The list is too long to be printed ({number(count)} in all): it"
        f" stands in the portal’s open data at {address}."
    )


def caption(name, year):
    return CAPTIONS[name].format(year=year)


def date(span):
    """“12 July 2022”, “13 to 19 May 2024”, “until 24 February 2024”."""
    return listed(span, said=None)


def dated(words, text, day):
    """“council decision No. 12 of 23 May 2024”; empty where neither number nor date is known."""
    if not text and not day:
        return ""
    return " ".join(filter(None, [words, text, day and f"of {plain(day)}"]))


def aid_row(name, row):
    """Name, consignments, weight and sums by currency of a row (aid.tables.Row) of the year."""
    figures = row.figures
    return (
        row.en or row.uk or AID_NAMELESS.get(name, ""),
        number(figures.shipments),
        "" if figures.weight is None else number(figures.weight),
        apart(money(sum_.amount, sum_.currency) for sum_ in figures.sums),
    )


def agreement(fact, office):
    record = fact.record
    title = column(record, "title", LANGUAGE)
    own = column(office, "municipality" if fact.is_contract else "council", LANGUAGE)
    others = fact.in_alphabet if fact.is_contract else fact.partners
    signed = plain(record.signed_on) if record.signed_on else ""
    decisions = [
        dated("council decision", record.council_decision, record.council_decision_on),
        dated("ministry approval", record.ministry_approval, record.ministry_approval_on),
        dated("registration", record.register_number, record.registered_on),
    ]
    term = [
        record.in_force_from and f"in force from {plain(record.in_force_from)}",
        record.valid_until and until(record.valid_until),
        "no fixed term" if record.term == "indefinite" and not record.valid_until else "",
        record.valid_until and RENEWALS.get(record.renewal),
    ]
    return (
        f"{title}, No. {record.number}" if record.number else title,
        apart(filter(None, [own, *(partners.name(partner) for partner in others)])),
        ", ".join(filter(None, [signed, column(record, "signed_place", LANGUAGE)])),
        apart(filter(None, decisions)),
        apart(filter(None, term)),
        column(record, "legal_basis", LANGUAGE),
    )


def project(fact, office):
    record, programme = fact.record, fact.record.programme
    names = [partners.name(partner) for partner in fact.partners]
    lead = lead_name(fact, office)
    card = record.registration_card and f"registration card {record.registration_card}"
    name = column(programme, "name", LANGUAGE)
    funder = column(programme, "funder", LANGUAGE)
    state = [STATES[fact.state], column(record, "results", LANGUAGE)]
    return (
        ", ".join(filter(None, [project_title(record), card])),
        apart(filter(None, [name, funder and f"funder: {funder}"])),
        apart(filter(None, [lead and f"{lead} (lead partner)", *names])),
        duration(record.start, record.end),
        ". ".join(capital(part) for part in state if part),
        "; ".join(funding_line(line) for line in fact.funding),
    )


def event(fact, office):
    record = fact.record
    return (
        date(fact.span),
        event_title(record),
        column(record, "place", LANGUAGE),
        apart(partners.name(partner) for partner in fact.partners),
        number(record.participants) if record.participants else "",
        number(record.children) if record.children else "",
    )


def shipment(fact, office):
    record = fact.record
    goods = apart(item(row) for row in fact.shown_items)
    title = column(record, "title", LANGUAGE)
    return (
        dated("", record.reference, record.received_on),
        apart(partners.name(partner) for partner in fact.partners),
        f"{title}: {goods}" if goods else title,
        ", ".join(RECIPIENT_KINDS[code] for code in record.beneficiaries),
        apart(dict.fromkeys(recipient_name(row) for row in fact.recipients)),
        number(fact.weight) if fact.weight else "",
        money(fact.value, record.currency) if fact.value else "",
    )


ROWS = {"agreements": agreement, "projects": project, "events": event, "shipments": shipment}
