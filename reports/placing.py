"""Where each fact of a year is told: once, in the entry, block or contract it belongs to."""

from dataclasses import dataclass, field

from partners.models import Partner, PartnerStatus
from reports.yearly import AgreementFact, has_begun, partner_state


@dataclass(eq=False)
class Entry:
    """What one place of the report tells: of a partner, of many (no partner), of a contract."""

    partner: Partner | None = None
    contract: AgreementFact | None = None
    agreements: list = field(default_factory=list)
    projects: list = field(default_factory=list)
    events: list = field(default_factory=list)
    shipments: list = field(default_factory=list)
    needs: list = field(default_factory=list)
    texts: dict = field(default_factory=dict)
    takes_part: bool = False  # the partner is named in a fact that the shared block tells
    is_joint: bool = False  # a fact of it has several foreign partners

    @property
    def all_agreements(self):
        return [self.contract] if self.contract else self.agreements

    @property
    def recipients(self):
        """Those to whom the consignments that arrived were given, each once."""
        arrived = [fact for fact in self.shipments if fact.is_counted]
        return list({row.pk: row for fact in arrived for row in fact.recipients}.values())

    @property
    def has_facts(self):
        return bool(self.agreements or self.projects or self.events or self.shipments or self.needs)


@dataclass(eq=False)
class Placed:
    """The report's entries, in the order in which they are printed."""

    active: list
    shared: Entry
    former: list  # paused, ended or prospective partners with something to tell
    contracts: list
    home: list

    @property
    def entries(self):
        return [*self.active, self.shared, *self.former, *self.contracts, *self.home]


def place(facts):
    """Give every fact of the year its one place."""
    entries = {
        partner.pk: Entry(partner, texts=facts.texts.get(partner.pk, {}))
        for partner in facts.partners
    }
    shared = Entry()
    contracts = {
        fact.record.pk: Entry(contract=fact)
        for fact in facts.agreements
        if fact.is_contract and (fact.is_told or fact.under_negotiation)
    }
    _Placing(facts, entries, shared, contracts).all()
    abroad = [entry for entry in entries.values() if entry.partner.is_abroad]
    return Placed(
        active=[entry for entry in abroad if _is_active(entry, facts.year)],
        shared=shared,
        former=[
            entry
            for entry in abroad
            if not _is_active(entry, facts.year) and _is_told(entry, facts.year)
        ],
        contracts=list(contracts.values()),
        home=[
            entry
            for entry in entries.values()
            if not entry.partner.is_abroad and _is_told_at_home(entry, facts.year)
        ],
    )


@dataclass(eq=False)
class _Placing:
    facts: object
    entries: dict
    shared: Entry
    contracts: dict

    def all(self):
        facts = self.facts
        parties = {fact.record.pk: fact.partners for fact in facts.agreements}
        of_project = {fact.record.pk: fact.named for fact in facts.projects}
        for fact in facts.agreements:
            if fact.record.pk not in self.contracts and (fact.is_told or fact.under_negotiation):
                self._entry(fact.partners).agreements.append(fact)
        for fact in facts.projects:
            if fact.state:
                self._entry(fact.named).projects.append(fact)
        for fact in facts.events:
            record = fact.record
            contract = self.contracts.get(record.agreement_id)
            known = parties.get(record.agreement_id) or of_project.get(record.project_id) or []
            entry = contract or self._entry(fact.partners or known)
            entry.events.append(fact)
        for fact in facts.shipments:
            self._entry(fact.partners).shipments.append(fact)
        for fact in facts.needs:
            self._entry(fact.partners).needs.append(fact)

    def _entry(self, partners):
        """The entry of the one foreign partner, else of the first at home, else the shared one."""
        abroad = [partner for partner in partners if partner.is_abroad]
        if len(abroad) == 1:
            return self.entries[abroad[0].pk]
        if not abroad and partners:
            return self.entries[partners[0].pk]
        for partner in abroad:
            self.entries[partner.pk].takes_part = self.shared.is_joint = True
        return self.shared


def _is_active(entry, year):
    """Whether the partner stands in the list of active cooperation."""
    if partner_state(entry.partner, year) != PartnerStatus.ACTIVE:
        return False
    return has_begun(entry.partner, year) or entry.has_facts or bool(entry.texts)


def _is_told(entry, year):
    partner = entry.partner
    closing = partner_state(partner, year) in (PartnerStatus.PAUSED, PartnerStatus.ENDED)
    begins = partner.since is not None and partner.since.year == year
    return closing or begins or entry.has_facts or bool(entry.texts)


def _is_told_at_home(entry, year):
    """A partner at home has no heading: it is told when there is something to say of it."""
    partner = entry.partner
    begun = has_begun(partner, year) and (partner.since or partner.origin_uk)
    state = partner_state(partner, year)
    stopped = state in (PartnerStatus.PAUSED, PartnerStatus.ENDED)
    return entry.has_facts or bool(entry.texts) or stopped or bool(begun and state)
