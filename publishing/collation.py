"""The collation `ukrainian`: the same alphabetical order on SQLite and PostgreSQL.

PostgreSQL has it from ICU (locale `uk`); SQLite gets this function, which follows the same
order for what registers hold: signs, digits, Cyrillic by the Ukrainian alphabet, then Latin;
accents and case decide only between words that are otherwise equal.
"""

import unicodedata
from functools import lru_cache

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.translation import get_language

NAME = "ukrainian"
ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
CYRILLIC = {letter: position for position, letter in enumerate(ALPHABET)}
WHOLE = frozenset("йїґ")  # letters that decompose, and yet are letters of their own
SPELT = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"}
SIGNS = " _-,;:!?.'’‘“”„«»()[]{}@*/\\&#%`^+<=>|~№$€"


def letters(text):
    """(letter, accents) of each character, case folded, accents taken apart."""
    for char in unicodedata.normalize("NFC", text.casefold()):
        if char in WHOLE:
            yield char, ""
            continue
        base, *accents = unicodedata.normalize("NFD", SPELT.get(char, char))
        if char in SPELT:
            yield base, "~"
            yield from ((other, "") for other in accents)
        else:
            yield base, "".join(accents)


def weight(char):
    """The place of one letter among all: a pair that sorts as ICU does for Ukrainian."""
    if char in CYRILLIC:
        return 3, CYRILLIC[char]
    if char.isdigit():
        return 2, unicodedata.digit(char, 0)
    if char.isalpha():
        return (5 if char.isascii() else 6), ord(char)
    position = SIGNS.find(char)
    return (0, position) if position >= 0 else (1, ord(char))


@lru_cache(maxsize=20_000)
def sort_key(text):
    """The key by which `text` sorts: letters, then accents, then case, then code points."""
    parts = list(letters(text))
    return (
        [weight(letter) for letter, _ in parts],
        [accents for _, accents in parts],
        [char.isupper() for char in text],
        text,
    )


def compare(left, right):
    """-1, 0 or 1: what SQLite asks of a collation."""
    first, second = sort_key(left), sort_key(right)
    return (first > second) - (first < second)


def register(sender, connection, **kwargs):
    """Give the collation to a new SQLite connection."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(NAME, compare)


def in_order(field):
    """The ordering expression of a translated text column in the active language.

    An empty translation sorts by the Ukrainian text, which is what the reader sees.
    """
    column = F(f"{field}_uk")
    if get_language() == "en":
        translation = NullIf(F(f"{field}_en"), Value(""))
        column = Coalesce(translation, column, output_field=CharField())
    return Collate(column, NAME)


class CodePoints(Func):
    """Text in the order of its code points, which is SQLite's own and Python's."""

    template = "%(expressions)s"

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **context)


def by_code_point(lookup, text=True):
    """The ordering expression of a column by code point, the same on both databases."""
    return CodePoints(F(lookup)) if text else F(lookup)
