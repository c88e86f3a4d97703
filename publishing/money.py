"""Sums with their currency, and the numbers that registers hold."""

from decimal import Decimal
from functools import cache

import pycountry
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

USUAL = ("UAH", "EUR", "USD")


@cache
def currencies():
    """The codes of ISO 4217, the usual ones first."""
    codes = sorted(currency.alpha_3 for currency in pycountry.currencies)
    return (*USUAL, *(code for code in codes if code not in USUAL))


def validate_currency(code):
    """Raises ValidationError for what is not a code of ISO 4217."""
    if code not in currencies():
        raise ValidationError(
            _("There is no currency “%(code)s” in ISO 4217"), params={"code": code}
        )


class CurrencyField(models.CharField):
    """A code of ISO 4217, such as EUR."""

    default_validators = [validate_currency]

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 3
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        empty = [("", "—")] if self.blank else []
        return forms.ChoiceField(
            choices=[*empty, *((code, code) for code in currencies())],
            label=self.verbose_name,
            help_text=self.help_text,
            required=not self.blank,
        )


class QuantityField(models.DecimalField):
    """A quantity or weight: 12 digits before the point, 3 after it; empty means unknown."""

    def __init__(self, *args, **kwargs):
        kwargs.update(max_digits=15, decimal_places=3)
        super().__init__(*args, **kwargs)


class AmountField(models.DecimalField):
    """A sum of money: 12 digits before the point, 2 after it; empty means unknown."""

    def __init__(self, *args, **kwargs):
        kwargs.update(max_digits=14, decimal_places=2)
        super().__init__(*args, **kwargs)


def short(number):
    """The decimal without zeros at its end."""
    return Decimal(f"{number.normalize():f}")


def settle_numbers(record):
    """Turn whatever the shell put into decimal fields of `record` into decimals of their size.

    Raises ValidationError, by field, for what is not a number or has too many digits.
    """
    errors = {}
    for field in record._meta.concrete_fields:
        if isinstance(field, models.DecimalField):
            try:
                value = field.to_python(getattr(record, field.attname))
                if value is not None:
                    field.run_validators(value)
            except ValidationError as error:
                errors[field.name] = error.messages
            else:
                setattr(record, field.attname, value)
    if errors:
        raise ValidationError(errors)
