"""Records of aid for tests, public and counted unless said otherwise."""

from aid.models import Category, Distribution, Item, Need, Rate, Recipient, Shipment
from partners.tests.records import next_key
from publishing.changes import as_one_change
from publishing.models import Publication

__all__ = [
    "make_category",
    "make_distribution",
    "make_item",
    "make_need",
    "make_rate",
    "make_recipient",
    "make_shipment",
]


def make_category(**changes):
    """A kind of aid."""
    key = changes.pop("key", None) or next_key("category")
    return Category.objects.create(
        **{"key": key, "name_uk": f"Категорія {key}", "name_en": f"Category {key}"} | changes
    )


@as_one_change()
def make_need(partners=(), **changes):
    """An open public need; `partners` are Partner records."""
    key = changes.pop("key", None) or next_key("need")
    values = {
        "key": key,
        "title_uk": f"Потреба {key}",
        "title_en": f"Need {key}",
        "publication": Publication.PUBLIC,
    }
    need = Need.objects.create(**values | changes)
    need.partners.set(partners)
    return need


def make_recipient(**changes):
    """A health-care institution."""
    key = changes.pop("key", None) or next_key("recipient")
    values = {
        "key": key,
        "kind": "medical",
        "name_uk": f"Заклад {key}",
        "name_en": f"Institution {key}",
    }
    return Recipient.objects.create(**values | changes)


@as_one_change()
def make_shipment(donors=(), **changes):
    """A public consignment that has arrived; `donors` are Partner records."""
    reference = changes.pop("reference", None) or next_key("shipment")
    values = {
        "reference": reference,
        "title_uk": f"Вантаж {reference}",
        "title_en": f"Consignment {reference}",
        "received_on": "2024-03-15",
        "status": "received",
        "publication": Publication.PUBLIC,
    }
    shipment = Shipment.objects.create(**values | changes)
    shipment.donors.set(donors)
    return shipment


@as_one_change()
def make_item(shipment=None, **changes):
    """A hundred pieces of something, on the next line of the consignment."""
    shipment = shipment or make_shipment()
    line = changes.pop("line", None) or shipment.items.count() + 1
    values = {
        "shipment": shipment,
        "line": line,
        "name_uk": f"речі {shipment.reference}-{line}",
        "name_en": f"goods {shipment.reference}-{line}",
        "quantity": 100,
        "unit": "pcs",
    }
    return Item.objects.create(**values | changes)


@as_one_change()
def make_distribution(item=None, recipient=None, **changes):
    """Ten units of the item, given to a recipient by an act of its own."""
    values = {
        "act_number": next_key("act"),
        "item": item or make_item(),
        "recipient": recipient or make_recipient(),
        "quantity": 10,
        "date": "2024-03-20",
    }
    return Distribution.objects.create(**values | changes)


def make_rate(**changes):
    """What one euro cost on a day."""
    values = {"currency": "EUR", "date": "2024-03-15", "uah": "42.1004", "source": "Банк"}
    return Rate.objects.create(**values | changes)
