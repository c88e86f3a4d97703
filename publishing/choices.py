"""Several choices in one column, in the order in which they were given."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

SEPARATOR = ";"


class ChoicesAttribute(DeferredAttribute):
    """Turns whatever is assigned to the field into a tuple of codes."""

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class ChoicesField(models.CharField):
    """A tuple of codes of one `TextChoices`, without repetition, stored as `;code;code;`.

    Filter with `field__contains=stored(code)`.
    """

    descriptor_class = ChoicesAttribute

    def __init__(self, *args, of=None, **kwargs):
        self.of = of
        kwargs.setdefault("max_length", 200)
        kwargs.update(blank=True, default=())
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("blank", "default"):
            del kwargs[fixed]
        return name, path, args, kwargs

    def to_python(self, value):
        if value is None or value == "":
            return ()
        parts = value.split(SEPARATOR) if isinstance(value, str) else value
        return tuple(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def get_prep_value(self, value):
        if isinstance(value, str) and value.startswith(SEPARATOR):
            return value
        codes = self.to_python(value)
        return SEPARATOR.join(["", *codes, ""]) if codes else ""

    def value_to_string(self, obj):
        return SEPARATOR.join(self.value_from_object(obj))

    def validate(self, value, model_instance):
        if unknown := [code for code in value if code not in self.of.values]:
            raise ValidationError(
                _("Unknown value: %(value)s"), code="invalid_choice", params={"value": unknown[0]}
            )

    def run_validators(self, value):
        super().run_validators(SEPARATOR.join(value))

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=self.of.choices,
            label=self.verbose_name,
            help_text=self.help_text,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


def stored(code):
    """How one code stands inside a stored value: the operand of a `contains` lookup."""
    return f"{SEPARATOR}{code}{SEPARATOR}"
