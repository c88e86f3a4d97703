"""The signals across floors: something that the public may see changes, or has changed.

Whoever keeps something made of public records – a frozen edition, a cached page, an index –
listens. `rows` are the primary keys of the records, a frozenset, or None: it may be any of them.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal

public_record_changing = Signal()  # sender: the model; rows, is_deletion. Not yet written
public_record_changed = Signal()  # sender: the model; rows. Written, in the same transaction
public_records_changed = Signal()  # sender: None; changed: {model: rows}. After the others, once

deletion_asked = Signal()  # sender: the model; rows. Receivers name what stands on them

_held = ContextVar("held", default=None)


def foretell(model, rows, *, is_deletion=False):
    """Say that these records of `model` are about to change, while they are as they were."""
    public_record_changing.send(sender=model, rows=frozenset(rows), is_deletion=is_deletion)


def standing_on(model, rows):
    """The names of what would fall if these records of `model` were deleted: a list of texts."""
    answers = deletion_asked.send(sender=model, rows=frozenset(rows))
    return [name for _receiver, names in answers for name in names]


def announce(model, rows=None):
    """Say that records of `model` changed; inside `as_one_change` once, at its end."""
    held = _held.get()
    rows = None if rows is None else frozenset(rows)
    if held is None:
        _send({model: rows})
    elif rows is None or held.get(model, rows) is None:
        held[model] = None
    else:
        held[model] = held.get(model, frozenset()) | rows


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
    """Hold the announcements of a long act, so that listeners work once for all of it.

    They are sent inside the surrounding transaction, after the act; none where it fails.
    """
    if _held.get() is not None:
        yield
        return
    changed = {}
    token = _held.set(changed)
    try:
        yield
    finally:
        _held.reset(token)
    if changed:
        _send(changed)


def _send(changed):
    for model in sorted(changed, key=lambda model: model._meta.label):
        public_record_changed.send(sender=model, rows=changed[model])
    public_records_changed.send(sender=None, changed=changed)
