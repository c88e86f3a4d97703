"""What is told: sentences with their sources, lists, and the paragraphs they make."""

from dataclasses import dataclass, field

from papers.paper import Enumeration, Paragraph, Sentence
from papers.typography import typeset
from publishing.text import paragraphs
from reports.facts import YearFacts
from reports.sources import Sources
from reports.wording.columns import column, own_column


@dataclass
class Telling:
    """What every sentence of one report shares: its words, its year, where its annexes stand."""

    words: object
    facts: YearFacts
    annexes: dict
    sources: Sources = field(default_factory=Sources)

    @property
    def year(self):
        return self.facts.year

    @property
    def office(self):
        return self.facts.office

    def sentence(self, text, records=()):
        """A finished Sentence, typeset, with the records that it tells of."""
        return Sentence(self.typeset(text), self.sources.all(records))

    def typeset(self, text):
        return typeset(text, self.words.LANGUAGE)

    def staff_paragraphs(self, record, name):
        """The paragraphs that the editor typed in a column, Ukrainian where not translated."""
        own = own_column(record, name, self.words.LANGUAGE)
        language = self.words.LANGUAGE if own else "uk"
        marked = "" if own else language
        return [
            Paragraph((Sentence(typeset(text, language), language=marked),))
            for text in paragraphs(own or column(record, name, language))
        ]


class Part:
    """Sentences and lists in the order in which they are told."""

    def __init__(self, telling):
        self.telling = telling
        self.pieces = []

    def say(self, texts, records=()):
        self.pieces += [self.telling.sentence(text, records) for text in texts if text]

    def enumerate(self, lead, items, records):
        """A list; `items` are pairs of a text without a final stop and its records."""
        last = len(items) - 1
        self.pieces.append(
            Enumeration(
                self.telling.sentence(lead, records),
                tuple(
                    self.telling.sentence(f"{text}{'.' if index == last else ';'}", sources)
                    for index, (text, sources) in enumerate(items)
                ),
            )
        )

    @property
    def size(self):
        """How many sentences there are; an item of a list is one."""
        return sum(1 if isinstance(piece, Sentence) else len(piece.items) for piece in self.pieces)


def flow(pieces):
    """Pieces as blocks: sentences that follow one another are one paragraph."""
    blocks, open_sentences = [], []
    for piece in pieces:
        if isinstance(piece, Sentence):
            open_sentences.append(piece)
            continue
        if open_sentences:
            blocks.append(Paragraph(tuple(open_sentences)))
            open_sentences = []
        blocks.append(piece)
    if open_sentences:
        blocks.append(Paragraph(tuple(open_sentences)))
    return blocks
