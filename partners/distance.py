"""How far from the own place a partner lies, and which way, in the language of the page."""

import re
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.geography import Place, RaySign, bearing, compass, distance_km, ray_sign
from partners.models import HOME_COUNTRY
from partners.names import shortened, unbroken

WORD_FOR_PLACE = re.compile(r"^[а-яіїєґ]+\.? +")  # «м. », «смт »
NEIGHBOUR_KM = 100  # farther places would press the near ones together on a map true to scale

DIRECTIONS = {
    "n": gettext_lazy("to the north"),
    "ne": gettext_lazy("to the north-east"),
    "e": gettext_lazy("to the east"),
    "se": gettext_lazy("to the south-east"),
    "s": gettext_lazy("to the south"),
    "sw": gettext_lazy("to the south-west"),
    "w": gettext_lazy("to the west"),
    "nw": gettext_lazy("to the north-west"),
}


@dataclass(frozen=True)
class Way:
    """The way to a partner: kilometres as a number and in words, direction in words, its sign."""

    km: float
    distance: str
    direction: str
    sign: RaySign


def own_place(office):
    """The place around which the maps are drawn; None where its coordinates are not known."""
    if office is None or office.latitude is None or office.longitude is None:
        return None
    return Place(
        name=WORD_FOR_PLACE.sub("", office.place),
        latitude=float(office.latitude),
        longitude=float(office.longitude),
        country=HOME_COUNTRY,
    )


def place_of(partner):
    """The partner's place on a map; None where its coordinates are not known."""
    if partner.latitude is None or partner.longitude is None:
        return None
    return Place(
        name=shortened(partner.name),
        latitude=float(partner.latitude),
        longitude=float(partner.longitude),
        country=partner.country.code,
        url=partner.get_absolute_url(),
    )


def way_to(partner, home):
    """The Way from `home` (a Place or None) to the partner; None where one of them is unknown."""
    return way_between(home, place_of(partner))


def way_between(home, place):
    """The Way from one Place to another; None where one of them is None."""
    if home is None or place is None:
        return None
    km = distance_km(home, place)
    return Way(
        km=km,
        distance=in_km(km),
        direction=str(DIRECTIONS[compass(bearing(home, place))]),
        sign=ray_sign(home, place),
    )


def in_km(km):
    """A distance in whole kilometres, worded: `1 051 км`."""
    figures = number_format(round(km), force_grouping=True)
    return unbroken(_("%(number)s km") % {"number": figures})
