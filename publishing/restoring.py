"""Back to an earlier version of a record, with its rows as they were; its state stays."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from publishing.history import DELETED, linked_fields, pk_of, versions_of
from publishing.models import Publication

STATE = ("publication", "public_from")


@transaction.atomic
def restore(version, row_fields):
    """Bring the record of the version back to what it was then; returns the record.

    `row_fields` are the foreign keys of its rows' models. The record keeps its state of
    publication; a deleted one comes back as a draft. Raises ValidationError where it cannot be
    as it was: another record has its key, a row has rows of its own.
    """
    model = version.instance_type
    record = write_back(version)
    for relation in linked_fields(model):
        linked = relation.related_model.objects.filter(pk__in=version.links.get(relation.name, []))
        getattr(record, relation.name).set(linked)
    for foreign_key in row_fields:
        restore_rows(record, foreign_key, version)
    return record


def write_back(version):
    """Save the record as the version has it."""
    model = version.instance_type
    row = getattr(version, model._meta.pk.attname)
    record = model.objects.filter(pk=row).first()
    is_new = record is None
    record = record or model(pk=row)
    for column in version.tracked_fields:
        if is_new or column.name not in STATE:
            setattr(record, column.attname, getattr(version, column.attname))
    if is_new and hasattr(record, "publication") and record.publication != Publication.INTERNAL:
        record.publication = Publication.DRAFT
    record.full_clean()
    record.save(force_insert=is_new)
    return record


def restore_rows(record, foreign_key, version):
    """Bring the rows of a record back to what they were when the version was made.

    Where that was its deletion, back to what they were before it.
    """
    until = "lt" if version.history_type == DELETED else "lte"
    model = foreign_key.model
    versions = versions_of(model).model.objects
    ever = versions.filter(**{foreign_key.attname: record.pk}).order_by()
    rows = set(ever.values_list(model._meta.pk.attname, flat=True))
    then = versions.filter(
        pk_of(model, rows), **{f"history_date__{until}": version.history_date}
    ).order_by()
    newest = then.values(model._meta.pk.attname).annotate(last=Max("history_id"))
    standing = [
        version
        for version in versions.filter(history_id__in=[found["last"] for found in newest])
        if version.history_type != DELETED and getattr(version, foreign_key.attname) == record.pk
    ]
    kept = {getattr(version, model._meta.pk.attname) for version in standing}
    for row in model.objects.filter(**{foreign_key.attname: record.pk}).exclude(pk__in=kept):
        if has_rows(row):
            raise ValidationError(
                _("“%(row)s” came later and has rows of its own: delete it first."),
                params={"row": row},
            )
        row.delete()
    for version in standing:
        write_back(version)


def has_rows(row):
    """Whether something else belongs to the row."""
    return any(
        relation.related_model.objects.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.related_objects
    )
