"""Typesetting of composed text: spaces that do not break, dashes in ranges, inner quotes.

Wording is never touched: only white space, the hyphen between two years and nested quotes.
"""

import re

NBSP = "\u00a0"

_UK_SHORT_WORDS = "а|бо|в|від|до|з|за|зі|і|із|й|на|не|ні|о|об|по|та|то|у|чи|ще|№|ст\\.|м\\.|смт|с\\.|дл\\.|вул\\.|п\\."
_UK_AFTER_NUMBER = (
    "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
    "|рік|року|році|роки|років|роках|грн|євро|дол\\.|тис\\.|млн|млрд"
    "|шт\\.|кг|т|л|м|м²|км|мм|см|комплект\\w*|пар\\w?|короб\\w+|пакун\\w+|палет\\w?|[A-Z]{3}"
)
_UK_MONTH_BEFORE_YEAR = (
    "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
    "|січні|лютому|березні|квітні|травні|червні|липні|серпні|вересні|жовтні|листопаді|грудні"
    "|січень|лютий|березень|квітень|травень|червень|липень|серпень|вересень|жовтень|листопад"
    "|грудень"
)
_EN_SHORT_WORDS = "a|an|No\\."
_EN_AFTER_NUMBER = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|pcs|sets?|pairs?|box(?:es)?|packs?|pallets?|kg|t|l|m|m²|km"
)
_EN_MONTH_BEFORE_YEAR = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)

_YEARS = re.compile(r"(?<!\d)(\d{4})-(?=\d{4}(?!\d))")
_BEFORE_DASH = re.compile(r"(?<=\S) (?=[—–] )")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_INITIALS = re.compile(r"(?<!\w)([А-ЯҐЄІЇA-Z]\.) (?=[А-ЯҐЄІЇA-Z](?:\.|\w))")


def _binder(short_words, after_number, month):
    """A function that puts NBSP where a language wants one."""
    after_short = re.compile(rf"(?<![\w’-])({short_words}) (?=\S)", re.IGNORECASE)
    number = re.compile(rf"(?<=\d) (?=(?:{after_number})(?!\w))")
    year = re.compile(rf"(?<!\w)({month}) (?=\d{{4}}(?!\d))")

    def bind(text):
        text = after_short.sub(rf"\1{NBSP}", text)
        text = number.sub(NBSP, text)
        return year.sub(rf"\1{NBSP}", text)

    return bind


_BIND = {
    "uk": _binder(_UK_SHORT_WORDS, _UK_AFTER_NUMBER, _UK_MONTH_BEFORE_YEAR),
    "en": _binder(_EN_SHORT_WORDS, _EN_AFTER_NUMBER, _EN_MONTH_BEFORE_YEAR),
}
_OUTER = {"uk": ("«", "»"), "en": ("“", "”")}
_INNER = {"uk": ("„", "“"), "en": ("‘", "’")}


def typeset(text, language):
    """`text` as it is printed: with NBSP and en dashes where the language wants them."""
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
