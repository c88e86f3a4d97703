"""What every record was before: one version for each change, with its day and its author.

The versions are those of django-simple-history, a table beside each table, registered after the
translation so that they hold both languages. Beside the columns a version keeps the links to
other records (`links`). What is written in bulk is told here too, because no `save` tells it.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.utils import timezone
from modeltranslation.translator import NotRegistered, translator
from simple_history import register
from simple_history.models import HistoricalRecords

from publishing.batches import batches

CREATED, CHANGED, DELETED = "+", "~", "-"
UNTOLD = ("created_at", "updated_at")

_held = ContextVar("held_versions", default=None)


class Version(models.Model):
    """What a version holds beside the columns: {relation: identifiers, ascending}."""

    links = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True


def keep_history(*tracked, without=(), forgetful=False):
    """Keep the versions of these models, but not of the columns `without`.

    With `forgetful` the versions go with their record, and what is emptied in a record is
    emptied in its versions: what must never be published is not kept longer than needed.
    """
    for model in tracked:
        own = {field.name for field in model._meta.concrete_fields}
        register(
            model,
            bases=[Version],
            excluded_fields=sorted(own & {*translated_fields(model), *UNTOLD, *without}),
            cascade_delete_history=forgetful,
        )
        versions_of(model).model.is_forgetful = forgetful


def translated_fields(model):
    """The fields of a model that stand only for their columns in two languages."""
    try:
        return translator.get_options_for_model(model).get_field_names()
    except NotRegistered:
        return ()


def has_history(model):
    return hasattr(model._meta, "simple_history_manager_attribute")


def versions_of(model):
    """The manager of a model's versions, the newest first."""
    return getattr(model, model._meta.simple_history_manager_attribute)


def linked_fields(model):
    """The relations of a model whose links are rows without a life of their own."""
    return [
        field
        for field in model._meta.many_to_many
        if hasattr(field.remote_field, "through") and field.remote_field.through._meta.auto_created
    ]


def links_of(model, rows):
    """{row: {relation: identifiers}} of what the stored rows are linked to."""
    found = {}
    for field in linked_fields(model):
        mine, other = field.m2m_column_name(), field.m2m_reverse_name()
        links = field.remote_field.through.objects.order_by(mine, other)
        for some in batches(rows):
            for row, linked in links.filter(**{f"{mine}__in": some}).values_list(mine, other):
                found.setdefault(row, {}).setdefault(field.name, []).append(linked)
    return found


def moment():
    """The moment that all changes of one request share, else now."""
    request = getattr(HistoricalRecords.context, "request", None)
    if request is None:
        return timezone.now()
    return request.__dict__.setdefault("moment_of_change", timezone.now())


def author():
    """The identifier of the member of staff whose request this is, or None."""
    request = getattr(HistoricalRecords.context, "request", None)
    return getattr(getattr(request, "user", None), "pk", None)


def complete(sender, instance, history_instance, **kwargs):
    """Give a version that `save` makes its moment and its links; those of the last if deleted."""
    history_instance.history_date = moment()
    if not linked_fields(type(instance)):
        return
    if history_instance.history_type == DELETED:
        last = newest_version(instance)
        history_instance.links = last.links if last else {}
    else:
        history_instance.links = links_of(type(instance), [instance.pk]).get(instance.pk, {})


def forget_emptied(sender, instance, history_instance, **kwargs):
    """Empty in the earlier versions of a forgetful model what its record no longer holds."""
    if getattr(sender, "is_forgetful", False) and history_instance.history_type == CHANGED:
        forget(type(instance), [instance])


def forget(model, records):
    """Empty in all versions of these records the texts and dates that are empty in them."""
    versions = versions_of(model).model.objects
    for field in versions.model.tracked_fields:
        if field.primary_key or field.is_relation:
            continue
        emptied = [record.pk for record in records if not getattr(record, field.attname)]
        nothing = None if field.null and not field.empty_strings_allowed else ""
        for some in batches(emptied):
            versions.filter(pk_of(model, some)).update(**{field.attname: nothing})


def pk_of(model, rows):
    """The condition on versions that they are of these rows."""
    return models.Q(**{f"{model._meta.pk.attname}__in": rows})


def newest_version(record):
    versions = versions_of(type(record)).model.objects
    return versions.filter(pk_of(type(record), [record.pk])).order_by("-history_id").first()


def links_changed(sender, instance, action, reverse, **kwargs):
    """Make a version of the record whose links changed, which no `save` tells.

    Within one request the version that it has just made takes them.
    """
    model = type(instance)
    if not action.startswith("post_") or reverse or not has_history(model):
        return
    links = links_of(model, [instance.pk]).get(instance.pk, {})
    last = newest_version(instance)
    if last is None or last.links == links:
        return
    if last.history_date == moment():
        type(last).objects.filter(pk=last.pk).update(links=links)
    else:
        note(model, [instance], CHANGED)


def note(model, records, change):
    """Make the versions of records that were written in bulk; inside `noted_at_end` later."""
    records = [record for record in records if record.pk is not None]
    if not has_history(model):
        return
    held = _held.get()
    if held is None:
        write(model, {record.pk: (record, change) for record in records})
        return
    waiting = held.setdefault(model, {})
    for record in records:
        is_new = CREATED in (change, waiting.get(record.pk, (None, change))[1])
        waiting[record.pk] = (record, CREATED if is_new else CHANGED)


def note_rows(model, rows, changed):
    """Make the versions of stored rows in which the fields named `changed` were written."""
    if has_history(model):
        told = {field.name for field in versions_of(model).model.tracked_fields}
        told |= {field.attname for field in versions_of(model).model.tracked_fields}
        if told & set(changed):
            for some in batches(rows):
                note(model, model._base_manager.filter(pk__in=some), CHANGED)


@contextmanager
def noted_at_end():
    """Hold the versions of a bulk act, and write them at its end with the links they then have.

    None are written where the act fails.
    """
    token = _held.set({})
    try:
        yield
        held = _held.get()
    finally:
        _held.reset(token)
    for model, waiting in held.items():
        write(model, waiting)


def write(model, waiting):
    """Store the versions of {row: (record, change)}."""
    versions = versions_of(model).model
    when, who, links = moment(), author(), links_of(model, waiting)
    versions.objects.bulk_create(
        versions(
            history_date=when,
            history_type=change,
            history_user_id=who,
            links=links.get(row, {}),
            **{field.attname: getattr(record, field.attname) for field in versions.tracked_fields},
        )
        for row, (record, change) in waiting.items()
    )
    if versions.is_forgetful:
        forget(model, [record for record, change in waiting.values() if change == CHANGED])
