"""The facts of a year: what the public register holds of it, gathered in a constant number of
queries, whatever its size.

Each fact is a record with the public partners it names; `yearly` says what a year tells of it.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, Q

from aid.models import (
    Distribution,
    Item,
    Need,
    NeedStatus,
    Shipment,
    ShipmentStatus,
)
from partners.models import (
    Agreement,
    Office,
    Partner,
    Party,
)
from projects.models import Event, EventKind, FundingLine, Project
from publishing.collation import sort_key
from publishing.dates import touching
from reports.wording.spans import Span
from reports.yearly import (
    AgreementFact,
    EventFact,
    NeedFact,
    ProjectFact,
    ShipmentFact,
    by_year,
)

LAST = 10**6  # sorts after every position


@dataclass(eq=False)
class YearFacts:
    """Everything public of one year, each list in the order in which it is told."""

    year: int
    office: Office | None
    partners: list
    agreements: list = field(default_factory=list)
    projects: list = field(default_factory=list)
    events: list = field(default_factory=list)
    shipments: list = field(default_factory=list)
    needs: list = field(default_factory=list)
    texts: dict = field(default_factory=dict)  # partner pk → {place: ReportText}


def gather(report):
    """The YearFacts of the report's year."""
    agreements = list(Agreement.objects.public())
    parties = _parties()
    partners = _in_order(Partner.objects.public())
    known = {partner.pk: partner for partner in partners}
    year = report.year
    facts = YearFacts(year=year, office=Office.objects.current(), partners=partners)
    facts.agreements = _agreements(agreements, parties, known, year)
    facts.projects = _projects(year, known)
    facts.events = _events(year, known)
    facts.shipments = _shipments(year, known)
    facts.needs = _needs(year, known)
    facts.texts = _texts(report)
    _join_signings(facts)
    return facts


def _parties():
    """Agreement pk → the partners that are its parties, in the order typed."""
    found = defaultdict(list)
    rows = Party.objects.public().filter(partner__isnull=False).order_by("position", "pk")
    for agreement, partner in rows.values_list("agreement_id", "partner_id"):
        found[agreement].append(partner)
    return found


def _in_order(partners):
    """Partners by position, those without one after them by the Ukrainian alphabet."""

    def order(partner):
        position = LAST if partner.position is None else partner.position
        return position, sort_key(partner.name_uk), partner.key

    return sorted(partners, key=order)


def _agreements(agreements, parties, known, year):
    facts = [
        AgreementFact(
            record,
            [known[pk] for pk in parties[record.pk] if pk in known],
            year,
            known.get(record.reporting_party_id),
        )
        for record in agreements
    ]
    return sorted(facts, key=lambda fact: fact.order)


def _linked(queryset, name, known):
    """Record pk → its public partners in the order of the report, by the relation `name`."""
    field = queryset.model._meta.get_field(name)
    through, source = field.remote_field.through, field.m2m_field_name()
    rows = through.objects.filter(**{f"{source}__in": queryset.order_by().values("pk")})
    linked = defaultdict(set)
    for record, partner in rows.values_list(f"{source}_id", f"{field.m2m_reverse_field_name()}_id"):
        linked[record].add(partner)
    place = {pk: index for index, pk in enumerate(known)}
    return defaultdict(
        list,
        {
            record: [known[pk] for pk in sorted(pks & known.keys(), key=place.get)]
            for record, pks in linked.items()
        },
    )


def _projects(year, known):
    projects = Project.objects.public().select_related("programme")
    partners = _linked(projects, "partners", known)
    funding = defaultdict(list)
    for line in FundingLine.objects.public().order_by("project", "line"):
        funding[line.project_id].append(line)
    facts = []
    for record in projects:
        lead = known.get(record.lead_id)
        others = [partner for partner in partners[record.pk] if partner is not lead]
        facts.append(ProjectFact(record, others, lead, funding[record.pk], year))
    return sorted(facts, key=lambda fact: fact.order)


