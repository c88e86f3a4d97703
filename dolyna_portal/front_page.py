"""What the home page shows: the partners around the own place, and what is new."""

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aid.models import Need, Shipment
from aid.needs import BY_URGENCY, CLOSED, with_arrived
from aid.needs import measured as with_measures
from aid.tonnes import kilograms_by_year, measured
from aid.totals import COUNTED, by_year
from partners.directory import directory, map_of, neighbours_map
from partners.models import Agreement, AgreementKind, Partner, PartnerStatus, State
from partners.names import many_together, unbroken
from partners.nested import with_partners
from projects.models import Event
from publishing.collation import in_order
from publishing.compiled import answers, compiled
from publishing.dates import today, touching
from publishing.models import once_a_day
from reports.models import Edition, Report

NEWS = 4
NEEDS = 3
YEARS = 6
NEAREST = 10  # partners named beside the map


def current_partners(home):
    """Partners whose cooperation has not ended: abroad, then at home, with the ways to them."""
    partners = Partner.objects.public().exclude(status=PartnerStatus.ENDED)
    return directory(partners.order_by(in_order("name")), home)


def around(home):
    """The context of the map: partners abroad, the nearest first, and those at home."""
    abroad, at_home = current_partners(home)
    abroad.sort(key=lambda entry: entry.way.km if entry.way else float("inf"))
    return {
        "abroad": abroad[:NEAREST],
        "abroad_count": len(abroad),
        "at_home": at_home,
        "map": map_of(abroad, [], home),
        "neighbours_map": neighbours_map(at_home, home),
        "headline": headline([entry.partner for entry in abroad], at_home),
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
        "partners": unbroken(words["partners"] % {"count": figures(partners)}),
        "countries": unbroken(words["countries"] % {"count": figures(countries)}),
    }
    if not abroad:
        return _("%(partners)s: agreements, joint projects, aid") % counted
    return _("%(partners)s, %(countries)s: agreements, joint projects, aid") % counted


def news():
    """The newest events and consignments together, each a dict with record, date and partners."""
    dated = Q(start__isnull=False) | Q(end__isnull=False)
    events = with_partners(Event.objects.public().filter(dated))
    arrived = Shipment.objects.public().filter(received_on__isnull=False)
    shipments = with_partners(arrived, "donors")
    entries = [
        *(told(event, event.start or event.end) for event in events[:NEWS]),
        *(told(shipment, shipment.received_on) for shipment in shipments[:NEWS]),
    ]
    return sorted(entries, key=lambda entry: str(entry["date"]), reverse=True)[:NEWS]


def newest_year(entries):
    """The year of the newest of these news that is not still to come; None without any."""
    years = [entry["date"].year for entry in entries if entry["date"].first <= today()]
    return max(years, default=None)


def in_figures(year):
    """What the year has brought, (term, number, address of the rows): one query.

    What is not recorded is left out; people are added up where their number is.
    """
    told = {name: numbers for name, *numbers in answers(Event, query_of_figures(year))}
    number, people, children = told["events"]
    rows = [
        (_("Events"), number, f"{reverse('projects:event_list')}?year={year}"),
        (_("Participants, where recorded"), people, ""),
        (_("Children, where recorded"), children, ""),
        (_("Agreements and contracts signed"), told["signed"][0], ""),
        (
            _("Consignments received"),
            told["arrived"][0],
            f"{reverse('aid:shipment_list')}?status={COUNTED}&year={year}",
        ),
    ]
    return [(term, figures(number), url) for term, number, url in rows if number]


@once_a_day
def query_of_figures(year):
    """The query of `in_figures`: rows of a name and three numbers."""
    events = Event.objects.public().filter(touching(year, "start", "end"))
    signed = Agreement.objects.public().filter(signed_on__startswith=year)
    arrived = Shipment.objects.public().counted().filter(received_on__startswith=year)
    parts = [
        counted("events", events, Sum("participants"), Sum("children")),
        counted("signed", signed),
        counted("arrived", arrived),
    ]
    return compiled(parts[0].union(*parts[1:], all=True))


NO_NUMBER = Value(None, output_field=IntegerField())


def counted(name, records, people=NO_NUMBER, children=NO_NUMBER):
    """One row: the name, how many records there are, how many people and children."""
    rows = QuerySet(records.model, records.order_by().query)  # keeps the order of columns
    named = rows.annotate(name=Value(name, output_field=CharField())).values("name")
    totals = named.annotate(number=Count("pk"), people=people, children_=children)
    return totals.values_list("name", "number", "people", "children_")


def figures(number):
    return number_format(number, force_grouping=True)


def told(record, date):
    return {
        "record": record,
        "date": date,
        "partners": record.public_partners,
        "together": many_together(record.public_partners),
    }


def needs():
    """The needs that are still open, the most urgent first, each with how far it is met."""
    urgency = Case(
        *(When(urgency=code, then=place) for place, code in enumerate(BY_URGENCY)),
        output_field=IntegerField(),
    )
    found = with_arrived(Need.objects.public()).exclude(status__in=CLOSED)
    newest_first = F("published_on").desc(nulls_last=True)
    return with_measures(
        found.order_by(urgency, newest_first, "key").select_related("category")[:NEEDS]
    )


def tonnes():
    """What was received in the newest years."""
    return measured(kilograms_by_year(by_year())[-YEARS:])


def newest_contract():
    """The newest inter-municipal contract in force, or None."""
    contracts = Agreement.objects.public().filter(kind=AgreementKind.INTERMUNICIPAL)
    return contracts.in_state(State.ACTIVE).first()


def newest_report():
    """The newest year's report that has an edition in force, or None."""
    editions = Edition.objects.public()
    return Report.objects.public().filter(editions__in=editions).distinct().first()
