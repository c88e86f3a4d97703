"""Indexes for lists that grow."""

from django.db import models


class InOrder(models.Index):
    """An index in the order of a list, whose newest rows are then read without sorting all."""

    def create_sql(self, model, schema_editor, using="", **kwargs):
        """SQLite has empty values last in descending order anyway, and takes no word of it."""
        statement = super().create_sql(model, schema_editor, using, **kwargs)
        if schema_editor.connection.vendor == "sqlite":
            return str(statement).replace(" NULLS LAST", "")
        return statement
