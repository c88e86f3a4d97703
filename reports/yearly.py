"""A record seen in one year: whether the year tells it, in what state, with which figures."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from aid.models import COUNTED, Need, Shipment, ShipmentStatus
from partners.models import (
    Agreement,
    AgreementKind,
    AgreementStatus,
    Partner,
    PartnerStatus,
    Renewal,
)
from projects.models import Event, EventKind, Project, ProjectStatus
from publishing.collation import sort_key
from publishing.dates import today
from reports.wording.spans import Span


def partner_state(partner, year):
    """The PartnerStatus of `partner` in the year; None where it was not yet, or no longer, so.

    One that has stopped or ended, nobody knows when, is told so from its beginning on.
    """
    status = PartnerStatus(partner.status)
    if status not in (PartnerStatus.PAUSED, PartnerStatus.ENDED):
        return status
    if partner.until and partner.until.year > year:
        return PartnerStatus.ACTIVE
    is_over = partner.until and partner.until.year < year
    return None if is_over or not has_begun(partner, year) else status


def has_begun(partner, year):
    """Whether the cooperation had begun by the end of the year, as far as is known."""
    return by_year(partner.since, year)


def in_year(date, year):
    return date is not None and date.year == year


def by_year(date, year):
    """Whether a date, where it is known, lies in the year or before it."""
    return date is None or date.year <= year


class Fact:
    """A record in one year, with the public partners that it names."""

    @property
    def named(self):
        """Every other public record that a full account of this one names."""
        return self.partners


@dataclass(eq=False)
class AgreementFact(Fact):
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
        return self.record.status == AgreementStatus.NEGOTIATION and by_year(begun, self.year)

    @property
    def signed_this_year(self):
        return in_year(self.record.signed_on, self.year)

    @cached_property
    def change(self):
        """`suspended`, `terminated`, `expired` or `renewed` in the year; else an empty string."""
        record = self.record
        if record.status in (AgreementStatus.SUSPENDED, AgreementStatus.TERMINATED) and (
            not record.status_on or record.status_on.year == self.year
        ):
            return record.status
        if in_year(record.valid_until, self.year) and record.valid_until.last < today():
            return "renewed" if record.renewal == Renewal.AUTOMATIC else "expired"
        return ""

    @property
    def enters_force(self):
        """It was signed first and came into force later, in this year."""
        begins, signed = self.record.in_force_from, self.record.signed_on
        if not in_year(begins, self.year) or begins.first > today():
            return False
        return not signed or begins.first > signed.last

    @property
    def is_told(self):
        """It was signed by the year's end and had not ended before the year began."""
        record = self.record
        if record.status == AgreementStatus.NEGOTIATION or not by_year(record.signed_on, self.year):
            return False
        expired = record.valid_until and record.valid_until.year < self.year
        if expired and record.renewal != Renewal.AUTOMATIC:
            return False
        stopped = record.status != AgreementStatus.ACTIVE and record.status_on
        return not (stopped and record.status_on.year < self.year)


@dataclass(eq=False)
class ProjectFact(Fact):
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
    def named(self):
        return [self.lead, *self.partners] if self.lead else self.partners

    @property
    def is_application(self):
        """It has no term yet: its dates are those of the application and of the answer."""
        return self.state in (ProjectStatus.APPLICATION, ProjectStatus.REJECTED)

    @property
    def decided_on(self):
        """The day of an application, or of its refusal; None where it is not known."""
        record = self.record
        if not self.is_application:
            return None
        return record.start if self.state == ProjectStatus.APPLICATION else record.end

    @cached_property
    def state(self):
        """The ProjectStatus that the year tells; None where the project is not of this year.

        A status without a known date is told in every year of the project's life.
        """
        record, year = self.record, self.year
        if not by_year(record.start, year):
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
class EventFact(Fact):
    """An event that touches the year."""

    record: Event
    partners: list
    span: Span
    year: int

    @property
    def is_open(self):
        """Talks that had no end by the end of the year are told among what lies ahead."""
        end = self.record.end
        has_ended = end is not None and by_year(end, self.year)
        return self.record.kind == EventKind.NEGOTIATION and not has_ended


@dataclass(eq=False)
class ShipmentFact(Fact):
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
    def named(self):
        return [*self.partners, *(row for row in self.recipients if not row.sensitive)]

    @property
    def for_defence(self):
        """Of what goes to the military, nothing but the title is told."""
        return self.record.names_defence

    @property
    def is_given_out(self):
        """It is said to be distributed, and nothing that the register knows of is in store."""
        in_store = any(item.in_store for item in self.items)
        return self.record.status == ShipmentStatus.DISTRIBUTED and not in_store

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
class NeedFact(Fact):
    """A need that partners met or promised to meet; `arrived` is None where it is not told."""

    record: Need
    partners: list
    arrived: Decimal | None
