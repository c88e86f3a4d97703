"""Queries of which the text is kept: to make it costs many times what it takes to ask.

What a query lets through is part of its text, so it is kept no longer than what it was made
for holds: by once_a_day (publishing/models).
"""

from django.db import connections, router


def compiled(rows):
    """SQL and parameters of a queryset of plain values: texts, numbers and nothing else."""
    return rows.query.sql_with_params()


def answers(model, question):
    """The rows (tuples) that the question, as `compiled`, finds where `model` is read."""
    with connections[router.db_for_read(model)].cursor() as cursor:
        cursor.execute(*question)
        return cursor.fetchall()
