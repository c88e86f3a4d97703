"""What a careful editor would say of a record's texts: advice on saving, never a refusal."""

import re

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.history import translated_fields

WITHOUT_FULL_STOP = frozenset(
    [
        *("title", "name", "public_name", "beneficiary", "source", "funder"),
        *("origin", "clause", "credit", "status_reason"),
    ]
)
CONTINUING = frozenset(["origin", "clause", "credit", "status_reason"])  # of another sentence
WORD_FOR_WORD = frozenset([("projects.project", "title")])  # an official title stays as it is
ABBREVIATION = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,5}\.\Z")
QUOTED = re.compile(r"«[^»]*»|“[^”]*”")
MIXED = re.compile(r"\b(?=\w*[А-Яа-яҐґЄєІіЇї])(?=\w*[A-Za-z])[^\W\d_]+\b")
BETTER = {  # a pattern of a Ukrainian text, in small letters: what stands there better
    r"на протязі": "упродовж",
    r"на сьогоднішній день": "нині",
    r"[ву] поточному році": "цього року",
    r"в \w+ні місяці": "у січні",
    r"дан(?:ий|ого|ому|им|ої|ій|ою|их|ими|а|е)": "цей",
    r"вищевказан\w+": "зазначений",
    r"приймати участь|прийма[єлю]\w* участь|прийняли участь": "брати участь",
    r"являється|являються": "є",
    r"слідуюч\w+": "такий",
    r"міроприємств\w*": "захід",
    r"співпада\w+": "збігатися",
    r"[ву] рамках": "у межах",
    r"по проєкт\w+": "за проєктом",
    r"згідно(?! з| із| зі)": "згідно з",
    r"дякуючи": "завдяки",
    r"при підтримці": "за підтримки",
    r"напрямок|напрямк\w+": "напрям",
    r"має місце": "є",
    r"ведуться комунікації": "тривають контакти",
    r"здійснено передачу": "передано",
    r"було (?:підписано|проведено|передано|надано|отримано)": "підписано, проведено",
    r"наша громада": "громада",
    r"проект\w*": "проєкт",
    r"веб-сайт\w*": "вебсайт",
    r"он-лайн\w*": "онлайн",
    r"прес-служб\w*": "пресслужба",
}
WORDS = [(re.compile(rf"\b(?:{pattern})\b"), better) for pattern, better in BETTER.items()]


def advice(record):
    """What is to be said of the texts of a record: a list of sentences, in the order of fields."""
    found, without_english = [], []
    translated = set(translated_fields(type(record)))
    for field in type(record)._meta.concrete_fields:
        if field.name not in translated:
            continue
        name, label = field.name, capfirst(field.verbose_name)
        texts = {code: getattr(record, f"{name}_{code}") or "" for code in ("uk", "en")}
        for code, text in texts.items():
            if text:
                found += [
                    _("%(field)s: %(advice)s") % {"field": label, "advice": words}
                    for words in of_text(text, name, code, record._meta.label_lower)
                ]
        if texts["uk"] and not texts["en"]:
            without_english.append(str(label))
    if without_english:
        fields = ", ".join(without_english)
        found.append(_("Not in English yet: %(fields)s") % {"fields": fields})
    return found


def of_text(text, name, code, model):
    """What is to be said of one text of the field `name` in the language `code`."""
    if name in WITHOUT_FULL_STOP and text.endswith(".") and not ABBREVIATION.search(text):
        yield _("no full stop belongs at the end")
    if name in CONTINUING and text[0].isupper() and not text[1:2].isupper():
        yield _("begins with a capital, but continues a sentence")
    if '"' in text or "'" in text:
        if code == "uk":
            yield _("instead of straight quotation marks and apostrophes: « » and ’")
        else:
            yield _("instead of straight quotation marks and apostrophes: “ ” and ’")
    for word in MIXED.findall(text):
        yield _("“%(word)s” mixes Latin and Cyrillic letters") % {"word": word}
    if code == "uk" and (model, name) not in WORD_FOR_WORD:
        plain = QUOTED.sub("", text).lower()
        for pattern, better in WORDS:
            if match := pattern.search(plain):
                words = {"word": match[0], "better": better}
                yield _("instead of “%(word)s”, better “%(better)s”") % words
