"""What every published record shares: its state, its day, its address."""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps

from django.conf import settings
from django.db import models, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext_lazy as _

from publishing.changes import announce, as_one_change, foretell
from publishing.dates import today
from publishing.history import CHANGED, CREATED, note, note_rows
from publishing.rules import OneOf
from publishing.text import PlainTextField


class Publication(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLIC = "public", _("Published")
    INTERNAL = "internal", _("Internal")


_previewed = ContextVar("previewed", default=(None, None))


@contextmanager
def previewing(record):
    """Let the one record through the door as if it were published: for a page that staff see."""
    token = _previewed.set((type(record), record.pk))
    try:
        yield
    finally:
        _previewed.reset(token)


def is_preview():
    """Whether the page that is made now is the preview of a record."""
    return _previewed.get() != (None, None)


def once_a_day(make):
    """Keep a part of queries that `make` makes of its arguments: making it costs more than asking.

    It is made anew for each day and language, and in a preview, which lets one record more through.
    """

    @lru_cache(maxsize=256)
    def kept(day, language, *args):
        return make(*args)

    @wraps(make)
    def made(*args):
        return make(*args) if is_preview() else kept(today(), get_language(), *args)

    return made


@once_a_day
def condition_of(model):
    """The condition under which the public sees a record of `model`, previews included."""
    previewed, row = _previewed.get()
    return model.is_public() | Q(pk=row) if model is previewed else model.is_public()


class TrackedQuerySet(models.QuerySet):
    """Makes versions also of what is written in bulk."""

    @transaction.atomic
    def bulk_create(self, *args, update_conflicts=False, **kwargs):
        records = super().bulk_create(*args, update_conflicts=update_conflicts, **kwargs)
        note(self.model, records, CHANGED if update_conflicts else CREATED)
        return records

    @transaction.atomic
    def update(self, **values):
        return self._write(self._rows(), values)

    update.alters_data = True

    def _write(self, rows, values):
        """Write the values into the records, whose primary keys `rows` are."""
        result = super().update(**values)
        note_rows(self.model, rows, values)
        return result

    def _rows(self):
        """The primary keys of the records, as they are before the act."""
        return list(self.order_by().values_list("pk", flat=True))


class PublicQuerySet(TrackedQuerySet):
    """The one door to what the public may see.

    Each model says in `is_public` which of its records are public; whatever faces the public
    starts from `public()`.
    """

    def public(self):
        """The records that the public sees; in a preview of one of them that one too."""
        return self.filter(condition_of(self.model))

    def named(self):
        """Those that the public sees under their own name."""
        return self.public()

    def hidden(self):
        """The records that the public does not see.

        They are few. Who wants to know that something names none of them asks for these: to
        look for what is not among the public ones PostgreSQL goes through everything.
        """
        return self.exclude(condition_of(self.model))

    def with_seen(self):
        """With `is_seen`: whether the record is public."""
        seen = ExpressionWrapper(self.model.is_public(), output_field=BooleanField())
        return self.annotate(is_seen=seen)

    @transaction.atomic
    @as_one_change()
    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        known = {record.pk for record in objs if record.pk is not None}
        foretell(self.model, known)  # an import writes over the rows that there are
        records = super().bulk_create(objs, *args, **kwargs)
        made = {record.pk for record in records} - known
        announce(self.model, known)
        if None in made:
            announce(self.model)
        else:
            announce(self.model, made, are_new=True)
        return records

    @as_one_change()
    def _write(self, rows, values):
        foretell(self.model, rows)
        result = super()._write(rows, values)
        announce(self.model, rows)
        return result

    @transaction.atomic
    @as_one_change()
    def delete(self):
        rows = set(self._rows())
        foretell(self.model, rows, is_deletion=True)
        result = super().delete()
        announce(self.model, rows)
        return result

    delete.alters_data = True
    delete.queryset_only = True


class Referring(models.Model):
    """A record whose references are looked up once."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude=None):
        """As Django's, which would ask once more for a record that was just read."""
        at_hand = {
            field.name
            for field in self._meta.concrete_fields
            if field.is_relation and field.is_cached(self) and getattr(self, field.attname)
        }
        super().clean_fields(exclude=at_hand.union(exclude or ()))


class PublicRecord(Referring):
    """A record that the public may see under a condition that the model names.

    `belongs_to` is the field that leads from a row to the record whose state is also its own.
    """

    publish_right = "publishing.publish_records"
    belongs_to = ""

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def is_public(cls):
        """The condition (a Q) under which the public may see a record of this model."""
        raise TypeError(f"{cls.__name__} does not say when it is public")

    def is_published(self):
        """Whether a change of the stored record is a change of what the office publishes."""
        if self.belongs_to:
            return getattr(self, self.belongs_to).is_published()
        return type(self).objects.public().filter(pk=self.pk).exists()

    def _get_FIELD_display(self, field):
        """As Django's, which makes a dictionary of all choices for each word."""
        value = getattr(self, field.attname)
        return force_str(words_of_choices(field).get(value, value), strings_only=True)

    @classmethod
    def are_seen(cls, records):
        """Whether the public sees any of the records (a queryset), or what depends on them.

        The rows of a hidden record leave no trace, as it does not; of all others it is supposed.
        """
        if not cls.belongs_to:
            return True
        owner = cls._meta.get_field(cls.belongs_to).related_model
        return owner.are_seen(owner.objects.filter(pk__in=records.values(cls.belongs_to)))

    @transaction.atomic
    @as_one_change()
    def save(self, *args, **kwargs):
        is_new = self.pk is None
        if not is_new:
            foretell(type(self), {self.pk})
        super().save(*args, **kwargs)
        announce(type(self), {self.pk}, are_new=is_new)

    @transaction.atomic
    @as_one_change()
    def delete(self, *args, **kwargs):
        rows = {self.pk}
        foretell(type(self), rows, is_deletion=True)
        result = super().delete(*args, **kwargs)
        announce(type(self), rows)
        return result


@cache
def words_of_choices(field):
    """The words (lazy) of the choices of a model's field by their code."""
    return dict(field.flatchoices)


class ConfidentialRecord(Referring):
    """What stands in a table of its own because it must never be published (◆ of contract.md).

    Its permissions are its own; so are those of its history, which forgets what is emptied.
    """

    publish_right = "publishing.publish_records"

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_published(self):
        """Never: that its record is published closes it to nobody who may write it."""
        return False


class Publishable(PublicRecord):
    """A record that the office publishes, prepares or keeps to itself.

    `shown_with` are the fields with the records that must be public too before it is.
    """

    address_field = "key"
    shown_with = ()

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

    def is_published(self):
        """As stored, whether its day has come or not."""
        return is_stored_as_public(self)

    @classmethod
    def are_seen(cls, records):
        """Only where one is public: what happens to the others must leave no trace, no ETag."""
        return records.public().exists()


def is_stored_as_public(record):
    """Whether the state of the record is `public` in the database, whatever this copy says."""
    return type(record).objects.filter(pk=record.pk, publication=Publication.PUBLIC).exists()


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
        """Note that `record` moved from the key `old` to `new`; None or equal: nothing moved.

        What another record had been called `new` is remembered: else an old address would tell
        that a hidden record has taken its key.
        """
        if old is None or old == new:
            return
        self.filter(model=record._meta.label_lower, key=new, object_id=record.pk).delete()
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


class StateChange(models.Model):
    """A step of one record between drafting and the public: who took it, when, with what note.

    `before` is empty where the record was entered in this state.
    """

    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    before = models.CharField(_("before"), max_length=10, choices=Publication, blank=True)
    after = models.CharField(_("after"), max_length=10, choices=Publication)
    note = PlainTextField(_("note"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("user"),
        null=True,
    )
    at = models.DateTimeField(_("date and time"), default=timezone.now)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="state_change_of_record")]
        permissions = [
            ("publish_records", gettext_noop("Can publish records and change published ones")),
            ("disclose_records", gettext_noop("Can take records out of “internal”")),
        ]

    def __str__(self):
        return f"{self.model} {self.object_id}: {self.before} → {self.after}"
