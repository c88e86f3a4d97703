"""Words of a text as search compares them: folded, with the dictionary forms they may be.

Ukrainian words are read by pymorphy3 (the VESUM dictionary), English ones by the Snowball
stemmer; a word of neither is compared as it stands.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from pymorphy3 import MorphAnalyzer
from snowballstemmer import stemmer

from publishing.collation import SPELT

APOSTROPHES = "'’ʼ‘`´ʹ"
DASHES = "‐‑-"
# Marks that stand on the letter before them and are no part of its spelling.
MARKS = "\u0300-\u036f\u00ad"
# Letters and digits; within a word an apostrophe, and one sign of numbers, keys and double names.
WORD = re.compile(rf"[^\W_](?:[{MARKS}]*[{APOSTROPHES}/.{DASHES}]?[^\W_])*")
SPLIT = re.compile(r"[-/.]")
CYRILLIC = re.compile(r"[а-яєіїґ'-]+")
LATIN = re.compile(r"[a-z]+")
IOTATED = re.compile(r"(?<=[бвгджзкмнпрстфхцчшщ])(?=[єїюя])")
# Endings of nouns and adjectives after at least three letters.
ENDING = re.compile(
    "(?<=...)(?:ами|ями|ові|еві|єві|ого|ому|ими|ою|ею|єю|ів|їв|ом|ем|єм|ам|ям|ах|ях|ий|ій|им|их|ої"
    "|[аеєиіїоуюяйь])$"
)
KEPT = frozenset("йї")  # they decompose, and yet are letters of their own
FOLDED = SPELT | dict.fromkeys(APOSTROPHES, "") | dict.fromkeys(DASHES, "-") | {"ґ": "г"}
SIGNS = re.compile(rf"[{MARKS}]")
ONE_SIGN = str.maketrans(dict.fromkeys(APOSTROPHES, "’") | dict.fromkeys(DASHES, "-"))
AUXILIARY = frozenset(["PREP", "CONJ", "PRCL", "NPRO"])
ENGLISH_AUXILIARY = frozenset(
    "a an and are as at by for from in is it of on or the to with".split()  # noqa: SIM905
)
SHORT = 3  # letters: a preposition such as `про` is also a rare noun
LONGEST = 60  # characters of a word; what is longer is no word
LIKELY = 4  # a guessed reading counts when it is at most so many times less likely than the best
BEGINNING = 4  # letters that the forms of one stem share


@dataclass(frozen=True)
class Token:
    """A word of a text: its folded form, how it is spelt, and where it stands in the text."""

    form: str
    spelling: str
    start: int
    end: int

    @property
    def parts(self):
        """What a compound consists of, as Tokens; `бая-спріє` has two words."""
        if not SPLIT.search(self.form):
            return []
        return [
            Token(fold(spelling), spelling, self.start, self.end)
            for spelling in SPLIT.split(self.spelling)
        ]


def tokens(text):
    """Every word of the text as a Token, in order."""
    for match in WORD.finditer(text):
        form = fold(match.group())
        if 0 < len(form) <= LONGEST:
            yield Token(form, spell(match.group()), match.start(), match.end())


def spell(word):
    """The word in small letters with the portal's apostrophe and hyphen, without stress marks."""
    return SIGNS.sub("", unicodedata.normalize("NFC", word.lower())).translate(ONE_SIGN)


@lru_cache(maxsize=20_000)
def fold(word):
    """The word in one spelling: without case, apostrophes, accents and stress marks."""
    folded = []
    for char in unicodedata.normalize("NFC", word.casefold()):
        if char in KEPT:
            folded.append(char)
        elif char in FOLDED:
            folded.append(FOLDED[char])
        else:
            parts = unicodedata.normalize("NFD", char)
            folded.append("".join(part for part in parts if part.isalnum() or part in "-/."))
    return "".join(folded)


@lru_cache(maxsize=20_000)
def readings(form):
    """The folded dictionary forms that a folded form may be: `шкіл` gives `школа`."""
    if LATIN.fullmatch(form):
        return frozenset([_english().stemWord(form)])
    if not CYRILLIC.fullmatch(form):
        return frozenset([form])
    found = _likely(form)
    guessed = [] if any(reading.is_known for reading in found) else [_without_ending(form)]
    return frozenset([*(fold(reading.normal_form) for reading in found), *guessed])


def _without_ending(form):
    """What the cases of a name that no dictionary has share: `евори` and `евору` give `евор~`."""
    return f"{ENDING.sub('', form)}~"


@lru_cache(maxsize=20_000)
def is_auxiliary(form):
    """Whether the form is only a preposition, conjunction, particle or pronoun."""
    if form in ENGLISH_AUXILIARY:
        return True
    if not CYRILLIC.fullmatch(form):
        return False
    parts_of_speech = {reading.tag.POS for reading in _likely(form)}
    return parts_of_speech <= AUXILIARY or ("PREP" in parts_of_speech and len(form) <= SHORT)


def stems(word):
    """Beginnings that every form of the word has one of: `шкіл` gives `школ` and `шкіл`."""
    form = word.casefold().translate(dict.fromkeys(map(ord, APOSTROPHES), "'"))
    if LATIN.fullmatch(form):
        stem = _english().stemWord(form)
        return [stem if form.startswith(stem) else form]
    if not CYRILLIC.fullmatch(form):
        return [form]
    groups = {}
    for reading in _likely(form):
        for other in reading.lexeme:
            groups.setdefault(other.word[:BEGINNING], set()).add(other.word)
    groups.setdefault(form[:BEGINNING], set()).add(form)
    return sorted(_common_beginning(forms) for forms in groups.values())


def _common_beginning(forms):
    first, last = min(forms), max(forms)
    length = next((i for i, char in enumerate(first) if last[i : i + 1] != char), len(first))
    return first[:length]


def _likely(form):
    """The readings of a Ukrainian form: those of the dictionary, else the likeliest guesses."""
    spelt = IOTATED.sub("'", form)
    if not _ukrainian().word_is_known(spelt):
        spelt = form
    found = _ukrainian().parse(spelt)
    if _ukrainian().word_is_known(spelt):
        return [reading for reading in found if reading.is_known]
    best = max((reading.score for reading in found), default=0)
    return [reading for reading in found if reading.score * LIKELY >= best]


@cache
def _ukrainian():
    return MorphAnalyzer(lang="uk")


@cache
def _english():
    return stemmer("english")
