"""The facts of a year: what the public register holds of it, gathered in a constant number of
queries, whatever its size.

Each fact is a record with the public partners it names; which of them a year tells, and in what
state a record was in that year, is decided here and nowhere else.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import F, Q

from aid.models import (
    COUNTED,
    Distribution,
    Item,
    Need,
    NeedStatus,
    RecipientKind,
    Shipment,
    ShipmentStatus,
)
from partners.models import (
    Agreement,
    AgreementKind,
    AgreementStatus,
    Office,
    Partner,
    PartnerStatus,
    Party,
    Renewal,
)
from projects.models import Event, EventKind, FundingLine, Project, ProjectStatus
from publishing.collation import sort_key
from publishing.dates import today, touching
from reports.models import ReportText
from reports.wording.spans import Span

LAST = 10**6  # sorts after every position and year


@dataclass(eq=False)
class AgreementFact:
    """An agreement in one year: signed then or before, and what became of it."""

    record: Agreement
    partners: list  # its parties in the order typed, without the own council
    year: int
    reporting: Partner | None = None  # the party responsible for reporting
    signing: Event | None = None  # the event of this year that it was signed at

    @property
    def order(self):
        return (*Span(self.record.signed_on).history, self.record.key)

    @property
    def in_alphabet(self):
        """Its parties by the Ukrainian alphabet."""
        return sorted(self.partners, key=lambda partner: sort_key(partner.name_uk))

    @property
    def is_contract(self):
        return self.record.kind == AgreementKind.INTERMUNICIPAL

    @property
    def under_negotiation(self):
        """Talks on it were open in the year, as far as the register knows."""
        begun = self.record.talks_from
        return self.record.status == AgreementStatus.NEGOTIATION and _by(begun, self.year)

    @property
    def signed_this_year(self):
        return _in(self.record.signed_on, self.year)

    @cached_property
    def change(self):
        """`suspended`, `terminated`, `expired` or `renewed` in the year; else an empty string."""
        record = self.record
        if record.status in (AgreementStatus.SUSPENDED, AgreementStatus.TERMINATED) and (
            not record.status_on or record.status_on.year == self.year
        ):
            return record.status
        if _in(record.valid_until, self.year) and record.valid_until.last < today():
            return "renewed" if record.renewal == Renewal.AUTOMATIC else "expired"
        return ""

    @property
    def enters_force(self):
        """It was signed first and came into force later, in this year."""
        begins, signed = self.record.in_force_from, self.record.signed_on
        if not _in(begins, self.year) or begins.first > today():
            return False
        return not signed or begins.first > signed.last

    @property
    def is_told(self):
        """It was signed by the year's end and had not ended before the year began."""
        record = self.record
        if record.status == AgreementStatus.NEGOTIATION or not _by(record.signed_on, self.year):
            return False
        expired = record.valid_until and record.valid_until.year < self.year
        if expired and record.renewal != Renewal.AUTOMATIC:
            return False
        stopped = record.status != AgreementStatus.ACTIVE and record.status_on
        return not (stopped and record.status_on.year < self.year)


@dataclass(eq=False)
class ProjectFact:
    """A joint project in one year."""

    ORDER = (
        ProjectStatus.ACTIVE,
        ProjectStatus.COMPLETED,
        ProjectStatus.APPLICATION,
        ProjectStatus.IDEA,
        ProjectStatus.SUSPENDED,
        ProjectStatus.REJECTED,
    )

    record: Project
    partners: list  # public partners, the lead left out
    lead: Partner | None
    funding: list
    year: int

    @property
    def order(self):
        """What runs first, what was refused last; inside, by the beginning."""
        record = self.record
        return self.ORDER.index(record.status), *Span(record.start).history, record.key

    @property
    def everyone(self):
        return [self.lead, *self.partners] if self.lead else self.partners

    @cached_property
    def state(self):
        """The ProjectStatus that the year tells; None where the project is not of this year.

        A status without a known date is told in every year of the project's life.
        """
        record, year = self.record, self.year
        if not _by(record.start, year):
            return None
        over = record.end and record.end.year < year
        match record.status:
            case ProjectStatus.COMPLETED:
                still_running = record.end and record.end.year > year
                found = ProjectStatus.ACTIVE if still_running else ProjectStatus.COMPLETED
            case ProjectStatus.IDEA | ProjectStatus.APPLICATION:
                over = over or (not record.end and record.start and record.start.year < year)
                found = ProjectStatus(record.status)
            case ProjectStatus.REJECTED:
                decided = record.end or record.start
                over = decided and decided.year != year
                found = ProjectStatus.REJECTED
            case _:
                found = ProjectStatus(record.status)
        return None if over else found


