"""What a result shows: its title and a sentence of context, with the words that were found."""

from dataclasses import dataclass

from publishing.word_forms import tokens

LONGEST = 180  # characters of context
BEFORE = 60  # of them before the first word found
AWAY = 12  # how far a cut may move to the end of a word


@dataclass(frozen=True)
class Piece:
    """A piece of a text, found or between what was found."""

    text: str
    is_found: bool = False


@dataclass(frozen=True)
class Shown:
    """A text in its Pieces; `language` where it is not that of the page."""

    pieces: list
    language: str = ""

    @property
    def text(self):
        """The whole of it, without marks."""
        return "".join(piece.text for piece in self.pieces)


def title_of(passage, forms, language):
    """The title of a result as the page's language has it, else in Ukrainian."""
    text = passage.title_en if language == "en" else passage.title_uk
    return Shown(marked(text or passage.title_uk, forms), "" if text else "uk")


def context_of(passage, forms, language):
    """The line with most of the words found, cut to a sentence; without one, the first line."""
    lines = Lines(passage)
    number = lines.best(forms, language)
    if number is None:
        number = lines.first(language)
    if number is None:
        return Shown([])
    text, of = lines.text(number), lines.language(number)
    return Shown(marked(cut(text, forms), forms), of if of not in ("", language) else "")


class Lines:
    """The lines of a Passage below its titles, found by their words without reading them all."""

    def __init__(self, passage):
        self.words = passage.words
        columns = (("uk", passage.lines_uk), ("en", passage.lines_en), ("", passage.lines_both))
        self.lines = [(code, line) for code, text in columns if text for line in text.split("\n")]
        self.start = self.words.find("\n", self.words.find("\n") + 1) + 1  # after both titles

    def text(self, number):
        return self.lines[number][1]

    def language(self, number):
        """`uk`, `en`, or empty: it belongs to no language."""
        return self.lines[number][0]

    def first(self, language):
        """The number of the first line in the language, else of the first of all; None: no line."""
        own = (number for number, (code, _text) in enumerate(self.lines) if code == language)
        return next(own, 0 if self.lines else None)

    def best(self, forms, language):
        """The number of the line that has most of these words; None where no line has one."""
        places = {self.words.find(f" {form} ", self.start) for form in forms} - {-1}
        numbers = {self.words.count("\n", self.start, place) for place in places}
        if not numbers:
            return None
        folded = self.words[self.start :].split("\n")
        return max(
            numbers,
            key=lambda number: (
                self.language(number) in (language, ""),
                sum(f" {form} " in folded[number] for form in forms),
                -number,
            ),
        )


def cut(text, forms):
    """At most LONGEST characters of the text around the first word found, at ends of words."""
    if len(text) <= LONGEST:
        return text
    found = next((token.start for token in tokens(text) if is_found(token, forms)), 0)
    start = max(0, min(found - BEFORE, len(text) - LONGEST))
    end = min(len(text), start + LONGEST)
    if start:
        start = text.find(" ", start, start + AWAY) + 1 or start
    if end < len(text):
        end = text.rfind(" ", end - AWAY, end) + 1 or end
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    return f"{before}{text[start:end].strip()}{after}"


def marked(text, forms):
    """The text in Pieces, those apart that are found."""
    pieces, place = [], 0
    for token in tokens(text):
        if is_found(token, forms):
            pieces += [Piece(text[place : token.start]), Piece(text[token.start : token.end], True)]
            place = token.end
    return [piece for piece in (*pieces, Piece(text[place:])) if piece.text]


def is_found(token, forms):
    """Whether a word of a text, or a part of it, is among these folded forms."""
    return token.form in forms or any(part.form in forms for part in token.parts)
