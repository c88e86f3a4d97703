"""Tables of the annexes: captions, heads and rows."""

from reports.wording.en.dates import duration, listed, plain
from reports.wording.en.numbers import number

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
AID_NOTES = {"categories": "Figures by category come from the listed items alone."}
AID_WEIGHT_NOTES = {
    "kinds": "Weight is reckoned by the share distributed; it is given where it is known.",
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

NUMBERED = "{}, No. {}"
DECISIONS = ("council decision", "ministry approval", "registration")
IN_FORCE, UNTIL, INDEFINITE = "in force from {}", "until {}", "no fixed term"
LEAD = "{} (lead partner)"
CARD = "registration card {}"


def annex(number_):
    return f"Annex {number_}."


def not_printed(count, address):
    """What an annex says in place of a table that nobody would print."""
    return (
        f"The list is too long to be printed ({number(count)} in all): it"
        f" stands in the portal’s open data at {address}."
    )


def day(date):
    """“12 July 2022”, “March 2022”, “2008”; empty where it is not known."""
    return plain(date) if date else ""


def date(span):
    """“12 July 2022”, “13 to 19 May 2024”, “until 24 February 2024”."""
    return listed(span, said=None)


def dated(words, text, day):
    """“council decision No. 12 of 23 May 2024”; empty where neither number nor date is known."""
    if not text and not day:
        return ""
    return " ".join(filter(None, [words, text, day and f"of {plain(day)}"]))


def project_term(record):
    return duration(record.start, record.end)
