"""Pages of humanitarian aid: totals, the ledger, the path of a consignment, needs."""

from itertools import groupby

from django.db.models import OuterRef, Subquery
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aid.balance import balance_of_items, equation, totals_by_unit
from aid.forms import NeedFilter, ShipmentFilter
from aid.handover import handed_over
from aid.models import Item, Need, RecipientKind, Shipment
from aid.models.rate import rate_that_serves, rates_for
from aid.needs import CLOSED, in_turn, measured, with_arrived
from aid.tables import tables_of
from aid.tonnes import in_tonnes, kilograms_by_year
from aid.tonnes import measured as in_rows
from aid.totals import HRYVNIA, totals
from aid.trace import trace
from partners.distance import own_place, way_to
from partners.names import many_together
from partners.nested import with_partners
from partners.own_office import own_office
from projects.models import Project
from publishing.addresses import get_public
from publishing.attached import attached_to
from publishing.lists import list_page
from publishing.nested import NestedOne
from publishing.public_page import public_page
from publishing.text import paragraphs

MANY_RATES = 60  # beyond that the overview sums them up; each consignment's page names its own


@public_page()
@require_safe
def overview(request):
    """What has come in all, from whom, of what kind and to whom; every figure has its rows."""
    arrived = totals()
    balance = arrived.balance
    dated = Shipment.objects.public().counted().filter(received_on__isnull=False)
    newest = Subquery(dated.values("pk")[:1])
    latest = Shipment.objects.public().with_sums().filter(pk=newest).first()
    context = {
        "page_title": _("Humanitarian aid"),
        "page_description": _("What partners gave, who received it and what is still in store."),
        "breadcrumbs": [(_("Humanitarian aid"), None)],
        "total": arrived.total,
        "balance": balance
        and equation(
            balance.received,
            balance.distributed,
            balance.written_off,
            balance.in_store,
            lambda kilograms: in_tonnes(kilograms / 1000),
        ),
        "tonnes": in_rows(kilograms_by_year(arrived.years)),
        "tables": tables_of(arrived, own_office(request)),
        "rates": named(arrived.rates),
        "latest": latest,
        "steps": trace(latest, handed_over(public_items(latest))) if latest else [],
    }
    return render(request, "aid/overview.html", context)


@public_page(ShipmentFilter, "page")
@require_safe
def shipment_list(request):
    """The ledger: every public consignment, those announced among them."""
    office = own_office(request)
    form = ShipmentFilter(request.GET, office=office and office.council)
    context = list_page(request, form, Shipment.objects.public().only("pk"))
    shipments = ledger_rows(context["page"].object_list)
    key = form.cleaned_data.get("need")
    context |= {
        "page_title": _("Consignments"),
        "page_description": _(
            "Every consignment of aid: from whom, when, how much, and its state."
        ),
        "breadcrumbs": [
            (_("Humanitarian aid"), reverse("aid:overview")),
            (_("Consignments"), None),
        ],
        "shipments": shipments,
        "need": Need.objects.public().filter(key=key).first() if key else None,
    }
    return render(request, "aid/shipment_list.html", context)


def ledger_rows(records):
    """These public consignments (a queryset) with sums and donors: added up for them alone."""
    rows = Shipment.objects.public().with_sums().filter(pk__in=records.values("pk"))
    rows = list(with_partners(rows, "donors"))
    for row in rows:
        row.together = many_together(row.public_partners)
    return rows


