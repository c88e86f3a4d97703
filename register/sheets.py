"""The sheets of the register and their columns: one list that import and export share."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import NOT_PROVIDED
from django.utils.translation import gettext_lazy as _

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
from partners.models import Agreement, Area, Contact, Office, Partner, Party, PartyRole
from projects.models import Event, FundingLine, Programme, Project
from publishing.choices import SEPARATOR
from publishing.rules import Filled, broken
from publishing.text import clean_text
from register.cells import as_text, kind_of, one_of, parts
from register.faults import shown
from reports.models import Report, ReportText

OFFICE = "office"  # the reserved partner key of the own council
ROLE_MARK = ":"


class Column:
    """A column of a sheet that is a field of the sheet's model.

    A value of the register is what `read` gives: text ("" where there is none), int, Decimal,
    bool, PartialDate, date, None for unknown, or a tuple where a cell holds several.
    """

    internal = False  # marked ◆ in the contract: never in a public file

    def __init__(self, name):
        self.name = name
        self.required = False
        self.model = None

    def __repr__(self):
        return f"<{type(self).__name__} {self.name}>"

    @cached_property
    def field(self):
        """The model field behind the column."""
        return self.model._meta.get_field(self.name)

    @cached_property
    def kind(self):
        return kind_of(self.field)

    @property
    def label(self):
        """What people call the column."""
        return self.field.verbose_name

    @cached_property
    def default(self):
        """The value where a cell is empty, or where a new row has no such column."""
        if self.field.default is NOT_PROVIDED or self.field.default is None:
            return self.kind.empty
        default = self.field.get_default()
        return str(default) if isinstance(default, str) else default

    def read(self, cell):
        """The value of a cell; raises ValidationError where it holds none of the column's."""
        if isinstance(cell, str):
            cell = clean_text(cell)
        if cell is None or cell == "":
            if self.required:
                raise ValidationError(Filled.message)
            return self.default
        value = self.read_filled(cell)
        if value == () and self.required:
            raise ValidationError(Filled.message)
        return value

    def read_filled(self, cell):
        return self.kind.read(cell)

    def written(self, value):
        """The cell for a value: text, int, Decimal or None."""
        return self.kind.written(value)

    @property
    def lookups(self):
        """The names of the database columns that hold the value."""
        return [self.name]

    def stored(self, found):
        """The value of a row of the database, `found` by its lookups."""
        value = found[self.name]
        return self.kind.empty if value is None else value

    def fields(self, value):
        """The value as fields of a new record of the sheet's model; links come later."""
        return {self.name: value}

    def links(self, value, ids):
        """The value as identifiers of other records: `ids` has {sheet: {key: identifier}}."""
        return {}

    def targets(self, value):
        """The (sheet, key) of the records that the value refers to."""
        return []

    def public(self, value, visible):
        """What of the value the public may see: `visible` has {sheet: public keys}."""
        return value


class Aside(Column):
    """An internal column, kept in a table of its own beside the record."""

    internal = True

    def __init__(self, name, relation, table, field):
        super().__init__(name)
        self.relation, self.table, self.field_name = relation, table, field

    @cached_property
    def field(self):
        return self.table._meta.get_field(self.field_name)

    @property
    def lookups(self):
        return [f"{self.relation}__{self.field_name}"]

    def stored(self, found):
        value = found[self.lookups[0]]
        return self.kind.empty if value is None else value

    def fields(self, value):
        return {}


class Identity(Column):
    """Key or name of a recipient, which a sensitive one keeps in a table of its own."""

    @property
    def lookups(self):
        return [self.name, f"identity__{self.name}"]

    def stored(self, found):
        return found[f"identity__{self.name}"] or found[self.name] or ""

    def read_filled(self, cell):
        value = super().read_filled(cell)
        if self.name == "key" and f"{value}-".startswith(f"{UNDISCLOSED}-"):
            raise ValidationError(_("This key is reserved: “%(key)s”"), params={"key": value})
        return value


class PartnerKey(Column):
    """The key of a partner, which can not be the council's own."""

    def read_filled(self, cell):
        key = super().read_filled(cell)
        if key == OFFICE:
            raise ValidationError(_("This key is reserved: “%(key)s”"), params={"key": key})
        return key


class Reference(Column):
    """The key of a record of another sheet; with `office` the own council may stand there."""

    def __init__(self, name, to, field=None, office=None):
        super().__init__(name)
        self.to, self.link, self.office = to, field or name, office

    @cached_property
    def field(self):
        return self.model._meta.get_field(self.link)

    @cached_property
    def kind(self):
        target = self.field.related_model
        return kind_of(target._meta.get_field(BY_TITLE[self.to].key[0]))

    @cached_property
    def default(self):
        return self.kind.empty

    def read_filled(self, cell):
        return read_reference(self.kind, cell)

    @property
    def lookups(self):
        return [self._path, *([self.office] if self.office else [])]

    @cached_property
    def _path(self):
        return f"{self.link}__{BY_TITLE[self.to].key[0]}"

    def stored(self, found):
        if self.office and found[self.office]:
            return OFFICE
        return found[self._path] or self.kind.empty

    def fields(self, value):
        return {self.office: value == OFFICE} if self.office else {}

    def links(self, value, ids):
        referred = [ids[to][key] for to, key in self.targets(value)]
        return {self.field.attname: referred[0] if referred else None}

    def targets(self, value):
        is_office = self.office and value == OFFICE
        return [] if value == self.kind.empty or is_office else [(self.to, value)]

    def public(self, value, visible):
        hidden = any(key not in visible[to] for to, key in self.targets(value))
        return self.kind.empty if hidden else value


