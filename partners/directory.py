"""The directory of partners: its order, its groups and its maps."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.utils.translation import get_language

from partners.distance import NEIGHBOUR_KM, Way, in_km, place_of, way_between
from partners.geography import MANY, Place, distance_km, world_map
from partners.models import Partner
from publishing.collation import sort_key


@dataclass(frozen=True)
class Listed:
    """A partner of the directory, its place and the way to it (None where not known)."""

    partner: Partner
    place: Place | None
    way: Way | None

    @classmethod
    def of(cls, partner, home):
        place = place_of(partner)
        return cls(partner, place, way_between(home, place))


def directory(partners, home):
    """The partners as the directory lists them: abroad first, then at home.

    More than MANY partners abroad go by country, in each the nearest first.
    """
    listed = [Listed.of(partner, home) for partner in partners]
    abroad = [entry for entry in listed if entry.partner.is_abroad]
    at_home = [entry for entry in listed if not entry.partner.is_abroad]
    if len(abroad) > MANY:
        abroad.sort(key=by_country)
    return abroad, at_home


def by_country(entry):
    km = entry.way.km if entry.way else float("inf")
    return sort_key(entry.partner.country.name), km


def grouped(entries):
    """(country, its entries) of entries that stand by country."""
    return [
        (country, list(group))
        for country, group in groupby(entries, key=lambda entry: entry.partner.country)
    ]


def tally(entries):
    """(country, number of partners), by name of the country."""
    counts = Counter(entry.partner.country for entry in entries)
    return sorted(counts.items(), key=lambda pair: sort_key(pair[0].name))


def map_of(abroad, at_home, home):
    """A map of the partners (Listed) abroad, else at home; None where no place is known."""
    if home is None:
        return None
    if places := places_of(abroad):
        return drawn(get_language(), home, tuple(places))
    if places := places_of(at_home):
        return drawn(get_language(), home, tuple(places), to_scale=True)
    return None


def neighbours_map(at_home, home):
    """A map, true to scale, of the partners at home that are near; None where there are none."""
    places = places_of(at_home) if home else []
    near = [place for place in places if distance_km(home, place) <= NEIGHBOUR_KM]
    return drawn(get_language(), home, tuple(near), to_scale=True) if near else None


def places_of(entries):
    """The places of those partners whose coordinates are known."""
    return [entry.place for entry in entries if entry.place]


@lru_cache(maxsize=16)
def drawn(language, home, places, to_scale=False):
    """The map of these places, drawn once: most changes of the register move no place."""
    return world_map(home, places, in_km, to_scale=to_scale)
