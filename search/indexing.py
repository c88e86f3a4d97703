"""The index moves with the records: after each change, in its transaction, what it touches.

The entries of a changed record and of all that tell of it are composed anew from what is public
now, and removed where it is no longer. One transaction at a time writes the index, so that
none composes from what another one is just hiding.
"""

from dataclasses import asdict

from django.db import transaction
from django.db.models import CharField, Q, QuerySet, Value

from publishing.batches import batches
from publishing.connections import own_reads
from publishing.dates import today
from publishing.gates import Gate, enter
from publishing.models import Document, Documented, Publishable
from publishing.models.file import owned_by
from publishing.statistics import analyze
from search.composing import SHARED, fingerprint
from search.kinds import BY_MODEL, KINDS
from search.models import Entry, Freshness, Gram, Posting, Reading, SharedText, Word
from search.writing import Writer

MANY = 20_000  # rows; when more have changed, every entry is looked at instead


class Touched:
    """The records whose entries must be looked at: {code of the kind: set of keys}."""

    def __init__(self):
        self.rows = {code: set() for code in KINDS}

    def add(self, model, rows):
        """Add those of these records that have entries themselves."""
        if model in BY_MODEL:
            self.rows[BY_MODEL[model].code] |= rows

    def add_telling_of(self, model, rows):
        """Add the records that tell of these, by the relations of now."""
        paths = [
            (kind, path)
            for kind in KINDS.values()
            for path in kind.paths
            if end_of(kind.model, path) is model
        ]
        for some in batches(rows):
            self._add_found((kind, Q(**{f"{path}__in": some})) for kind, path in paths)

    def add_documents(self):
        """Add the documents of the records that are here: they are public only with them."""
        for rows in self.in_batches():
            owners = ((KINDS[code].model, keys) for code, keys in rows.items())
            self._add_found(
                (BY_MODEL[Document], owned_by(model) & Q(owner_id__in=keys))
                for model, keys in owners
                if issubclass(model, Documented)
            )

    def add_all(self):
        """Add whatever is or could be in the index."""
        for code, kind in KINDS.items():
            self._add_found([(kind, Q())])
            entries = Entry.objects.filter(kind=code)
            self.rows[code].update(entries.values_list("object_id", flat=True))

    def add_touched(self, other):
        for code, rows in other.rows.items():
            self.rows[code] |= rows

    def in_batches(self):
        """What is here in parts short enough for one query: {code of the kind: list of keys}."""
        pairs = sorted((code, row) for code, rows in self.rows.items() for row in rows)
        for some in batches(pairs):
            part = {}
            for code, row in some:
                part.setdefault(code, []).append(row)
            yield part

    def _add_found(self, conditions):
        """Add the records of pairs (kind, condition), all of them by one query.

        Plain querysets: those of translated models select the columns in an order of their own.
        """
        found = [
            QuerySet(kind.model)
            .filter(condition)
            .order_by()
            .values_list(Value(kind.code, CharField()), "pk")
            for kind, condition in conditions
        ]
        if found:
            for code, row in found[0].union(*found[1:]):
                self.rows[code].add(row)


