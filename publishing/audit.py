"""Who signed in, who gave rights, who read what must never be published: written, never changed.

Steps of publication are kept by `StateChange`, changes of records by their history. On
PostgreSQL the database itself refuses to change or delete what is written here.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

from publishing.models import AuditEntry, StateChange

_actor = ContextVar("actor", default="")


@contextmanager
def acting(username):
    """Whatever is noted inside is noted as done by the user of this name."""
    token = _actor.set(username)
    try:
        yield
    finally:
        _actor.reset(token)


def note(act, subject, detail="", username=None, address=None):
    """Write one entry: `act` is an AuditEntry.Act, `subject` what it was done to."""
    AuditEntry.objects.create(
        act=act,
        username=_actor.get() if username is None else username,
        subject=str(subject)[:200],
        detail=str(detail)[:500],
        address=address,
    )


@contextmanager
def replaceable():
    """Inside, a restored archive may put its own entries in the place of those that are here.

    Only who owns the tables can do so, and only in a transaction: with an error all is as before.
    """
    let_change("DISABLE")
    yield
    let_change("ENABLE")


def let_change(action):
    """DISABLE or ENABLE the triggers with which PostgreSQL refuses to rewrite the audit."""
    if connection.vendor != "postgresql":
        return
    connection.check_constraints()  # a table with checks outstanding cannot be altered
    with connection.cursor() as cursor:
        for model in (AuditEntry, StateChange):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"ALTER TABLE {table} {action} TRIGGER only_added_to")
