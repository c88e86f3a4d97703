"""Partners: municipalities, hromadas and organisations, and whom to reach there."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from partners.colours import faults_of_pair
from partners.models.office import Area
from publishing.dates import PartialDateField
from publishing.keys import KeyField
from publishing.models import ConfidentialRecord, Documented, PublicQuerySet, Publishable
from publishing.paths import path_of
from publishing.places import LatitudeField, LongitudeField
from publishing.rules import Filled, NotBefore, OneOf, RealDate, WebAddress, Within
from publishing.text import PlainCharField, PlainTextField
from publishing.websites import WebsiteField

HOME_COUNTRY = "UA"

validate_colour = RegexValidator(re.compile(r"^#[0-9a-fA-F]{6}\Z"), _("Enter a colour as #rrggbb"))


class PartnerKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    HROMADA = "hromada", _("hromada")
    ORGANISATION = "organisation", _("organisation")


class Relation(models.TextChoices):
    TWINNING = "twinning", _("twinning")
    PARTNERSHIP = "partnership", _("partnership")
    FRIENDSHIP = "friendship", _("friendship")
    PROJECT = "project", _("joint project")
    SOLIDARITY = "solidarity", _("solidarity partnership")
    CONTACT = "contact", _("contact")


class PartnerStatus(models.TextChoices):
    PROSPECTIVE = "prospective", _("Being established")
    ACTIVE = "active", _("Ongoing")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Completed")


class PartnerQuerySet(PublicQuerySet):
    def abroad(self):
        """Those that belong to the international part of the report."""
        return self.exclude(country=HOME_COUNTRY)

    def at_home(self):
        """Those that belong to the inter-municipal part of the report."""
        return self.filter(country=HOME_COUNTRY)


class Partner(Documented, Publishable):
    """A municipality, hromada or organisation that the office works with."""

    key = KeyField(_("key"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind)
    relation = models.CharField(
        _("relation"),
        max_length=20,
        choices=Relation,
        default=Relation.CONTACT,
        help_text=_("Twinning only if a signed document says so"),
    )
    name = PlainCharField(_("name"), max_length=200)
    name_native = PlainCharField(
        _("native name"), max_length=200, blank=True, help_text=_("In the partner’s language")
    )
    native_language = PlainCharField(
        _("native language"), max_length=35, blank=True, help_text=_("BCP 47 code: lt, pt-BR")
    )
    aliases = PlainCharField(
        _("other spellings"), max_length=1000, blank=True, help_text=_("Separated by semicolons")
    )
    code = PlainCharField(_("code"), max_length=60, blank=True, help_text=_("КАТОТТГ or the like"))
    country = CountryField(_("country"))
    region = PlainCharField(_("region"), max_length=200, blank=True)
    latitude = LatitudeField()
    longitude = LongitudeField()
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population figure"), null=True, blank=True
    )
    website = WebsiteField(_("website"), blank=True)
    since = PartialDateField(_("cooperation since"))
    until = PartialDateField(_("cooperation until"))
    origin = PlainCharField(
        _("how it began"),
        max_length=1000,
        blank=True,
        help_text=_("Continue: “Cooperation began in 2021 …”, no capital, no full stop"),
    )
    areas = models.ManyToManyField(
        Area, verbose_name=_("areas of cooperation"), related_name="partners", blank=True
    )
    status = models.CharField(_("state"), max_length=20, choices=PartnerStatus)
    status_reason = PlainCharField(
        _("reason of the state"),
        max_length=1000,
        blank=True,
        help_text=_("After “suspended”, “terminated”: “for lack of funds at the partner’s”"),
    )
    summary = PlainTextField(_("summary"), blank=True, help_text=_("One or two full sentences"))
    colour_ground = PlainCharField(
        _("ground colour"), max_length=7, blank=True, validators=[validate_colour]
    )
    colour_mark = PlainCharField(
        _("mark colour"), max_length=7, blank=True, validators=[validate_colour]
    )
    position = models.PositiveIntegerField(
        _("position"),
        null=True,
        blank=True,
        help_text=_("Order in directory and report; empty: after those that have one, by name"),
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = [models.F("position").asc(nulls_last=True), "key"]
        constraints = [
            *Publishable.Meta.constraints,
            Filled("key", name="partner_key"),
            Filled("name_uk", name="partner_name"),
            Filled("country", name="partner_country"),
            OneOf("kind", PartnerKind, name="partner_kind"),
            OneOf("relation", Relation, name="partner_relation"),
            OneOf("status", PartnerStatus, name="partner_status"),
            RealDate("since", name="partner_since"),
            RealDate("until", name="partner_until"),
            NotBefore("until", "since", name="partner_until_after_since"),
            WebAddress("website", name="partner_website"),
            Within("latitude", -90, 90, name="partner_latitude"),
            Within("longitude", -180, 180, name="partner_longitude"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_of("partners:detail", self.key)

    def clean(self):
        """Its colours can be read, as those of an import."""
        if faults := dict(faults_of_pair(self.colour_ground, self.colour_mark)):
            raise ValidationError(faults)

    @classmethod
    def are_seen(cls, records):
        """Always: one that is hidden hides its agreements and consignments, which others see."""
        return True

    @property
    def is_abroad(self):
        """Whether the partner belongs to the international part of the report."""
        return self.country != HOME_COUNTRY


def partner_links(model):
    """The rows that link the outer record of `model` with its partners."""
    through = model._meta.get_field("partners").remote_field.through
    return through.objects.filter(**{model._meta.model_name: OuterRef("pk")})


def to_public(links):
    """Those of the rows whose `partner` is public.

    Asked of each row by itself: SQLite would look among the rows for every public partner.
    """
    return links.filter(Exists(Partner.objects.public().filter(pk=OuterRef("partner"))))


def some_partner_public(model):
    """The condition that a record has no partners or a public one among them (a Q).

    Where every partner of a record is not public, neither is the record (contract, section 3).
    """
    links = partner_links(model)
    return ~Exists(links) | Q(Exists(to_public(links)))


class Contact(ConfidentialRecord):
    """Whom to reach at a partner's: never public, with permissions of its own."""

    partner = models.OneToOneField(
        Partner, on_delete=models.CASCADE, related_name="contact", verbose_name=_("partner")
    )
    name = PlainCharField(_("contact name"), max_length=200, blank=True)
    role = PlainCharField(_("contact role"), max_length=200, blank=True)
    email = models.EmailField(_("contact e-mail"), blank=True)
    phone = PlainCharField(_("contact telephone"), max_length=60, blank=True)
    notes_internal = PlainTextField(_("internal notes"), blank=True)

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")

    def __str__(self):
        return str(self.partner)  # lists and logs of the admin show this to all staff
