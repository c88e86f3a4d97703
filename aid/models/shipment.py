"""Consignments of aid, from the donor to the day they are distributed."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aid.models.need import Need
from aid.models.recipient import RecipientKind
from partners.models import Partner
from projects.models import Project
from publishing.choices import ChoicesField, stored
from publishing.dates import PartialDateField
from publishing.keys import ReferenceField
from publishing.models import PublicQuerySet, Publishable, own_state
from publishing.money import AmountField, CurrencyField, QuantityField
from publishing.rules import Filled, GoesWith, NotNegative, OneOf, RealDate
from publishing.text import PlainCharField, PlainTextField


class ShipmentStatus(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    IN_TRANSIT = "in_transit", _("In transit")
    RECEIVED = "received", _("Received")
    DISTRIBUTING = "distributing", _("Being distributed")
    DISTRIBUTED = "distributed", _("Distributed")


COUNTED = (ShipmentStatus.RECEIVED, ShipmentStatus.DISTRIBUTING, ShipmentStatus.DISTRIBUTED)

# Of these the public may know in words that help went to the defence forces, and nothing else
# (contract, section 3): neither items nor weight nor value.
FOR_DEFENCE_ALONE = Q(beneficiaries=stored(RecipientKind.DEFENCE))


class ShipmentQuerySet(PublicQuerySet):
    def counted(self):
        """Those that have arrived: announced ones are shown and never counted."""
        return self.filter(status__in=COUNTED)

    def with_sums(self):
        """With `known_weight` (kg) and `known_value` (in `currency`), as the public may know them.

        Its own number, else the sum of what is known of its items; None where nothing is.
        """
        return self.annotate(
            known_weight=Case(
                When(FOR_DEFENCE_ALONE, then=None),
                default=Coalesce("weight_kg", self._sum_of_items("weight_kg")),
                output_field=QuantityField(),
            ),
            known_value=Case(
                When(FOR_DEFENCE_ALONE | Q(currency=""), then=None),
                default=Coalesce("value", self._sum_of_items("value")),
                output_field=AmountField(),
            ),
        )

    def _sum_of_items(self, column):
        items = self.model._meta.get_field("items").related_model.objects
        own = items.filter(shipment=OuterRef("pk"))
        sums = own.order_by().values("shipment").annotate(total=Sum(column))
        return Subquery(sums.values("total"))


class Shipment(Publishable):
    """One consignment of aid from one donor or several."""

    address_field = "reference"

    reference = ReferenceField(_("reference"), unique=True)
    title = PlainCharField(
        _("title"), max_length=500, help_text=_("No date, no partner, no full stop")
    )
    donors = models.ManyToManyField(
        Partner, verbose_name=_("donors"), related_name="shipments", blank=True
    )
    donor_office = models.BooleanField(_("the own council gives too"), default=False)
    received_on = PartialDateField(_("received on"))
    status = models.CharField(
        _("state"), max_length=20, choices=ShipmentStatus, default=ShipmentStatus.ANNOUNCED
    )
    beneficiaries = ChoicesField(
        _("for whom"),
        of=RecipientKind,
        help_text=_("For whom. Never name military units or places"),
    )
    need = models.ForeignKey(
        Need,
        on_delete=models.PROTECT,
        related_name="shipments",
        verbose_name=_("need"),
        null=True,
        blank=True,
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        related_name="shipments",
        verbose_name=_("project"),
        null=True,
        blank=True,
    )
    weight_kg = QuantityField(
        _("weight, kg"), null=True, blank=True, help_text=_("Empty: the sum of the items counts")
    )
    value = AmountField(
        _("value"), null=True, blank=True, help_text=_("From the donor’s papers, not converted")
    )
    currency = CurrencyField(_("currency"), blank=True)
    summary = PlainTextField(_("summary"), blank=True, help_text=_("One or two full sentences"))

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consignment")
        verbose_name_plural = _("consignments")
        ordering = [models.F("received_on").desc(nulls_last=True), "reference"]
        constraints = [
            *Publishable.Meta.constraints,
            Filled("reference", name="shipment_reference"),
            Filled("title_uk", name="shipment_title"),
            OneOf("status", ShipmentStatus, name="shipment_status"),
            RealDate("received_on", name="shipment_received_on"),
            NotNegative("weight_kg", name="shipment_weight"),
            NotNegative("value", name="shipment_value"),
            GoesWith("currency", "value", name="shipment_value_has_currency"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("aid:shipment_detail", args=[self.reference])

    @classmethod
    def is_public(cls):
        """Published, and every donor of it is public."""
        hidden = cls.donors.through.objects.filter(
            ~Q(partner__in=Partner.objects.public()), shipment=OuterRef("pk")
        )
        return own_state() & ~Exists(hidden)

    @property
    def is_counted(self):
        """Whether the shipment has arrived and enters the totals."""
        return self.status in COUNTED

    @property
    def for_defence_alone(self):
        """Whether all of it went to the defence forces: nothing of it but its title is told."""
        return self.beneficiaries == (RecipientKind.DEFENCE,)


class Custody(models.Model):
    """State accounting, store and carrier of a shipment: never public."""

    shipment = models.OneToOneField(
        Shipment, on_delete=models.CASCADE, related_name="custody", verbose_name=_("consignment")
    )
    declaration_code = PlainCharField(
        _("declaration code"),
        max_length=100,
        blank=True,
        help_text=_("Unique code of the aid in the state system, for cargo since April 2024"),
    )
    cleared_on = models.DateField(_("customs clearance on"), null=True, blank=True)
    reported_on = models.DateField(_("report filed on"), null=True, blank=True)
    store = PlainCharField(_("store"), max_length=300, blank=True)
    carrier = PlainCharField(_("carrier"), max_length=300, blank=True)
    notes_internal = PlainTextField(_("internal notes"), blank=True)

    class Meta:
        verbose_name = _("custody of a consignment")
        verbose_name_plural = _("custody of consignments")

    def __str__(self):
        return str(self.shipment)
