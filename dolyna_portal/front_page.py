"""What the home page shows: the partners around the own place, and what is new."""

from django.db.models import Case, F, IntegerField, Prefetch, Q, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aid.models import Need, NeedStatus, Shipment, Urgency
from aid.tonnes import kilograms_by_year, measured
from partners.directory import directory, map_of, neighbours_map
from partners.models import Agreement, AgreementKind, Partner, PartnerStatus, State
from partners.names import many_together, unbroken
from projects.models import Event
from publishing.collation import in_order
from reports.models import Edition, Report

NEWS = 4
NEEDS = 3
YEARS = 6
MOST_URGENT_FIRST = (Urgency.CRITICAL, Urgency.HIGH, Urgency.NORMAL)
NEAREST = 10  # partners named beside the map


def current_partners(home):
    """Partners whose cooperation has not ended: abroad, then at home, with the ways to them."""
    partners = Partner.objects.public().exclude(status=PartnerStatus.ENDED)
    return directory(partners.order_by(in_order("name")), home)


def around(home):
    """The context of the map: partners abroad, the nearest first, and those at home."""
    abroad, at_home = current_partners(home)
    abroad.sort(key=lambda entry: entry.way.km if entry.way else float("inf"))
    neighbours = [entry.partner for entry in at_home]
    return {
        "abroad": abroad[:NEAREST],
        "abroad_count": len(abroad),
        "at_home": at_home,
        "map": map_of([entry.partner for entry in abroad], [], home),
        "neighbours_map": neighbours_map(neighbours, home),
        "headline": headline([entry.partner for entry in abroad], neighbours),
    }


def headline(abroad, at_home):
    """The title of the home page, made from the numbers of partners and countries."""
    if not abroad and not at_home:
        return ""
    partners, countries = len(abroad or at_home), len({one.country.code for one in abroad})
    words = {
        "partners": ngettext("%(count)s partner", "%(count)s partners", partners),
        "countries": ngettext("%(count)s country", "%(count)s countries", countries),
    }
    counted = {
        "partners": unbroken(words["partners"] % {"count": partners}),
        "countries": unbroken(words["countries"] % {"count": countries}),
    }
    if not abroad:
        return _("%(partners)s: agreements, joint projects, aid") % counted
    return _("%(partners)s, %(countries)s: agreements, joint projects, aid") % counted


def news():
    """The newest events and consignments together, each a dict with record, date and partners."""
    dated = Q(start__isnull=False) | Q(end__isnull=False)
    events = Event.objects.public().filter(dated).prefetch_related(public_partners("partners"))
    shipments = (
        Shipment.objects.public()
        .filter(received_on__isnull=False)
        .prefetch_related(public_partners("donors"))
    )
    entries = [
        *(told(event, event.start or event.end, event.partners.all()) for event in events[:NEWS]),
        *(told(one, one.received_on, one.donors.all()) for one in shipments[:NEWS]),
    ]
    return sorted(entries, key=lambda entry: str(entry["date"]), reverse=True)[:NEWS]


def public_partners(relation):
    return Prefetch(relation, Partner.objects.public())


def told(record, date, partners):
    return {
        "record": record,
        "date": date,
        "partners": partners,
        "together": many_together(partners),
    }


def needs():
    """The needs that are still open, the most urgent first."""
    open_ones = [
        NeedStatus.OPEN,
        NeedStatus.NEGOTIATION,
        NeedStatus.PROMISED,
        NeedStatus.PARTLY_MET,
    ]
    urgency = Case(
        *(When(urgency=code, then=place) for place, code in enumerate(MOST_URGENT_FIRST)),
        output_field=IntegerField(),
    )
    found = Need.objects.public().filter(status__in=open_ones)
    return found.order_by(urgency, F("published_on").desc(nulls_last=True), "key")[:NEEDS]


def tonnes():
    """What was received in the newest years."""
    return measured(kilograms_by_year()[-YEARS:])


def newest_contract():
    """The newest inter-municipal contract in force, or None."""
    contracts = Agreement.objects.public().filter(kind=AgreementKind.INTERMUNICIPAL)
    return contracts.in_state(State.ACTIVE).first()


def newest_report():
    """The newest year's report that has an edition in force, or None."""
    editions = Edition.objects.public()
    return Report.objects.public().filter(editions__in=editions).distinct().first()
