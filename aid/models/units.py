"""Units in which aid is counted."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from publishing.rules import Rule


class Unit(models.TextChoices):
    PIECES = "pcs", _("pcs")
    SET = "set", _("set")
    PAIR = "pair", _("pair")
    BOX = "box", _("box")
    PACK = "pack", _("pack")
    PALLET = "pallet", _("pallet")
    KILOGRAM = "kg", _("kg")
    TONNE = "t", _("t")
    LITRE = "l", _("l")
    METRE = "m", _("m")
    SQUARE_METRE = "m2", _("m²")


WHOLE = (Unit.PIECES, Unit.SET, Unit.PAIR, Unit.BOX, Unit.PACK, Unit.PALLET)
KILOGRAMS = {Unit.KILOGRAM: 1, Unit.TONNE: 1000}  # what one of these units weighs


class WholePieces(Rule):
    """A quantity of what is counted in pieces, where known, has no fraction."""

    message = _("Enter a whole number: pieces, sets, pairs, boxes, packs, pallets are not divided")

    def __init__(self, field, *, name):
        super().__init__(
            field=field,
            name=name,
            condition=Q(**{f"{field}__isnull": True})
            | ~Q(unit__in=[unit.value for unit in WHOLE])
            | Q(**{field: Round(field)}),
        )

    def holds(self, record):
        return is_whole(getattr(record, self.field), record.unit)


def is_whole(quantity, unit):
    """Whether there can be so much of the unit: `1.5` of kilograms, not of pieces."""
    return quantity is None or unit not in WHOLE or quantity == int(quantity)
