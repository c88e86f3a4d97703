"""The sheets of the register and their columns: one list that import and export share."""

from functools import cached_property

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
from aid.models.recipient import UNDISCLOSED, RecipientKind
from aid.models.shipment import FOR_DEFENCE_ALONE
from partners.colours import faults_of_pair
from partners.models import Agreement, Area, Contact, Office, Partner
from projects.models import Event, FundingLine, Programme, Project
from publishing.choices import SEPARATOR
from publishing.rules import broken
from register.columns import (
    Aside,
    Column,
    Identity,
    OfItem,
    OfRecipient,
    Parties,
    PartnerKey,
    Reference,
    Several,
)
from reports.models import Report, ReportText


class Sheet:
    """A sheet of the register: a model, its key and its columns, by the contract's names."""

    def __init__(self, title, model, columns, *, key=("key",), required=()):
        self.title, self.model, self.key = title, model, tuple(key)
        self.required = tuple(required)  # beside the key
        self.columns = {}
        for column in columns:
            column = Column(column) if isinstance(column, str) else column
            column.model = model
            column.required = column.name in (*self.key, *required)
            self.columns[column.name] = column

    def __repr__(self):
        return f"<Sheet {self.title}>"

    @property
    def label(self):
        """What people call the sheet."""
        return self.model._meta.verbose_name_plural

    @property
    def public_columns(self):
        """The columns that a public file has."""
        return [column for column in self.columns.values() if not column.internal]

    @cached_property
    def several(self):
        """The columns that are kept in tables of links."""
        return [column for column in self.columns.values() if isinstance(column, Several)]

    @cached_property
    def aside(self):
        """The columns that are kept in a table beside the record."""
        return [column for column in self.columns.values() if isinstance(column, Aside)]

    def key_of(self, values):
        """The key of a row: one value, or a tuple where the key has several columns."""
        if len(self.key) == 1:
            return values[self.key[0]]
        return tuple(values[name] for name in self.key)

    def rows(self, records=None, columns=None):
        """{key: (identifier, {column: value})} of the stored `records`, all of them if None."""
        columns = list(self.columns.values()) if columns is None else columns
        records = self.model.objects.all() if records is None else records
        links = {c.name: c.stored_links() for c in columns if isinstance(c, Several)}
        lookups = {lookup for column in columns for lookup in column.lookups}
        rows = {}
        for found in records.order_by().values("pk", *sorted(lookups)).iterator():
            for name, of_record in links.items():
                found[name] = of_record.get(found["pk"], ())
            values = {column.name: column.stored(found) for column in columns}
            rows[self.key_of(values)] = (found["pk"], values)
        return rows

    def identifiers(self):
        """{key: identifier} of all stored records."""
        found = self.rows(columns=[self.columns[name] for name in self.key])
        return {key: pk for key, (pk, _values) in found.items()}

    def public_keys(self):
        """The keys of the records that the public may see."""
        columns = [self.columns[name] for name in self.key]
        return set(self.rows(self.public_records(), columns))

    def public_records(self):
        return self.model.objects.public()

    def public_rows(self, visible):
        """The rows that the public may see, as {column: value}; `visible` has {sheet: keys}."""
        columns = self.public_columns
        for _pk, values in self.rows(self.public_records(), columns).values():
            yield {column.name: column.public(values[column.name], visible) for column in columns}

    def targets(self, values):
        """(column, sheet, key) for every record that a row refers to."""
        for name, value in values.items():
            for title, key in self.columns[name].targets(value):
                yield name, title, key

    def record(self, pk, values):
        """A record of the model with the values of a row, except its links to others."""
        fields = {}
        for name, value in values.items():
            fields |= self.columns[name].fields(value)
        return self.model(pk=pk, **fields)

    def broken(self, record):
        """(column, message) for every rule of the model that the record breaks."""
        return broken(record)

    def link(self, record, values, ids):
        """Give a record its links: `ids` has {sheet: {key: identifier}}."""
        for name, value in values.items():
            for attribute, identifier in self.columns[name].links(value, ids).items():
                setattr(record, attribute, identifier)


class OfficeSheet(Sheet):
    """The office stands on every page: its row is public as it is."""

    def public_records(self):
        return self.model.objects.all()


class PartnerSheet(Sheet):
    """Partners, each with a pair of colours that can be read."""

    def broken(self, record):
        yield from super().broken(record)
        yield from faults_of_pair(record.colour_ground, record.colour_mark)


class RecipientSheet(Sheet):
    """Recipients; to the public all sensitive ones are one row under one key."""

    def public_rows(self, visible):
        sensitive = []
        for row in super().public_rows(visible):
            if row["sensitive"]:
                sensitive.append(row)
            else:
                yield row
        if sensitive:
            yield self._undisclosed(sensitive)

    def unnamed_keys(self):
        """The keys, as the office knows them, of recipients whom the public may not know."""
        return set(self.rows(self.model.objects.filter(sensitive=True), [self.columns["key"]]))

    def _undisclosed(self, rows):
        kinds = {row["kind"] for row in rows}
        return {
            "key": UNDISCLOSED,
            "kind": kinds.pop() if len(kinds) == 1 else RecipientKind.OTHER.value,
            "name_uk": "",
            "name_en": "",
            "public_name_uk": each_once(rows, "public_name_uk"),
            "public_name_en": each_once(rows, "public_name_en"),
            "sensitive": True,
        }


def each_once(rows, column):
    """The texts of a column, in order, as one text."""
    return f"{SEPARATOR} ".join(sorted({row[column] for row in rows if row[column]}))


class ShipmentSheet(Sheet):
    """Consignments; of help for the forces alone the public file tells no amount."""

    def public_rows(self, visible):
        amounts = dict.fromkeys(["weight_kg", "value", "currency"])
        for_defence = self.model.objects.filter(FOR_DEFENCE_ALONE)
        untold = set(for_defence.values_list("reference", flat=True))
        for row in super().public_rows(visible):
            yield row | amounts if row["reference"] in untold else row


class DistributionSheet(Sheet):
    """Distributions, each of an item that shipment and line name together."""

    def targets(self, values):
        yield from super().targets(values)
        if "shipment" in values and "line" in values:
            yield "line", "items", (values["shipment"], values["line"])

    def link(self, record, values, ids):
        super().link(record, values, ids)
        record.item_id = ids["items"][values["shipment"], values["line"]]

    def public_rows(self, visible):
        """What institutions got; no quantity of an item of which the forces got a share.

        With it, and with the item's balance, their share would follow by subtraction.
        """
        defence = Distribution.objects.filter(recipient__kind=RecipientKind.DEFENCE)
        shared = set(defence.values_list("item__shipment__reference", "item__line"))
        unnamed = BY_TITLE["recipients"].unnamed_keys()
        rows = {}
        for row in super().public_rows(visible):
            if (row["shipment"], row["line"]) in shared:
                row["quantity"] = None
            if row["recipient"] in unnamed:
                row["recipient"] = UNDISCLOSED
            key = self.key_of(row)
            rows[key] = together(rows[key], row) if key in rows else row
        yield from rows.values()


def together(first, second):
    """One public row of two that differ only in recipients who must stay unnamed."""
    known = first["quantity"] is not None and second["quantity"] is not None
    return first | {
        "quantity": first["quantity"] + second["quantity"] if known else None,
        "date": first["date"] if first["date"] == second["date"] else None,
    }


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
            Reference("project", "projects"),
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
            Reference("shipment", "shipments", key="reference"),
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
    ),
    Sheet(
        "report_texts",
        ReportText,
        [
            Reference("year", "reports", field="report", key="year"),
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
