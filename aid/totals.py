"""The totals of aid: the one place that says what is counted (contract, Totals).

Counted are public consignments that have arrived. The own weight and value of a consignment
count, else the sum of its items'; figures by category come from items alone. Currencies are
never added; hryvnias stand beside a sum only where a rate serves each of its consignments.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Sum,
)
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.http import urlencode

from aid.models import Distribution, Item, RecipientKind, Shipment
from aid.models.rate import rates_for
from partners.models import HOME_COUNTRY

HRYVNIA = "UAH"
NOT_STATED = "-"  # stands for an empty value in the addresses of the ledger
OFFICE = "office"
COUNTED = "counted"  # the state, in the ledger's filter, of all that has arrived
ZERO = Decimal(0)


class Thousandths(Func):
    """A decimal, or one divided by another, in whole thousandths.

    Whole numbers add up exactly on both databases, where SQLite adds decimals as floats.
    """

    template = "CAST(ROUND(1000.0 * %(expressions)s) AS BIGINT)"
    arg_joiner = " / "
    output_field = BigIntegerField()


@dataclass
class Money:
    """A sum in one currency, and what it is in hryvnias where all of it can be converted."""

    currency: str
    url: str
    amount: Decimal = ZERO
    hryvnias: Decimal = ZERO
    valued: int = 0
    converted: int = 0

    @property
    def in_hryvnias(self):
        """The sum in hryvnias; None where it is in them already or a rate is missing."""
        if self.currency == HRYVNIA or self.converted < self.valued:
            return None
        return self.hryvnias


@dataclass
class Figures:
    """What one row of a table counts: consignments, kilograms (None: unknown), sums of money.

    `asked` is the query of the ledger that shows the consignments of the row.
    """

    asked: dict = field(default_factory=dict)
    shipments: int = 0
    weight: Decimal | None = None
    money: dict = field(default_factory=dict)

    def add(self, cell):
        """Add a group of consignments that have one currency: a row of `measured`."""
        self.shipments += cell["shipments"]
        if cell["grams"] is not None:
            self.weight = (self.weight or ZERO) + from_thousandths(cell["grams"])
        if cell.get("valued"):
            currency = cell["currency"]
            sums = self.money.setdefault(currency, Money(currency, self.url_for(currency)))
            sums.amount += from_thousandths(cell["amount"])
            sums.hryvnias += from_thousandths(cell["uah"] or 0)
            sums.valued += cell["valued"]
            sums.converted += cell["converted"]

    @property
    def url(self):
        """The ledger that shows these consignments and no others."""
        return ledger_url(**self.asked)

    def url_for(self, currency):
        """The ledger of those among them whose value is in that currency."""
        return ledger_url(**self.asked, currency=currency)

    @property
    def sums(self):
        """The sums of money, by currency."""
        return [self.money[code] for code in sorted(self.money)]


def ledger_url(**asked):
    """The address of the ledger with this filter, of counted consignments alone."""
    return f"{reverse('aid:shipment_list')}?{urlencode({**asked, 'status': COUNTED})}"


def from_thousandths(number):
    return Decimal(number).scaleb(-3)


def counted():
    """The consignments that the totals count, with what is known of each in every measure.

    `known_weight` in kilograms, `known_value` in its currency, `in_uah` where a rate serves.
    """
    rate = rates_for(OuterRef("currency"), OuterRef("received_on")).values("uah")[:1]
    shipments = Shipment.objects.public().counted().with_sums().order_by()
    return shipments.annotate(in_uah=F("known_value") * Subquery(rate))


def measured(shipments, *keys):
    """The sums of `shipments`, grouped by the keys and by currency: a list of dicts."""
    return shipments.values(*keys, "currency").annotate(
        shipments=Count("pk"),
        grams=Sum(Thousandths("known_weight")),
        amount=Sum(Thousandths("known_value")),
        valued=Count("known_value"),
        converted=Count("in_uah"),
        uah=Sum(Thousandths("in_uah")),
    )


def gathered(cells, name, key):
    """The Figures of each group, by its key; `name` is the field of the ledger's filter."""
    groups = {}
    for cell in cells:
        value = cell[key]
        if value not in groups:
            groups[value] = Figures({name: NOT_STATED if value in (None, "") else value})
        groups[value].add(cell)
    return groups


@dataclass
class Received:
    """All that has arrived: in total, by year, and what the own council gave."""

    total: Figures
    years: dict  # {"2024": Figures}, the key None where the date is not stated
    of_office: list  # rows of `measured`: consignments in which the own council is a donor

    def kilograms_by_year(self):
        """(year, kilograms), the oldest first; years without a weight left out."""
        years = [(year, figures.weight) for year, figures in self.years.items() if year]
        return sorted((year, weight) for year, weight in years if weight)


