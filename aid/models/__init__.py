from aid.models.custody import Custody
from aid.models.kept import KeptOn, Standing, Table, Tally, Total
from aid.models.ledger import Distribution, Item, Unit
from aid.models.need import Category, Need, NeedStatus, Urgency
from aid.models.rate import Rate
from aid.models.recipient import Recipient, RecipientIdentity, RecipientKind
from aid.models.shipment import COUNTED, Shipment, ShipmentStatus

__all__ = [
    "COUNTED",
    "Category",
    "Custody",
    "Distribution",
    "Item",
    "KeptOn",
    "Need",
    "NeedStatus",
    "Rate",
    "Recipient",
    "RecipientIdentity",
    "RecipientKind",
    "Shipment",
    "ShipmentStatus",
    "Standing",
    "Table",
    "Tally",
    "Total",
    "Unit",
    "Urgency",
]