def end_of(model, path):
    """The model at the end of a path of relations."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


TOLD_OF = {end_of(kind.model, path) for kind in KINDS.values() for path in kind.paths}
PARTS = TOLD_OF - SHARED.keys()  # rows of one record, which they may leave


def records_changing(sender, rows, is_deletion, notes, **kwargs):
    """Note who tells of records that may lose those links by what happens to them now."""
    if sender not in (TOLD_OF | BY_MODEL.keys() if is_deletion else PARTS):
        return
    touched = Touched()
    touched.add(sender, set(rows))
    touched.add_telling_of(sender, rows)
    touched.add_documents()
    notes.setdefault("index", Touched()).add_touched(touched)


def records_changed(changed, notes, **kwargs):
    """Bring the entries up to date that an act has touched: {model: keys, None for any}."""
    relevant = {
        model: rows for model, rows in changed.items() if model in TOLD_OF | BY_MODEL.keys()
    }
    if relevant:
        update(relevant, notes.get("index"))


@transaction.atomic
def update(changed, noted=None):
    """Bring the entries up to date that changes of {model: keys, None for any} touch.

    `noted` are those Touched before them.
    """
    enter(Gate.INDEX)
    touched = noted or Touched()
    if not Freshness.objects.exists():
        Freshness.objects.create(day=today())
        changed = {Document: None}
    if any(rows is None or len(rows) > MANY for rows in changed.values()):
        _remember_all_shared()
        touched.add_all()
    else:
        for model, rows in changed.items():
            touched.add(model, rows)
            touched.add_telling_of(model, _told_otherwise(model, rows))
        touched.add_documents()
    refresh(touched)


def catch_up():
    """Add what may be seen since the day of the index; all, where there is no index yet."""
    if not Freshness.objects.filter(day__gte=today()).exists():
        with own_reads():
            _catch_up()


@transaction.atomic
def _catch_up():
    enter(Gate.INDEX)
    fresh = Freshness.objects.first()
    since = fresh.day if fresh else today()
    come = Q(public_from__gt=since, public_from__lte=today())
    update(
        {
            model: set(model.objects.filter(come).values_list("pk", flat=True))
            for model in TOLD_OF | BY_MODEL.keys()
            if issubclass(model, Publishable)
        }
    )
    Freshness.objects.update(day=today())


def rebuild():
    """Make every entry anew, some at a time; yields (kind, how many are done, of how many)."""
    with transaction.atomic():
        enter(Gate.INDEX)
        _remember_all_shared()
        Freshness.objects.all().delete()
        Freshness.objects.create(day=today())
    everything = Touched()
    everything.add_all()
    for code, rows in everything.rows.items():
        done = 0
        for some in batches(sorted(rows)):
            with transaction.atomic():
                enter(Gate.INDEX)
                writer = Writer()
                writer.write({}, gone={(code, row) for row in some})
                _refresh(writer, {code: some})
            done += len(some)
            yield KINDS[code], done, len(rows)
    analyze([Entry, Posting, Word, Reading, Gram])


def refresh(touched):
    """Compose anew, or remove, the entries of these records."""
    writer = Writer()
    for rows in touched.in_batches():
        _refresh(writer, rows)


def _refresh(writer, rows):
    """Compose anew, or remove, the entries of {code of the kind: keys}."""
    asked = {(code, row) for code, keys in rows.items() for row in keys}
    compositions = {
        (code, record.pk): KINDS[code].compose(record)
        for code, keys in rows.items()
        for record in KINDS[code].public().filter(pk__in=keys)
    }
    writer.write(compositions, gone=asked - compositions.keys())


def _told_otherwise(model, rows):
    """Those of the records of which others must now be told otherwise than the index has it."""
    if model not in SHARED:
        return rows
    now = _fingerprints(model, rows)
    label = model._meta.label_lower
    shared = SharedText.objects.filter(model=label, object_id__in=rows)
    before = dict(shared.values_list("object_id", "fingerprint"))
    moved = {row for row in rows if now.get(row) != before.get(row)}
    if gone := moved - now.keys():
        shared.filter(object_id__in=gone).delete()
    SharedText.objects.bulk_create(
        [SharedText(model=label, object_id=row, fingerprint=now[row]) for row in moved - gone],
        update_conflicts=True,
        unique_fields=["model", "object_id"],
        update_fields=["fingerprint"],
    )
    return moved


def _fingerprints(model, rows):
    """{key: fingerprint} of what there is to tell of these records, and whether it may be told."""
    return {
        record.pk: fingerprint(
            [
                [asdict(line) for line in SHARED[model](record)],
                record.is_seen,
                getattr(record, "kind", ""),  # a recipient's kind decides what is told of it
            ]
        )
        for record in model.objects.filter(pk__in=rows).with_seen()
    }


def _remember_all_shared():
    """Note of all records that others tell of what there is to tell now."""
    SharedText.objects.all().delete()
    for model in SHARED:
        for some in batches(model.objects.order_by().values_list("pk", flat=True)):
            _told_otherwise(model, some)
