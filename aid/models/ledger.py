"""The ledger of aid: what arrived, what was given out by which act, what is left.

For every item received = distributed + written off + still in store. The sum distributed is
kept on the item, in the transaction of the act that changes it, so that one check constraint
guards the balance whoever writes.
"""

from collections import defaultdict
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round
from django.db.models.lookups import GreaterThan, LessThan, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from aid.models.need import Category
from aid.models.recipient import Recipient, RecipientKind
from aid.models.shipment import FOR_DEFENCE_ALONE, Shipment, early_act, is_early
from aid.models.units import WHOLE, Unit, WholePieces, is_whole
from publishing.changes import as_one_change
from publishing.dates import PartialDateField, last_day
from publishing.keys import ReferenceField
from publishing.models import PublicQuerySet, PublicRecord
from publishing.money import AmountField, QuantityField, settle_numbers
from publishing.rules import Filled, NotNegative, OneOf, Positive, RealDate, Rule, keep_rules
from publishing.text import PlainCharField

ZERO = Decimal(0)
ARRIVAL = "item__shipment__received_on"


# A comparison with NULL would let everything through, so an unknown amount is none.
RECEIVED = Coalesce(F("quantity"), Value(ZERO))


def gone_of(distributed):
    """What has left the store of an item, of which `distributed` was given away (expressions).

    Rounded, because SQLite adds decimals as floating-point numbers.
    """
    return Round(F(distributed) + Coalesce(F("written_off"), Value(ZERO)), precision=3)


class Balanced(Rule):
    """No more is distributed and written off than was received; nothing of an unknown amount."""

    message = _("More has been distributed and written off than was received")

    def __init__(self, *, name):
        balanced = LessThanOrEqual(gone_of("distributed"), RECEIVED)
        super().__init__(field="quantity", name=name, condition=Q(balanced))

    def holds(self, record):
        return record.distributed + (record.written_off or ZERO) <= (record.quantity or ZERO)


class ItemQuerySet(PublicQuerySet):
    def locked(self):
        """The same rows, held until the transaction ends, in one order for all who wait."""
        return self.order_by("pk").select_for_update()

    def with_given(self):
        """With `given`: what the acts say of each item, added up anew."""
        sums = (
            Distribution.objects.filter(item=OuterRef("pk"))
            .order_by()
            .values("item")
            .annotate(total=Sum("quantity"))
            .values("total")
        )
        return self.annotate(
            given=Coalesce(Subquery(sums), Value(ZERO), output_field=QuantityField())
        )

    def recount(self):
        """Store what is distributed of these items, which the caller has locked.

        Raises ValidationError naming item, available and asked quantity where it is too much,
        and for an act that no register can hold.
        """
        misfits = Distribution.objects.filter(item__in=self).misfits()
        if misfit := misfits.select_related("item__shipment").first():
            misfit.refuse_faults(misfit.item)
        too_much = self.with_given().filter(GreaterThan(gone_of("given"), RECEIVED)).first()
        if too_much:
            too_much.distributed = thousandths(too_much.given)
            too_much.refuse_imbalance()
        return self.with_given().update(distributed=F("given"))

    def in_store(self):
        """Those of which something is known to be still in store."""
        return self.filter(GreaterThan(RECEIVED, gone_of("distributed")))

    def with_defence(self):
        """With `has_defence`: part of it went to the defence forces, so no share is told."""
        acts = Distribution.objects.of_defence().filter(item=OuterRef("pk"))
        return self.annotate(has_defence=Exists(acts))


