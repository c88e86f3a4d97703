"""A sheet of the register: a model, its key and its columns, and its rows, whole or public."""

from array import array
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from django.db.models import CharField, Count, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from aid.models import Distribution, Recipient
from aid.models.recipient import UNDISCLOSED, RecipientKind
from partners.colours import faults_of_pair
from publishing.choices import SEPARATOR
from publishing.collation import by_code_point
from publishing.rules import broken
from register.columns import Aside, Column, Reference, Several

AT_ONCE = 1000  # rows held in memory while public rows are read


class Sheet:
    """A sheet of the register: a model, its key and its columns, by the contract's names.

    `entered` names the fields that only the admin fills: an import leaves them alone.
    """

    def __init__(self, title, model, columns, *, key=("key",), required=(), entered=()):
        self.title, self.model, self.key = title, model, tuple(key)
        self.required = tuple(required)  # beside the key
        self.entered = tuple(entered)
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

    @cached_property
    def parent(self):
        """The column that names what a row belongs to; None where it stands by itself."""
        named = (c for c in self.columns.values() if isinstance(c, Reference) and c.parent)
        return next(named, None)

    def key_of(self, values):
        """The key of a row: one value, or a tuple where the key has several columns."""
        if len(self.key) == 1:
            return values[self.key[0]]
        return tuple(values[name] for name in self.key)

    def rows(self, records=None, columns=None, open_only=False):
        """{key: (identifier, {column: value})} of the stored `records`, all of them if None.

        With `open_only` no confidential table is read: a sensitive recipient then has the key
        that stands for the one that the office knows.
        """
        columns = list(self.columns.values()) if columns is None else columns
        links = {c.name: c.stored_links(records) for c in columns if isinstance(c, Several)}
        records = self.model.objects.all() if records is None else records
        lookups = {
            lookup
            for column in columns
            for lookup in (column.open_lookups if open_only else column.lookups)
        }
        rows = {}
        for found in records.order_by().values("pk", *sorted(lookups)).iterator():
            for name, of_record in links.items():
                found[name] = of_record.get(found["pk"], ())
            values = {column.name: column.stored(found) for column in columns}
            rows[self.key_of(values)] = (found["pk"], values)
        return rows

    def identifiers(self, records=None):
        """{key: identifier} of the stored `records`, all of them if None."""
        found = self.rows(records, [self.columns[name] for name in self.key])
        return {key: pk for key, (pk, _values) in found.items()}

    def public_keys(self, open_only=False):
        """The keys of the records that the public may see; `open_only` as `rows` has it."""
        columns = [self.columns[name] for name in self.key]
        return set(self.rows(self.public_records(), columns, open_only))

    def public_records(self):
        return self.model.objects.public()

    @property
    def order(self):
        """The ordering expressions of the key, as Python orders keys."""
        return [
            by_code_point(lookup, self.columns[name].holds_text)
            for name in self.key
            for lookup in self.columns[name].lookups[:1]
        ]

    def public_rows(self, visible, records=None):
        """The rows that the public may see, as {column: value}, ordered by key.

        `visible` has {sheet: public keys} (OpenKeys); `records` is a part of
        `public_records()`, None is all of them. However many they are, AT_ONCE of them are held
        in memory, besides their identifiers.
        """
        records = self.public_records() if records is None else records
        found = records.order_by(*self.order).values_list("pk", flat=True)
        pks = array("q", found.iterator())
        for start in range(0, len(pks), AT_ONCE):
            chunk = self.public_records().filter(pk__in=pks[start : start + AT_ONCE])
            rows = self.rows(chunk, self.public_columns, open_only=True)
            for key in sorted(rows):
                _pk, values = rows[key]
                yield {
                    column.name: column.public(values[column.name], visible)
                    for column in self.public_columns
                }

    def counted(self):
        """(public records, what to count of them), which together number the public rows."""
        yield self.public_records(), Count("pk")

    def targets(self, values):
        """(column, sheet, key) for every record that a row refers to."""
        for name, value in values.items():
            for title, key in self.columns[name].targets(value):
                yield name, title, key

    def referring_to(self, title, record):
        """The condition (a Q) that a row refers to a record of the sheet `title`; empty if none."""
        condition = Q()
        for column in self.columns.values():
            if column.to == title:
                condition |= Q(**{column.path_to: record})
        return condition

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

    def public_rows(self, visible, records=None):
        rows = list(super().public_rows(visible, records))
        named = [row for row in rows if not row["sensitive"]]
        if sensitive := [row for row in rows if row["sensitive"]]:
            named.append(self._undisclosed(sensitive))
        yield from sorted(named, key=self.key_of)

    def counted(self):
        records = self.public_records()
        yield records.filter(sensitive=False), Count("pk")
        yield records.filter(sensitive=True), Count("sensitive", distinct=True)

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


