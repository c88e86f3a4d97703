"""The sheets of the register and their columns: one list that import and export share."""

from aid.models import (
    Category,
    Custody,
    Distribution,
    Item,
    Need,
    Rate,
    Recipient,
    Shipment,
)
from partners.models import Agreement, Area, Contact, Office, Partner
from projects.models import Event, FundingLine, Programme, Project
from publishing.models import Publication
from register.columns import (
    Aside,
    Identity,
    OfItem,
    OfRecipient,
    Parties,
    PartnerKey,
    Reference,
    Several,
)
from register.sheet import (
    DistributionSheet,
    OfficeSheet,
    PartnerSheet,
    RecipientSheet,
    Sheet,
    ShipmentSheet,
)
from reports.models import Report, ReportText


def both(*names):
    """The columns of translated fields: Ukrainian and English of each."""
    return [f"{name}_{language}" for name in names for language in ("uk", "en")]


def aside(table, relation, **columns):
    return [Aside(name, relation, table, field) for name, field in columns.items()]


PUBLICATION = ["publication", "public_from"]

SHEETS = (
    OfficeSheet(
        "office",
        Office,
        [
            "code",
            "edrpou",
            *both("municipality"),
            "municipality_genitive_uk",
            *both("council"),
            "council_genitive_uk",
            *both("department", "head_position", "head_name", "region", "place"),
            "latitude",
            "longitude",
            *both("address"),
            "email",
            "phone",
            "website",
        ],
        key=["code"],
        entered=["arms"],
    ),
    Sheet("areas", Area, ["key", *both("name")], required=["name_uk"]),
    PartnerSheet(
        "partners",
        Partner,
        [
            PartnerKey("key"),
            "kind",
            "relation",
            *both("name"),
            "name_native",
            "native_language",
            "aliases",
            "code",
            "country",
            *both("region"),
            "latitude",
            "longitude",
            "population",
            "population_year",
            "website",
            "since",
            "until",
            *both("origin"),
            Several("areas", "areas"),
            "status",
            *both("status_reason", "summary"),
            "colour_ground",
            "colour_mark",
            *aside(
                Contact,
                "contact",
                contact_name="name",
                contact_role="role",
                contact_email="email",
                contact_phone="phone",
                notes_internal="notes_internal",
            ),
            "position",
            *PUBLICATION,
        ],
        required=["kind", "name_uk", "country", "status"],
    ),
    Sheet(
        "agreements",
        Agreement,
        [
            "key",
            "kind",
            "territorial_kind",
            "form",
            *both("title"),
            "number",
            "talks_from",
            "council_decision",
            "council_decision_on",
            "ministry_approval",
            "ministry_approval_on",
            "signed_on",
            *both("signed_place"),
            "register_number",
            "registered_on",
            "in_force_from",
            "term",
            "valid_until",
            "renewal",
            "status",
            "status_on",
            *both("status_reason"),
            Parties("parties", "partners"),
            Reference("reporting_party", "partners", office="reporting_office"),
            Several("areas", "areas"),
            *both("legal_basis", "summary"),
            *PUBLICATION,
        ],
        required=["kind", "title_uk", "parties"],
    ),
    Sheet(
        "programmes",
        Programme,
        ["key", *both("name", "funder", "credit"), "website"],
        required=["name_uk"],
    ),
    Sheet(
        "projects",
        Project,
        [
            "key",
            *both("title"),
            Reference("programme", "programmes"),
            "registration_card",
            Reference("lead", "partners", office="lead_office"),
            Several("partners", "partners"),
            Several("areas", "areas"),
            "status",
            "start",
            "end",
            *both("summary", "results"),
            *PUBLICATION,
        ],
        required=["title_uk"],
    ),
    Sheet(
        "funding",
        FundingLine,
        [
            Reference("project", "projects", parent=True),
            "line",
            *both("source"),
            Reference("partner", "partners", office="partner_office"),
            "kind",
            "amount",
            "currency",
        ],
        key=["project", "line"],
        required=["kind", "amount", "currency"],
    ),
    Sheet(
        "events",
        Event,
        [
            "key",
            "kind",
            "online",
            *both("title", "clause"),
            "start",
            "end",
            *both("place"),
            Several("partners", "partners"),
            Reference("project", "projects"),
            Reference("agreement", "agreements"),
            Several("areas", "areas"),
            "participants",
            "children",
            *both("summary"),
            *PUBLICATION,
        ],
        required=["kind", "title_uk"],
    ),
    Sheet("categories", Category, ["key", *both("name")], required=["name_uk"]),
    Sheet(
        "needs",
        Need,
        [
            "key",
            *both("title"),
            Reference("category", "categories"),
            "quantity",
            "promised",
            "unit",
            *both("beneficiary"),
            "urgency",
            "status",
            Several("partners", "partners"),
            "published_on",
            *both("summary"),
            *PUBLICATION,
        ],
        required=["title_uk"],
    ),
    RecipientSheet(
        "recipients",
        Recipient,
        [
            Identity("key"),
            "kind",
            Identity("name_uk"),
            Identity("name_en"),
            *both("public_name"),
            "sensitive",
        ],
        required=["kind", "name_uk"],
    ),
    ShipmentSheet(
        "shipments",
        Shipment,
        [
            "reference",
            *both("title"),
            Several("donors", "partners", office="donor_office"),
            "received_on",
            "status",
            "beneficiaries",
            Reference("need", "needs"),
            Reference("project", "projects"),
            "weight_kg",
            "value",
            "currency",
            *both("summary"),
            *aside(
                Custody,
                "custody",
                declaration_code="declaration_code",
                cleared_on="cleared_on",
                reported_on="reported_on",
                store="store",
                carrier="carrier",
                notes_internal="notes_internal",
            ),
            *PUBLICATION,
        ],
        key=["reference"],
        required=["title_uk"],
    ),
    Sheet(
        "items",
        Item,
        [
            Reference("shipment", "shipments", key="reference", parent=True),
            "line",
            Reference("category", "categories"),
            *both("name"),
            "announced",
            "quantity",
            "written_off",
            "unit",
            "weight_kg",
            "value",
            "expires_on",
        ],
        key=["shipment", "line"],
        required=["name_uk", "unit"],
    ),
    DistributionSheet(
        "distributions",
        Distribution,
        [
            "act_number",
            OfItem("shipment", "item__shipment__reference", to="shipments"),
            OfItem("line", "item__line"),
            OfRecipient("recipient", "recipients"),
            "quantity",
            "date",
        ],
        key=["act_number", "shipment", "line", "recipient"],
        required=["quantity"],
    ),
    Sheet(
        "rates",
        Rate,
        ["currency", "date", "uah", "source"],
        key=["currency", "date"],
        required=["uah"],
    ),
    Sheet(
        "reports",
        Report,
        [
            "year",
            *both(
                "title",
                "intro_international",
                "closing_international",
                "intro_intermunicipal",
                "closing_intermunicipal",
                "signatory_position",
                "signatory_name",
            ),
            "registered_on",
            "registration_index",
            "publication",
        ],
        key=["year"],
        required=["title_uk"],
        entered=["with_agreements", "with_projects", "with_events", "with_shipments"],
    ),
    Sheet(
        "report_texts",
        ReportText,
        [
            Reference("year", "reports", field="report", key="year", parent=True),
            Reference("partner", "partners"),
            "place",
            *both("text"),
        ],
        key=["year", "partner", "place"],
    ),
)
BY_TITLE = {sheet.title: sheet for sheet in SHEETS}


class PublicKeys(dict):
    """{sheet: keys of its public records}, looked up once when asked for."""

    def __missing__(self, title):
        self[title] = BY_TITLE[title].public_keys()
        return self[title]


class PublishedKeys(dict):
    """The same of the records whose own state is public, whatever else may hide them."""

    def __missing__(self, title):
        sheet = BY_TITLE[title]
        records = sheet.model.objects.filter(publication=Publication.PUBLIC)
        self[title] = set(sheet.identifiers(records))
        return self[title]


class OpenKeys(dict):
    """The same for public files, which are made without reading a confidential table."""

    def __missing__(self, title):
        self[title] = BY_TITLE[title].public_keys(open_only=True)
        return self[title]
