"""Coordinates of settlements, in degrees of WGS 84."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class DegreesField(models.DecimalField):
    """An angle in decimal degrees, rounded to a tenth of a metre; empty means unknown."""

    label = None
    limit = None

    def __init__(self, **kwargs):
        super().__init__(
            kwargs.pop("verbose_name", self.label),
            max_digits=9,
            decimal_places=6,
            null=True,
            blank=True,
            validators=[MinValueValidator(-self.limit), MaxValueValidator(self.limit)],
        )

    def deconstruct(self):
        name, path, _args, _kwargs = super().deconstruct()
        return name, path, [], {}

    def to_python(self, value):
        """The angle as it is stored: maps give many more decimals than a settlement has."""
        angle = super().to_python(value)
        return (
            angle if angle is None or not angle.is_finite() else round(angle, self.decimal_places)
        )

    def formfield(self, **kwargs):
        return super().formfield(**{"max_digits": 30, "decimal_places": 25} | kwargs)


class LatitudeField(DegreesField):
    """Degrees north of the equator, −90 to 90."""

    label = _("latitude")
    limit = 90


class LongitudeField(DegreesField):
    """Degrees east of Greenwich, −180 to 180."""

    label = _("longitude")
    limit = 180