def public_counts(sheets):
    """{title: how many rows the public file has} of these sheets, by one query."""
    parts = [
        QuerySet(records.model, records.order_by().query)  # keeps the order of columns
        .annotate(title_=Value(sheet.title, output_field=CharField()))
        .values("title_")
        .annotate(number=number)
        .values_list("title_", "number")
        for sheet in sheets
        for records, number in sheet.counted()
    ]
    counts = dict.fromkeys((sheet.title for sheet in sheets), 0)
    for title, number in parts[0].union(*parts[1:], all=True):
        counts[title] += number
    return counts


def each_once(rows, column):
    """The texts of a column, in order, as one text."""
    return f"{SEPARATOR} ".join(sorted({row[column] for row in rows if row[column]}))


class ShipmentSheet(Sheet):
    """Consignments; of help for the forces alone the public file tells no amount."""

    def public_rows(self, visible, records=None):
        amounts = dict.fromkeys(["weight_kg", "value", "currency"])
        for row in super().public_rows(visible, records):
            untold = row["beneficiaries"] == (RecipientKind.DEFENCE,)
            yield row | amounts if untold else row


class DistributionSheet(Sheet):
    """Distributions, each of an item that shipment and line name together."""

    def targets(self, values):
        yield from super().targets(values)
        if "shipment" in values and "line" in values:
            yield "line", "items", (values["shipment"], values["line"])

    def link(self, record, values, ids):
        super().link(record, values, ids)
        record.item_id = ids["items"][values["shipment"], values["line"]]

    def public_rows(self, visible, records=None):
        """What institutions got; no quantity of an item of which the forces got a share.

        With it, and with the item's balance, their share would follow by subtraction. Rows of
        one act and item that differ only in recipients who must stay unnamed are one row.
        """
        shared, unnamed = items_of_defence(), unnamed_recipients()
        rows = super().public_rows(visible, records)
        for of_item, group in groupby(rows, key=itemgetter("act_number", "shipment", "line")):
            merged = {}
            for row in group:
                if of_item[1:] in shared:
                    row["quantity"] = None
                if row["recipient"] in unnamed:
                    row["recipient"] = UNDISCLOSED
                key = row["recipient"]
                merged[key] = together(merged[key], row) if key in merged else row
            yield from (merged[key] for key in sorted(merged))

    def counted(self):
        records = self.public_records()
        parts = (Cast("item_id", TextField()), Value(SEPARATOR), F("act_number"))
        group = Concat(*parts, output_field=TextField())
        yield records.filter(recipient__sensitive=False), Count("pk")
        yield records.filter(recipient__sensitive=True), Count(group, distinct=True)


def items_of_defence():
    """(shipment, line) of the items of which the forces got a share."""
    acts = Distribution.objects.of_defence()
    return set(acts.values_list("item__shipment__reference", "item__line"))


def unnamed_recipients():
    """The keys that stand for those of recipients whom the public may not know."""
    return set(Recipient.objects.filter(sensitive=True).values_list("key", flat=True))


def together(first, second):
    """One public row of two that differ only in recipients who must stay unnamed."""
    known = first["quantity"] is not None and second["quantity"] is not None
    return first | {
        "quantity": first["quantity"] + second["quantity"] if known else None,
        "date": first["date"] if first["date"] == second["date"] else None,
    }
