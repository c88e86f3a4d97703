"""The annual report: from the facts of a year to one paper, in one language."""

from django.utils import translation

from papers.official import signed_name
from papers.paper import Paper, Paragraph, Section, Signature
from papers.typography import typeset
from reports.aid_sums import sums_of
from reports.appendices import appendices, numbers
from reports.entries import EntryText
from reports.facts import gather
from reports.placing import place
from reports.telling import Telling
from reports.wording import WORDS
from reports.wording.columns import column, own_column, title_of
from reports.wording.wordless import organisation


def compose(report, language):
    """The Paper of a report in `uk` or `en`, made of public records alone.

    Ukrainian texts stand where the register has no English ones. The number of queries is
    the same whatever the size of the year.
    """
    with translation.override(language):
        return _Composer(report, WORDS[language]).paper()


class _Composer:
    def __init__(self, report, words):
        facts = gather(report)
        self.report = report
        self.words = words
        self.placed = place(facts)
        self.sums = sums_of(facts.year, facts.office)
        self.telling = Telling(words, facts, numbers(self.placed, report, self.sums))

    def paper(self):
        office, language = self.telling.office, self.words.LANGUAGE
        kind, title = self._name()
        registered_on = self.report.registered_on
        return Paper(
            language=language,
            kind=kind,
            title=title,
            organisation=tuple(map(self.telling.typeset, organisation(self.words, office))),
            place=column(office, "place", language),
            registered_on=registered_on.isoformat() if registered_on else "",
            registration_index=self.report.registration_index,
            sections=(self._international(), self._intermunicipal()),
            appendices=appendices(self.placed, self.telling, self.sums),
            signatures=self._signatures(),
        )

    def _name(self):
        """The kind of document and its title, which may open with the kind.

        Both are Ukrainian where the title has no translation.
        """
        language = self.words.LANGUAGE
        if not own_column(self.report, "title", language):
            language = "uk"
        frame = WORDS[language].frame
        title = frame.OPENS_WITH_KIND.sub("", title_of(self.report, language))
        return frame.KIND, typeset(title, language)

    def _international(self):
        numbered = [
            *(self._partner(entry) for entry in self.placed.active),
            *self._shared(),
            *(self._partner(entry) for entry in self.placed.former),
        ]
        sections = [
            Section(heading, f"1.{index}.", blocks, source=source)
            for index, (heading, blocks, source) in enumerate(numbered, 1)
        ]
        lead = []
        if self.placed.active:
            lead = [self._paragraph(self.words.frame.active_partners(self.telling.office))]
        return self._part("international", "1.", self.words.frame.INTERNATIONAL, lead, sections)

    def _intermunicipal(self):
        sections = [
            Section("", blocks=EntryText(entry, self.telling).blocks())
            for entry in self.placed.contracts
        ]
        sections += [
            Section(
                "",
                blocks=EntryText(entry, self.telling).blocks(),
                source=self.telling.sources.of(entry.partner),
            )
            for entry in self.placed.home
        ]
        sections = [section for section in sections if section.blocks]
        return self._part("intermunicipal", "2.", self.words.frame.INTERMUNICIPAL, [], sections)

    def _part(self, name, number, heading, lead, sections):
        """One of the two parts between the texts of the editor."""
        intro = self.telling.staff_paragraphs(self.report, f"intro_{name}")
        closing = self.telling.staff_paragraphs(self.report, f"closing_{name}")
        if not (intro or closing or sections):
            lead = [self._paragraph(self.words.frame.empty_part(name, self.telling.year))]
        end = (Section("", blocks=tuple(closing)),) if closing else ()
        return Section(heading, number, (*intro, *lead), (*sections, *end))

    def _partner(self, entry):
        """(heading, blocks, source) of a partner's entry."""
        partner = entry.partner
        blocks = EntryText(entry, self.telling).blocks()
        if not blocks:
            frame, partners = self.words.frame, self.words.partners
            nothing = partners.nothing(self.telling.year)
            blocks = (self._paragraph(frame.SEE_SHARED if entry.takes_part else nothing),)
        heading = self.telling.typeset(self.words.partners.heading(partner))
        return heading, blocks, self.telling.sources.of(partner)

    def _shared(self):
        """The block of facts with several foreign partners or none, where there are any."""
        shared, frame = self.placed.shared, self.words.frame
        blocks = EntryText(shared, self.telling).blocks()
        heading = frame.SHARED if shared.is_joint else frame.OTHER
        return [(heading, blocks, None)] if blocks else []

    def _paragraph(self, text):
        return Paragraph((self.telling.sentence(text),))

    def _signatures(self):
        """Whoever signs this report, else the head of the office; empty where nobody is known."""
        office, language = self.telling.office, self.words.LANGUAGE
        position = column(self.report, "signatory_position", language)
        name = column(self.report, "signatory_name", language)
        position = position or column(office, "head_position", language)
        name = name or column(office, "head_name", language)
        if not name and not position:
            return ()
        return (Signature(self.telling.typeset(position), signed_name(name)),)
