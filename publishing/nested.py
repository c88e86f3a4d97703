"""Records that come in the row of another one: its partners, its areas, its files.

A prefetch asks once more for each relation that a page shows; this asks for them in the query
of the page's own records.
"""

from django.db.models import DateTimeField, F, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONArray


class Nested(Subquery):
    """The records of a queryset as a list, in a column of the row to which OuterRef refers.

    They come with the columns of their own table alone; those that are deferred stay away, and
    so do moments, which JSON tells otherwise than the database. `more` names expressions that
    come along as attributes: texts or numbers.
    """

    LISTED = {
        "sqlite": "(SELECT JSON_GROUP_ARRAY(JSON(listed)) FROM (%(subquery)s))",
        "postgresql": "(SELECT COALESCE(JSONB_AGG(listed), '[]') FROM (%(subquery)s) AS rows)",
    }

    def __init__(self, records, **more):
        self.model, self.fields, self.more = records.model, loaded_fields(records), list(more)
        self.names = [field.attname for field in self.fields]
        # A plain QuerySet selects this column alone; the one of modeltranslation adds others.
        rows = QuerySet(records.model, records.defer(None).query)
        columns = JSONArray(*map(F, self.names), *more.values())
        super().__init__(rows.values(listed=columns), JSONField())

    def as_sql(self, compiler, connection, **context):
        template = self.LISTED[connection.vendor]
        return super().as_sql(compiler, connection, template=template, **context)

    def get_db_converters(self, connection):
        return [*super().get_db_converters(connection), self.converted]

    def converted(self, rows, expression, connection):
        """What the attribute of the outer record holds, made from the rows (None: no query)."""
        return [self.record(row, connection) for row in rows or ()]

    def record(self, row, connection):
        own = [field.to_python(value) for field, value in zip(self.fields, row, strict=False)]
        record = self.model.from_db(connection.alias, self.names, own)
        for name, value in zip(self.more, row[len(own) :], strict=True):
            setattr(record, name, value)
        return record


class NestedOne(Nested):
    """The only record of the queryset instead of a list; None where there is none."""

    def converted(self, rows, expression, connection):
        return self.record(rows[0], connection) if rows else None


def loaded_fields(records):
    """The fields whose columns a queryset loads, which `only` and `defer` can narrow."""
    names, is_deferred = records.query.deferred_loading
    return [
        field
        for field in records.model._meta.concrete_fields
        if field.primary_key
        or ((field.name in names) != is_deferred and not isinstance(field, DateTimeField))
    ]
