"""Documents and photographs: files that belong to a record and are public only with it.

One table holds the documents of every kind of record and one the photographs: a page asks for
those of its record, `/files/`, the search and the lists of the admin for all, and each needs
one query. The ground floor cannot point at records of the floors above it, so the relation is
Django's generic one and runs downward: a model above says `Documented`. A row whose record is
gone can be left by nothing but raw SQL, and is public to nobody.
"""

from collections import defaultdict
from functools import cache, partial
from pathlib import PurePath
from uuid import uuid4

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing.dates import PartialDateField
from publishing.models.record import Publication, PublicQuerySet, Publishable, own_state
from publishing.rules import Filled, OneOf, RealDate, Rule
from publishing.speech import LanguageCodeField, language_name
from publishing.storage import random_name, undone_on_error
from publishing.text import PlainCharField


class FileType(models.TextChoices):
    """The types of files that the portal takes and serves, each with its only extension."""

    JPEG = "jpg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"
    ODT = "odt", "ODT"

    @property
    def media_type(self):
        """What the answer calls it (IANA media type)."""
        return MEDIA_TYPES[self]

    @property
    def is_image(self):
        """Whether browsers may show it in place: images are the portal's own making."""
        return self in IMAGES


MEGABYTE = 1024**2
OFFICE_OPEN_XML = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.WEBP: "image/webp",
    FileType.PDF: "application/pdf",
    FileType.DOCX: f"{OFFICE_OPEN_XML}.wordprocessingml.document",
    FileType.XLSX: f"{OFFICE_OPEN_XML}.spreadsheetml.sheet",
    FileType.ODT: "application/vnd.oasis.opendocument.text",
}
IMAGES = (FileType.JPEG, FileType.PNG, FileType.WEBP)


class DocumentKind(models.TextChoices):
    """What a document is; the code is also its name in the address."""

    AGREEMENT = "agreement", _("text of an agreement or contract")
    ADDENDUM = "addendum", _("additional agreement")
    DECISION = "decision", _("council decision")
    APPROVAL = "approval", _("ministry approval")
    LETTER = "letter", _("letter")
    ACT = "act", _("act")
    REPORT = "report", _("report")
    PROGRAMME = "programme", _("programme")
    PRESENTATION = "presentation", _("presentation")
    OTHER = "other", _("other document")


class People(models.TextChoices):
    """Who can be recognised in a photograph: their consent is a condition of publishing it."""

    NOBODY = "nobody", _("nobody can be recognised")
    ADULTS = "adults", _("adults")
    CHILDREN = "children", _("children")


def place_in_storage(attachment, name):
    """Where the storage keeps the file; the name that it came with is never used."""
    return random_name(attachment.type)


