"""The path of a consignment from its donor to those who received it, step by step."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aid.amounts import in_kg
from aid.models import ShipmentStatus
from publishing.dates import PartialDate


@dataclass(frozen=True)
class Step:
    """One step: its title, date and note; `ahead` where it is still to come."""

    title: str
    date: PartialDate | None = None
    note: str = ""
    ahead: bool = False


def trace(shipment, recipients, first=None, last=None):
    """The steps of a consignment (with `known_weight`).

    `recipients` is how many institutions the public sees to have received of it, `first` and
    `last` the dates of the first and the last act.
    """
    label = shipment.get_status_display()
    given = (
        ngettext("%(count)s recipient", "%(count)s recipients", recipients) % {"count": recipients}
        if recipients
        else ""
    )
    arrived = Step(
        ShipmentStatus.RECEIVED.label,
        shipment.received_on,
        "" if shipment.known_weight is None else in_kg(shipment.known_weight),
    )
    to_give = Step(ShipmentStatus.DISTRIBUTED.label, ahead=True)
    match shipment.status:
        case ShipmentStatus.RECEIVED:
            return [arrived, Step(_("In store")), to_give]
        case ShipmentStatus.DISTRIBUTING:
            return [arrived, Step(label, first, given), to_give]
        case ShipmentStatus.DISTRIBUTED:
            return [arrived, Step(label, last, given)]
    to_come = Step(ShipmentStatus.RECEIVED.label, shipment.received_on, ahead=True)
    return [Step(label), to_come, to_give]
