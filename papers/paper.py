"""What a paper is: sections of paragraphs, lists and tables, and a signature.

A paper is plain data in one language. It is composed once and then rendered – on screen, for
A4, as a file – by modules beside this one; `to_data` and `from_data` store it without loss.
"""

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Source:
    """The record that a sentence comes from: its model label, row, key and address."""

    model: str
    object_id: int
    key: str
    label: str
    url: str = ""


@dataclass(frozen=True)
class Sentence:
    """One finished sentence and the records that it tells of.

    `language` is set where the text is in another language than the paper: a text of the staff
    that has no translation.
    """

    text: str
    sources: tuple[Source, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Sentences set one after the other."""

    sentences: tuple[Sentence, ...]
    type: str = "paragraph"

    @property
    def text(self):
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True)
class Enumeration:
    """A lead-in that ends with a colon, and its items, each from a small letter."""

    lead: Sentence
    items: tuple[Sentence, ...]
    type: str = "enumeration"


@dataclass(frozen=True)
class Table:
    """A table with a caption; `numeric` names the positions of columns set to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    type: str = "table"


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; `number` is printed before the heading.

    `heading` may be empty: a contract's block inside a part has no heading of its own.
    """

    heading: str
    number: str = ""
    blocks: tuple = ()
    sections: tuple["Section", ...] = ()
    source: Source | None = None


@dataclass(frozen=True)
class Signature:
    """Position, a place for the signature, and the name with its surname in capitals.

    `role` stands above where several sign: who hands over, who takes.
    """

    position: str
    name: str
    role: str = ""


@dataclass(frozen=True)
class Mark:
    """The QR code at the end of a paper: the address that it leads to, and words beside it."""

    address: str
    words: str = ""


@dataclass(frozen=True)
class Paper:
    """An official paper: what stands at its head, its sections, appendices and signatures.

    `organisation` holds the lines of the council and office at the top, `addressee` those of
    whom a letter is to. A letter has no `kind`, the name of the document in capitals.
    `registered_on` (ISO date) and `registration_index` are empty before registration and print
    as blanks; what is never registered, like a note, says so by `is_registered`.
    """

    language: str
    kind: str
    title: str
    organisation: tuple[str, ...] = ()
    place: str = ""
    registered_on: str = ""
    registration_index: str = ""
    sections: tuple[Section, ...] = ()
    appendices: tuple[Section, ...] = ()
    signatures: tuple[Signature, ...] = ()
    addressee: tuple[str, ...] = ()
    is_registered: bool = True
    mark: Mark | None = None

    @property
    def name(self):
        """Kind and title in one line: «Звіт про …»; a title of its own after a colon."""
        colon = ":" if self.kind and self.title[:1].isupper() else ""
        return f"{self.kind.capitalize()}{colon} {self.title}".strip()


def to_data(paper):
    """The paper as JSON values."""
    return json.loads(json.dumps(asdict(paper)))


def from_data(data):
    """The paper that `to_data` stored, also before several could sign (`signature`)."""
    known = {key: value for key, value in data.items() if key not in ("signature", "facts")}
    one = data.get("signature")
    signatures = data.get("signatures", [one] if one else [])
    mark = data.get("mark")
    return Paper(
        **known
        | {
            "organisation": tuple(data["organisation"]),
            "addressee": tuple(data.get("addressee", ())),
            "sections": tuple(_section(item) for item in data["sections"]),
            "appendices": tuple(_section(item) for item in data["appendices"]),
            "signatures": tuple(Signature(**signature) for signature in signatures),
            "mark": Mark(**mark) if mark else None,
        }
    )


def digest(data):
    """SHA-256, in hexadecimal, of JSON values written in their one canonical form."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sources(paper):
    """Every record that the paper names, each once, in order of appearance."""
    return list(dict.fromkeys(_sources_in(paper.sections + paper.appendices)))


def _sources_in(sections):
    for section in sections:
        if section.source:
            yield section.source
        for block in section.blocks:
            yield from _sources_of(block)
        yield from _sources_in(section.sections)


def _sources_of(block):
    if isinstance(block, Table):
        yield from block.sources
    else:
        sentences = block.sentences if isinstance(block, Paragraph) else (block.lead, *block.items)
        for sentence in sentences:
            yield from sentence.sources


def _section(data):
    return Section(
        heading=data["heading"],
        number=data["number"],
        blocks=tuple(_block(item) for item in data["blocks"]),
        sections=tuple(_section(item) for item in data["sections"]),
        source=Source(**data["source"]) if data["source"] else None,
    )


def _block(data):
    if data["type"] == "paragraph":
        return Paragraph(tuple(_sentence(item) for item in data["sentences"]))
    if data["type"] == "enumeration":
        return Enumeration(
            _sentence(data["lead"]), tuple(_sentence(item) for item in data["items"])
        )
    return Table(
        caption=data["caption"],
        head=tuple(data["head"]),
        rows=tuple(tuple(row) for row in data["rows"]),
        numeric=tuple(data["numeric"]),
        notes=tuple(data["notes"]),
        sources=tuple(Source(**source) for source in data["sources"]),
    )


def _sentence(data):
    return Sentence(
        data["text"],
        tuple(Source(**source) for source in data["sources"]),
        data.get("language", ""),
    )
