"""The text of one entry: the frame of the cooperation, the chronicle of the year, what is ahead."""

from aid.models import NeedStatus
from papers.paper import Sentence
from partners.models import PartnerStatus
from projects.models import EventKind
from reports.models import ReportText
from reports.telling import Part, flow
from reports.wording.letters import capital, sentence
from reports.yearly import has_begun, partner_state

LONGEST_JOINED = 230
SENTENCES_IN_ONE_PARAGRAPH = 5
LIST_OF = {"agreements": 3, "projects": 3, "events": 4, "shipments": 3}  # facts that make a list
LONGEST_LIST = 8  # consignments, events or recipients; more stand in an annex
RUNNING_PARTNERS = 2  # sentences in a row that may open with the same word
EVENT_ORDER = [EventKind.OTHER, *(kind for kind in EventKind if kind != EventKind.OTHER)]


class EntryText:
    """Composes the blocks of one entry."""

    def __init__(self, entry, telling):
        self.entry = entry
        self.telling = telling
        self.words = telling.words
        self.year = telling.year
        partner = entry.partner
        self.named = partner is not None and partner.is_abroad
        self.heading = partner if self.named else None
        self.among = partner is None and entry.contract is None
        self.parts = []

    def blocks(self):
        """The paragraphs and lists of the entry, the editor's texts in their places."""
        texts = self.entry.texts
        instead = texts.get(ReportText.Place.INSTEAD)
        composed = self._staff(instead) if instead else self.composed()
        before = self._staff(texts.get(ReportText.Place.BEFORE))
        after = self._staff(texts.get(ReportText.Place.AFTER))
        return (*before, *composed, *after)

    def _staff(self, text):
        return self.telling.staff_paragraphs(text, "text") if text else []

    def composed(self):
        """The composed paragraphs: up to five sentences are one, else each part has its own."""
        for tell in (self._frame, self._year, self._ahead):
            self.parts.append(Part(self.telling))
            tell(self.parts[-1])
        parts = [part for part in self.parts if part.pieces]
        if sum(part.size for part in parts) <= SENTENCES_IN_ONE_PARAGRAPH:
            return flow([piece for part in parts for piece in part.pieces])
        return [block for part in parts for block in flow(part.pieces)]

    # A. The frame: beginning, agreements, end, projects.

    def _frame(self, part):
        self._tell_agreements(part)
        partner = self.entry.partner
        stopped = (PartnerStatus.PAUSED, PartnerStatus.ENDED)
        if partner and partner_state(partner, self.year) in stopped:
            part.say([self.words.partners.ending(partner, self.year, self.named)], [partner])
        self._tell_projects(part)

    def _tell_agreements(self, part):
        told = [fact for fact in self.entry.all_agreements if fact.is_told]
        signed = [fact for fact in told if fact.signed_this_year]
        before = [fact for fact in told if not fact.signed_this_year]
        beginning = self._beginning()
        if joined := self._joined_beginning(beginning, before, signed):
            fact = signed.pop()
            part.say(joined, [self.entry.partner, *self._records(fact)])
        elif beginning:
            part.say([sentence(beginning)], [self.entry.partner])
        self._tell_before(part, before)
        self._tell_signed(part, signed)
        for fact in told:
            part.say([self.words.agreements.changed(fact)], [fact.record])

    def _records(self, fact):
        """The records that an agreement's sentences tell of."""
        signing = [fact.signing] if fact.signing else []
        return [fact.record, *signing]

    def _beginning(self):
        partner = self.entry.partner
        if not partner or not has_begun(partner, self.year):
            return ""
        return self.words.partners.beginning(partner, self.named)

    def _joined_beginning(self, beginning, before, signed):
        """J1: the beginning and the only agreement of the year in one sentence, or None."""
        if not beginning or before or len(signed) != 1 or "," in beginning or ":" in beginning:
            return None
        clause = self._signed(signed[0])
        text = self.words.joining.with_date(beginning, clause.span, clause.text, None)
        return [sentence(text), *clause.more] if len(text) < LONGEST_JOINED else None

    def _signed(self, fact):
        return self.words.agreements.signed(fact, self.telling.office, not self.named)

    def _tell_before(self, part, facts):
        agreements = self.words.agreements
        if len(facts) >= LIST_OF["agreements"]:
            self._list_agreements(part, agreements.before_lead(len(facts)), facts)
            return
        for fact in facts:
            texts = agreements.signed_before(fact, self.telling.office, not self.named)
            part.say(texts, [fact.record])

    def _tell_signed(self, part, facts):
        agreements = self.words.agreements
        if len(facts) >= LIST_OF["agreements"]:
            self._list_agreements(part, agreements.signed_lead(self.year, len(facts)), facts)
            return
        clauses = [self._signed(fact) for fact in facts]
        if len(facts) == 2 and not any(clause.more for clause in clauses):
            records = [record for fact in facts for record in self._records(fact)]
            part.say([agreements.signed_together(*clauses)], records)
            return
        for fact, clause in zip(facts, clauses, strict=True):
            date = self.words.dates.when(clause.span)
            part.say([sentence(date, clause.text), *clause.more], self._records(fact))

    def _list_agreements(self, part, lead, facts):
        item, office = self.words.agreements.item, self.telling.office
        items = [(item(fact, office, not self.named), self._records(fact)) for fact in facts]
        part.enumerate(lead, items, [fact.record for fact in facts])

    def _tell_projects(self, part):
        projects, facts = self.words.projects, self.entry.projects
        if len(facts) >= LIST_OF["projects"]:
            items = [(projects.item(fact), [fact.record]) for fact in facts]
            part.enumerate(projects.list_lead(len(facts)), items, [fact.record for fact in facts])
            return
        for fact in facts:
            texts = projects.told(fact, self.telling.office, self.heading)
            part.say(texts, [fact.record, *fact.named])

    # B. The year: events and consignments in one chronology, what became of them.

    def _year(self, part):
        events = [fact for fact in self.entry.events if not fact.is_open]
        shipments = [fact for fact in self.entry.shipments if fact.is_counted]
        in_prose = []
        if len(events) < LIST_OF["events"]:
            in_prose += [(self._event_order(fact), self._event(fact)) for fact in events]
        if len(shipments) < LIST_OF["shipments"]:
            in_prose += [(self._shipment_order(fact), self._shipment(fact)) for fact in shipments]
        if len(events) >= LIST_OF["events"]:
            self._list_events(part, sorted(events, key=self._event_order))
        self._chronicle(part, [clause for _order, clause in sorted(in_prose, key=_first)])
        if len(shipments) >= LIST_OF["shipments"]:
            self._list_shipments(part, sorted(shipments, key=self._shipment_order))
        self._tell_distribution(part, shipments)
        for fact in self.entry.needs:
            if fact.record.status in (NeedStatus.MET, NeedStatus.PARTLY_MET):
                self._tell_clause(part, self.words.aid.need(fact, self.named), fact)

    def _event_order(self, fact):
        return (*fact.span.order, 0, EVENT_ORDER.index(fact.record.kind), fact.record.key)

    def _shipment_order(self, fact):
        return (*fact.span.order, 1, 0, fact.record.reference)

    def _event(self, fact):
        return fact, self.words.events.happened(fact, self.named, self.among)

    def _shipment(self, fact):
        return fact, self.words.aid.given(fact, self.heading)

    def _chronicle(self, part, told):
        """Facts in the order of the year, joined two by two where the rules let them."""
        partner = self.entry.partner
        begun_this_year = partner and partner.since and partner.since.year == self.year
        said = self.year if begun_this_year or part.pieces else None
        told = list(told)
        while told:
            fact, clause = told.pop(0)
            date = self.words.dates.when(clause.span, said=said)
            if not date and self._tires(clause.text):
                date = self.words.dates.when(clause.span)
            said = self.year if date else said
            facts, text, more = [fact], self.words.joining.dated(date, clause.text), clause.more
            if told and (joined := self._joined(clause, date, told[0][1], said)):
                other, second = told.pop(0)
                facts, text, more = [fact, other], joined, second.more
            records = [record for fact in facts for record in (fact.record, *fact.partners)]
            part.say([sentence(text), *more], records)

    def _joined(self, first, date, second, said):
        """J2 and J3: two facts that open alike in one sentence, or None; a date is said once."""
        joining = self.words.joining
        opening = joining.opening(first.text)
        if not opening or joining.opening(second.text) != opening:
            return None
        if first.more or ":" in first.text:
            return None
        other_date = self.words.dates.when(second.span, said=said)
        text = None
        if date and other_date and first.span.has_month and second.span.has_month:
            dated = joining.dated(date, first.text)
            if first.span != second.span:
                text = joining.with_date(dated, second.span, second.text, said)
            elif not joining.has_conjunction(first.text):
                text = joining.without_date(dated, second.text)
        elif not date and not other_date and not joining.has_conjunction(first.text):
            text = joining.without_date(first.text, second.text)
        return text if text and len(text) < LONGEST_JOINED else None

    def _list_events(self, part, facts):
        events = self.words.events
        if len(facts) > LONGEST_LIST:
            part.say([events.many(self.year, len(facts), self.telling.annexes["events"])])
            return
        part.enumerate(
            events.list_lead(self.year, len(facts)),
            [
                (
                    events.item(fact, self.year, self.named, self.among),
                    [fact.record, *fact.partners],
                )
                for fact in facts
            ],
            [fact.record for fact in facts],
        )

    def _list_shipments(self, part, facts):
        aid = self.words.aid
        if len(facts) > LONGEST_LIST:
            annex = self.telling.annexes["shipments"]
            part.say(aid.many(self.year, facts, annex, self.named))
            return
        part.enumerate(
            aid.list_lead(self.year, len(facts), self.named),
            [
                (aid.list_item(fact, self.year, self.named), [fact.record, *fact.partners])
                for fact in facts
            ],
            [fact.record for fact in facts],
        )

    def _tell_distribution(self, part, shipments):
        if not shipments:
            return
        aid = self.words.aid
        records = [fact.record for fact in shipments[:LONGEST_LIST]]
        part.say([aid.distribution(shipments)], records)
        names = self.entry.recipients
        if len(names) > LONGEST_LIST:
            part.say([aid.many_recipients(len(names), self.telling.annexes["shipments"])], records)
            return
        named = [row for row in names if not row.sensitive]
        part.say([aid.recipients(names)], [*records, *named])

    def _tell_clause(self, part, clause, fact):
        text = clause.otherwise if self._tires(clause.text) and clause.otherwise else clause.text
        part.say([sentence(text), *clause.more], [fact.record, *fact.partners])

    def _tires(self, text):
        """Whether `text` would open like the sentences before it once too often."""
        partners = self.words.joining.PARTNERS
        said = [piece for part in self.parts for piece in part.pieces][-RUNNING_PARTNERS:]
        alike = [
            isinstance(piece, Sentence) and piece.text.startswith(capital(partners))
            for piece in said
        ]
        return text.startswith(partners) and len(alike) == RUNNING_PARTNERS and all(alike)

    # C. Ahead: open talks, promises, announced consignments. The year is not named.

    def _ahead(self, part):
        for fact in self.entry.events:
            if fact.is_open:
                self._tell_clause(part, self._event(fact)[1], fact)
        for fact in self.entry.all_agreements:
            if fact.under_negotiation:
                texts = self.words.agreements.negotiated(fact, self.telling.office, not self.named)
                part.say(texts, [fact.record])
        for status in (NeedStatus.NEGOTIATION, NeedStatus.PROMISED):
            for fact in self.entry.needs:
                if fact.record.status == status:
                    self._tell_clause(part, self.words.aid.need(fact, self.named), fact)
        for fact in self.entry.shipments:
            if not fact.is_counted:
                self._tell_clause(part, self.words.aid.to_come(fact, self.named), fact)


def _first(pair):
    return pair[0]
