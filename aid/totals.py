"""The totals of aid: the one place that says what is counted (contract, Totals).

Counted are public consignments that have arrived. The own weight and value of a consignment
count, else the sum of its items'; figures by category come from items alone. Currencies are
never added; hryvnias stand beside a sum only where a rate serves each of its consignments.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

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
from django.utils.http import urlencode

from aid.keeping import catch_up
from aid.models import (
    Category,
    Distribution,
    Item,
    Rate,
    Shipment,
    Table,
    Total,
)
from aid.models.rate import rates_for
from aid.standing import NOT_STATED, OFFICE
from partners.models import Partner
from publishing.paths import path_to

HRYVNIA = "UAH"

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
            if currency not in self.money:
                self.money[currency] = Money(currency, self.url_for(currency))
            sums = self.money[currency]
            sums.amount += from_thousandths(cell["amount"])
            sums.hryvnias += from_thousandths(cell["uah"] or 0)
            sums.valued += cell["valued"]
            sums.converted += cell["converted"]

    @cached_property
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
    """The address of the ledger with this filter, of counted consignments alone.

    Parameters stand by name, as in the address that the ledger gives as its own.
    """
    query = urlencode(sorted({**asked, "status": COUNTED}.items()))
    return f"{path_to('aid:shipment_list')}?{query}"


def from_thousandths(number):
    return Decimal(number).scaleb(-3)


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
class Totals:
    """All that has arrived, in total and by what it can be told apart, as it is kept.

    Years are None where the date is not stated; partners are primary keys, OFFICE for the own
    council, None for no donor at all; categories are (key, Ukrainian name, English name).
    """

    total: Figures
    years: dict
    partners: dict
    countries: dict
    categories: dict
    kinds: dict
    balance: "Weighed"  # None where nothing is known
    rates: list  # the Rates that convert something


def totals():
    """The Totals of all years: the same few queries, however much has arrived."""
    catch_up()
    rows = defaultdict(list)
    for row in Total.objects.order_by("pk"):
        rows[row.table].append(row)
    total = Figures()
    for row in rows[Table.ALL]:
        total.add(cell_of(row))
    return Totals(
        total=total,
        years=groups_of(rows[Table.YEAR], "year"),
        partners=partners_of(rows[Table.PARTNER]),
        countries=groups_of(rows[Table.COUNTRY], "country"),
        categories=categories_of(rows[Table.CATEGORY]),
        kinds=groups_of(rows[Table.KIND], "recipient"),
        balance=balance_of(rows[Table.BALANCE]),
        rates=list(Rate.objects.filter(pk__in=keys_in(rows[Table.RATE]))),
    )


def by_year():
    """The Figures of the years alone, as Totals have them."""
    catch_up()
    return groups_of(Total.objects.filter(table=Table.YEAR), "year")


def cell_of(row):
    """A kept Total as a row of `measured`."""
    cell = {name: getattr(row, name) for name in (*Total.MEASURES, "currency", "value")}
    return cell | {"value": row.value or None, "grams": row.grams if row.weighed else None}


def groups_of(rows, name):
    """The Figures of kept rows by their value."""
    return gathered(map(cell_of, rows), name, "value")


def partners_of(rows):
    """The Figures of kept rows by donor: primary key, OFFICE or None."""
    keys = dict(Partner.objects.filter(pk__in=keys_in(rows)).values_list("pk", "key"))
    groups = {}
    for row in rows:
        donor = int(row.value) if row.value.isdecimal() else row.value or None
        asked = {"partner": keys.get(donor, donor or NOT_STATED)}
        groups.setdefault(donor, Figures(asked)).add(cell_of(row))
    return groups


def categories_of(rows):
    """The Figures of kept rows by category: (key, Ukrainian name, English name)."""
    categories = Category.objects.in_bulk(keys_in(rows))
    groups = {}
    for row in rows:
        one = categories.get(int(row.value)) if row.value else None
        names = (one.key, one.name_uk, one.name_en) if one else (None, None, None)
        asked = {"category": names[0] or NOT_STATED}
        groups.setdefault(names, Figures(asked)).add(cell_of(row))
    return groups


def keys_in(rows):
    """The primary keys among the values of kept rows."""
    return {int(row.value) for row in rows if row.value.isdecimal()}


@dataclass(frozen=True)
class Weighed:
    """The balance of everything whose weight and quantity are known, in kilograms."""

    received: Decimal = ZERO
    distributed: Decimal = ZERO
    written_off: Decimal = ZERO

    @property
    def in_store(self):
        return self.received - self.distributed - self.written_off


def balance_of(rows):
    """The Weighed of kept rows; None where nothing is known."""
    weighed = Weighed(**{row.value: from_thousandths(row.grams) for row in rows})
    return weighed if weighed.received else None


# Of one year, for its report: added up anew, since an import composes reports before it ends


def arrived(year):
    """The public consignments that arrived in a year."""
    shipments = Shipment.objects.public().counted().order_by()
    return shipments.filter(received_on__startswith=str(year))


def counted(year):
    """The consignments of a year that the totals count, with what is known of each.

    `known_weight` in kilograms, `known_value` in its currency, `in_uah` where a rate serves.
    """
    rate = rates_for(OuterRef("currency"), OuterRef("received_on")).values("uah")[:1]
    return arrived(year).with_sums().annotate(in_uah=F("known_value") * Subquery(rate))


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


@dataclass
class Received:
    """All that arrived in a year: in total, and what the own council gave."""

    total: Figures
    of_office: list  # rows of `measured`: consignments in which the own council is a donor


def received(year):
    """The Received of a year: one query, whose groups share no consignment."""
    cells = list(measured(counted(year), "donor_office"))
    total = Figures()
    for cell in cells:
        total.add(cell)
    return Received(total=total, of_office=[cell for cell in cells if cell["donor_office"]])


def by_partner(received, year):
    """{primary key of the partner: Figures}; a joint consignment stands in each donor's.

    The key OFFICE holds what the own council gave, None what has no donor at all.
    """
    nameless = Q(donors__isnull=True, donor_office=True)
    cells = measured(counted(year).exclude(nameless), "donors", "donors__key")
    groups = {}
    for cell in cells:
        asked = {"partner": cell["donors__key"] or NOT_STATED}
        groups.setdefault(cell["donors"], Figures(asked)).add(cell)
    for cell in received.of_office:
        groups.setdefault(OFFICE, Figures({"partner": OFFICE})).add(cell)
    return groups


def by_category(year):
    """{(key, Ukrainian name, English name): Figures}, of items alone."""
    rate = rates_for(OuterRef("shipment__currency"), OuterRef("shipment__received_on"))
    items = (
        Item.objects.public()
        .filter(shipment__in=arrived(year))
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


def by_recipient_kind(year):
    """{kind of recipient: Figures}: consignments that reached it, and weight where it is known.

    Weight = item's weight × distributed ÷ received. Items of which the defence forces got a
    part are left out of the weight, else their share would follow by subtraction.
    """
    acts = Distribution.objects.public().filter(item__shipment__in=arrived(year))
    to_defence = Distribution.objects.of_defence().filter(item=OuterRef("item"))
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
