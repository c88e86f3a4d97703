"""What a clerk should look at once more: nothing here is refused, all of it may be right."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from aid.models import Distribution, RecipientKind, Unit
from aid.models.shipment import COUNTED
from aid.models.units import KILOGRAMS
from publishing.dates import today


def of_recipient(kind, beneficiaries):
    """Why an act may be wrong: its recipient is none of those for whom the consignment is.

    Takes codes of RecipientKind; gives a sentence, empty where nothing is in doubt.
    """
    if not beneficiaries or kind in beneficiaries:
        return ""
    return _("Given to: %(kind)s. But the consignment is for: %(kinds)s") % {
        "kind": RecipientKind(kind).label,
        "kinds": ", ".join(str(RecipientKind(code).label) for code in beneficiaries),
    }


def of_unit(quantity, unit, weight_kg):
    """Why the unit of an item may be wrong: so many kilograms would weigh more than it does.

    Takes decimals or None; gives a sentence, empty where nothing is in doubt.
    """
    if quantity is None or weight_kg is None or unit not in KILOGRAMS:
        return ""
    if quantity * KILOGRAMS[unit] <= weight_kg:
        return ""
    return _("Check unit and weight: the quantity in “%(unit)s” is more than the weight given") % {
        "unit": Unit(unit).label
    }


def of_need(item, need):
    """Why an item may not meet the need of its consignment: it is counted in another unit.

    Takes records, the Need may be None; gives a sentence, empty where nothing is in doubt.
    """
    if need is None or not need.unit or need.category_id is None:
        return ""
    if item.category_id != need.category_id or item.unit == need.unit:
        return ""
    return _("The need counts in “%(unit)s”: this item does not count towards it") % {
        "unit": Unit(need.unit).label
    }


def of_arrival(received_on, status):
    """Why a date may be wrong: a consignment that was received has one that is still to come.

    Takes a PartialDate or None; gives a sentence, empty where nothing is in doubt.
    """
    if received_on is None or status not in COUNTED or received_on.first <= today():
        return ""
    return _("Received on a day that is still to come: check the date or the state")


def doubts(shipment):
    """Sentences about a stored consignment, each naming the item or act that it is about."""
    items, acts = shipment.items.all(), Distribution.objects.filter(item__shipment=shipment)
    found = [(item, of_unit(item.quantity, item.unit, item.weight_kg)) for item in items]
    found += [(item, of_need(item, shipment.need)) for item in items]
    found += [
        (act.act_number, of_recipient(act.recipient.kind, shipment.beneficiaries))
        for act in acts.select_related("recipient")
    ]
    found.append((shipment, of_arrival(shipment.received_on, shipment.status)))
    told = dict.fromkeys(f"{capfirst(str(about))}. {doubt}" for about, doubt in found if doubt)
    return list(told)
