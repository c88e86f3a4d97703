"""From draft to the public: who may take which step, and what is kept of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from publishing.models import Publication, StateChange

DISCLOSE = "publishing.disclose_records"


def may_publish(user, model):
    """Whether the user may make records of `model` public and change those that are."""
    return user.has_perm(model.publish_right)


def refusal(user, model, before, after):
    """Why the user may not take a record from the state `before` to `after`; empty if allowed.

    `before` is empty for a new record.
    """
    if before == after:
        return ""
    if Publication.PUBLIC in (before, after) and not may_publish(user, model):
        return _("You may not publish, nor hide what is published.")
    if before == Publication.INTERNAL and not user.has_perm(DISCLOSE):
        return _("You may not take a record out of “Internal”.")
    return ""


@transaction.atomic
def move(record, after, user, note=""):
    """Take a stored record to the state `after`; returns the record as it is then.

    Raises ValidationError where the user may not.
    """
    record = type(record).objects.select_for_update().get(pk=record.pk)
    before = record.publication
    if message := refusal(user, type(record), before, after):
        raise ValidationError(message, code="refused")
    if before != after:
        record.publication = after
        record.save(update_fields=["publication", "updated_at"])
        keep(record, before, user, note)
    return record


def keep(record, before, user, note=""):
    """Note that `user` took the record from `before` to its state, unless nothing changed."""
    if before != record.publication:
        StateChange.objects.create(
            model=record._meta.label_lower,
            object_id=record.pk,
            before=before,
            after=record.publication,
            note=note,
            user=user,
        )


def last_change(record):
    """The newest StateChange of the record, or None where none was noted."""
    changes = StateChange.objects.filter(model=record._meta.label_lower, object_id=record.pk)
    return changes.select_related("user").first()


def held_back_by(record):
    """The related records that keep a published one from the public: a list, often empty."""
    model = type(record)
    if record.publication != Publication.PUBLIC or is_seen(record):
        return []
    hidden = []
    for name in model.shown_with:
        field = model._meta.get_field(name)
        related = field.related_model.objects
        linked = {"pk__in": [pk for pk in pks_of(record, field) if pk is not None]}
        seen = related.public().filter(**linked).values_list("pk", flat=True)
        hidden += related.filter(**linked).exclude(pk__in=list(seen))
    return hidden


def pks_of(record, field):
    """The identifiers that a record has in one of its relations."""
    if field.many_to_many:
        return getattr(record, field.name).values_list("pk", flat=True)
    return [getattr(record, field.attname)]


def is_seen(record):
    """Whether the public sees the record now."""
    return type(record).objects.public().filter(pk=record.pk).exists()


def hold_back(sender, instance, **kwargs):
    """Take to draft, with the deletion of a hidden record, what it alone may have kept hidden.

    A record of no partner is public by its own state, so that the deletion of its last hidden
    one would publish it, whoever deletes.
    """
    if sender.objects.public().filter(pk=instance.pk).exists():
        return
    for relation in sender._meta.related_objects:
        model, field = relation.related_model, relation.field.name
        if field in getattr(model, "shown_with", ()):
            hidden = model.objects.hidden().filter(publication=Publication.PUBLIC)
            hidden.filter(**{field: instance}).update(publication=Publication.DRAFT)
