"""Joint projects, the programmes they belong to, and who pays for them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Area, Partner
from partners.models.partner import partner_links, to_public
from publishing.dates import PartialDateField
from publishing.keys import KeyField
from publishing.models import (
    Documented,
    PublicRecord,
    Publishable,
    own_state,
    used_by_public,
)
from publishing.money import AmountField, CurrencyField
from publishing.paths import path_of
from publishing.rules import Filled, NotBefore, NotNegative, OneOf, RealDate, WebAddress
from publishing.text import PlainCharField, PlainTextField
from publishing.websites import WebsiteField


class ProjectStatus(models.TextChoices):
    IDEA = "idea", _("Idea")
    APPLICATION = "application", _("Application submitted")
    ACTIVE = "active", _("Ongoing")
    COMPLETED = "completed", _("Completed")
    SUSPENDED = "suspended", _("Suspended")
    REJECTED = "rejected", _("Not approved")


class FundingKind(models.TextChoices):
    GRANT = "grant", _("grant")
    OWN = "own", _("own funds")
    PARTNER = "partner", _("partner’s contribution")
    OTHER = "other", _("other")


class Programme(PublicRecord):
    """A funding programme, such as a cross-border operational programme."""

    key = KeyField(_("key"), unique=True)
    name = PlainCharField(_("name"), max_length=300)
    funder = PlainCharField(_("funder"), max_length=300, blank=True)
    credit = PlainCharField(
        _("credit"),
        max_length=600,
        blank=True,
        help_text=_(
            "Continue: “the project, implemented …”: “with the financial support of the European"
            " Union through …”"
        ),
    )
    website = WebsiteField(_("website"), blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["key"]
        constraints = [
            Filled("key", name="programme_key"),
            Filled("name_uk", name="programme_name"),
            WebAddress("website", name="programme_website"),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def is_public(cls):
        return used_by_public(cls, "programme")


class Project(Documented, Publishable):
    """A joint project of the council and its partners."""

    shown_with = ("lead", "partners")

    key = KeyField(_("key"), unique=True)
    title = PlainCharField(
        _("title"), max_length=500, help_text=_("Word for word, without quotation marks")
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name=_("programme"),
        null=True,
        blank=True,
    )
    registration_card = PlainCharField(
        _("registration card"),
        max_length=100,
        blank=True,
        help_text=_("Number of the state registration of international technical assistance"),
    )
    lead = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        related_name="led_projects",
        verbose_name=_("lead partner"),
        null=True,
        blank=True,
    )
    lead_office = models.BooleanField(_("our council leads"), default=False)
    partners = models.ManyToManyField(
        Partner, verbose_name=_("partners"), related_name="projects", blank=True
    )
    areas = models.ManyToManyField(
        Area, verbose_name=_("areas of cooperation"), related_name="projects", blank=True
    )
    status = models.CharField(
        _("state"), max_length=20, choices=ProjectStatus, default=ProjectStatus.ACTIVE
    )
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"))
    summary = PlainTextField(_("summary"), blank=True, help_text=_("One or two full sentences"))
    results = PlainTextField(_("results"), blank=True, help_text=_("One or two full sentences"))

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = [models.F("start").desc(nulls_last=True), "key"]
        constraints = [
            *Publishable.Meta.constraints,
            Filled("key", name="project_key"),
            Filled("title_uk", name="project_title"),
            OneOf("status", ProjectStatus, name="project_status"),
            RealDate("start", name="project_start"),
            RealDate("end", name="project_end"),
            NotBefore("end", "start", name="project_ends_after_start"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("projects:detail", self.key)

    def clean(self):
        """One leads: the register file has one column for it."""
        if self.lead_id and self.lead_office:
            message = _("Either a partner leads or our council: clear one of the two")
            raise ValidationError({"lead_office": message})

    @classmethod
    def is_public(cls):
        """Published, and not all of its partners, the lead among them, are hidden."""
        public_lead = Q(lead__in=Partner.objects.public())
        public_partner = Exists(to_public(partner_links(cls)))
        alone = Q(lead__isnull=True) & ~Exists(partner_links(cls))
        return own_state() & (public_lead | public_partner | alone)


class FundingLine(PublicRecord):
    """One source of a project's money; without an amount it says nothing."""

    belongs_to = "project"

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="funding", verbose_name=_("project")
    )
    line = models.PositiveIntegerField(_("line"))
    source = PlainCharField(
        _("source"), max_length=300, blank=True, help_text=_("“European Union”; “community budget”")
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        related_name="funding",
        verbose_name=_("partner"),
        null=True,
        blank=True,
    )
    partner_office = models.BooleanField(_("our council pays"), default=False)
    kind = models.CharField(_("kind"), max_length=20, choices=FundingKind)
    amount = AmountField(_("amount"))
    currency = CurrencyField(_("currency"))

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        ordering = ["project", "line"]
        constraints = [
            models.UniqueConstraint(fields=["project", "line"], name="funding_line_once"),
            OneOf("kind", FundingKind, name="funding_kind"),
            NotNegative("amount", name="funding_amount"),
            Filled("currency", name="funding_currency"),
        ]

    def __str__(self):
        source = self.source or self.get_kind_display()
        return f"{self.project}: {source}, {self.amount} {self.currency}"

    @classmethod
    def is_public(cls):
        return Q(project__in=Project.objects.public())
