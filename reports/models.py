"""Annual reports: the texts of the editor, and the editions that are frozen."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.paper import from_data
from partners.models import Partner
from publishing.dates import KYIV, PartialDate
from publishing.models import Publication, PublicQuerySet, PublicRecord
from publishing.rules import Filled, OneOf, Within
from publishing.text import PlainCharField, PlainTextField


class Report(PublicRecord):
    """The report of one year: what is composed from the register is framed by these texts."""

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
    publication = models.CharField(
        _("publication"), max_length=10, choices=Publication, default=Publication.DRAFT
    )
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-year"]
        permissions = [("publish_report", "Can publish an annual report")]
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

    def awaits_correction(self):
        """Whether its newest edition is withdrawn and the corrected one not published yet."""
        return self.editions.values_list("withdrawn_at", flat=True).first() is not None


class ReportText(PublicRecord):
    """Text of the editor about one partner in one year's report."""

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


class Edition(PublicRecord):
    """A published edition of a report: frozen, numbered and hashed.

    `content` is the year, the number and the paper in both languages, {"year": …, "number": …,
    "uk": …, "en": …}, as `papers` stores it; `sha256` is the hash of its canonical JSON.
    """

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="editions", verbose_name=_("annual report")
    )
    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    content = models.JSONField(_("content"))
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
        return from_data(self.content[language])

    @property
    def fingerprint(self):
        """The hash in groups of four, as people compare it."""
        return " ".join(self.sha256[start : start + 4] for start in range(0, 64, 4))

    @property
    def published_on(self):
        """The day in Kyiv, as a PartialDate."""
        return PartialDate.of(timezone.localtime(self.published_at, KYIV).date())


class EditionSource(models.Model):
    """A record that an edition names: when it stops being public, the edition is withdrawn."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sources")
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    label = models.CharField(max_length=600)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "model", "object_id"], name="edition_source_once"
            )
        ]

    def __str__(self):
        return self.label
