"""Aid that arrived, in the columns of the Ukrainian open-data schema of charity donations.

One row is one donation given at one time: an item of a consignment; the whole consignment where
its value is known only as a whole or its items are not listed. What went to the defence forces
alone has neither items nor amounts here, as on the pages.
"""

from array import array

from django.db.models import F, Prefetch

from aid.models import Distribution, Item, Shipment, Unit
from partners.models import Partner
from publishing.choices import SEPARATOR
from publishing.collation import by_code_point
from register.cells import plain

COLUMNS = (
    "uid",
    "date",
    "donationTitle",
    "donationPurpose",
    "donationQuantity",
    "unitName",
    "amountValue",
    "currencyCode",
    "recipientID",
    "recipientName",
    "donorID",
    "donorName",
    "actID",
    "actDate",
    "usageStatus",
)
AT_ONCE = 500  # consignments held in memory
UNKNOWN = "null"  # as the schema writes a quantity or amount that is not there
UNITS = {
    Unit.PIECES: "шт.",
    Unit.SET: "комплект",
    Unit.PAIR: "пара",
    Unit.BOX: "коробка",
    Unit.PACK: "упаковка",
    Unit.PALLET: "палета",
    Unit.KILOGRAM: "кг",
    Unit.TONNE: "т",
    Unit.LITRE: "л",
    Unit.METRE: "м",
    Unit.SQUARE_METRE: "кв. м",
}
IN_STORE, PARTLY, USED = "на зберіганні", "частково передано", "передано"


def shipments():
    """The public consignments that have arrived."""
    return Shipment.objects.public().counted()


def rows(office):
    """The rows of the file, dicts by COLUMNS; `office` is the Office that received, or None."""
    found = shipments().order_by(by_code_point("reference")).values_list("pk", flat=True)
    pks = array("q", found.iterator())
    acts = Distribution.objects.public().order_by(
        F("date").asc(nulls_last=True), by_code_point("act_number")
    )
    items = Item.objects.public().order_by("line").prefetch_related(Prefetch("distributions", acts))
    for start in range(0, len(pks), AT_ONCE):
        chunk = shipments().with_sums().filter(pk__in=pks[start : start + AT_ONCE])
        chunk = chunk.order_by(by_code_point("reference")).prefetch_related(
            Prefetch("donors", Partner.objects.public().order_by("key")), Prefetch("items", items)
        )
        for shipment in chunk:
            shared = of_shipment(shipment, office)
            yield from (shared | own for own in donations(shipment))


def of_shipment(shipment, office):
    """The cells that every donation of a consignment has."""
    donors = [(donor.code, donor.name_uk) for donor in shipment.donors.all()]
    council = (office.edrpou, office.council_uk) if office else ("", "")
    if shipment.donor_office:
        donors.append(council)
    return {
        "date": shipment.received_on and str(shipment.received_on),
        "donationPurpose": shipment.title_uk,
        "recipientID": council[0],
        "recipientName": council[1],
        "donorID": joined(code for code, _name in donors),
        "donorName": joined(name for _code, name in donors),
    }


def donations(shipment):
    """The cells of each donation in a consignment."""
    items = list(shipment.items.all())
    by_item = shipment.value is None or any(item.value is not None for item in items)
    if items and (by_item or len(items) == 1):
        whole = shipment.value if len(items) == 1 else None
        return [of_item(shipment, item, whole) for item in items]
    return [
        {
            "uid": shipment.reference,
            "donationTitle": joined(map(in_words, items)) or shipment.title_uk,
            "donationQuantity": UNKNOWN,
            "unitName": None,
            **acts_of(items),
            **amount(shipment.known_value, shipment.currency),
        }
    ]


def of_item(shipment, item, whole):
    """The cells of one item; `whole` is the value of a consignment that has no other item."""
    value = whole if item.value is None else item.value
    return {
        "uid": f"{shipment.reference}/{item.line}",
        "donationTitle": item.name_uk,
        "donationQuantity": UNKNOWN if item.quantity is None else plain(item.quantity),
        "unitName": UNITS[item.unit],
        **acts_of([item]),
        **amount(value, shipment.currency),
    }


def in_words(item):
    if item.quantity is None:
        return item.name_uk
    return f"{item.name_uk}, {plain(item.quantity)} {UNITS[item.unit]}"


def amount(value, currency):
    known = value is not None and currency
    return {
        "amountValue": plain(value) if known else UNKNOWN,
        "currencyCode": currency if known else None,
    }


def acts_of(items):
    """By which acts the items were handed over, and how far that has gone."""
    acts = {}
    for item in items:
        for act in item.distributions.all():
            acts.setdefault(act.act_number, act.date and str(act.date))
    return {
        "actID": joined(acts),
        "actDate": joined(filter(None, acts.values())),
        "usageStatus": usage(items),
    }


def usage(items):
    """How far the items are handed over; None where their amount is not known."""
    left = [item.in_store for item in items]
    if not left or None in left:
        return None
    if not any(left):
        return USED
    return PARTLY if any(item.distributed for item in items) else IN_STORE


def joined(texts):
    """The texts in one cell, each once, in their order; None where there is none."""
    return f"{SEPARATOR} ".join(dict.fromkeys(filter(None, texts))) or None
