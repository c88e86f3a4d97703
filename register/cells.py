"""What one cell may hold: from a cell of a file to a value of the register, and back.

A cell comes as text, a number (int, float, Decimal), yes or no (bool), a day (date, datetime),
as None where it is empty, or as anything else where the file holds what no register does.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_countries.fields import CountryField

from publishing.choices import SEPARATOR, ChoicesField
from publishing.dates import PartialDate, PartialDateField
from publishing.places import DegreesField
from publishing.rules import NotNegative, RealDate, WebAddress, Within
from register.faults import shown

NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?", re.ASCII)
LONGEST_NUMBER = 30  # digits before the point: longer ones are refused before any arithmetic
YEAR = range(1000, 10_000)
YES, NO = "yes", "no"


def plain(number):
    """A Decimal as text, without the zeros that say nothing: 120000, 52000.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_number(cell):
    return isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool)


def as_number(cell):
    """The exact number of a cell, as a Decimal without trailing zeros."""
    if isinstance(cell, float):
        # A spreadsheet keeps 15 digits; the rest of a float is noise of its arithmetic.
        cell = Decimal(f"{cell:.15g}")
    elif NUMBER.fullmatch(cell) if isinstance(cell, str) else is_number(cell):
        cell = Decimal(cell)
    if not isinstance(cell, Decimal) or not cell.is_finite():
        raise ValidationError(_("Enter a number"))
    if abs(cell.adjusted()) > LONGEST_NUMBER:
        raise ValidationError(Within.message)
    short = cell.normalize() if cell else Decimal(0)
    return short if short == cell else cell


def as_text(cell):
    """The text of a cell; a number is taken as it stands there."""
    if isinstance(cell, str):
        return cell
    if is_number(cell):
        return plain(as_number(cell))
    raise ValidationError(_("Enter text: the cell holds something else"))


def parts(cell):
    """The parts of a cell that holds several values, in their order, each once."""
    found = (part.strip() for part in as_text(cell).split(SEPARATOR))
    return tuple(dict.fromkeys(part for part in found if part))


class Text:
    """Text by the rules of a model field."""

    empty = ""

    def __init__(self, field):
        self.field = field

    def read(self, cell):
        text = self.field.to_python(as_text(cell))
        self.field.run_validators(text)
        return text

    def written(self, value):
        return value or None


class Website(Text):
    """A web address, refused in the words that the forms use."""

    def read(self, cell):
        try:
            return super().read(cell)
        except ValidationError:
            raise ValidationError(WebAddress.message) from None


class Choice(Text):
    """A code of a short list."""

    def __init__(self, field):
        super().__init__(field)
        self.codes = [code for code, _label in field.flatchoices if code]

    def read(self, cell):
        return one_of(self.codes, as_text(cell))


class Choices(Text):
    """Several codes of a short list."""

    empty = ()

    def read(self, cell):
        codes = self.field.of.values
        return tuple(one_of(codes, code) for code in parts(cell))

    def written(self, value):
        return SEPARATOR.join(value) or None


def one_of(codes, code):
    """`code`, where it is among `codes`."""
    if code not in codes:
        raise ValidationError(
            _("Unknown value: “%(value)s”. Known are: %(codes)s"),
            params={"value": shown(code), "codes": ", ".join(codes)},
        )
    return code


class Country(Text):
    """A code of ISO 3166-1 alpha-2."""

    def read(self, cell):
        code = as_text(cell)
        if code not in countries:
            raise ValidationError(
                _("There is no country “%(code)s” in ISO 3166-1"), params={"code": shown(code)}
            )
        return code


class Whole:
    """A whole number, zero or more."""

    empty = None

    def __init__(self, field):
        small = isinstance(field, models.PositiveSmallIntegerField)
        self.most = 32_767 if small else 2_147_483_647

    def read(self, cell):
        number = as_number(cell)
        if number != number.to_integral_value():
            raise ValidationError(_("Enter a whole number"))
        if number < 0:
            raise ValidationError(NotNegative.message)
        if number > self.most:
            raise ValidationError(Within.message)
        return int(number)

    def written(self, value):
        return value


class Number:
    """A decimal number by the digits of a model field; negative only where it is an angle."""

    empty = None

    def __init__(self, field):
        self.field = field
        self.signed = isinstance(field, DegreesField)

    def read(self, cell):
        number = as_number(cell)
        if number < 0 and not self.signed:
            raise ValidationError(NotNegative.message)
        if self.signed and abs(number) > self.field.limit:
            raise ValidationError(Within.message)
        number = self.field.to_python(number)
        self.field.run_validators(number)
        return number

    def written(self, value):
        if value is None:
            return None
        return int(value) if value == value.to_integral_value() else Decimal(plain(value))


class Truth:
    """Yes or no; empty is no."""

    empty = False

    def __init__(self, field):
        self.field = field

    def read(self, cell):
        if isinstance(cell, bool):
            return cell
        if isinstance(cell, str) and cell.casefold() in (YES, NO):
            return cell.casefold() == YES
        raise ValidationError(_("Enter yes or no"))

    def written(self, value):
        return YES if value else NO


class PartDate:
    """A partial date; a number is its year, a date cell its day."""

    empty = None

    def __init__(self, field):
        self.field = field

    def read(self, cell):
        if isinstance(cell, (date, datetime, str)):
            return self.field.to_python(cell)
        if is_number(cell):
            number = as_number(cell)
            if number in YEAR:
                return PartialDate(int(number))
        raise ValidationError(RealDate.message)

    def written(self, value):
        return None if value is None else str(value)


class Day:
    """A full date."""

    empty = None

    def __init__(self, field):
        self.field = field

    def read(self, cell):
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        day = PartialDate.parse(cell) if isinstance(cell, str) else None
        if day is None or day.precision != "day":
            raise ValidationError(_("Enter a full date: 2022-07-12"))
        return day.first

    def written(self, value):
        return None if value is None else value.isoformat()


KINDS = (
    (PartialDateField, PartDate),
    (ChoicesField, Choices),
    (CountryField, Country),
    (models.URLField, Website),
    (models.BooleanField, Truth),
    (models.DateField, Day),
    (models.DecimalField, Number),
    (models.IntegerField, Whole),
)


def kind_of(field):
    """The kind of cell that holds the values of a model field."""
    for field_class, kind in KINDS:
        if isinstance(field, field_class):
            return kind(field)
    return Choice(field) if field.choices else Text(field)
