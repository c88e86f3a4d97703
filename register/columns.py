"""The columns of the register's sheets: how a cell becomes part of a record, and back."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import NOT_PROVIDED
from django.utils.translation import gettext_lazy as _

from aid.models import Item, Shipment
from aid.models.recipient import UNDISCLOSED
from partners.models import Party, PartyRole
from publishing.choices import SEPARATOR
from publishing.rules import Filled
from publishing.text import clean_text
from register.cells import as_text, kind_of, one_of, parts
from register.faults import shown

OFFICE = "office"  # the reserved partner key of the own council
ROLE_MARK = ":"


class Column:
    """A column of a sheet that is a field of the sheet's model.

    A value of the register is what `read` gives: text ("" where there is none), int, Decimal,
    bool, PartialDate, date, None for unknown, or a tuple where a cell holds several.
    """

    internal = False  # marked ◆ in the contract: never in a public file
    to = None  # the sheet to whose rows the column refers

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

    @property
    def holds_text(self):
        """Whether the database orders the values as text."""
        return self.kind.empty == ""

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

    @property
    def open_lookups(self):
        """Those of them that are in no confidential table."""
        return self.lookups

    def stored(self, found):
        """The value of a row of the database, `found` by its lookups."""
        value = found[self.lookups[0]]
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

    def fields(self, value):
        return {}


class Identity(Column):
    """Key or name of a recipient, which a sensitive one keeps in a table of its own."""

    @property
    def lookups(self):
        return [self.name, f"identity__{self.name}"]

    @property
    def open_lookups(self):
        return [self.name]

    def stored(self, found):
        return found.get(f"identity__{self.name}") or found[self.name] or ""

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

    def __init__(self, name, to, *, field=None, key="key", office=None, parent=False):
        super().__init__(name)
        self.to, self.link, self.key, self.office = to, field or name, key, office
        self.parent = parent  # a record is public only when its parent is

    @cached_property
    def field(self):
        return self.model._meta.get_field(self.link)

    @cached_property
    def kind(self):
        return kind_of(self.field.related_model._meta.get_field(self.key))

    @cached_property
    def default(self):
        return self.kind.empty

    def read_filled(self, cell):
        return read_reference(self.kind, cell)

    @property
    def path_to(self):
        """The lookup of the record that the column refers to."""
        return self.link

    @property
    def lookups(self):
        return [f"{self.link}__{self.key}", *([self.office] if self.office else [])]

    def stored(self, found):
        if self.office and found[self.office]:
            return OFFICE
        return found[self.lookups[0]] or self.kind.empty

    def fields(self, value):
        return {self.office: value == OFFICE} if self.office else {}

    def links(self, value, ids):
        referred = [ids[to][key] for to, key in self.targets(value)]
        return {self.field.attname: referred[0] if referred else None}

    def targets(self, value):
        is_office = self.office and value == OFFICE
        return [] if value == self.kind.empty or is_office else [(self.to, value)]

    def public(self, value, visible):
        if self.parent:
            return value
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
    def path_to(self):
        return self.name

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

    def stored_links(self, records=None):
        """{identifier of the record: its keys} of those of `records`, of all if None, with some."""
        target = self.field.m2m_reverse_field_name()
        found = {}
        links = self.links_of(records).order_by()
        for record, key in links.values_list(self.ends[0], f"{target}__key"):
            found.setdefault(record, []).append(key)
        return found

    def links_of(self, records):
        """The links of a queryset of records; all of them if None."""
        links = self.through.objects.all()
        if records is None:
            return links
        return links.filter(**{f"{self.ends[0]}__in": records.order_by().values("pk")})

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
    path_to = "partners"

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
                _("“%(key)s” appears here more than once"), params={"key": shown(repeated)}
            )
        return tuple(parties)

    def written(self, value):
        return SEPARATOR.join(ROLE_MARK.join(filter(None, party)) for party in value) or None

    def stored_links(self, records=None):
        found = {}
        parties = self.links_of(records).order_by("position", "pk")
        for agreement, key, role in parties.values_list("agreement", "partner__key", "role"):
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
        self.path_to = path.rpartition("__")[0]

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

    def fields(self, value):
        return {}

    def targets(self, value):
        return [(self.to, value)] if self.to else []


class OfRecipient(Reference):
    """The recipient of a distribution, by the key that the office knows."""

    @property
    def lookups(self):
        return ["recipient__key", "recipient__identity__key"]

    @property
    def open_lookups(self):
        return ["recipient__key"]

    def stored(self, found):
        return found.get("recipient__identity__key") or found["recipient__key"]
