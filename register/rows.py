"""All rows of the database as text, and back: the same from SQLite and from PostgreSQL.

A table is a file of JSON lines: the names of its columns, then a list of values for each row,
in the order of the primary key. Two databases that hold the same give the same bytes.
"""

import json
from base64 import b64decode, b64encode
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import BinaryField, QuerySet

NOT_KEPT = {"sessions.Session"}  # whoever was signed in signs in again
AT_ONCE = 500


def tables():
    """The models whose rows make the portal, links between records among them, by label."""
    models = apps.get_models(include_auto_created=True)
    kept = [model for model in models if model._meta.managed and not model._meta.proxy]
    kept = [model for model in kept if model._meta.label not in NOT_KEPT]
    return sorted(kept, key=lambda model: model._meta.label)


def applied_migrations():
    """The migrations that have made the tables: a sorted list of `app.name`."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


@contextmanager
def one_moment():
    """All reads inside see the database as it was at one moment, while others go on writing."""
    begin = {
        "sqlite": "BEGIN DEFERRED",
        "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    }[connection.vendor]
    if connection.in_atomic_block:  # whoever has opened it has chosen the moment
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def written_rows(model):
    """The lines of a table, as bytes: its columns, then its rows."""
    fields = model._meta.concrete_fields
    yield line([field.column for field in fields])
    rows = QuerySet(model).order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield line([plain(field, value) for field, value in zip(fields, row, strict=True)])


def line(values):
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def plain(field, value):
    """A value as JSON knows it: decimals and dates as text, bytes in base64."""
    value = value if value is None else field.get_prep_value(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    return str(value) if isinstance(value, UUID) else value


def replace_rows(model, lines):
    """Put the rows of `lines` in the place of all rows of the table; raises ValueError.

    The caller holds a transaction. Nothing is announced: the content version comes with the
    rows.
    """
    fields = model._meta.concrete_fields
    columns = json.loads(next(lines))
    if columns != [field.column for field in fields]:
        raise ValueError(f"{model._meta.label}: {', '.join(columns)}")
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
        rows = (stored(fields, json.loads(text)) for text in lines)
        while some := list(islice(rows, AT_ONCE)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", some)


def stored(fields, values):
    """The values of a row as the database takes them."""
    return [
        value if value is None else field.get_db_prep_value(typed(field, value), connection)
        for field, value in zip(fields, values, strict=True)
    ]


def typed(field, value):
    """A value that JSON has read, as its column takes it."""
    return b64decode(value) if isinstance(field, BinaryField) else value


def continue_numbers():
    """Let each table number its next rows after those that it has now."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
