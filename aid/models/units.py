"""Units in which aid is counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
