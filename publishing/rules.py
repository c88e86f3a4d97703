"""Rules about a record's fields: kept by the database, worded for a clerk.

Each rule is a check constraint that can also be asked of one record in memory, so that a form
and an import name the field and the fault without a query, while the database keeps it
whoever writes.
"""

from copy import copy
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from publishing.dates import STORED_IN_DATABASE, last_day


class Rule(models.CheckConstraint):
    """A check constraint whose message stands beside one field."""

    message = None

    def __init__(self, *, field, name, condition):
        self.field = field
        super().__init__(condition=condition, name=name, violation_error_message=self.message)

    def holds(self, record):
        """Whether `record` keeps the rule; unknown values break none."""
        raise TypeError(f"{type(self).__name__} does not say when it holds")

    def validate(self, model, instance, exclude=None, using=None):
        """Raise ValidationError beside the field where the rule is broken."""
        if exclude and self.field in exclude:
            return
        if not self.holds(instance):
            raise ValidationError({self.field: self.message})

    def deconstruct(self):
        # A migration needs the condition alone: a new wording is no new constraint.
        return (
            "django.db.models.CheckConstraint",
            (),
            {"condition": self.condition, "name": self.name},
        )

    def clone(self):
        return copy(self)

    def __eq__(self, other):
        if not isinstance(other, models.CheckConstraint):
            return NotImplemented
        return self.name == other.name and self.condition == other.condition

    def __hash__(self):
        return hash(self.name)


def filled(field):
    """The condition that a text column holds something."""
    return Q(**{f"{field}__isnull": False}) & ~Q(**{field: ""})


class Filled(Rule):
    """The text must be there."""

    message = _("Fill in this field")

    def __init__(self, field, *, name):
        super().__init__(field=field, name=name, condition=filled(field))

    def holds(self, record):
        return bool(getattr(record, self.field))


class NotNegative(Rule):
    """A number, where known, is zero or more."""

    message = _("The number cannot be below zero")

    def __init__(self, field, *, name):
        super().__init__(
            field=field,
            name=name,
            condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0}),
        )

    def holds(self, record):
        value = getattr(record, self.field)
        return value is None or value >= 0


class Positive(Rule):
    """A number, where known, is more than zero."""

    message = _("The number must be above zero")

    def __init__(self, field, *, name):
        super().__init__(
            field=field,
            name=name,
            condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": 0}),
        )

    def holds(self, record):
        value = getattr(record, self.field)
        return value is None or value > 0


class Within(Rule):
    """A number, where known, lies between two bounds."""

    message = _("The number is out of range")  # of those that have other bounds

    def __init__(self, field, least, most, *, name):
        self.least, self.most = Decimal(least), Decimal(most)
        self.message = format_lazy(
            _("Enter a number from {least} to {most}"), least=least, most=most
        )
        super().__init__(
            field=field,
            name=name,
            condition=Q(**{f"{field}__isnull": True})
            | Q(**{f"{field}__gte": self.least, f"{field}__lte": self.most}),
        )

    def holds(self, record):
        value = getattr(record, self.field)
        return value is None or self.least <= value <= self.most


class OneOf(Rule):
    """A choice is one of those known, or empty where the field may be."""

    message = _("Choose one of the values of the list")

    def __init__(self, field, choices, *, name, optional=False):
        self.allowed = [*choices.values, *([""] if optional else [])]
        super().__init__(field=field, name=name, condition=Q(**{f"{field}__in": self.allowed}))

    def holds(self, record):
        return getattr(record, self.field) in self.allowed


class RealDate(Rule):
    """A partial date is stored in one of its three forms."""

    message = _("Enter the date as 2008, 03.2022 or 12.07.2022")

    def __init__(self, field, *, name):
        super().__init__(
            field=field,
            name=name,
            condition=Q(**{f"{field}__isnull": True})
            | Q(**{f"{field}__regex": STORED_IN_DATABASE}),
        )

    def holds(self, record):
        return True  # the field takes nothing else


class WebAddress(Rule):
    """A web address leads to http or https and nowhere else."""

    message = _("Enter a web address that begins with https:// or http://")

    def __init__(self, field, *, name):
        super().__init__(
            field=field,
            name=name,
            condition=Q(**{field: ""})
            | Q(**{f"{field}__startswith": "https://"})
            | Q(**{f"{field}__startswith": "http://"}),
        )

    def holds(self, record):
        return not (value := getattr(record, self.field)) or value.startswith(
            ("https://", "http://")
        )


class NotBefore(Rule):
    """An end is before its start only when its whole span is.

    `2022` may follow `2022-03-05`; `2021-12` may not.
    """

    message = _("The end is before the start")

    def __init__(self, end, start, *, name, message=None):
        self.start = start
        self.message = message or self.message
        super().__init__(
            field=end,
            name=name,
            condition=Q(**{f"{end}__isnull": True})
            | Q(**{f"{start}__isnull": True})
            | Q(GreaterThanOrEqual(last_day(end), F(start))),
        )

    def holds(self, record):
        end, start = getattr(record, self.field), getattr(record, self.start)
        return end is None or start is None or end.last >= start.first


class GoesWith(Rule):
    """A value is given only together with another one: a sum with its currency."""

    message = _("Fill in this field too, or clear the other one")

    def __init__(self, field, companion, *, name):
        self.companion = companion
        super().__init__(
            field=field,
            name=name,
            condition=Q(**{f"{companion}__isnull": True}) | filled(field),
        )

    def holds(self, record):
        return getattr(record, self.companion) is None or bool(getattr(record, self.field))


def broken(record):
    """The rules that `record` breaks: a list of (field name, message)."""
    return [
        (rule.field, rule.message)
        for rule in record._meta.constraints
        if isinstance(rule, Rule) and not rule.holds(record)
    ]


def keep_rules(record):
    """Raise ValidationError, by field, for the rules that `record` breaks."""
    if faults := dict(broken(record)):
        raise ValidationError(faults)
