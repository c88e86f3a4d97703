"""The ledger of aid: what arrived, what was given out by which act, what is left.

For every item received = distributed + written off + still in store. The sum distributed is
kept on the item, in the transaction of the act that changes it, so that one check constraint
guards the balance whoever writes.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from aid.models.need import Category
from aid.models.recipient import Recipient, RecipientKind
from aid.models.shipment import Shipment
from aid.models.units import Unit
from publishing.dates import PartialDateField
from publishing.keys import ReferenceField
from publishing.models import PublicQuerySet, PublicRecord
from publishing.money import AmountField, QuantityField
from publishing.rules import Filled, NotNegative, OneOf, Positive, RealDate, Rule
from publishing.text import PlainCharField

ZERO = Decimal(0)


class Balanced(Rule):
    """No more is distributed and written off than was received; nothing of an unknown amount."""

    message = _("More is distributed and written off than was received")

    def __init__(self, *, name):
        # Rounded, because SQLite adds decimals as floating-point numbers.
        gone = Round(F("distributed") + Coalesce(F("written_off"), Value(ZERO)), precision=3)
        unknown = Q(quantity__isnull=True, distributed=0) & (
            Q(written_off__isnull=True) | Q(written_off=0)
        )
        super().__init__(
            field="quantity",
            name=name,
            condition=unknown | Q(LessThanOrEqual(gone, F("quantity"))),
        )

    def holds(self, record):
        return record.distributed + (record.written_off or ZERO) <= (record.quantity or ZERO)


class ItemQuerySet(PublicQuerySet):
    def locked(self):
        """The same rows, held until the transaction ends, in one order for all who wait."""
        return self.order_by("pk").select_for_update()

    def recount(self):
        """Add up anew what is distributed of these items, which the caller has locked."""
        given = (
            Distribution.objects.filter(item=OuterRef("pk"))
            .order_by()
            .values("item")
            .annotate(total=Sum("quantity"))
            .values("total")
        )
        return self.update(distributed=Coalesce(Subquery(given), Value(ZERO)))


class Item(PublicRecord):
    """One kind of goods in a shipment."""

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
            NotNegative("weight_kg", name="item_weight"),
            NotNegative("value", name="item_value"),
            Balanced(name="item_balanced"),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def is_public(cls):
        return Q(shipment__in=Shipment.objects.public())

    @property
    def in_store(self):
        """What is neither distributed nor written off; None where the amount is unknown."""
        if self.quantity is None:
            return None
        return self.quantity - self.distributed - (self.written_off or ZERO)


class DistributionQuerySet(PublicQuerySet):
    @transaction.atomic
    def bulk_create(self, distributions, **kwargs):
        items = Item.objects.filter(pk__in={row.item_id for row in distributions})
        list(items.locked())
        created = super().bulk_create(distributions, **kwargs)
        items.recount()
        return created

    @transaction.atomic
    def update(self, **values):
        items = Item.objects.filter(pk__in=set(self.values_list("item_id", flat=True)))
        list(items.locked())
        changed = super().update(**values)
        items.recount()
        return changed

    @transaction.atomic
    def delete(self):
        items = Item.objects.filter(pk__in=set(self.values_list("item_id", flat=True)))
        list(items.locked())
        result = super().delete()
        items.recount()
        return result


class Distribution(PublicRecord):
    """What one recipient got of one item, by one act."""

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
        ordering = ["date", "act_number", "pk"]
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
        return Q(item__in=Item.objects.public()) & ~Q(recipient__kind=RecipientKind.DEFENCE)

    @transaction.atomic
    def save(self, *args, **kwargs):
        items = self._touched_items()
        locked = {item.pk: item for item in items.locked()}
        self._refuse_more_than_available(locked[self.item_id])
        super().save(*args, **kwargs)
        items.recount()

    @transaction.atomic
    def delete(self, *args, **kwargs):
        items = self._touched_items()
        list(items.locked())
        result = super().delete(*args, **kwargs)
        items.recount()
        return result

    def _touched_items(self):
        """The item of this row, and the one it stood at before."""
        before = type(self).objects.filter(pk=self.pk).values_list("item_id", flat=True)
        return Item.objects.filter(pk__in={self.item_id, *before})

    def _refuse_more_than_available(self, item):
        """Raise ValidationError naming item, available and asked quantity where it is too much."""
        others = item.distributions.exclude(pk=self.pk).aggregate(given=Sum("quantity"))["given"]
        available = (item.quantity or ZERO) - (item.written_off or ZERO) - (others or ZERO)
        if self.quantity is not None and self.quantity > available:
            raise ValidationError({"quantity": exceeds(item, available, self.quantity)})


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
