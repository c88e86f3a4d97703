"""The passport of a dataset and the structure of its files, as open data portals ask for them."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from publishing.dates import KYIV
from publishing.languages import CODES, in_each
from register.datasets import LICENCE

PASSPORT = ("field", "name_uk", "name_en", "value_uk", "value_en")
STRUCTURE = ("column", "meaning_uk", "meaning_en", "form_uk", "form_en", "note_uk", "note_en")
EACH_CHANGE = _("with every change to the register")
LANGUAGES = _("Ukrainian, English")


def passport(dataset, office, changes):
    """The rows of the passport, by the columns PASSPORT.

    `office` is the Office or None, `changes` has {title: when it last changed}.
    """
    changed = changes.get(dataset.title)
    moment = changed and changed.astimezone(KYIV).isoformat("T", "minutes")
    fields = [
        ("identifier", _("identifier"), dataset.title),
        ("title", _("name"), dataset.label),
        ("description", _("description"), dataset.description),
        ("rows", _("number of rows"), dataset.count()),
        ("changed", _("last change"), moment),
        ("frequency", _("update frequency"), EACH_CHANGE),
        ("language", _("languages"), LANGUAGES),
        ("licence", _("licence"), LICENCE),
        ("structure", _("structure of the files"), settings.SITE_URL + dataset.structure_url),
    ]
    fields += [
        (f"file_{suffix.lower()}", suffix, settings.SITE_URL + url) for suffix, url in dataset.files
    ]
    rows = [
        {"field": field} | in_both("name", name) | in_both("value", value)
        for field, name, value in fields
    ]
    return rows + of_office(office) if office else rows


def of_office(office):
    """The rows about who keeps the data."""
    texts = (
        ("holder", _("holder of the data"), office.council_uk, office.council_en),
        ("holder_code", _("EDRPOU code"), office.edrpou, office.edrpou),
        ("department", _("department"), office.department_uk, office.department_en),
        ("email", _("e-mail"), office.email, office.email),
    )
    return [
        {"field": field} | in_both("name", name) | {"value_uk": uk, "value_en": en}
        for field, name, uk, en in texts
    ]


def in_both(part, text):
    """{part_uk: text, part_en: text} of a text that may be lazy."""
    texts = [None, None] if text is None else in_each(text)
    return {f"{part}_{code}": told for code, told in zip(CODES, texts, strict=True)}


def structure(dataset):
    """The rows of the structure, by the columns STRUCTURE: one for each column of the files."""
    return [
        {"column": name}
        | in_both("meaning", column.meaning)
        | in_both("form", column.form)
        | in_both("note", column.help)
        for column in dataset.columns
        for name in column.names
    ]
