"""What every published record shares: its state, its day, its address."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.changes import announce
from publishing.dates import today
from publishing.rules import OneOf


class Publication(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLIC = "public", _("Published")
    INTERNAL = "internal", _("Internal")


class PublicQuerySet(models.QuerySet):
    """The one door to what the public may see.

    Each model says in `is_public` which of its records are public; whatever faces the public
    starts from `public()`.
    """

    def public(self):
        return self.filter(self.model.is_public())

    @transaction.atomic
    def bulk_create(self, *args, **kwargs):
        result = super().bulk_create(*args, **kwargs)
        announce(self.model)
        return result

    @transaction.atomic
    def update(self, **values):
        result = super().update(**values)
        announce(self.model)
        return result

    update.alters_data = True

    @transaction.atomic
    def delete(self):
        result = super().delete()
        announce(self.model)
        return result

    delete.alters_data = True
    delete.queryset_only = True


class PublicRecord(models.Model):
    """A record that the public may see under a condition that the model names."""

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def is_public(cls):
        """The condition (a Q) under which the public may see a record of this model."""
        raise TypeError(f"{cls.__name__} does not say when it is public")

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        announce(type(self))

    @transaction.atomic
    def delete(self, *args, **kwargs):
        result = super().delete(*args, **kwargs)
        announce(type(self))
        return result


class Publishable(PublicRecord):
    """A record that the office publishes, prepares or keeps to itself."""

    address_field = "key"

    publication = models.CharField(
        _("publication"),
        max_length=10,
        choices=Publication,
        default=Publication.DRAFT,
        db_index=True,
        help_text=_("“Internal” is never published."),
    )
    public_from = models.DateField(
        _("show no earlier than"),
        null=True,
        blank=True,
        help_text=_("Arrivals and delegations: 30 days after the event."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True
        constraints = [
            OneOf("publication", Publication, name="%(app_label)s_%(class)s_publication")
        ]

    @classmethod
    def from_db(cls, db, field_names, values):
        record = super().from_db(db, field_names, values)
        record.stored_address = record.__dict__.get(cls.address_field)
        return record

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        address = getattr(self, self.address_field)
        FormerAddress.objects.remember(self, getattr(self, "stored_address", None), address)
        self.stored_address = address

    @classmethod
    def is_public(cls):
        return own_state()


def own_state():
    """The record is published and its day has come, whatever its parents are (a Q)."""
    return Q(publication=Publication.PUBLIC) & (
        Q(public_from__isnull=True) | Q(public_from__lte=today())
    )


def used_by_public(model, field):
    """The condition that a public record refers to the row of `model` by its field `field`.

    Looks at every publishable model that has such a field, whichever floor it stands on.
    """
    condition = Q(pk__in=[])
    for relation in model._meta.related_objects:
        user = relation.related_model
        if relation.field.name == field and issubclass(user, PublicRecord):
            public = user.objects.public().filter(**{field: OuterRef("pk")})
            condition |= Q(Exists(public))
    return condition


class FormerAddressManager(models.Manager):
    """Remembers under which keys a record was known, and finds it by them."""

    def remember(self, record, old, new):
        """Note that `record` moved from the key `old` to `new`; None or equal: nothing moved."""
        if old is None or old == new:
            return
        self.filter(model=record._meta.label_lower, key=new).delete()
        self.update_or_create(
            model=record._meta.label_lower, key=old, defaults={"object_id": record.pk}
        )


class FormerAddress(models.Model):
    """A key that a record had before: its old address leads to the new one."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    object_id = models.BigIntegerField()

    objects = FormerAddressManager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="former_address_once")]

    def __str__(self):
        return f"{self.model} {self.key}"
