"""A register in which whatever the public may not see carries a mark, in every field of text.

Fields come from the models themselves, so that a new one is marked without being named here.
"""

import re
from datetime import timedelta
from itertools import count

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from aid.models import Rate, Recipient
from publishing.dates import today
from publishing.models import (
    AuditEntry,
    ConfidentialRecord,
    Document,
    Documented,
    Photo,
    Publication,
    PublicRecord,
    Publishable,
    StateChange,
)
from publishing.tests.records import make_document, make_photo
from register.models import Upload
from reports.models import Edition, EditionFile, Report

MARK = re.compile("(?:hid|pub)[0-9]{4}mark", re.IGNORECASE)
COLOURS = {"colour_ground", "colour_mark"}  # nothing but a colour can stand there
DERIVED = (Edition, EditionFile)  # made of public records by the portal
STATES = (
    {"publication": Publication.DRAFT},
    {"publication": Publication.REVIEW},
    {"publication": Publication.INTERNAL},
    {"publication": Publication.PUBLIC, "public_from": today() + timedelta(days=400)},
)
_numbers = count(1)


def mark(kind):
    """A word that stands nowhere else: `hid0001mark`, or `pub…` for what may be seen."""
    return f"{kind}{next(_numbers):04}mark"


def is_free(field):
    """Whether people may write any words into the field."""
    is_text = isinstance(field, models.CharField | models.TextField)
    closed = (field.max_length or 100) < 10 or field.flatchoices or field.name in COLOURS
    kept = type(field).__name__ in ("PartialDateField", "LanguageCodeField", "ChoicesField")
    computed = field.name == "sha256" or isinstance(field, models.FileField)
    return is_text and not (closed or kept or computed)


def free_fields(model):
    """The fields of text of a model; a translated one counts in its languages alone."""
    names = {field.name for field in model._meta.concrete_fields}
    return [
        field
        for field in model._meta.concrete_fields
        if is_free(field) and f"{field.name}_uk" not in names
    ]


def marked(field, kind):
    word = mark(kind)
    if isinstance(field, models.URLField) or "Website" in type(field).__name__:
        return f"https://{word}.example/{word}"
    return f"{word}@{word}.example" if isinstance(field, models.EmailField) else word


def put_marks(record, kind, leave=()):
    """Write marks into every field of text of a stored record; gives {field: its text}."""
    fields = [field for field in free_fields(type(record)) if field.name not in leave]
    values = {field.name: marked(field, kind) for field in fields}
    if values:
        type(record).objects.filter(pk=record.pk).update(**values)
    return values


def public_models():
    """The models whose records the public may see, with texts or with parts that have some."""
    own = (model for model in apps.get_models() if issubclass(model, PublicRecord))
    return [model for model in own if model not in DERIVED]


def parts_of(model):
    """The relations to the records that stand and fall with one of this model."""
    return [
        relation
        for relation in model._meta.related_objects
        if relation.on_delete is models.CASCADE
        and issubclass(relation.related_model, PublicRecord | ConfidentialRecord)
        and relation.related_model not in DERIVED
    ]


def copied(record, **changes):
    """A copy of a record with other keys, the same neighbours, and copies of its parts."""
    model = type(record)
    copy = model.objects.get(pk=record.pk)
    copy.pk = None
    copy._state.adding = True
    for field in model._meta.concrete_fields:
        if field.unique and is_free(field):
            setattr(copy, field.name, mark("hid"))
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.stored_address = None
    copy.save()
    for field in model._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            getattr(copy, field.name).set(getattr(record, field.name).all())
    for relation in parts_of(model):
        for part in relation.related_model.objects.filter(**{relation.field.name: record}):
            copied(part, **{relation.field.name: copy})
    return copy


def add_hidden():
    """Beside a public record of each model: hidden ones in every state, and hidden files."""
    years, days = count(1995), count(40)
    for model in public_models():
        record = model.objects.public().order_by("pk").first()
        if issubclass(model, Documented) and record:
            for state in STATES:
                add_files(record, **state)
        if model in (Document, Photo) or model._meta.label == "partners.Office":
            continue
        if model is Report:
            for state in STATES[:3]:
                copied(record, year=next(years), **state)
        elif issubclass(model, Publishable):
            for state in STATES:
                copy = copied(record, **state)
                if isinstance(copy, Documented):
                    add_files(copy)
        elif not model.belongs_to:
            changes = {"date": record.date - timedelta(next(days) * 400)} if model is Rate else {}
            copied(record, **changes)


def add_files(owner, kind="hid", **state):
    word = mark(kind)
    make_document(owner, content=f"%PDF-1.4\n{word}\n%%EOF".encode(), text=word, **state)
    make_photo(owner, **state)


def mark_all_hidden():
    """Mark every text that the public may not see; gives {(model, field)} of what is marked."""
    done = set()
    for model in public_models():
        hidden = model.objects.exclude(pk__in=model.objects.public().values("pk"))
        if model is Recipient:
            hidden = hidden.filter(sensitive=False)  # the others have their names aside
        for record in hidden:
            done |= {(model, name) for name in put_marks(record, "hid", leave={"place"})}
    for model in apps.get_models():
        if issubclass(model, ConfidentialRecord):
            for record in model.objects.all():
                done |= {(model, name) for name in put_marks(record, "hid")}
    user = get_user_model().objects.create_user(mark("hid"), f"{mark('hid')}@example.org")
    StateChange.objects.create(
        model="partners.partner", object_id=1, after="internal", note=mark("hid"), user=user
    )
    AuditEntry.objects.create(
        act=AuditEntry.Act.READING, username=user.username, subject=mark("hid"), detail=mark("hid")
    )
    Upload.objects.create(name=mark("hid"), sha256="0" * 64, user=user)
    return done