class Item(PublicRecord):
    """One kind of goods in a shipment."""

    belongs_to = "shipment"

    shipment = models.ForeignKey(
        Shipment, on_delete=models.CASCADE, related_name="items", verbose_name=_("consignment")
    )
    line = models.PositiveIntegerField(_("line"))
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="items",
        verbose_name=_("aid category"),
        null=True,
        blank=True,
    )
    name = PlainCharField(_("name"), max_length=300, help_text=_("“woollen blankets”"))
    announced = QuantityField(_("promised"), null=True, blank=True)
    quantity = QuantityField(
        _("received"), null=True, blank=True, help_text=_("By the act; empty if unknown")
    )
    written_off = QuantityField(_("written off"), null=True, blank=True)
    distributed = QuantityField(_("distributed"), default=ZERO, editable=False)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    weight_kg = QuantityField(_("weight, kg"), null=True, blank=True)
    value = AmountField(
        _("value"),
        null=True,
        blank=True,
        help_text=_("In the currency of the consignment, from the donor’s papers"),
    )
    expires_on = models.DateField(_("best before"), null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["shipment", "line"]
        constraints = [
            models.UniqueConstraint(fields=["shipment", "line"], name="item_line_once"),
            Filled("name_uk", name="item_name"),
            OneOf("unit", Unit, name="item_unit"),
            NotNegative("announced", name="item_announced"),
            NotNegative("quantity", name="item_quantity"),
            NotNegative("written_off", name="item_written_off"),
            NotNegative("distributed", name="item_distributed"),
            WholePieces("announced", name="item_whole_announced"),
            WholePieces("quantity", name="item_whole_quantity"),
            WholePieces("written_off", name="item_whole_written_off"),
            NotNegative("weight_kg", name="item_weight"),
            NotNegative("value", name="item_value"),
            Balanced(name="item_balanced"),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def is_public(cls):
        """The shipment is public and not all of it went to the defence forces.

        Asked of each item by itself: SQLite would list all public shipments first.
        """
        shipment = Shipment.objects.public().filter(pk=OuterRef("shipment"))
        return Q(Exists(shipment.exclude(FOR_DEFENCE_ALONE)))

    def clean(self):
        """A unit that is not divided does not fit goods of which acts give out parts."""
        if self.pk and self.unit in WHOLE and self.distributions.divided().exists():
            raise ValidationError(
                {"unit": _("Its acts give out parts of such a unit: correct them first")}
            )

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Keep the balance: what is distributed is counted anew, whatever this copy remembers."""
        lock({self.pk})
        before = type(self).objects.filter(pk=self.pk).with_given().first()
        self.distributed = thousandths(before.given if before else ZERO)
        settle_numbers(self)
        self.refuse_imbalance()
        self.clean()
        keep_rules(self)
        super().save(*args, **kwargs)

    def refuse_imbalance(self):
        """Raise ValidationError where more is gone than was received."""
        gone = self.distributed + (self.written_off or ZERO)
        if gone > (self.quantity or ZERO):
            raise ValidationError({"quantity": exceeds(self, self.quantity or ZERO, gone)})

    @property
    def in_store(self):
        """What is neither distributed nor written off; None where the amount is unknown."""
        if self.quantity is None:
            return None
        return self.quantity - self.distributed - (self.written_off or ZERO)


class DistributionQuerySet(PublicQuerySet):
    """Writes many acts at once; the items they touch are locked first and recounted after."""

    def of_defence(self):
        """Acts that give something to the forces, which nobody is told."""
        return self.filter(recipient__kind=RecipientKind.DEFENCE)

    def divided(self):
        """Acts that give out a part of one unit."""
        return self.exclude(quantity=Round("quantity"))

    def misfits(self):
        """Acts that give out parts of whole pieces, or were before the goods had arrived."""
        in_parts = self.divided().filter(item__unit__in=WHOLE)
        early = Q(date__isnull=False) & Q(LessThan(last_day("date"), F(ARRIVAL)))
        return self.filter(Q(pk__in=in_parts.values("pk")) | early)

    @transaction.atomic
    @as_one_change()
    def bulk_create(self, distributions, **kwargs):
        distributions = list(distributions)
        items = {row.item_id for row in distributions}
        lock(items)
        created = super().bulk_create(distributions, **kwargs)
        recount(items)
        return created

    @transaction.atomic
    @as_one_change()
    def update(self, **values):
        rows = dict(self.values_list("pk", "item_id"))
        lock(set(rows.values()))
        changed = super().update(**values)
        moved = self.model.objects.in_bulk(rows) if {"item", "item_id"} & set(values) else {}
        arrived = {row.item_id for row in moved.values()}
        lock(arrived)
        recount(arrived | set(rows.values()))
        return changed

    @transaction.atomic
    @as_one_change()
    def delete(self):
        items = set(self.values_list("item_id", flat=True))
        lock(items)
        result = super().delete()
        recount(items)
        return result


class Distribution(PublicRecord):
    """What one recipient got of one item, by one act."""

    belongs_to = "item"

    act_number = ReferenceField(_("act number"))
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="distributions", verbose_name=_("item")
    )
    recipient = models.ForeignKey(
        Recipient,
        on_delete=models.PROTECT,
        related_name="distributions",
        verbose_name=_("recipient"),
    )
    quantity = QuantityField(_("quantity"))
    date = PartialDateField(_("date"))

    objects = DistributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("distribution by act")
        verbose_name_plural = _("distributions by act")
        ordering = [F("date").asc(nulls_last=True), "act_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["act_number", "item", "recipient"], name="distribution_once"
            ),
            Filled("act_number", name="distribution_act_number"),
            Positive("quantity", name="distribution_quantity"),
            RealDate("date", name="distribution_date"),
        ]

    def __str__(self):
        return f"{self.act_number}: {self.item}"

    @classmethod
    def is_public(cls):
        """The shipment is public and the recipient is not of the defence forces."""
        item = Item.objects.public().filter(pk=OuterRef("item"))
        return Q(Exists(item)) & ~Q(recipient__kind=RecipientKind.DEFENCE)

    def clean(self):
        if item := getattr(self, "item", None):
            self.refuse_faults(item)

    @transaction.atomic
    @as_one_change()
    def save(self, *args, **kwargs):
        items = self._touched_items()
        lock(items)
        if not (item := Item.objects.select_related("shipment").filter(pk=self.item_id).first()):
            raise ValidationError({"item": _("This item is no longer in the register")})
        settle_numbers(self)
        self.refuse_faults(item)
        keep_rules(self)
        super().save(*args, **kwargs)
        recount(items)

    @transaction.atomic
    @as_one_change()
    def delete(self, *args, **kwargs):
        items = self._touched_items()
        lock(items)
        result = super().delete(*args, **kwargs)
        recount(items)
        return result

    def _touched_items(self):
        """The item of this row, and the one it stood at before."""
        before = type(self).objects.filter(pk=self.pk).values_list("item_id", flat=True)
        return {self.item_id, *before}

    def refuse_faults(self, item):
        """Raise ValidationError, by field, for what this act cannot give out of the item.

        More than is available (named with item, available and asked quantity), a part of a
        whole piece, goods that had not arrived.
        """
        faults = defaultdict(list)
        available = self._available(item)
        if self.quantity is not None and self.quantity > available:
            faults["quantity"].append(exceeds(item, available, self.quantity))
        if not is_whole(self.quantity, item.unit):
            faults["quantity"].append(ValidationError(WholePieces.message))
        if is_early(self.date, arrival := item.shipment.received_on):
            faults["date"].append(early_act(arrival))
        if faults:
            raise ValidationError(faults)

    def _available(self, item):
        """What the other acts and what is written off leave of the item."""
        gone = item.written_off or ZERO
        if item.pk:
            others = item.distributions.exclude(pk=self.pk).aggregate(given=Sum("quantity"))
            gone += thousandths(others["given"] or ZERO)
        return (item.quantity or ZERO) - gone


def lock(items):
    """Hold the items of these keys until the transaction ends."""
    list(Item.objects.filter(pk__in=items).locked().values_list("pk"))


def recount(items):
    """Add up anew what is distributed of the items of these keys, which are locked."""
    Item.objects.filter(pk__in=items).recount()


def thousandths(quantity):
    """The quantity to its three places: SQLite adds decimals as floating-point numbers."""
    return quantity.quantize(Decimal("0.001"))


def exceeds(item, available, asked):
    """The error that names the item, what there is of it, and what was asked."""
    return ValidationError(
        _("“%(item)s”: %(available)s %(unit)s available, %(asked)s %(unit)s entered"),
        code="exceeds_available",
        params={
            "item": item.name,
            "available": f"{available.normalize():f}",
            "asked": f"{asked.normalize():f}",
            "unit": item.get_unit_display(),
        },
    )
