"""What public consignments add to the kept sums, each by itself (contract, Totals)."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Substr

from aid.models import (
    COUNTED,
    Distribution,
    Item,
    Shipment,
    Table,
    Tally,
    Total,
)
from aid.models.rate import rates_for
from partners.models import HOME_COUNTRY

OFFICE = "office"  # the own council among the donors
NOT_STATED = "-"  # stands for an empty value in the addresses of the ledger
LARGEST = 10**15  # thousandths that one consignment can have; more hryvnias are no conversion


def thousandths(number):
    """A decimal in whole thousandths; None of None."""
    if number is None:
        return None
    return int((number * 1000).quantize(Decimal(1), ROUND_HALF_UP))


def converted(amount, uah):
    """A sum in hryvnias, in thousandths; None where no rate serves it."""
    if amount is None or uah is None:
        return None
    hryvnias = amount * uah
    return thousandths(hryvnias) if hryvnias * 1000 <= LARGEST else None


def standings(rows):
    """{primary key: what it adds} of those of these consignments that the public sees.

    Each is a dict that JSON can hold: state, year, currency, keys of donors, countries, `sums`
    (grams, amount, hryvnias), those of the items by category, grams by kind of recipient, the
    balance in grams, the rate that serves.
    """
    found = {}
    for row in _shipments(rows):
        uah = row["uah"]
        found[row["pk"]] = {
            "status": row["status"],
            "year": row["year"] or "",
            "currency": row["currency"],
            "partners": [OFFICE] if row["donor_office"] else [],
            "countries": [HOME_COUNTRY] if row["donor_office"] else [],
            "sums": [
                thousandths(row["known_weight"]),
                thousandths(row["known_value"]),
                converted(row["known_value"], uah),
            ],
            "categories": {},
            "kinds": {},
            "balance": None,
            "rate": None if row["known_value"] is None else row["rate"],
        }
        found[row["pk"]]["uah"] = uah
    _add_donors(found)
    _add_items(found)
    _add_acts(found)
    for told in found.values():
        del told["uah"]
    return found


def _shipments(rows):
    rates = rates_for(OuterRef("currency"), OuterRef("received_on"))
    shipments = Shipment.objects.public().filter(pk__in=rows).with_sums().order_by()
    return shipments.annotate(
        year=Substr("received_on", 1, 4),
        rate=Subquery(rates.values("pk")[:1]),
        uah=Subquery(rates.values("uah")[:1]),
    ).values(
        "pk",
        "status",
        "year",
        "currency",
        "donor_office",
        "known_weight",
        "known_value",
        "rate",
        "uah",
    )


def _add_donors(found):
    links = Shipment.donors.through.objects.filter(shipment__in=found).order_by("partner")
    for pk, partner, country in links.values_list("shipment", "partner", "partner__country"):
        found[pk]["partners"].append(str(partner))
        if country not in found[pk]["countries"]:
            found[pk]["countries"].append(country)


def _add_items(found):
    items = Item.objects.public().filter(shipment__in=found).order_by()
    rows = items.values_list(
        "shipment", "category", "weight_kg", "value", "quantity", "distributed", "written_off"
    )
    for pk, category, weight, value, received, *gone in rows:
        told = found[pk]
        sums = told["categories"].setdefault(str(category or ""), [0] * 6)
        value = value if told["currency"] else None
        _add(sums, 0, thousandths(weight))
        _add(sums, 2, thousandths(value))
        _add(sums, 4, converted(value, told["uah"]))
        if received and weight is not None:
            balance = told["balance"] = told["balance"] or [0, 0, 0]
            for place, part in enumerate((received, *gone)):
                balance[place] += thousandths(weight * (part or 0) / received)


def _add_acts(found):
    """What each kind of recipient got; no weight where the defence forces got a part of it."""
    to_defence = Distribution.objects.of_defence().filter(item=OuterRef("item"))
    acts = Distribution.objects.public().filter(item__shipment__in=found).order_by()
    rows = acts.annotate(hidden=Exists(to_defence)).values_list(
        "item__shipment",
        "recipient__kind",
        "quantity",
        "item__quantity",
        "item__weight_kg",
        "hidden",
    )
    for pk, kind, given, received, weight, hidden in rows:
        sums = found[pk]["kinds"].setdefault(kind, [0, 0])
        if weight is not None and received and not hidden:
            _add(sums, 0, thousandths(weight * given / received))


def _add(sums, place, number):
    """Count one more addend at `place` of the sums, and add it to the number after it."""
    if number is not None:
        sums[place] += 1
        sums[place + 1] += number


def totals_of(told):
    """{(table, value, currency): numbers in the order of its MEASURES} that a consignment adds."""
    if told["status"] not in COUNTED:
        return {}
    grams, amount, uah = told["sums"]
    own = [1, *_known(grams), *_known(amount), *_known(uah)]
    places = [(Table.ALL, ""), (Table.YEAR, told["year"])]
    places += [(Table.PARTNER, partner) for partner in told["partners"] or [""]]
    places += [(Table.COUNTRY, country) for country in told["countries"]]
    found = {(table, value, told["currency"]): own for table, value in places}
    for category, sums in told["categories"].items():
        found[Table.CATEGORY, category, told["currency"]] = [1, *sums]
    for kind, sums in told["kinds"].items():
        found[Table.KIND, kind, ""] = [1, *sums, 0, 0, 0, 0]
    for part, grams in zip(PARTS, told["balance"] or (), strict=False):
        found[Table.BALANCE, part, ""] = [1, 1, grams, 0, 0, 0, 0]
    if told["rate"]:
        found[Table.RATE, str(told["rate"]), ""] = [1, 0, 0, 0, 0, 0, 0]
    return found


PARTS = ("received", "distributed", "written_off")


def _known(number):
    """How many addends that is, and the addend."""
    return (0, 0) if number is None else (1, number)


def places_of(told):
    """{field of the ledger's filter: the values by which it finds a consignment}."""
    categories = [category or NOT_STATED for category in told["categories"]]
    return {
        "year": [told["year"] or NOT_STATED],
        "partner": told["partners"] or [NOT_STATED],
        "country": told["countries"],
        "category": categories,
        "recipient": list(told["kinds"]),
        "currency": [] if told["sums"][1] is None else [told["currency"]],
    }


def tallies_of(told):
    """{(beside, its value, field, value, state): [1]} that a consignment adds."""
    places = [(field, value) for field, values in places_of(told).items() for value in values]
    keys = [("", "", "", ""), *(("", "", *place) for place in places)]
    keys += [(*one, *two) for one in places for two in places if one[0] != two[0]]
    return {(*key, told["status"]): [1] for key in keys}


ADDS = {Total: totals_of, Tally: tallies_of}


def difference(model, before, after):
    """What changes in the sums when consignments no longer add `before` but `after` (standings).

    {key of the row: numbers in the order of its MEASURES}, of a Total or Tally.
    """
    changes = defaultdict(lambda: [0] * len(model.MEASURES))
    for sign, told in ((-1, before), (1, after)):
        for one in told:
            for key, numbers in ADDS[model](one).items():
                sums = changes[key]
                for place, number in enumerate(numbers):
                    sums[place] += sign * number
    return {key: sums for key, sums in changes.items() if any(sums)}
