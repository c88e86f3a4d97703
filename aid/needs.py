"""How far needs are met: asked, promised, arrived, and what is still open."""

from decimal import Decimal

from django.db.models import Case, F, IntegerField, OuterRef, Subquery, Sum, Value, When

from aid.models import Item, NeedStatus, Shipment, Urgency
from partners.nested import with_partners
from publishing.collation import in_order

CLOSED = (NeedStatus.MET, NeedStatus.WITHDRAWN)
BY_URGENCY = (Urgency.CRITICAL, Urgency.HIGH, Urgency.NORMAL)
ZERO = Decimal(0)


def with_arrived(needs):
    """The needs with `arrived`: what counted public consignments that name them brought.

    Items of the need's category and unit count; None where nothing has arrived.
    """
    items = Item.objects.public().filter(
        shipment__in=Shipment.objects.public().counted(),
        shipment__need=OuterRef("pk"),
        category=OuterRef("category"),
        unit=OuterRef("unit"),
    )
    sums = items.order_by().values("shipment__need").annotate(total=Sum("quantity"))
    return needs.annotate(arrived=Subquery(sums.values("total")))


def in_turn(needs):
    """Open needs first, the most urgent at the head, by category; then the closed ones."""
    rank = Case(
        When(status__in=CLOSED, then=Value(len(BY_URGENCY))),
        *(When(urgency=urgency, then=Value(place)) for place, urgency in enumerate(BY_URGENCY)),
        output_field=IntegerField(),
    )
    in_turn = needs.annotate(rank=rank).order_by(
        "rank",
        in_order("category__name").asc(nulls_last=True),
        F("published_on").asc(nulls_last=True),
        "key",
    )
    return with_partners(in_turn.select_related("category"))


class Measure:
    """How far one need is met, as far as it can be known.

    `asked`, `promised` are None where the register does not say; `arrived` where the need has
    no category or unit by which what comes could be counted.
    """

    def __init__(self, need):
        self.unit = need.unit
        self.asked = need.quantity
        self.promised = need.promised if need.unit else None
        countable = need.category_id and need.unit
        self.arrived = round(need.arrived or ZERO, 3) if countable else None
        self.is_open = need.status not in CLOSED

    @property
    def left(self):
        """What is still open; None where that is not known, zero where all has come."""
        if self.asked is None or self.arrived is None or not self.is_open:
            return None
        return max(self.asked - self.arrived, ZERO)

    @property
    def percent(self):
        """How much of what was asked for has come, 0 to 100, as a string with a point."""
        if not self.asked or self.arrived is None:
            return ""
        return f"{min(self.arrived / self.asked * 100, Decimal(100)):.1f}"


def measured(needs):
    """The needs of a list, each with its `measure`."""
    needs = list(needs)
    for need in needs:
        need.measure = Measure(need)
    return needs
