"""Searches for tests."""

from search.asking import ask
from search.finding import Found, Narrowing
from search.kinds import KINDS
from search.models import Entry


def found(text):
    """What a search finds: a set of (code of the kind, key of the record)."""
    keys = Found(ask(text)).some(Narrowing(), 0, 100)
    return {
        (entry.kind, address_of(KINDS[entry.kind].model, entry.object_id))
        for entry in Entry.objects.filter(pk__in=keys)
    }


def address_of(model, pk):
    """The key of a record."""
    record = model.objects.get(pk=pk)
    return str(getattr(record, getattr(model, "address_field", "pk")))
