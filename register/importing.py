"""The register file in: tables → faults, or records, all of them in one transaction.

Every cell of the file is read and every rule asked before anything is written, so that all
faults are told at once; then the records are written in bulk, sheet by sheet, as contract.md
orders them: each sheet refers only to itself or to those before it.
"""

from dataclasses import dataclass, field
from secrets import token_hex

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from aid.models import Distribution, Item, Recipient, RecipientIdentity
from aid.models.recipient import UNDISCLOSED, forget_names
from partners.models import Office
from publishing.batches import batches
from publishing.changes import as_one_change
from publishing.history import noted_at_end
from publishing.models import Publication, PublicQuerySet, StateChange
from publishing.rules import Filled
from publishing.statistics import analyze
from publishing.text import sentences
from register.acts import Arrivals, Balance, doubts
from register.faults import Fault, shown
from register.reading import COMMAND, read, read_rows
from register.rights import CLOSED, Rights, closed_columns, knows_recipients, of_open_recipients
from register.sheets import BY_TITLE, SHEETS, PublicKeys, PublishedKeys
from reports.editions import awaiting_first_edition, named_editions, publish, unfit_editions
from reports.models import Edition

MANY = 1000  # written rows; the database then looks again at how its tables are filled
KNOWN = {sheet.title: frozenset(sheet.columns) for sheet in SHEETS}


