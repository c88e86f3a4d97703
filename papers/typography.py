"""Typesetting of composed text: spaces that do not break, dashes in ranges, inner quotes.

Wording is never touched: only white space, the hyphen between two years and nested quotes.
"""

import re

NBSP = "\u00a0"

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
        r"|шт\.|кг|т|л|м|м²|км|мм|см|комплект\w*|пар\w?|короб\w+|пакун\w+|палет\w?"
    ),
    "en": r"pcs|sets?|pairs?|box(?:es)?|packs?|pallets?|kg|t|l|m|m²|km",
}

_LINE_END = re.compile(r" *\n *")
_YEARS = re.compile(r"(?<![\d-])((?:1[89]|20)\d\d)-(?=(?:1[89]|20)\d\d(?![\d-]))")
_BEFORE_DASH = re.compile(r"(?<=\S) (?=[—–] )")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
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
_OUTER = {"uk": ("«", "»"), "en": ("“", "”")}
_INNER = {"uk": ("„", "“"), "en": ("‘", "’")}


def typeset(text, language):
    """`text` as it is printed: in one line, with NBSP and en dashes as the language wants them."""
    text = _LINE_END.sub(" ", text)
    text = _YEARS.sub(r"\1–", text)
    text = _BEFORE_DASH.sub(NBSP, text)
    text = _THOUSANDS.sub(NBSP, text)
    text = _INITIALS.sub(rf"\1{NBSP}", text)
    return _BIND[language](text)


def quoted(text, language):
    """`text` in the quotation marks of the language, those inside it turned into inner ones."""
    opening, closing = _OUTER[language]
    inner_opening, inner_closing = _INNER[language]
    inside = text.replace(opening, inner_opening).replace(closing, inner_closing)
    return f"{opening}{inside}{closing}"
