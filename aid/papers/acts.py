"""The acts of the office: how a consignment is distributed, and what one recipient takes over.

They are papers for the staff. What has permissions of its own – custody, the identity of a
sensitive recipient – is told only where `Seen` says that the reader may see it.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from aid.amounts import in_figures, in_kg, in_units
from aid.models import Custody, Distribution, RecipientIdentity
from aid.papers.frame import consignment, head_of_office, listed, paper, paragraph, table
from papers.paper import Section, Signature
from projects.spans import date_words
from publishing.templatetags.words import table_day

KOPIYKAS = Decimal("0.01")


@dataclass(frozen=True)
class Seen:
    """What the reader of a paper may see beside the open columns."""

    custody: bool = False
    identities: bool = False

    def custody_of(self, shipment):
        """The Custody of a shipment; None where there is none or it may not be seen."""
        return Custody.objects.filter(shipment=shipment).first() if self.custody else None

    def name_of(self, recipient):
        """The name of a recipient, the true one of a sensitive recipient only where allowed."""
        if recipient.sensitive and self.identities:
            identity = RecipientIdentity.objects.filter(recipient=recipient).first()
            return identity.name if identity else recipient.shown_name
        return recipient.shown_name


def distribution_act(shipment, office, seen):
    """The Paper that says of every item what there was, who got how much, what is left."""
    commission = (
        Signature(_("Head of the commission"), ""),
        Signature(_("Members of the commission"), ""),
        head_of_office(office),
    )
    heads, rows = _heads(), _rows_of_items(shipment, seen)
    blocks = (
        paragraph(*consignment(shipment), _donors(shipment), *_of_custody(shipment, seen)),
        paragraph(_("Basis: decision No. ____________ of ____________.")),
        table(_("Distribution of the consignment"), heads, rows, numeric=heads[1:2] + heads[4:]),
    )
    title = _("on the distribution of humanitarian aid")
    return paper(office, _("ACT"), title, (Section("", blocks=blocks),), signatures=commission)


def _heads():
    return _("Name"), _("Received"), _("Recipient"), _("Act"), _("Handed over"), _("Left")


def _rows_of_items(shipment, seen):
    """A row for every act; the item's own columns stand in the first of them alone."""
    for item in shipment.items.prefetch_related("distributions__recipient"):
        amounts = ["", ""]
        if item.quantity is not None:
            amounts = [in_units(item.quantity, item.unit), in_units(item.in_store, item.unit)]
        lines = [
            (
                seen.name_of(act.recipient),
                _numbered(act),
                in_units(act.quantity, item.unit),
            )
            for act in item.distributions.all()
        ]
        for place, (who, act, quantity) in enumerate(lines or [("", "", "")]):
            received, left = ("", "") if place else amounts
            yield "" if place else item.name, received, who, act, quantity, left


def _numbered(act):
    if not act.date:
        return act.act_number
    words = {"number": act.act_number, "date": date_words(act.date)}
    return _("No. %(number)s, %(date)s") % words


def transfer_act(shipment, act, office, seen):
    """The Paper by which one recipient takes over what an act (a Distribution) gives it."""
    rows = Distribution.objects.filter(
        item__shipment=shipment, act_number=act.act_number, recipient=act.recipient
    )
    rows = list(rows.select_related("item").order_by("item__line"))
    recipient = seen.name_of(act.recipient)
    council = office and (office.council or office.municipality)
    blocks = (
        paragraph(
            _("Handed over by: %(name)s.") % {"name": council} if council else "",
            _("Received by: %(name)s.") % {"name": recipient},
        ),
        paragraph(*consignment(shipment), _donors(shipment), *_of_custody(shipment, seen)),
        _goods(rows, shipment.currency),
        paragraph(_("Remarks on quantity and condition: ______________________________.")),
        paragraph(_("The act is drawn up in two copies, one for each side.")),
    )
    return paper(
        office,
        _("ACT"),
        _("of transfer and acceptance of humanitarian aid"),
        (Section("", blocks=blocks),),
        registered_on=str(act.date) if act.date and act.date.day else "",
        registration_index=act.act_number,
        signatures=(
            head_of_office(office, _("Handed over by")),
            Signature("", "", _("Received by")),
        ),
    )


def _goods(rows, currency):
    """The table of what is handed over, with its price and sum where the value is known."""
    price = _("Price, %(currency)s") % {"currency": currency}
    total = _("Sum, %(currency)s") % {"currency": currency}
    heads = (_("Name"), _("Quantity"), price, total, _("Weight"), _("Best before"))
    lines = [_line(row, bool(currency)) for row in rows]
    sums = [_share(row, row.item.value) for row in rows]
    if currency and len(rows) > 1 and None not in sums:
        lines.append((_("Total"), "", "", in_figures(sum(sums), 2), "", ""))
    return table(_("Goods"), heads, lines, numeric=heads[1:5])


def _line(row, valued):
    item = row.item
    price = total = weight = day = ""
    if valued and item.value is not None:
        price = in_figures(item.value / item.quantity, 2)
        total = in_figures(_share(row, item.value), 2)
    if item.weight_kg is not None:
        weight = in_kg(item.weight_kg * row.quantity / item.quantity)
    if item.expires_on:
        day = table_day(item.expires_on)
    return item.name, in_units(row.quantity, item.unit), price, total, weight, day


def _share(row, value):
    """What of the item's value an act hands over, to the kopiyka; None where it is unknown."""
    if value is None:
        return None
    return (value * row.quantity / row.item.quantity).quantize(KOPIYKAS)


def _donors(shipment):
    return listed(_("Donors: %(names)s."), [donor.name for donor in shipment.donors.all()])


def _of_custody(shipment, seen):
    """Sentences of the internal columns that belong into an act."""
    custody = seen.custody_of(shipment)
    if custody is None:
        return
    if custody.declaration_code:
        yield _("Unique code of the aid: %(code)s.") % {"code": custody.declaration_code}
    if custody.cleared_on:
        yield _("Customs clearance: %(date)s.") % {"date": table_day(custody.cleared_on)}
    if custody.store:
        yield _("Store: %(store)s.") % {"store": custody.store}
