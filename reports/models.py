"""Annual reports: the texts of the editor, and the editions that are frozen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from papers.paper import from_data
from partners.models import Partner
from publishing.dates import KYIV, PartialDate
from publishing.models import (
    Documented,
    FileType,
    Publication,
    PublicQuerySet,
    PublicRecord,
    is_stored_as_public,
    worded_size,
)
from publishing.questions import unchanging
from publishing.rules import Filled, OneOf, Within
from publishing.speech import language_name
from publishing.text import PlainCharField, PlainTextField


class Report(Documented, PublicRecord):
    """The report of one year: what is composed from the register is framed by these texts."""

    publish_right = "reports.publish_report"
    address_field = "year"

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    title = PlainCharField(_("title"), max_length=500)
    intro_international = PlainTextField(_("opening of the international part"), blank=True)
    closing_international = PlainTextField(_("closing of the international part"), blank=True)
    intro_intermunicipal = PlainTextField(_("opening of the inter-municipal part"), blank=True)
    closing_intermunicipal = PlainTextField(_("closing of the inter-municipal part"), blank=True)
    signatory_position = PlainCharField(
        _("position of the signatory"),
        max_length=500,
        blank=True,
        help_text=_("Empty: the head of the office"),
    )
    signatory_name = PlainCharField(
        _("name of the signatory"),
        max_length=200,
        blank=True,
        help_text=_("In ordinary letters; the portal sets the surname in capitals"),
    )
    registered_on = models.DateField(
        _("registered on"), null=True, blank=True, help_text=_("Fill in after registration")
    )
    registration_index = PlainCharField(
        _("registration number"),
        max_length=100,
        blank=True,
        help_text=_("Fill in after registration"),
    )
    with_agreements = models.BooleanField(_("register of agreements in force"), default=False)
    with_projects = models.BooleanField(_("projects with their funding"), default=False)
    with_events = models.BooleanField(_("events of the year"), default=False)
    with_shipments = models.BooleanField(_("consignments of aid"), default=False)
    publication = models.CharField(
        _("publication"), max_length=10, choices=Publication, default=Publication.DRAFT
    )
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-year"]
        permissions = [
            ("submit_report", gettext_noop("Can send an annual report to review")),
            ("review_report", gettext_noop("Can give an annual report back from review")),
            ("publish_report", gettext_noop("Can publish an annual report")),
        ]
        constraints = [
            Filled("title_uk", name="report_title"),
            Within("year", 1990, 2200, name="report_year"),
            OneOf("publication", Publication, name="report_publication"),
        ]

    def __str__(self):
        return str(self.year)

    def get_absolute_url(self):
        return reverse("reports:year", args=[self.year])

    @classmethod
    def is_public(cls):
        """Published, with an edition that was frozen; a withdrawn one keeps the year's page."""
        return Q(publication=Publication.PUBLIC) & Q(pk__in=Edition.objects.values("report"))

    def is_published(self):
        return is_stored_as_public(self)

    def awaits_correction(self):
        """Whether its newest edition is withdrawn and the corrected one not published yet."""
        return self.editions.values_list("withdrawn_at", flat=True).first() is not None


class ReportText(PublicRecord):
    """Text of the editor about one partner in one year's report."""

    publish_right = Report.publish_right
    belongs_to = "report"

    class Place(models.TextChoices):
        BEFORE = "before", _("before the composed text")
        AFTER = "after", _("after the composed text")
        INSTEAD = "instead", _("instead of the composed text")

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="texts", verbose_name=_("annual report")
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="report_texts", verbose_name=_("partner")
    )
    place = models.CharField(_("place"), max_length=10, choices=Place)
    text = PlainTextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("text of the report about a partner")
        verbose_name_plural = _("texts of the report about partners")
        ordering = ["report", "partner", "place"]
        constraints = [
            models.UniqueConstraint(fields=["report", "partner", "place"], name="report_text_once")
        ]

    def __str__(self):
        return f"{self.report}, {self.partner}: {self.get_place_display()}"

    @classmethod
    def is_public(cls):
        return Q(report__in=Report.objects.public()) & Q(partner__in=Partner.objects.public())