def worded_size(size):
    """A number of bytes in words: `180 KB`, `1.2 MB`."""
    if size < MEGABYTE:
        return gettext("%(number)s KB") % {"number": number_format(-(-size // 1024))}
    return gettext("%(number)s MB") % {"number": number_format(size / MEGABYTE, 1)}


class AttachmentQuerySet(PublicQuerySet):
    def of(self, *records):
        """Those that belong to one of the records."""
        rows = defaultdict(list)
        for record in records:
            rows[type(record)].append(record.pk)
        condition = Q(pk__in=[])
        for model, pks in rows.items():
            condition |= owned_by(model) & Q(owner_id__in=pks)
        return self.filter(condition)


class Attachment(Publishable):
    """A file of a record. Its bytes never change: another file is another attachment."""

    address_field = "uid"

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind of record")
    )
    owner_id = models.PositiveBigIntegerField(_("record"))
    owner = GenericForeignKey("owner_type", "owner_id")
    file = models.FileField(_("file"), upload_to=place_in_storage, editable=False)
    type = models.CharField(_("file type"), max_length=10, choices=FileType, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="%(class)s_owner")]
        constraints = [
            *Publishable.Meta.constraints,
            Filled("file", name="%(app_label)s_%(class)s_file"),
            OneOf("type", FileType, name="%(app_label)s_%(class)s_type"),
        ]

    @classmethod
    def is_public(cls):
        """Published, and so is the record that it belongs to."""
        return own_state() & cls.owned_by_public()

    @classmethod
    def owned_by_public(cls):
        """The condition that the record it belongs to is public (a Q)."""
        condition = Q(pk__in=[])
        for model in documented_models():
            public = model.with_public_files().filter(pk=OuterRef("owner_id"))
            condition |= owned_by(model) & Q(Exists(public))
        return condition

    def take(self, upload):
        """Hold the file of a checked upload (an `Upload`) from now on; `save` stores it."""
        self.file = upload.file
        self.type = upload.type
        self.size = upload.size
        self.sha256 = upload.sha256

    @property
    def owner_key(self):
        """Model and number of its record, as `attached_to` has read them."""
        return self.owner_model, self.owner_id

    @property
    def size_in_words(self):
        """How much there is to download."""
        return worded_size(self.size)

    def stored_names(self):
        """The names of all files that the storage keeps for this one row."""
        return [self.file.name]

    @classmethod
    def row_deleted(cls, instance, **kwargs):
        """Delete the stored files of a deleted row, once its transaction has ended well."""
        storage, names = instance.file.storage, instance.stored_names()
        for name in names:  # one that cannot be deleted keeps none of the others
            transaction.on_commit(partial(storage.delete, name), robust=True)

    @transaction.atomic
    def save(self, *args, **kwargs):
        with undone_on_error():
            super().save(*args, **kwargs)
            self.store_more()

    def store_more(self):
        """Store what belongs to the file beside it."""


class Document(Attachment):
    """A text of an agreement, a decision, a letter, an act: what a claim rests on."""

    title = PlainCharField(_("title"), max_length=300, help_text=_("As it stands in the document"))
    kind = models.CharField(
        _("kind"), max_length=20, choices=DocumentKind, default=DocumentKind.OTHER
    )
    language = LanguageCodeField(_("language"), default="uk")
    second_language = LanguageCodeField(
        _("second language"), blank=True, help_text=_("Where the text stands in two languages")
    )
    date = PartialDateField(_("date of the document"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True, editable=False)
    text = models.TextField(_("text of the file"), blank=True, editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = [models.F("date").desc(nulls_last=True), "pk"]
        indexes = Attachment.Meta.indexes
        constraints = [
            *Attachment.Meta.constraints,
            Filled("title_uk", name="document_title"),
            Filled("language", name="document_language"),
            OneOf("kind", DocumentKind, name="document_kind"),
            RealDate("date", name="document_date"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("publishing:file", args=[self.uid, self.address_name])

    def take(self, upload):
        super().take(upload)
        self.pages, self.text = upload.pages, upload.text

    @property
    def address_name(self):
        """The last part of its address: `decision.pdf`."""
        return f"{self.kind}.{self.type}"

    @property
    def languages(self):
        """The names of its languages, in the page's language."""
        codes = [code for code in (self.language, self.second_language) if code]
        return [language_name(code) for code in codes]


class Consent(Rule):
    """A photograph of people is published only when they agreed, for children their parents."""

    message = _("Publish it only when the consent of those shown is recorded")

    def __init__(self, *, name):
        unpublished = ~Q(publication=Publication.PUBLIC)
        super().__init__(
            field="consent",
            name=name,
            condition=unpublished | Q(consent=True) | Q(people=People.NOBODY),
        )

    def holds(self, photo):
        published = photo.publication == Publication.PUBLIC
        return not published or photo.consent or photo.people == People.NOBODY


class Photo(Attachment):
    """A photograph, kept without what its camera wrote, in the sizes that pages use."""

    WIDTHS = (480, 960, 1600)  # pixels; a photograph is never enlarged
    RENDITIONS = (FileType.WEBP, FileType.JPEG)

    alt = PlainCharField(
        _("what the photograph shows"),
        max_length=300,
        help_text=_("For those who cannot see it: who does what and where"),
    )
    caption = PlainCharField(
        _("caption"), max_length=500, blank=True, help_text=_("Who, where, when")
    )
    author = PlainCharField(_("author"), max_length=200, blank=True)
    taken_on = PartialDateField(_("taken on"))
    people = models.CharField(_("who can be recognised"), max_length=10, choices=People)
    consent = models.BooleanField(
        _("consent recorded"),
        default=False,
        help_text=_("Of those shown; for children, the written consent of their parents"),
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = [models.F("taken_on").desc(nulls_last=True), "pk"]
        indexes = Attachment.Meta.indexes
        constraints = [
            *Attachment.Meta.constraints,
            Filled("alt_uk", name="photo_alt"),
            OneOf("people", People, name="photo_people"),
            Consent(name="photo_consent"),
            RealDate("taken_on", name="photo_taken_on"),
        ]

    def __str__(self):
        return self.alt

    def get_absolute_url(self):
        return self.address(self.widths[-1], FileType.JPEG)

    def take(self, upload):
        super().take(upload)
        self.width, self.height = upload.width, upload.height
        self.renditions_to_store = upload.renditions

    def store_more(self):
        """Store the sizes that came with the upload."""
        renditions = self.__dict__.pop("renditions_to_store", {})
        for (width, file_type), file in renditions.items():
            self.file.storage.save(self.stored_name(width, file_type), file)

    @property
    def widths(self):
        """The widths in which it is kept, ascending; the last is that of the stored photograph."""
        return [*(width for width in self.WIDTHS if width < self.width), self.width]

    @property
    def webp_set(self):
        """Its WebP sizes as `srcset` takes them."""
        return self._set(FileType.WEBP)

    @property
    def jpeg_set(self):
        """Its JPEG sizes as `srcset` takes them."""
        return self._set(FileType.JPEG)

    def _set(self, file_type):
        return ", ".join(f"{self.address(width, file_type)} {width}w" for width in self.widths)

    @property
    def smallest(self):
        """The address of the size for browsers that cannot choose."""
        return self.address(self.widths[0], FileType.JPEG)

    def address(self, width, file_type):
        """The address of one rendition: `/files/<id>/960.webp`."""
        return reverse("publishing:file", args=[self.uid, f"{width}.{file_type}"])

    def stored_name(self, width, file_type):
        """The name under which the storage keeps one rendition."""
        stem = PurePath(self.file.name).with_suffix("")
        return self.file.name if self._is_main(width, file_type) else f"{stem}-{width}.{file_type}"

    def _is_main(self, width, file_type):
        return width == self.width and file_type == self.type

    def stored_names(self):
        return [
            self.stored_name(width, file_type)
            for width in self.widths
            for file_type in self.RENDITIONS
        ]


class Documented(models.Model):
    """A record that documents and photographs can belong to."""

    documents = GenericRelation(Document, "owner_id", "owner_type")
    photos = GenericRelation(Photo, "owner_id", "owner_type")

    class Meta:
        abstract = True

    @classmethod
    def with_public_files(cls):
        """The records whose files may be public: those that are public themselves."""
        return cls.objects.public()

    @property
    def has_public_files(self):
        """Whether the files of this record, which is public, may be so too."""
        return True


@cache
def documented_models():
    """The models whose records have documents and photographs, from whatever floor."""
    return tuple(model for model in apps.get_models() if issubclass(model, Documented))


def owned_by(model):
    """The condition that an attachment belongs to a record of `model`.

    Names the model instead of looking its row up, so that no page needs a query for it.
    """
    return Q(owner_type__app_label=model._meta.app_label, owner_type__model=model._meta.model_name)
