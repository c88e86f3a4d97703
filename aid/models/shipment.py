"""Consignments of aid, from the donor to the day they are distributed."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.utils.translation import gettext_lazy as _

from aid.models.need import Need
from aid.models.recipient import RecipientKind
from partners.models import Partner
from projects.models import Project
from publishing.choices import ChoicesField, stored
from publishing.dates import PartialDateField, last_day, typed
from publishing.indexes import InOrder
from publishing.keys import ReferenceField
from publishing.models import (
    Documented,
    PublicQuerySet,
    Publishable,
    own_state,
)
from publishing.money import AmountField, CurrencyField, QuantityField
from publishing.paths import path_of
from publishing.rules import Filled, GoesWith, NotNegative, OneOf, RealDate
from publishing.text import PlainCharField, PlainTextField


class ShipmentStatus(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    IN_TRANSIT = "in_transit", _("In transit")
    RECEIVED = "received", _("Received")
    DISTRIBUTING = "distributing", _("Being distributed")
    DISTRIBUTED = "distributed", _("Distributed")


COUNTED = (ShipmentStatus.RECEIVED, ShipmentStatus.DISTRIBUTING, ShipmentStatus.DISTRIBUTED)

SHOWN_ACTS = 5  # numbers that a message names

# Of these the public may know in words that help went to the defence forces, and nothing else
# (contract, section 3): neither items nor weight nor value.
FOR_DEFENCE_ALONE = Q(beneficiaries=stored(RecipientKind.DEFENCE))


def _number(rows):
    """How many of the rows belong to each consignment (an expression)."""
    counted = rows.values("shipment").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


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

    def with_withheld(self):
        """With `withheld`: how many of its amounts no report may tell, for forces got of them.

        These are its items of which they got a share; where it names them, all of its items and
        its own weight and value.
        """
        items = self.model._meta.get_field("items").related_model.objects
        own = items.filter(shipment=OuterRef("pk")).order_by()
        shared = own.with_defence().filter(has_defence=True)
        names_defence = Q(beneficiaries__contains=stored(RecipientKind.DEFENCE))
        return self.annotate(
            withheld=Case(When(names_defence, then=_number(own) + 1), default=_number(shared))
        )

    def with_goods(self, **condition):
        """Of public consignments those that have such items.

        The items of a public one are public but where all of it went to the defence forces:
        nothing has to be looked up in each of them.
        """
        items = self.model._meta.get_field("items").related_model.objects.filter(**condition)
        return self.exclude(FOR_DEFENCE_ALONE).filter(pk__in=items.order_by().values("shipment"))

    def valued_in(self, currency):
        """Those with a `known_value` in the currency, without adding anything up."""
        items = self.model._meta.get_field("items").related_model.objects
        parts = items.filter(shipment=OuterRef("pk"), value__isnull=False)
        valued = Q(value__isnull=False) | Q(Exists(parts))
        return self.exclude(FOR_DEFENCE_ALONE).filter(valued, currency=currency)

    def given_out_too_early(self):
        """Those of which an act is dated before they arrived."""
        date = "items__distributions__date"
        early = Q(LessThan(last_day(date), F("received_on")))
        return self.filter(Q(**{f"{date}__isnull": False}) & early)

    @transaction.atomic
    def update(self, **values):
        moved = list(self.values_list("pk", flat=True)) if "received_on" in values else []
        changed = super().update(**values)
        if early := self.model.objects.filter(pk__in=moved).given_out_too_early().first():
            early.clean()
        return changed

    update.alters_data = True

    def _sum_of_items(self, column):
        items = self.model._meta.get_field("items").related_model.objects
        own = items.filter(shipment=OuterRef("pk"))
        sums = own.order_by().values("shipment").annotate(total=Sum(column))
        return Subquery(sums.values("total"))


class Shipment(Documented, Publishable):
    """One consignment of aid from one donor or several."""

    address_field = "reference"
    shown_with = ("donors",)

    reference = ReferenceField(_("reference"), unique=True)
    title = PlainCharField(
        _("title"), max_length=500, help_text=_("No date, no partner, no full stop")
    )
    donors = models.ManyToManyField(
        Partner, verbose_name=_("donors"), related_name="shipments", blank=True
    )
    donor_office = models.BooleanField(_("our council gives too"), default=False)
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
        indexes = [InOrder(*ordering, name="shipment_in_order")]
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
        return path_of("aid:shipment_detail", self.reference)

    @classmethod
    def is_public(cls):
        """Published, and every donor of it is public."""
        hidden = cls.donors.through.objects.filter(
            partner__in=Partner.objects.hidden(), shipment=OuterRef("pk")
        )
        return own_state() & ~Exists(hidden)

    @classmethod
    def with_public_files(cls):
        """Of what went to the defence forces alone the public sees no paper and no photograph."""
        return super().with_public_files().exclude(FOR_DEFENCE_ALONE)

    @property
    def has_public_files(self):
        return not self.for_defence_alone

    def clean(self):
        """The goods arrive before acts give them out."""
        dates = self._dates_of_acts() if self.pk and self.received_on else ()
        early = {number for number, date in dates if is_early(date, self.received_on)}
        if early:
            raise ValidationError({"received_on": too_late_arrival(early)})

    def _dates_of_acts(self):
        """(number, date) of the acts that give out the goods."""
        acts = self.items.order_by().filter(distributions__date__isnull=False)
        return acts.values_list("distributions__act_number", "distributions__date")

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.clean()
        super().save(*args, **kwargs)

    @property
    def is_counted(self):
        """Whether the shipment has arrived and enters the totals."""
        return self.status in COUNTED

    @property
    def names_defence(self):
        """Whether the defence forces are among those for whom it is.

        A sentence that names them tells nothing beside the title: no item, weight or value.
        Pages, which name no forces with the goods, show the items of such a consignment, and of
        an item of which the forces got a part its balance alone (contract, section 3).
        """
        return RecipientKind.DEFENCE in self.beneficiaries

    @property
    def for_defence_alone(self):
        """Whether all of it went to the defence forces: nothing of it but its title is told."""
        return self.beneficiaries == (RecipientKind.DEFENCE,)


def is_early(date, arrival):
    """Whether the whole span of an act's date lies before the arrival; unknown dates do not."""
    return date is not None and arrival is not None and date.last < arrival.first


def early_act(arrival):
    """The error of an act that says when the consignment arrived."""
    return ValidationError(
        _("The act is dated before the consignment arrived: %(day)s"),
        code="before_arrival",
        params={"day": typed(arrival)},
    )


def too_late_arrival(acts):
    """The error of an arrival after the goods were given out: it names these acts."""
    return ValidationError(
        _("Some acts are dated before this day; correct them first: %(acts)s"),
        code="after_acts",
        params={"acts": ", ".join(sorted(acts)[:SHOWN_ACTS])},
    )
