"""Typesetting: spaces that do not break, dashes in ranges, inner quotes, soft hyphens.

Wording is never touched: only white space, hyphens and nested quotes. `typeset` is for papers,
`on_page` for what a page shows of a record; data, feeds and attributes keep texts as they are.
"""

import re
import unicodedata
from functools import lru_cache

NBSP = "\u00a0"
SOFT_HYPHEN = "\u00ad"
JOINER = "\u2060"  # no line breaks at it; U+2011 would be a hyphen of another font

_MONTHS = {
    "uk": (
        "січ(?:ень|ня|ні)|лют(?:ий|ого|ому)|берез(?:ень|ня|ні)|квіт(?:ень|ня|ні)|трав(?:ень|ня|ні)"
        "|черв(?:ень|ня|ні)|лип(?:ень|ня|ні)|серп(?:ень|ня|ні)|верес(?:ень|ня|ні)"
        "|жовт(?:ень|ня|ні)|листопад[аі]?|груд(?:ень|ня|ні)"
    ),
    "en": ("January|February|March|April|May|June|July|August|September|October|November|December"),
}
# After these words, and between a number and those, a line does not break.
_SHORT_WORDS = {
    "uk": (
        r"а|бо|в|від|до|з|за|зі|і|із|й|на|не|ні|о|об|по|та|то|у|чи|ще"
        r"|№|ст\.|м\.|смт|с\.|дол\.|вул\.|п\.|св\.|ім\."
    ),
    "en": r"a|an|No\.",
}
# Words and codes of currencies that a line does not part from their number.
_NUMBERED = {"uk": "додат(?:ок|ка|ку|ком)", "en": "Annex|(?-i:[A-Z]{3})"}
_UNITS = {
    "uk": (
        r"рік|року|році|роки|років|роках|грн|євро|дол\.|тис\.|млн|млрд|[A-Z]{3}"
        r"|шт\.|кг|т|л|м|м²|км|мм|см|га|[кМ]?Вт|[кМ]?ВА|[КМГ]Б|осіб|особи?|комплект\w*|пар\w?|короб\w+|пакун\w+|палет\w?"
    ),
    "en": r"pcs|sets?|pairs?|box(?:es)?|packs?|pallets?|[KMG]B|kg|t|l|m|m²|km",
}

_LINE_END = re.compile(r" *\n *")
_YEARS = re.compile(r"(?<![\d-])((?:1[89]|20)\d\d)-(?=(?:1[89]|20)\d\d(?![\d-]))")
_BEFORE_DASH = re.compile(r"(?<=\S) (?=[—–] )")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_CYRILLIC = re.compile(r"[а-яєіїґ]", re.IGNORECASE)
_LONG_WORD = re.compile(rf"{NBSP}(?=[^\W\d]{{13}})")
_ABBREVIATION = re.compile(r"(?<![\w-])([A-Z]{2,}) (?=\d)")
_CAPITALS = re.compile(r"(?<=[A-Z]-)(?=[A-Z])")
_INITIALS = re.compile(r"(?<!\w)([А-ЯҐЄІЇA-Z]\.) (?=[А-ЯҐЄІЇA-Z](?:\.|\w))")


def _binder(language):
    """A function that puts NBSP where the words of a language want one."""
    months = _MONTHS[language]
    after_short = re.compile(rf"(?<![\w’-])({_SHORT_WORDS[language]}) (?=\S)", re.IGNORECASE)
    before_number = re.compile(rf"(?<!\w)({_NUMBERED[language]}) (?=\d)", re.IGNORECASE)
    number = re.compile(rf"(?<=\d) (?=(?:{months}|{_UNITS[language]})(?!\w))")
    year = re.compile(rf"(?<!\w)({months}) (?=\d{{4}}(?!\d))")

    def bind(text):
        text = after_short.sub(rf"\1{NBSP}", text)
        text = before_number.sub(rf"\1{NBSP}", text)
        text = number.sub(NBSP, text)
        return year.sub(rf"\1{NBSP}", text)

    return bind


_BIND = {language: _binder(language) for language in _MONTHS}
_LONGEST_WORDS = re.compile(r"(?:[^\W\d_]|(?<=\w)’(?=\w)){14,}")
_VOWELS = frozenset("аеєиіїоуюяыэ" + "aeiouy" + "æøœı")
_NEVER_FIRST = frozenset("йьъ’")
_BREAK = re.compile("v(?:c?-?)$")  # what stands before the break: а|, ай|, ал|, аль|
_ONE_SOUND = frozenset(
    ["дж", "дз", "ch", "sh", "th", "ph", "gh", "gn", "sz", "cz", "rz", "dz", "ll"]
)
_SHORTEST_PART = 3  # letters
_OUTER = {"uk": ("«", "»"), "en": ("“", "”")}
_INNER = {"uk": ("„", "“"), "en": ("‘", "’")}


def typeset(text, language):
    """`text` as it is printed: in one line, with NBSP and en dashes as the language wants them."""
    return _bound(_LINE_END.sub(" ", text), language)


def _bound(text, language):
    text = _YEARS.sub(r"\1–", text)
    text = _BEFORE_DASH.sub(NBSP, text)
    text = _THOUSANDS.sub(NBSP, text)
    text = _INITIALS.sub(rf"\1{NBSP}", text)
    return _BIND[language](text)


@lru_cache(maxsize=4000)
def on_page(text):
    """`text` as a page shows it by the rules of its own language, its lines kept.

    A line of a phone has no room for two words bound to one where the second is long; "U-LEAD"
    stays in one.
    """
    text = _bound(text, "uk" if is_ukrainian(text) else "en")
    text = _LONG_WORD.sub(" ", text)
    text = _ABBREVIATION.sub(rf"\1{NBSP}", text)
    return _CAPITALS.sub(JOINER, text)


def is_ukrainian(text):
    """Whether a text that a page shows is Ukrainian: English ones have no such letters."""
    return _CYRILLIC.search(text) is not None


def soft_hyphens(text):
    """`text` whose longest words may break with a hyphen; for headings, where no others may."""
    return _LONGEST_WORDS.sub(lambda word: _syllables(word[0]), text)


def _syllables(word):
    """A word that may break before a consonant and a vowel, in or after a syllable's end."""
    shape = "".join(map(_sound, word))
    return "".join(
        SOFT_HYPHEN + letter
        if _SHORTEST_PART <= place <= len(word) - _SHORTEST_PART
        and _BREAK.search(shape, 0, place)
        and shape.startswith("cv", place)
        and word[place - 1 : place + 1].lower() not in _ONE_SOUND
        else letter
        for place, letter in enumerate(word)
    )


def _sound(letter):
    """`v` for a vowel, `c` for a consonant, `-` for what begins no syllable (й, ь, ’)."""
    base = letter.lower()
    if base in _NEVER_FIRST:
        return "-"
    return "v" if unicodedata.normalize("NFD", base)[0] in _VOWELS else "c"


def quoted(text, language):
    """`text` in the quotation marks of the language, those inside it turned into inner ones."""
    opening, closing = _OUTER[language]
    inner_opening, inner_closing = _INNER[language]
    inside = text.replace(opening, inner_opening).replace(closing, inner_closing)
    return f"{opening}{inside}{closing}"
