"""The letter of thanks to a donor: quantities, institutions helped, the way to the public page.

It is written from what the public may see and nothing else, so it names neither sensitive
recipients nor the defence forces, nor any internal column (contract, section 3).
"""

from django.conf import settings
from django.utils.translation import gettext as _

from aid.amounts import in_kg, in_money, in_units
from aid.models import Distribution, Item, Shipment
from aid.papers.frame import consignment, head_of_office, listed, paper, paragraph, said, table
from papers.paper import Mark, Section
from partners.models import Partner


def letter(shipment, donor, office):
    """The Paper to one donor (a Partner) of a public shipment, in the active language.

    Raises Shipment.DoesNotExist or Partner.DoesNotExist where the public may not see them.
    """
    shipment = Shipment.objects.public().with_sums().get(pk=shipment.pk)
    donor = shipment.donors.public().get(pk=donor.pk)
    return paper(
        office,
        "",
        _("Thanks for humanitarian aid"),
        (Section("", blocks=tuple(_blocks(shipment, donor, office))),),
        addressee=tuple(filter(None, (donor.name, donor.region, donor.country.name))),
        signatures=(head_of_office(office),),
        mark=Mark(
            settings.SITE_URL + shipment.get_absolute_url(), said(_("The consignment’s page"))
        ),
    )


def _blocks(shipment, donor, office):
    yield paragraph(_("Dear partners,"))
    yield paragraph(_thanks(office))
    yield paragraph(*consignment(shipment), *_measures(shipment), _together(shipment, donor))
    if items := list(Item.objects.public().filter(shipment=shipment).order_by("line")):
        amount = _("Quantity")
        yield table(_("What was given"), (_("Name"), amount), _rows(items), numeric=(amount,))
    names = [row.name for row in _institutions(shipment)]
    if helped := listed(_("Institutions helped: %(names)s."), names):
        yield paragraph(helped)
    yield paragraph(
        _("The path of the consignment to its recipients is public: the code leads to its page.")
    )
    yield paragraph(_("With respect and gratitude"))


def _thanks(office):
    council = office and (office.council or office.municipality)
    if not council:
        return _("We thank you sincerely for the aid that the community has received.")
    return _("%(council)s thanks you sincerely for the aid that the community has received.") % {
        "council": council
    }


def _measures(shipment):
    if shipment.known_weight is not None:
        yield _("Weight: %(weight)s.") % {"weight": in_kg(shipment.known_weight)}
    if shipment.known_value is not None:
        value = in_money(shipment.known_value, shipment.currency)
        yield _("Value: %(value)s.") % {"value": value}


def _together(shipment, donor):
    others = Partner.objects.public().filter(shipments=shipment).exclude(pk=donor.pk)
    return listed(_("Given together with: %(names)s."), [other.name for other in others])


def _rows(items):
    return [
        (item.name, "" if item.quantity is None else in_units(item.quantity, item.unit))
        for item in items
    ]


def _institutions(shipment):
    """The recipients whom the letter may name, in the order of the acts."""
    acts = Distribution.objects.public().filter(item__shipment=shipment)
    acts = acts.exclude(recipient__sensitive=True).select_related("recipient")
    return [act.recipient for act in acts.order_by("item__line", "pk")]