def read_reference(kind, cell):
    """The key in a cell: whatever stands there is looked for, well formed or not."""
    return as_text(cell) if kind.empty == "" else kind.read(cell)


class Several(Column):
    """Keys of records of another sheet, kept in a table of links; their order means nothing.

    The own council may stand among partners; only `office`, a field of the record, keeps that.
    """

    def __init__(self, name, to, office=None):
        super().__init__(name)
        self.to, self.office = to, office
        self.default = ()

    @cached_property
    def through(self):
        """The model of the links."""
        return self.field.remote_field.through

    @cached_property
    def ends(self):
        """The names of the links' identifiers: of the record, of what it refers to."""
        return self.field.m2m_column_name(), self.field.m2m_reverse_name()

    @property
    def lookups(self):
        return [self.office] if self.office else []

    def read_filled(self, cell):
        keys = set(parts(cell))
        if self.to == "partners" and not self.office:
            keys.discard(OFFICE)
        return tuple(sorted(keys))

    def written(self, value):
        return SEPARATOR.join(value) or None

    def stored_links(self):
        """{identifier of the record: its keys} of all records that have some."""
        target = self.field.m2m_reverse_field_name()
        found = {}
        for record, key in self.through.objects.order_by().values_list(
            self.ends[0], f"{target}__key"
        ):
            found.setdefault(record, []).append(key)
        return found

    def stored(self, found):
        keys = found[self.name]
        council = [OFFICE] if self.office and found[self.office] else []
        return tuple(sorted([*keys, *council]))

    def fields(self, value):
        return {self.office: OFFICE in value} if self.office else {}

    def targets(self, value):
        return [(self.to, key) for key in value if not (self.office and key == OFFICE)]

    def public(self, value, visible):
        hidden = {key for to, key in self.targets(value) if key not in visible[to]}
        return tuple(key for key in value if key not in hidden)

    def rows_of_links(self, record, value, ids):
        """The links of one record, to be stored."""
        mine, other = self.ends
        return [
            self.through(**{mine: record, other: ids[to][key]}) for to, key in self.targets(value)
        ]


class Parties(Several):
    """The parties of an agreement with their roles, in order: `office:coordinator;tartu`."""

    through = Party
    ends = ("agreement_id", "partner_id")

    @property
    def label(self):
        return _("parties")

    def read_filled(self, cell):
        parties = []
        for part in parts(cell):
            key, _mark, role = (word.strip() for word in part.partition(ROLE_MARK))
            parties.append((key, one_of(PartyRole.values, role) if role else ""))
        keys = [key for key, _role in parties]
        if repeated := next((key for key in keys if keys.count(key) > 1), None):
            raise ValidationError(
                _("“%(key)s” stands here more than once"), params={"key": shown(repeated)}
            )
        return tuple(parties)

    def written(self, value):
        return SEPARATOR.join(ROLE_MARK.join(filter(None, party)) for party in value) or None

    def stored_links(self):
        found = {}
        for agreement, key, role in Party.objects.order_by("position", "pk").values_list(
            "agreement", "partner__key", "role"
        ):
            found.setdefault(agreement, []).append((key or OFFICE, role))
        return found

    def stored(self, found):
        return tuple(found[self.name])

    def fields(self, value):
        return {}

    def targets(self, value):
        return [(self.to, key) for key, _role in value if key != OFFICE]

    def public(self, value, visible):
        return value  # an agreement is public only when all its parties are

    def rows_of_links(self, record, value, ids):
        return [
            Party(
                agreement_id=record,
                partner_id=None if key == OFFICE else ids[self.to][key],
                role=role,
                position=position,
            )
            for position, (key, role) in enumerate(value)
        ]


class OfItem(Column):
    """Shipment or line of the item that a distribution is of."""

    def __init__(self, name, path, to=None):
        super().__init__(name)
        self.path, self.to = path, to

    @cached_property
    def field(self):
        return Item._meta.get_field(self.name)

    @cached_property
    def kind(self):
        return kind_of(Shipment._meta.get_field("reference") if self.to else self.field)

    @cached_property
    def default(self):
        return self.kind.empty

    def read_filled(self, cell):
        return read_reference(self.kind, cell) if self.to else self.kind.read(cell)

    @property
    def lookups(self):
        return [self.path]

    def stored(self, found):
        return found[self.path]

    def fields(self, value):
        return {}

    def targets(self, value):
        return [(self.to, value)] if self.to else []


class OfRecipient(Reference):
    """The recipient of a distribution, by the key that the office knows."""

    @property
    def lookups(self):
        return ["recipient__key", "recipient__identity__key"]

    def stored(self, found):
        return found["recipient__identity__key"] or found["recipient__key"]


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
    Sheet(
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
    Sheet(
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
            Reference("shipment", "shipments"),
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
            Reference("year", "reports", field="report"),
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