def received():
    """The Received: one query, whose groups share no consignment."""
    home = Shipment.donors.through.objects.filter(
        shipment=OuterRef("pk"), partner__country=HOME_COUNTRY
    )
    shipments = counted().annotate(year=Substr("received_on", 1, 4), shared_at_home=Exists(home))
    cells = list(measured(shipments, "year", "donor_office", "shared_at_home"))
    total = Figures()
    for cell in cells:
        total.add(cell)
    return Received(
        total=total,
        years=gathered(cells, "year", "year"),
        of_office=[cell for cell in cells if cell["donor_office"]],
    )


def by_partner(received):
    """{primary key of the partner: Figures}; a joint consignment stands in each donor's.

    The key OFFICE holds what the own council gave, None what has no donor at all.
    """
    nameless = Q(donors__isnull=True, donor_office=True)
    cells = measured(counted().exclude(nameless), "donors", "donors__key")
    groups = {}
    for cell in cells:
        asked = {"partner": cell["donors__key"] or NOT_STATED}
        groups.setdefault(cell["donors"], Figures(asked)).add(cell)
    for cell in received.of_office:
        groups.setdefault(OFFICE, Figures({"partner": OFFICE})).add(cell)
    return groups


def by_country(received):
    """{code of the country: Figures}; a consignment from two countries stands in each."""
    links = Shipment.donors.through.objects
    earlier = links.filter(
        shipment=OuterRef("pk"),
        partner__country=OuterRef("donors__country"),
        partner__lt=OuterRef("donors"),
    )
    shipments = counted().filter(donors__isnull=False).annotate(again=Exists(earlier))
    cells = measured(shipments.filter(again=False), "donors__country")
    groups = gathered(cells, "country", "donors__country")
    for cell in received.of_office:
        if not cell["shared_at_home"]:
            groups.setdefault(HOME_COUNTRY, Figures({"country": HOME_COUNTRY})).add(cell)
    return groups


def by_category():
    """{(key, Ukrainian name, English name): Figures}, of items alone."""
    rate = rates_for(OuterRef("shipment__currency"), OuterRef("shipment__received_on"))
    items = (
        Item.objects.public()
        .filter(shipment__in=Shipment.objects.public().counted())
        .order_by()
        .annotate(in_uah=F("value") * Subquery(rate.values("uah")[:1]))
    )
    names = ("category__key", "category__name_uk", "category__name_en")
    valued = ~Q(shipment__currency="")
    cells = items.values(*names, currency=F("shipment__currency")).annotate(
        shipments=Count("shipment", distinct=True),
        grams=Sum(Thousandths("weight_kg")),
        amount=Sum(Thousandths("value"), filter=valued),
        valued=Count("value", filter=valued),
        converted=Count("in_uah", filter=valued),
        uah=Sum(Thousandths("in_uah"), filter=valued),
    )
    groups = {}
    for cell in cells:
        asked = {"category": cell["category__key"] or NOT_STATED}
        groups.setdefault(tuple(cell[name] for name in names), Figures(asked)).add(cell)
    return groups


def by_recipient_kind():
    """{kind of recipient: Figures}: consignments that reached it, and weight where it is known.

    Weight = item's weight × distributed ÷ received. Items of which the defence forces got a
    part are left out of the weight, else their share would follow by subtraction.
    """
    acts = Distribution.objects.public().filter(
        item__shipment__in=Shipment.objects.public().counted()
    )
    to_defence = Distribution.objects.filter(
        item=OuterRef("item"), recipient__kind=RecipientKind.DEFENCE
    )
    share = Thousandths(F("item__weight_kg") * F("quantity"), F("item__quantity"))
    cells = (
        acts.order_by()
        .annotate(hidden=Exists(to_defence))
        .values("recipient__kind")
        .annotate(
            shipments=Count("item__shipment", distinct=True),
            grams=Sum(share, filter=Q(hidden=False)),
        )
    )
    return gathered(cells, "recipient", "recipient__kind")


@dataclass(frozen=True)
class Weighed:
    """The balance of everything whose weight and quantity are known, in kilograms."""

    received: Decimal
    distributed: Decimal
    written_off: Decimal

    @property
    def in_store(self):
        return self.received - self.distributed - self.written_off


def weighed():
    """The Weighed of all counted items; None where nothing is known."""
    items = Item.objects.public().filter(
        shipment__in=Shipment.objects.public().counted(), quantity__gt=0, weight_kg__isnull=False
    )
    sums = items.aggregate(
        received=Sum(Thousandths("weight_kg")),
        distributed=Sum(Thousandths(F("weight_kg") * F("distributed"), F("quantity"))),
        written_off=Sum(Thousandths(F("weight_kg") * F("written_off"), F("quantity"))),
    )
    if not sums["received"]:
        return None
    return Weighed(**{name: from_thousandths(total or 0) for name, total in sums.items()})
