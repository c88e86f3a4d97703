"""Who waits for whom while something is written: PostgreSQL's advisory locks.

Each is held to the end of the transaction. SQLite has one writer anyway.
"""

from enum import IntEnum

from django.db import connection


class Gate(IntEnum):
    """What is behind a gate; the numbers are those of the locks."""

    EDITIONS = 4163  # those who freeze records enter alone, those who change them together
    INDEX = 4164  # of the search
    SUMS = 4165  # of the aid


def enter(gate):
    """Wait until nobody else is behind the gate."""
    _ask("pg_advisory_xact_lock", gate)


def enter_together(gate):
    """Wait until nobody is behind the gate alone."""
    _ask("pg_advisory_xact_lock_shared", gate)


def _ask(function, gate):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [int(gate)])