def _events(year, known):
    events = Event.objects.public().filter(touching(year, "start", "end"))
    partners = _linked(events, "partners", known)
    return [
        EventFact(record, partners[record.pk], Span(record.start, record.end), year)
        for record in events
    ]


def _shipments(year, known):
    dated = touching(year, "received_on", "received_on")
    to_come = Q(
        status__in=[ShipmentStatus.ANNOUNCED, ShipmentStatus.IN_TRANSIT], received_on__isnull=True
    )
    shipments = Shipment.objects.public().filter(dated | to_come)
    chosen = shipments.order_by().values("pk")
    donors = _linked(shipments, "donors", known)
    items = defaultdict(list)
    for item in Item.objects.public().filter(shipment__in=chosen).order_by("shipment", "line"):
        items[item.shipment_id].append(item)
    recipients = defaultdict(dict)
    given = Distribution.objects.public().filter(item__shipment__in=chosen)
    for row in given.select_related("recipient", "item").order_by("pk"):
        recipients[row.item.shipment_id][row.recipient_id] = row.recipient
    return [
        ShipmentFact(
            record,
            donors[record.pk],
            items[record.pk],
            list(recipients[record.pk].values()),
            Span(record.received_on),
        )
        for record in sorted(shipments, key=lambda shipment: shipment.reference)
    ]


def _needs(year, known):
    told = [NeedStatus.NEGOTIATION, NeedStatus.PROMISED, NeedStatus.PARTLY_MET, NeedStatus.MET]
    needs = Need.objects.public().filter(status__in=told).order_by("key")
    partners = _linked(needs, "partners", known)
    arrivals = _arrivals(needs)
    return [
        NeedFact(record, partners[record.pk], _arrived(arrivals[record.pk], year))
        for record in needs
        if _need_is_of(record, arrivals[record.pk], year)
    ]


def _arrivals(needs):
    """Need pk → (year, quantity, whether it may be told) of what came for it."""
    found = defaultdict(list)
    shipments = Shipment.objects.public().counted().filter(need__in=needs.order_by().values("pk"))
    items = Item.objects.public().filter(
        shipment__in=shipments.order_by().values("pk"),
        category=F("shipment__need__category"),
        unit=F("shipment__need__unit"),
        quantity__isnull=False,
    )
    for item in items.select_related("shipment"):
        shipment = item.shipment
        if shipment.received_on:
            open_to_all = not shipment.names_defence
            found[shipment.need_id].append((shipment.received_on.year, item.quantity, open_to_all))
    return found


def _arrived(arrivals, year):
    """What had come for a need by the end of the year; None where nothing or not to be told."""
    counted = [(quantity, told) for arrived, quantity, told in arrivals if arrived <= year]
    if not counted or not all(told for _quantity, told in counted):
        return None
    return sum(quantity for quantity, _told in counted)


def _need_is_of(need, arrivals, year):
    """A need belongs to the year in which help came; one that waits, to every year since."""
    if need.status in (NeedStatus.NEGOTIATION, NeedStatus.PROMISED):
        return by_year(need.published_on, year)
    years = {arrived for arrived, _quantity, _told in arrivals}
    if not years:
        return need.published_on is None or need.published_on.year == year
    return year == max(years) if need.status == NeedStatus.MET else year in years


def _texts(report):
    found = defaultdict(dict)
    rows = report.texts.filter(partner__in=Partner.objects.public())
    for row in rows:
        found[row.partner_id][row.place] = row
    return found


def _join_signings(facts):
    """A signing of an agreement told this year is part of it, not an event beside it."""
    signed = {fact.record.pk: fact for fact in facts.agreements if fact.signed_this_year}
    rest = []
    for event in facts.events:
        fact = signed.get(event.record.agreement_id)
        if event.record.kind == EventKind.SIGNING and fact and fact.is_told and not fact.signing:
            fact.signing = event.record
        else:
            rest.append(event)
    facts.events = rest
