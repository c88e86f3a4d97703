"""What waits for the office in the ledger of aid."""

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from aid.models import Item, ShipmentStatus
from publishing.work import Group, Work


def with_open_balance(shipments):
    """Received shipments, not yet wholly distributed, of which something is still in store."""
    left = Item.objects.in_store().filter(shipment=OuterRef("pk"))
    return shipments.filter(
        Exists(left), status__in=[ShipmentStatus.RECEIVED, ShipmentStatus.DISTRIBUTING]
    ).order_by(F("received_on").asc(nulls_last=True))


def arrival(shipment):
    return shipment.received_on and shipment.received_on.last


SHIPMENT_WORK = (
    Work(
        "balance",
        Group.BALANCE,
        Group.BALANCE.label,
        _("Distribute, or enter the acts"),
        with_open_balance,
        since=arrival,
    ),
)

CUSTODY_WORK = (
    Work(
        "account",
        Group.ACCOUNT,
        Group.ACCOUNT.label,
        _("File the report, then enter its date"),
        lambda custody: custody.at_risk(),
        until=lambda custody: custody.report_due,
    ),
)
