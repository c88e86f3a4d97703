"""The one signal across floors: something that the public may see has changed.

Whoever keeps something made of public records – a frozen edition, a cached page – listens.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal

public_record_changed = Signal()  # sender: the model; no arguments

_held = ContextVar("held", default=None)


def announce(model):
    """Say that records of `model` changed; inside `as_one_change` once, at its end."""
    held = _held.get()
    if held is None:
        public_record_changed.send(sender=model)
    else:
        held.add(model)


def relation_changed(sender, instance, action, **kwargs):
    """Announce the record whose many-to-many relation changed, which no `save` tells."""
    if action.startswith("post_") and hasattr(type(instance), "is_public"):
        announce(type(instance))


@contextmanager
def as_one_change():
    """Hold the announcements of a long act, so that listeners work once for all of it.

    They are sent inside the surrounding transaction, after the act; none where it fails.
    """
    if _held.get() is not None:
        yield
        return
    models = set()
    token = _held.set(models)
    try:
        yield
    finally:
        _held.reset(token)
    for model in sorted(models, key=lambda model: model._meta.label):
        public_record_changed.send(sender=model)
