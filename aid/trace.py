"""The path of a consignment from its donor to those who received it, step by step."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aid.amounts import in_figures, in_kg
from aid.models import ShipmentStatus
from publishing.dates import PartialDate


@dataclass(frozen=True)
class Step:
    """One step: its title, date and note; `ahead` where it is still to come.

    `since` is the date of the first act of a step that goes on.
    """

    title: str
    date: PartialDate | None = None
    note: str = ""
    ahead: bool = False
    since: PartialDate | None = None


def trace(shipment, recipients):
    """The steps of a consignment (with `known_weight`) that these recipients (Handovers) got."""
    first, last = span([date for row in recipients for date in row.dates])
    number = len(recipients)
    label = shipment.get_status_display()
    given = (
        ngettext("%(count)s recipient", "%(count)s recipients", number)
        % {"count": in_figures(number)}
        if number
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
            return [arrived, Step(label, note=given, since=first), to_give]
        case ShipmentStatus.DISTRIBUTED:
            return [arrived, Step(label, last, given)]
    to_come = Step(ShipmentStatus.RECEIVED.label, shipment.received_on, ahead=True)
    return [Step(label), to_come, to_give]


def span(dates):
    """The first and the last of partial dates; a bare year says less than the months of others."""
    exact = [date for date in dates if date.month] or dates
    return min(exact, default=None), max(exact, default=None)