@dataclass
class Count:
    """How many rows of one sheet an import creates, changes, leaves as they are."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class Outcome:
    """What an import did, or would do: by sheet title counts and entries; faults, warnings."""

    counts: dict = field(default_factory=dict)
    entries: dict = field(default_factory=dict)  # {sheet title: [Entry, …]}
    faults: list = field(default_factory=list)
    warnings: list = field(default_factory=list)

    @property
    def number_written(self):
        return sum(count.created + count.changed for count in self.counts.values())


@dataclass
class Entry:
    """One row of the file: its values beside those that are stored."""

    row: int
    key: object
    values: dict  # of every column, those of absent columns as stored or by default
    before: dict | None  # as stored; None for a new record
    record: object = None

    @property
    def is_new(self):
        return self.before is None

    @property
    def is_changed(self):
        return self.before is not None and self.values != self.before

    def changes(self, column):
        """Whether the row is new or has another value in this column (a Column)."""
        return self.is_new or self.values[column.name] != self.before[column.name]


class Undone(Exception):
    """Leaves the transaction without a trace."""


def import_file(source, *, dry_run=False, limits=COMMAND, user=None):
    """Load a register file: `source` is a path or an open binary file. Returns an Outcome.

    Nothing is written where the outcome has a fault, or by a dry run. With a `user` whatever
    that person may not write is a fault; without one, in the shell, all may be written.
    """
    tables, faults = read(source, limits, KNOWN)
    return import_tables(tables, faults, dry_run, user)


def import_rows(sheets, *, dry_run=False, user=None):
    """Load a register in its JSON form, `[{"title": …, "data": [{…}, …]}, …]`, as `import_file`."""
    tables, faults = read_rows(sheets, KNOWN)
    return import_tables(tables, faults, dry_run, user)


def import_tables(tables, faults, dry_run, user=None):
    """Check the tables against the register and each other; write them where all is well."""
    outcome = Outcome(faults=faults)
    try:
        with transaction.atomic(), as_one_change(), noted_at_end():
            lock()
            load = Load(outcome, user)
            load.check({table.title: table for table in tables})
            load.check_rights()
            if outcome.faults:
                raise Undone
            with override(settings.LANGUAGE_CODE):
                load.write()
            if outcome.number_written > MANY:  # what follows reads these rows already
                analyze([sheet.model for sheet in SHEETS])
            load.keep_states()
            load.warn()
            if dry_run:
                raise Undone
            load.publish_reports()
            if outcome.faults:
                raise Undone
    except Undone:
        pass
    return outcome


def lock():
    """Let nobody else write while the register is compared with the file.

    SQLite's transactions are of one writer anyway.
    """
    if connection.vendor == "postgresql":
        names = [connection.ops.quote_name(sheet.model._meta.db_table) for sheet in SHEETS]
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(names)} IN SHARE ROW EXCLUSIVE MODE")


class Load:
    """One import on its way: what the file says, what is stored, what is wrong."""

    def __init__(self, outcome, user):
        self.outcome, self.user = outcome, user
        self.entries = outcome.entries  # without rows that have faults
        self.keys = {}  # {sheet title: {key: identifier, None before it is written}}
        self.rows = {}  # {sheet title: {key: row of the file}}

    def fault(self, sheet, row, column, problem):
        self.outcome.faults.append(Fault(str(problem), sheet.title, row, column))

    # Checking

    def check(self, tables):
        """Read and compare all tables ({title: Table}) in the order of the sheets."""
        for sheet in SHEETS:
            table = tables.get(sheet.title)
            self.rows[sheet.title] = {}
            if table is None:
                self.keys[sheet.title] = sheet.identifiers(self.known(sheet))
            else:
                self.check_table(sheet, table)
        Balance(self).check()
        Arrivals(self).check()

    def known(self, sheet):
        """The stored records of which the user may know; of all others the file knows nothing.

        So it gets the same answer for the key of a sensitive recipient as for a key that is
        nobody's.
        """
        records = sheet.model.objects.all()
        known = knows_recipients(self.user, "change")
        return records if known else of_open_recipients(records)

    def check_table(self, sheet, table):
        stored = sheet.rows(self.known(sheet))
        self.keys[sheet.title] = {key: pk for key, (pk, _values) in stored.items()}
        count = self.outcome.counts[sheet.title] = Count()
        entries = self.entries[sheet.title] = []
        only, closed = self.only_key(sheet), closed_columns(self.user, sheet)
        for number, cells in table.rows:
            self.check_closed(sheet, number, cells, closed)
            entry = self.check_row(sheet, stored, number, cells, only)
            if entry is None:
                continue
            entries.append(entry)
            count.created += entry.is_new
            count.changed += entry.is_changed
            count.unchanged += not (entry.is_new or entry.is_changed)

    def check_closed(self, sheet, number, cells, closed):
        """Take out of the row what the user may not even read, and name it.

        It is refused whatever stands in it: else whoever guesses right would be told so.
        """
        for name in cells.keys() & closed:
            del cells[name]
            self.fault(sheet, number, name, CLOSED)

    def only_key(self, sheet):
        """The key of the one row that the sheet may have: the portal is of one office."""
        return next(iter(self.keys[sheet.title]), None) if sheet.model is Office else None

    def check_row(self, sheet, stored, number, cells, only):
        """The Entry of one row; None where it has a fault. Tells every fault that it can."""
        values, told = self.read_cells(sheet, number, cells)
        told |= self.check_targets(sheet, number, values)
        told |= self.check_filled(sheet, number, cells, sheet.key)
        key = self.check_key(sheet, number, values, only)
        if key is None:
            return None
        pk, before = stored.get(key, (None, None))
        if before is None:
            told |= self.check_filled(sheet, number, cells, sheet.required)
        start = before or {name: column.default for name, column in sheet.columns.items()}
        entry = Entry(number, key, start | values, before)
        if entry.is_new or entry.is_changed:
            entry.record = sheet.record(pk, entry.values)
            told |= self.check_rules(sheet, entry, told)
        return None if told else entry

    def read_cells(self, sheet, number, cells):
        """The values of the cells that can be read; the columns of the others."""
        values, told = {}, set()
        for name, cell in cells.items():
            column = sheet.columns.get(name)
            if column is None:
                continue
            try:
                values[name] = column.read(cell)
            except ValidationError as error:
                self.fault(sheet, number, name, sentences(error.messages))
                told.add(name)
        return values, told

    def check_key(self, sheet, number, values, only):
        """The key of the row, noted as known; None where it is incomplete or taken."""
        if any(name not in values for name in sheet.key):
            return None
        key = sheet.key_of(values)
        rows = self.rows[sheet.title]
        if key in rows:
            problem = _("This key already exists: “%(key)s” (row %(row)s)")
            problem %= {"key": readable(sheet, values), "row": rows[key]}
            self.fault(sheet, number, sheet.key[0], problem)
            return None
        if sheet.model is Office and (only is not None or rows) and key != only:
            problem = _("The register belongs to another office: “%(key)s”")
            other = only if only is not None else next(iter(rows))
            self.fault(sheet, number, sheet.key[0], problem % {"key": shown(other)})
            return None
        rows[key] = number
        self.keys[sheet.title].setdefault(key, None)
        return key

    def check_filled(self, sheet, number, cells, columns):
        """Name those of the columns, which must be filled, that the row does not have."""
        absent = {name for name in columns if name not in cells}
        for name in columns:
            if name in absent:
                self.fault(sheet, number, name, Filled.message)
        return absent

    def check_targets(self, sheet, number, values):
        """Name the records that the row refers to and that are neither stored nor in the file."""
        told = set()
        for name, title, key in sheet.targets(values):
            follows = isinstance(key, tuple) and told  # from a fault already told
            if key not in self.keys[title] and not follows:
                problem = _("no record “%(key)s”") % {"key": shown_key(key)}
                self.fault(sheet, number, name, problem)
                told.add(name)
        return told

    def check_rules(self, sheet, entry, told):
        """Name the rules of the model that the record breaks, once for each column."""
        found = set()
        for name, message in sheet.broken(entry.record):
            column = name if name in sheet.columns else sheet.key[0]
            if column not in told | found:
                self.fault(sheet, entry.row, column, message)
                found.add(column)
        return found

    def check_rights(self):
        """Name what the user may not write; the shell may write all."""
        if self.user is None:
            return
        for sheet, row, column, problem in Rights(self.user, self.entries).refusals():
            self.fault(sheet, row, column, problem)

    # Writing

    def write(self):
        """Write all entries that create or change something."""
        for title, entries in self.entries.items():
            sheet = BY_TITLE[title]
            written = [entry for entry in entries if entry.record is not None]
            for entry in written:
                sheet.link(entry.record, entry.values, self.keys)
            WRITERS.get(title, write_records)(sheet, written)
            for entry in written:
                self.keys[title][entry.key] = entry.record.pk
            write_aside(sheet, written)
            for column in sheet.several:
                write_links(column, written, self.keys)

    def keep_states(self):
        """Note who took records from one state to another, where the file did."""
        StateChange.objects.bulk_create(
            StateChange(
                model=BY_TITLE[title].model._meta.label_lower,
                object_id=entry.record.pk,
                before=entry.before["publication"],
                after=entry.values["publication"],
                user=self.user,
            )
            for title, entries in self.entries.items()
            if "publication" in BY_TITLE[title].columns
            for entry in entries
            if entry.is_changed and entry.values["publication"] != entry.before["publication"]
        )

    def publish_reports(self):
        """Publish every public report that never had an edition; one that cannot be is a fault."""
        for report in awaiting_first_edition():
            try:
                publish(report)
            except ValidationError as error:
                row = self.rows["reports"].get(report.year)
                self.outcome.faults += [
                    Fault(message, "reports", row, "publication" if row else "")
                    for message in error.messages
                ]

    # Warnings

    def warn(self):
        """Name every public row of the file that refers to something not public, and doubts.

        And the published reports that the file withdraws: those who listen do it at the end.
        """
        self.outcome.warnings += doubts(self)
        withdrawn = named_editions(Edition.objects.filter(pk__in=unfit_editions()))
        if withdrawn:
            problem = _("This file withdraws: %(names)s")
            self.outcome.warnings.append(Fault(problem % {"names": "; ".join(withdrawn)}))
        visible, published = PublicKeys(), PublishedKeys()
        for title, entries in self.entries.items():
            sheet = BY_TITLE[title]
            for entry in entries:
                for name, target, key in self.hidden_targets(sheet, entry, visible, published):
                    problem = _("refers to “%(key)s” (%(sheet)s), which is not public")
                    problem %= {"key": shown_key(key), "sheet": target}
                    self.outcome.warnings.append(Fault(problem, title, entry.row, name))

    def hidden_targets(self, sheet, entry, visible, published):
        """(column, sheet, key) of what a public row refers to and the public does not see."""
        parent = sheet.parent and sheet.parent.name
        targets = [
            (name, title, key)
            for name, title, key in sheet.targets(entry.values)
            if key is not None and name != parent
        ]
        if not targets or not is_meant_public(sheet, entry, visible, published):
            return []
        return [target for target in targets if target[2] not in visible[target[1]]]


def is_meant_public(sheet, entry, visible, published):
    """Whether the office publishes the row, or what it belongs to."""
    if "publication" in sheet.columns:
        return entry.values["publication"] == Publication.PUBLIC
    if parent := sheet.parent:
        return entry.values[parent.name] in published[parent.to]
    return entry.key in visible[sheet.title]


def readable(sheet, values):
    """The key of a row as a message shows it."""
    return shown_key(tuple(values[name] for name in sheet.key))


def shown_key(key):
    parts = key if isinstance(key, tuple) else (key,)
    return shown(", ".join(str(part) for part in parts))


# Writing in bulk: what `save` does for one record


def write_records(sheet, entries, manager=None):
    """Create and update the records of the entries."""
    manager = sheet.model.objects if manager is None else manager
    manager.bulk_create([entry.record for entry in entries if entry.is_new])
    changed = [entry.record for entry in entries if not entry.is_new]
    upsert(manager, changed, ["pk"], sheet.entered)


def upsert(manager, records, unique, left_alone=()):
    """Write the records over those that have the same values of the fields `unique`.

    The fields `left_alone` keep what is stored.
    """
    fields = [
        field.name
        for field in manager.model._meta.concrete_fields
        if not field.primary_key and field.name not in {*unique, *left_alone, "created_at"}
    ]
    manager.bulk_create(records, update_conflicts=True, unique_fields=unique, update_fields=fields)


def write_recipients(sheet, entries):
    """Recipients; key and name of a sensitive one go to the table of identities alone."""
    concealed = dict(Recipient.objects.filter(sensitive=True).values_list("pk", "key"))
    identities = []
    for record in (entry.record for entry in entries):
        if record.sensitive:
            names = {"name_uk": record.name_uk, "name_en": record.name_en}
            identities.append((record, RecipientIdentity(key=record.key, **names)))
            record.key = concealed.get(record.pk) or f"{UNDISCLOSED}-{token_hex(8)}"
            record.name_uk = record.name_en = ""
    write_records(sheet, entries)
    disclosed = [entry.record.pk for entry in entries if not entry.record.sensitive]
    for some in batches(disclosed):
        RecipientIdentity.objects.filter(recipient__in=some).delete()
    for record, identity in identities:
        identity.recipient = record
    forget_names(record for record, _identity in identities)
    upsert(RecipientIdentity.objects, [identity for _record, identity in identities], ["recipient"])


def write_distributions(sheet, entries):
    """Distributions, and then the sums on their items: once, when all rows are there."""
    write_records(sheet, entries, PublicQuerySet(Distribution))
    for some in batches({entry.record.item_id for entry in entries}):
        Item.objects.filter(pk__in=some).recount()


WRITERS = {"recipients": write_recipients, "distributions": write_distributions}


def write_aside(sheet, entries):
    """The columns that are kept in a table beside the record, where they say something."""
    if not sheet.aside:
        return
    table, link = sheet.aside[0].table, sheet.model._meta.model_name
    rows = []
    for entry in entries:
        values = {column.field_name: entry.values[column.name] for column in sheet.aside}
        if any(entry.changes(column) for column in sheet.aside) and (
            any(values.values()) or not entry.is_new
        ):
            rows.append(table(**{link: entry.record}, **values))
    upsert(table.objects, rows, [link])


def write_links(column, entries, ids):
    """The links of the entries in one column: old ones go, new ones come."""
    touched = [entry for entry in entries if entry.changes(column)]
    record = column.ends[0]
    for some in batches([entry.record.pk for entry in touched if not entry.is_new]):
        column.through.objects.filter(**{f"{record}__in": some}).delete()
    links = [
        link
        for entry in touched
        for link in column.rows_of_links(entry.record.pk, entry.values[column.name], ids)
    ]
    column.through.objects.bulk_create(links)
