"""What the community asks for, by category and urgency."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.models.units import Unit, WholePieces
from partners.models import Partner
from partners.models.partner import some_partner_public
from publishing.dates import PartialDateField
from publishing.keys import KeyField
from publishing.models import (
    Documented,
    PublicRecord,
    Publishable,
    own_state,
    used_by_public,
)
from publishing.money import QuantityField
from publishing.paths import path_of
from publishing.rules import Filled, GoesWith, NotNegative, OneOf, RealDate
from publishing.text import PlainCharField, PlainTextField


class Urgency(models.TextChoices):
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("Urgent")
    CRITICAL = "critical", _("Very urgent")


class NeedStatus(models.TextChoices):
    OPEN = "open", _("Open")
    NEGOTIATION = "negotiation", _("Under discussion")
    PROMISED = "promised", _("Promised")
    PARTLY_MET = "partly_met", _("Partly met")
    MET = "met", _("Met")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Category(PublicRecord):
    """A kind of aid: food, medical devices, generators."""

    key = KeyField(_("key"), unique=True)
    name = PlainCharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("aid category")
        verbose_name_plural = _("aid categories")
        ordering = ["key"]
        constraints = [Filled("key", name="category_key"), Filled("name_uk", name="category_name")]

    def __str__(self):
        return self.name

    @classmethod
    def is_public(cls):
        return used_by_public(cls, "category")


class Need(Documented, Publishable):
    """Something that the community asks its partners for."""

    shown_with = ("partners",)

    key = KeyField(_("key"), unique=True)
    title = PlainCharField(
        _("title"), max_length=500, help_text=_("No date, no partner, no full stop")
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="needs",
        verbose_name=_("aid category"),
        null=True,
        blank=True,
    )
    quantity = QuantityField(_("quantity asked for"), null=True, blank=True)
    promised = QuantityField(_("quantity promised"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, blank=True)
    beneficiary = PlainCharField(
        _("for whom"),
        max_length=300,
        blank=True,
        help_text=_("For whom. Never name military units or places"),
    )
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    status = models.CharField(
        _("state"), max_length=20, choices=NeedStatus, default=NeedStatus.OPEN
    )
    partners = models.ManyToManyField(
        Partner, verbose_name=_("partners"), related_name="needs", blank=True
    )
    published_on = PartialDateField(_("published on"))
    summary = PlainTextField(_("summary"), blank=True, help_text=_("One or two full sentences"))

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = [models.F("published_on").desc(nulls_last=True), "key"]
        constraints = [
            *Publishable.Meta.constraints,
            Filled("key", name="need_key"),
            Filled("title_uk", name="need_title"),
            NotNegative("quantity", name="need_quantity"),
            NotNegative("promised", name="need_promised"),
            OneOf("unit", Unit, optional=True, name="need_unit"),
            GoesWith("unit", "quantity", name="need_quantity_has_unit"),
            WholePieces("quantity", name="need_whole_quantity"),
            WholePieces("promised", name="need_whole_promised"),
            OneOf("urgency", Urgency, name="need_urgency"),
            OneOf("status", NeedStatus, name="need_status"),
            RealDate("published_on", name="need_published_on"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("aid:need_detail", self.key)

    @classmethod
    def is_public(cls):
        """Published, and not all of its partners are hidden."""
        return own_state() & some_partner_public(cls)