@dataclass(eq=False)
class EventFact:
    """An event that touches the year."""

    record: Event
    partners: list
    span: Span

    @property
    def is_open(self):
        """Talks that have no end yet are told among what lies ahead."""
        return self.record.kind == EventKind.NEGOTIATION and not self.record.end


@dataclass(eq=False)
class ShipmentFact:
    """A consignment of the year with its items and the recipients that the public may know."""

    record: Shipment
    partners: list  # its donors
    items: list
    recipients: list
    span: Span

    @property
    def is_counted(self):
        return self.record.status in COUNTED

    @property
    def for_defence(self):
        """Of what goes to the military, nothing but the title is told."""
        return RecipientKind.DEFENCE in self.record.beneficiaries

    @cached_property
    def weight(self):
        """Kilograms: its own, else the sum of its items; None where unknown or not told."""
        return self._own_or_sum("weight_kg")

    @cached_property
    def value(self):
        """Its own value, else that of its items, in its currency; None as for the weight."""
        return self._own_or_sum("value") if self.record.currency else None

    def _own_or_sum(self, column):
        if self.for_defence:
            return None
        own = getattr(self.record, column)
        if own is not None:
            return own
        known = [value for item in self.items if (value := getattr(item, column)) is not None]
        return sum(known, Decimal(0)) if known else None

    @cached_property
    def shown_items(self):
        """The items that may be listed: none of what goes to the military."""
        return [] if self.for_defence else [item for item in self.items if item.quantity != 0]


@dataclass(eq=False)
class NeedFact:
    """A need that partners met or promised to meet; `arrived` is None where it is not told."""

    record: Need
    partners: list
    arrived: Decimal | None


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
    partners = _in_order(Partner.objects.public(), agreements, parties)
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


def partner_state(partner, year):
    """The PartnerStatus of `partner` in the year; None where it had ended or stopped before."""
    if partner.status not in (PartnerStatus.PAUSED, PartnerStatus.ENDED) or not partner.until:
        return PartnerStatus(partner.status)
    if partner.until.year > year:
        return PartnerStatus.ACTIVE
    return PartnerStatus(partner.status) if partner.until.year == year else None


def has_begun(partner, year):
    """Whether the cooperation had begun by the end of the year, as far as is known."""
    return _by(partner.since, year)


def _in(date, year):
    return date is not None and date.year == year


def _by(date, year):
    """Whether a date, where it is known, lies in the year or before it."""
    return date is None or date.year <= year


def _parties():
    """Agreement pk → the partners that are its parties, in the order typed."""
    found = defaultdict(list)
    rows = Party.objects.public().filter(partner__isnull=False).order_by("position", "pk")
    for agreement, partner in rows.values_list("agreement_id", "partner_id"):
        found[agreement].append(partner)
    return found


def _in_order(partners, agreements, parties):
    """Partners by position, then by the first known year, then by the Ukrainian alphabet."""
    first = {}
    for agreement in agreements:
        if agreement.signed_on:
            for partner in parties[agreement.pk]:
                first[partner] = min(first.get(partner, LAST), agreement.signed_on.year)

    def order(partner):
        begun = partner.since.year if partner.since else first.get(partner.pk, LAST)
        position = LAST if partner.position is None else partner.position
        return position, begun, sort_key(partner.name_uk), partner.key

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
        EventFact(record, partners[record.pk], Span(record.start, record.end)) for record in events
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
            open_to_all = RecipientKind.DEFENCE not in shipment.beneficiaries
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
    years = {arrived for arrived, _quantity, _told in arrivals}
    if need.status in (NeedStatus.NEGOTIATION, NeedStatus.PROMISED) or not years:
        waits = need.status in (NeedStatus.NEGOTIATION, NeedStatus.PROMISED)
        return _by(need.published_on, year) if waits else _in_or_unknown(need.published_on, year)
    return year == max(years) if need.status == NeedStatus.MET else year in years


def _in_or_unknown(date, year):
    return date is None or date.year == year


def _texts(report):
    found = defaultdict(dict)
    rows = ReportText.objects.filter(report=report, partner__in=Partner.objects.public())
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
