"""What search knows of a record: its title, its lines of text, its dates – public ones alone."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import zip_longest

from django.utils.functional import lazy
from django_countries import countries as all_countries

from aid.models import Category, Recipient
from partners.models import Area, Partner
from projects.models import Programme
from publishing.languages import CODES, in_each
from publishing.text import paragraphs
from search.models import Place


@dataclass(frozen=True)
class Line:
    """A piece of a record's text in both languages; a neutral one is the same in both.

    Of a code, such as a key or number, the parts say little: `2022-001` is not about 2022.
    """

    place: Place
    uk: str
    en: str
    is_code: bool = False

    @property
    def texts(self):
        """Its different texts."""
        return dict.fromkeys(text for text in (self.uk, self.en) if text)

    @property
    def is_neutral(self):
        """Whether it is the same in both languages."""
        return self.uk == self.en


@dataclass(frozen=True)
class Composition:
    """All that the index keeps of one record."""

    object_id: int
    url_uk: str
    url_en: str
    title: Line
    lines: tuple[Line, ...]
    date: str
    first_year: int | None
    last_year: int | None

    updated_at: datetime

    @property
    def fingerprint(self):
        """The same for the same content, whenever it was entered."""
        content = asdict(self)
        del content["updated_at"]
        return fingerprint(content)

    @property
    def lines_uk(self):
        """The texts in Ukrainian, in order."""
        return [line.uk for line in self.lines if line.uk and not line.is_neutral]

    @property
    def lines_en(self):
        """The texts in English, in order."""
        return [line.en for line in self.lines if line.en and not line.is_neutral]

    @property
    def lines_both(self):
        """The texts that belong to no language, in order."""
        return [line.uk for line in self.lines if line.is_neutral]


def fingerprint(content):
    """A hash of JSON values."""
    return hashlib.blake2b(json.dumps(content).encode(), digest_size=16).hexdigest()


def translated(place, record, field):
    """The Line of a translated column."""
    return Line(place, *(on_one_line(getattr(record, f"{field}_{code}")) for code in CODES))


def on_one_line(text):
    """The text without line breaks; empty for None."""
    return " ".join((text or "").split("\n"))


def neutral(place, *texts):
    """The Line of texts that belong to no language, such as native names."""
    return Line(place, listed(texts), listed(texts))


def listed(texts):
    """Names and numbers beside each other, each once, without the empty ones."""
    return " · ".join(dict.fromkeys(text.strip() for text in texts if text and text.strip()))


def codes(*texts):
    """The Line of keys and numbers."""
    return replace(neutral(Place.NAME, *texts), is_code=True)


def prose(record, *fields):
    """The Lines of translated texts, one for each paragraph."""
    for field in fields:
        columns = (paragraphs(getattr(record, f"{field}_{code}")) for code in CODES)
        for texts in zip_longest(*columns, fillvalue=""):
            yield Line(Place.REST, *(on_one_line(text) for text in texts))


def chosen(record, field):
    """The Line of the name of a choice."""
    value = getattr(record, field)
    return Line(Place.FACT, *in_each(dict(record._meta.get_field(field).choices)[value]))


@lru_cache(maxsize=300)
def country_names(code):
    """The names of a country in Ukrainian and in English."""
    return in_each(lazy(all_countries.name, str)(code))


def joined(place, lines):
    """Several Lines in one, for lists of names."""
    lines = list(lines)
    return Line(place, listed(line.uk for line in lines), listed(line.en for line in lines))


# What many entries take from one record


def names_of_partner(partner):
    """The Line that names a partner: in each language, its own one, and its country."""
    own = [partner.name_native, *partner.aliases.split(";")]
    names = zip(
        (partner.name_uk, partner.name_en), country_names(partner.country.code), strict=True
    )
    yield Line(Place.FACT, *(listed([name, *own, country]) for name, country in names))


def names_of_area(area):
    yield translated(Place.FACT, area, "name")


def names_of_category(category):
    yield translated(Place.FACT, category, "name")


def names_of_programme(programme):
    yield translated(Place.FACT, programme, "name")
    yield translated(Place.FACT, programme, "funder")


def names_of_recipient(recipient):
    """The Lines with the name that the public may see of a recipient."""
    yield translated(Place.FACT, recipient, "public_name" if recipient.sensitive else "name")


SHARED = {
    Partner: names_of_partner,
    Area: names_of_area,
    Category: names_of_category,
    Programme: names_of_programme,
    Recipient: names_of_recipient,
}
