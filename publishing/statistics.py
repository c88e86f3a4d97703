"""What the database knows of its tables when it plans a query."""

from django.db import connection


def analyze(models):
    """Let the database look again at the tables of these models, links among them.

    PostgreSQL does so by itself after a while, SQLite never: a plan for empty tables then serves
    full ones.
    """
    tables = [model._meta.db_table for model in models]
    tables += [field.m2m_db_table() for model in models for field in model._meta.local_many_to_many]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