class EditionQuerySet(PublicQuerySet):
    def current(self):
        """Those that are not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def light(self):
        """Without what is large: the papers and the arms at their head."""
        return self.defer("content", "arms")


class Edition(PublicRecord):
    """A published edition of a report: frozen, numbered and hashed.

    `content` is the year, the number and the paper in both languages, {"year": …, "number": …,
    "uk": …, "en": …}, as `papers` stores it; `sha256` is the hash of its canonical JSON.
    `arms` is the picture (PNG) at the head of its papers, empty where there was none.
    """

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="editions", verbose_name=_("annual report")
    )
    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    content = models.JSONField(_("content"))
    arms = models.BinaryField(_("coat of arms"), default=b"", editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the report")
        verbose_name_plural = _("editions of the report")
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_once"),
            Filled("sha256", name="edition_sha256"),
        ]

    def __str__(self):
        return f"{self.report}, {self.number}"

    def get_absolute_url(self):
        return reverse("reports:edition", args=[self.report.year, self.number])

    @classmethod
    def is_public(cls):
        return Q(report__publication=Publication.PUBLIC, withdrawn_at__isnull=True)

    def paper(self, language):
        """The frozen Paper in `uk` or `en`."""
        with unchanging():  # whoever knows the edition's hash knows its text
            content = self.content
        return from_data(content[language])

    @property
    def fingerprint(self):
        return in_groups(self.sha256)

    @property
    def published_on(self):
        """The day in Kyiv, as a PartialDate."""
        return PartialDate.of(timezone.localtime(self.published_at, KYIV).date())


class EditionFile(PublicRecord):
    """A file of an edition in one language, byte by byte as it was published."""

    class Kind(models.TextChoices):
        PDF = FileType.PDF.value, FileType.PDF.label
        DOCX = FileType.DOCX.value, FileType.DOCX.label

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="files", verbose_name=_("edition")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    kind = models.CharField(_("type"), max_length=4, choices=Kind)
    content = models.BinaryField(_("content"))
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)

    class Meta:
        verbose_name = _("file of the edition")
        verbose_name_plural = _("files of the edition")
        ordering = ["edition", "language", "-kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language", "kind"], name="edition_file_once"
            )
        ]

    def __str__(self):
        return f"{self.edition}, {self.get_language_display()}, {self.get_kind_display()}"

    def get_absolute_url(self):
        """The address of the year's newest file of this kind and language."""
        with translation.override(self.language):
            return reverse(f"reports:{self.kind}", args=[self.edition.report.year])

    @classmethod
    def is_public(cls):
        return Q(edition__in=Edition.objects.public())

    @property
    def fingerprint(self):
        return in_groups(self.sha256)

    @property
    def language_name(self):
        """Its language, in the language of the page."""
        return language_name(self.language)

    @property
    def size_in_words(self):
        """How much there is to download."""
        return worded_size(self.size)

    @property
    def saved_as(self):
        """The name of the file at the reader's: `zvit-2022-vydannia-1.pdf`."""
        with translation.override(self.language):
            words = _("report-%(year)s-edition-%(number)s")
            name = words % {"year": self.edition.report.year, "number": self.edition.number}
        return f"{name}.{self.kind}"


def in_groups(sha256):
    """A hash in groups of four, as people compare it."""
    return " ".join(sha256[start : start + 4] for start in range(0, 64, 4))


class EditionSource(models.Model):
    """A record that an edition names: when it stops being public, the edition is withdrawn.

    So it is where the forces got a share of a consignment afterwards: `withheld` is how many
    of its amounts were kept back when the edition was frozen (ShipmentQuerySet.with_withheld).
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sources")
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    label = models.CharField(max_length=600)
    withheld = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "model", "object_id"], name="edition_source_once"
            )
        ]

    def __str__(self):
        return self.label
