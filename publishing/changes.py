"""The signals across floors: something that the public may see changes, or has changed.

Whoever keeps something made of public records – a frozen edition, a cached page, an index –
listens. `rows` are the primary keys of the records, a frozenset, or None: it may be any of them.
`notes` is a dict of the act, where a listener keeps what it sees before for what it does after.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.dispatch import Signal

public_record_changing = Signal()  # sender: the model; rows, is_deletion, notes. Not yet written
public_records_changed = Signal()  # sender: None; changed: {model: rows}, notes. Written, once

deletion_asked = Signal()  # sender: the model; rows. Receivers name what stands on them


@dataclass
class Act:
    """What changes together: {model: rows}, and what listeners noted of it.

    Of each record they are foretold once; of those that the act has made there is nothing to tell.
    """

    changed: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)
    foretold: dict = field(default_factory=dict)  # {(model, is_deletion): rows}

    def untold(self, model, rows, is_deletion):
        """Those of the rows that listeners have not heard of; from now on they have."""
        told = self.foretold.setdefault((model, is_deletion), set())
        rows = frozenset(rows) - told
        told |= rows
        return rows

    def add(self, model, rows):
        """Add changed records of `model`; None: it may be any of them."""
        if rows is None or self.changed.get(model, rows) is None:
            self.changed[model] = None
        else:
            self.changed[model] = self.changed.get(model, frozenset()) | rows


_act = ContextVar("act", default=None)


def foretell(model, rows, *, is_deletion=False):
    """Say, within `as_one_change`, that these records are about to change."""
    act = _act.get()
    if untold := act.untold(model, rows, is_deletion):
        public_record_changing.send(
            sender=model, rows=untold, is_deletion=is_deletion, notes=act.notes
        )


def standing_on(model, rows):
    """The names of what would fall if these records of `model` were deleted: a list of texts."""
    answers = deletion_asked.send(sender=model, rows=frozenset(rows))
    return [name for _receiver, names in answers for name in names]


_withdrawn = ContextVar("withdrawn", default=None)


@contextmanager
def withdrawals():
    """What the acts within withdraw from the public besides the records themselves: a list of
    texts, complete at the end.
    """
    names = []
    token = _withdrawn.set(names)
    try:
        yield names
    finally:
        _withdrawn.reset(token)


def note_withdrawn(names):
    """Say to whoever asks (`withdrawals`) that these have just been withdrawn."""
    if (withdrawn := _withdrawn.get()) is not None:
        withdrawn += names


def announce(model, rows=None, *, are_new=False):
    """Say that records of `model` changed; inside `as_one_change` once, at its end."""
    with as_one_change():
        act = _act.get()
        act.add(model, None if rows is None else frozenset(rows))
        if are_new:
            act.untold(model, rows, is_deletion=False)


def relation_changed(sender, instance, action, model, pk_set, **kwargs):
    """Announce the records on both sides of a many-to-many relation, which no `save` tells."""
    if action == "pre_clear":
        instance.cleared_rows = linked(sender, instance, model)
    elif action.startswith("post_"):
        others = instance.__dict__.pop("cleared_rows", ()) if pk_set is None else pk_set
        for side, rows in ((type(instance), {instance.pk}), (model, others)):
            if rows and hasattr(side, "is_public"):
                announce(side, rows)


def linked(through, instance, model):
    """The keys of the records of `model` that the rows of `through` link with `instance`."""
    ends = {field.related_model: field for field in through._meta.fields if field.is_relation}
    rows = through.objects.filter(**{ends[type(instance)].name: instance.pk})
    return set(rows.values_list(ends[model].attname, flat=True))


@contextmanager
def as_one_change():
    """Hold the announcements of an act, so that listeners work once for all of it.

    They are sent inside the surrounding transaction, after the act; none where it fails.
    """
    if _act.get() is not None:
        yield
        return
    act = Act()
    token = _act.set(act)
    try:
        yield
    finally:
        _act.reset(token)
    if act.changed:
        public_records_changed.send(sender=None, changed=act.changed, notes=act.notes)