@public_page()
@require_safe
def shipment_detail(request, reference):
    """One consignment from its donor to those who received it, with its balance."""
    rate = rates_for(OuterRef("currency"), OuterRef("received_on")).values("pk")[:1]
    shipments = with_partners(Shipment.objects.public().with_sums(), "donors").annotate(
        rate_id=Subquery(rate),
        public_need=NestedOne(Need.objects.public().filter(pk=OuterRef("need"))),
        public_project=NestedOne(Project.objects.public().filter(pk=OuterRef("project"))),
    )
    shipment = get_public(shipments, reference)
    items, donors = public_items(shipment), shipment.public_partners
    only = donors[0] if len(donors) == 1 and not shipment.donor_office else None
    recipients = handed_over(items)
    context = {
        "shipment": shipment,
        "page_title": shipment.title,
        "page_description": next(iter(paragraphs(shipment.summary)), ""),
        "breadcrumbs": [
            (_("Humanitarian aid"), reverse("aid:overview")),
            (_("Consignments"), reverse("aid:shipment_list")),
            (shipment.reference, None),
        ],
        "donors": donors,
        "only": only,
        "way": way_to(only, own_place(own_office(request))) if only else None,
        "beneficiaries": [RecipientKind(code).label for code in shipment.beneficiaries],
        "converted": conversion(shipment),
        "steps": trace(shipment, recipients),
        "balance": balance_of_items(items) if shipment.is_counted else None,
        "items": items,
        "shown": shown_columns(shipment, items),
        "unit_totals": totals_by_unit(items),
        "recipients": recipients,
        "attached": attached_to(shipment),
    }
    return render(request, "aid/shipment_detail.html", context)


def named(rates):
    """These rates as the page names them: each, or where they are many, those of a source together.

    Dicts with currency, source, first and last day, uah (None for several rates), count.
    """
    if len(rates) <= MANY_RATES:
        groups = [[rate] for rate in rates]
    else:
        rates = sorted(rates, key=lambda rate: (rate.currency, rate.source, rate.date))
        by_source = groupby(rates, key=lambda rate: (rate.currency, rate.source))
        groups = [list(group) for _key, group in by_source]
    return [
        {
            "currency": group[0].currency,
            "source": group[0].source,
            "first": group[0].date,
            "last": group[-1].date,
            "uah": group[0].uah if len(group) == 1 else None,
            "count": len(group),
        }
        for group in groups
    ]


def public_items(shipment):
    """The items of a consignment, as the public may see them, in their order."""
    items = Item.objects.public().filter(shipment=shipment).with_defence()
    return list(items.select_related("category").order_by("line"))


def conversion(shipment):
    """The Rate that converts the value of a counted consignment, and the hryvnias; or None."""
    if (
        not shipment.is_counted
        or shipment.known_value is None
        or shipment.rate_id is None
        or shipment.currency == HRYVNIA
    ):
        return None
    rate = rate_that_serves(shipment)
    return {"rate": rate, "hryvnias": round(shipment.known_value * rate.uah, 2)}


def shown_columns(shipment, items):
    """The columns of the table of items that hold something.

    What was promised of goods whose received amount is unknown is told only while they are
    still to come.
    """
    return {
        "announced": any(
            item.announced is not None and (item.quantity is not None or not shipment.is_counted)
            for item in items
        ),
        "quantity": any(item.quantity is not None for item in items),
        "written_off": any(item.written_off and item.quantity is not None for item in items),
        "weight": any(item.weight_kg is not None for item in items),
        "value": bool(shipment.currency) and any(item.value is not None for item in items),
    }


@public_page(NeedFilter, "page")
@require_safe
def need_list(request):
    """What the community asks for, the most urgent first; what has come, below."""
    form = NeedFilter(request.GET)
    context = list_page(request, form, in_turn(with_arrived(Need.objects.public())))
    needs = measured(context["page"])
    context |= {
        "page_title": _("What the community needs now"),
        "page_description": _("What is asked for, how much of it has come and how to help."),
        "breadcrumbs": [(_("Needs"), None)],
        "open_needs": [need for need in needs if need.status not in CLOSED],
        "closed_needs": [need for need in needs if need.status in CLOSED],
    }
    return render(request, "aid/need_list.html", context)


@public_page()
@require_safe
def need_detail(request, key):
    """One need: what, how many, for whom, whom to write to, and what has come for it."""
    need = get_public(in_turn(with_arrived(Need.objects.public())), key)
    context = {
        "need": measured([need])[0],
        "page_title": need.title,
        "page_description": next(iter(paragraphs(need.summary)), ""),
        "breadcrumbs": [(_("Needs"), reverse("aid:need_list")), (need.title, None)],
        "shipments": ledger_rows(need.shipments.public().order_by()),
        "ledger_url": f"{reverse('aid:shipment_list')}?need={need.key}",
        "attached": attached_to(need),
    }
    return render(request, "aid/need_detail.html", context)
