"""Partial dates: `2008`, `2022-03` or `2022-07-12`, each the span of days that it names."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import total_ordering
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Concat
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.db.models.query_utils import DeferredAttribute
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KYIV = ZoneInfo("Europe/Kyiv")
STORED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
TYPED = re.compile(r"(?:(?:(\d{1,2})\.)?(\d{1,2})\.)?(\d{4})", re.ASCII)
STORED_IN_DATABASE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


def today():
    """The day in Kyiv, by which the register counts."""
    return timezone.now().astimezone(KYIV).date()


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A year, a month of it, or a day: nothing pretends to know more."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text):
        """Read `2008`, `2022-03`, `2022-07-12`, `03.2022` or `12.07.2022`.

        Raises ValidationError for anything else, and for days that no calendar has.
        """
        text = text.strip()
        if match := STORED.fullmatch(text):
            year, month, day = match.groups()
        elif match := TYPED.fullmatch(text):
            day, month, year = match.groups()
        else:
            raise cls._fault()
        value = cls(int(year), int(month) if month else None, int(day) if day else None)
        try:
            date(value.year, value.month or 1, value.day or 1)
        except ValueError:
            if value.day and value.year and 1 <= value.month <= 12:
                raise ValidationError(_("There is no such day"), code="invalid_date") from None
            raise cls._fault() from None
        return value

    @staticmethod
    def _fault():
        return ValidationError(
            _("Enter the date as 2008, 03.2022 or 12.07.2022"), code="invalid_date"
        )

    @classmethod
    def of(cls, day):
        """The partial date of a `datetime.date`: precise to the day."""
        return cls(day.year, day.month, day.day)

    @property
    def first(self):
        """The first day of the span."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self):
        """The last day of the span."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def precision(self):
        """`year`, `month` or `day`."""
        if self.day:
            return "day"
        return "month" if self.month else "year"

    def __str__(self):
        return "-".join(
            [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        )

    def __lt__(self, other):
        if not isinstance(other, PartialDate):
            return NotImplemented
        return str(self) < str(other)


class PartialDateAttribute(DeferredAttribute):
    """Turns whatever is assigned to the field into a PartialDate at once."""

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class PartialDateFormField(forms.CharField):
    """Takes what a clerk types and gives a PartialDate or None."""

    def to_python(self, value):
        text = super().to_python(value)
        return PartialDate.parse(text) if text else None

    def prepare_value(self, value):
        return typed(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial, data):
        if isinstance(initial, str):
            initial = PartialDate.parse(initial) if initial.strip() else None
        return super().has_changed(initial, data)


def typed(value):
    """A partial date as tables and forms show it: `2008`, `03.2022`, `12.07.2022`."""
    parts = [f"{part:02d}" for part in (value.day, value.month) if part]
    return ".".join([*parts, str(value.year)])


def last_day(field):
    """The end of a partial date's span, as text that compares with other dates' text."""
    return Concat(F(field), Value("-99"), output_field=models.CharField())


def over_before(field, day):
    """The condition that the whole span of a partial date lies before `day` (a date)."""
    known = Q(**{f"{field}__isnull": False})  # Concat takes NULL for an empty text
    return known & Q(LessThan(last_day(field), Value(day.isoformat())))


def days_after(day, number):
    """The date so many days after another one; the last that there is where none is so late."""
    return day + min(timedelta(days=number), date.max - day)


def touching(year, start, end):
    """The condition that the span from `start` to `end` touches the year (contract, section 4).

    Where one of the two is empty, the span is that of the other.
    """
    begins = Coalesce(F(start), F(end), output_field=models.CharField())
    ends = Coalesce(F(end), F(start), output_field=models.CharField())
    return Q(LessThan(begins, Value(f"{year + 1:04d}"))) & Q(
        GreaterThanOrEqual(ends, Value(f"{year:04d}"))
    )


class PartialDateField(models.CharField):
    """Stores a PartialDate as ISO text, whose order is the order of time.

    Comparisons are those of text: `signed_on__lt="2023"` is true for every date whose span
    begins before 2023. The column is collated by code point on both databases.
    """

    description = _("Partial date")
    descriptor_class = PartialDateAttribute

    def __init__(self, *args, **kwargs):
        kwargs.update(max_length=10, null=True, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "null", "blank"):
            del kwargs[fixed]
        return name, path, args, kwargs

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def to_python(self, value):
        if value is None or value == "":
            return None
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            return PartialDate.of(value)
        return PartialDate.parse(str(value))

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def get_prep_value(self, value):
        value = self.to_python(value)
        return None if value is None else str(value)

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def run_validators(self, value):
        super().run_validators(None if value is None else str(value))

    def formfield(self, **kwargs):
        return super().formfield(
            **{"form_class": PartialDateFormField, "empty_value": None}
            | {"max_length": None}
            | kwargs
        )
