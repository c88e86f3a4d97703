"""Distances, directions and the maps that the portal draws around its own place.

Every map is azimuthal and centred on that place: a ray to a partner is a great circle, true in
direction. The world map shortens far distances (radius in units grows as √km), a locator and a map
of neighbours are true to scale. Maps come as plain data; `templates/includes` turns it into SVG.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, floor, hypot, inf, log, radians, sin, sqrt
from typing import NamedTuple

from partners.lettering import Label, Lettering, Spot
from partners.terrain import EARTH_RADIUS_KM, Frame, terrain

COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


class Law(NamedTuple):
    """How a map shows distance (units grow as km ** `power`), its view box in units, and the
    distance that it reaches at least, however near the places are."""

    power: float
    size: tuple[int, int]
    reach_km: float


WORLD = Law(0.5, (1200, 1170), 150)
NEIGHBOURHOOD = Law(1.0, (1080, 600), 5)
LOCATOR_SIZE = (1100, 1000)
RAY_SIGN_KM = 10_000  # a longer ray is drawn no longer

# Land drawn around the view box, in units, for boxes of another shape: left, top, right, bottom.
# The world map keeps to the right side of its box (xMaxYMid), a locator to the middle.
WORLD_MARGIN, LOCATOR_MARGIN = (830, 150, 20, 150), (900, 60, 900, 60)

MANY = 10  # places; beyond that a map has thin rays and names only where there is room
MANY_NAMES = 12
NAMES_TRIED = 144  # of these no more are tried, however little room there is

# The sizes of letters that the styles give to maps on wide and on narrow screens, in units.
LETTERS, COVER_LETTERS, RING_LETTERS = (27, 46), (35, 46), (25, 46)

# Halves of the signs, in units: the joint at the centre, the squares.
SIGN, SPOT, SMALL_SPOT = 25, 11, 7
COVER_SIGN, COVER_SPOT = 36, 17

RING_LABEL_TURNS = (238, 122, 302, 58, 180, 270, 90, 0)  # degrees, the preferred first


@dataclass(frozen=True)
class Place:
    """A point with a name; degrees north and east; `country` as ISO 3166-1 alpha-2."""

    name: str
    latitude: float
    longitude: float
    country: str = ""
    url: str = ""


@dataclass(frozen=True)
class Mark:
    """A place on a map: its square and ray as path data; no ray where it would be too short.

    `x` and `y` are for reckoning; templates print only text, which no locale reformats.
    """

    name: str
    km: str
    url: str
    x: int
    y: int
    spot: str
    ray: str
    label: Label | None


@dataclass(frozen=True)
class Ring:
    """All points at one distance from the centre; the label is absent where it finds no room."""

    r: str
    km: str
    label: Label | None


@dataclass(frozen=True)
class WorldMap:
    """A drawing of many places, in units of `view_box`; (0, 0) is the centre.

    Land reaches beyond the view box, so that a box of another shape is filled with it too.
    """

    view_box: str
    land: str
    near: str
    home: str
    edge: str
    rings: tuple[Ring, ...]
    marks: tuple[Mark, ...]
    sign: str
    name: str
    label: Label | None
    many: bool


@dataclass(frozen=True)
class Locator:
    """A drawing of one place and the centre, true to scale."""

    view_box: str
    land: str
    near: str
    home: str
    edge: str
    ring: str
    mark: Mark
    sign: str
    name: str
    label: Label | None
    km_label: Label | None


@dataclass(frozen=True)
class RaySign:
    """A ray in a square of 80 units whose middle is the centre: its path and the corner of the
    little square at its end. The short one shows the distance too, the long one only the way."""

    ray: str
    spot_x: str
    spot_y: str
    long_ray: str
    long_spot_x: str
    long_spot_y: str


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance on the mean sphere, in kilometres."""
    phi_a, phi_b = radians(a.latitude), radians(b.latitude)
    half_lat = sin((phi_b - phi_a) / 2)
    half_lon = sin(radians(b.longitude - a.longitude) / 2)
    chord = half_lat**2 + cos(phi_a) * cos(phi_b) * half_lon**2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def bearing(a: Place, b: Place) -> float:
    """The direction in which the great circle leaves a for b: degrees from north, clockwise."""
    phi_a, phi_b = radians(a.latitude), radians(b.latitude)
    turn = radians(b.longitude - a.longitude)
    east = sin(turn) * cos(phi_b)
    north = cos(phi_a) * sin(phi_b) - sin(phi_a) * cos(phi_b) * cos(turn)
    return degrees(atan2(east, north)) % 360


def compass(azimuth: float) -> str:
    """The nearest of the eight directions of the compass, as in COMPASS."""
    return COMPASS[round(azimuth / 45) % 8]


def _whole_km(km):
    return f"{round(km)} km"


def _offset(centre, place, reach):
    """Where a place lies on the drawing when its ray is `reach` long."""
    azimuth = radians(bearing(centre, place))
    return reach * sin(azimuth), -reach * cos(azimuth)


def _square(x, y, half):
    return f"M{x - half} {y - half}h{2 * half}v{2 * half}h-{2 * half}z"


def _joint(half):
    """The sign of the centre, two pairs of crossing strokes."""
    beam = round(half * 0.3)
    return (
        f"M-{beam} -{half}v{2 * half}M{beam} -{half}v{2 * half}"
        f"M-{half} -{beam}h{2 * half}M-{half} {beam}h{2 * half}"
    )


def _mark(place, km, point, half, label):
    x, y = point
    ray = f"M0 0L{x} {y}" if hypot(x, y) > half else ""
    return Mark(place.name, km, place.url, x, y, _square(x, y, half), ray, label)


@dataclass(frozen=True)
class _Plan:
    """The view box and the law of the radius: units = scale · km ** power."""

    scale: float
    power: float
    left: int
    top: int
    width: int
    height: int

    @property
    def frame(self):
        return Frame(self.left, self.top, self.left + self.width, self.top + self.height)

    @property
    def view_box(self):
        return f"{self.left} {self.top} {self.width} {self.height}"

    def radius(self, km):
        return self.scale * km**self.power

    def land(self, centre, margin):
        """The terrain of the view box and of the margin around it."""
        left, top, right, bottom = margin
        return terrain(
            centre.latitude,
            centre.longitude,
            self.scale,
            self.power,
            self.left - left,
            self.top - top,
            self.left + self.width + right,
            self.top + self.height + bottom,
        )


def _plan(offsets, law):
    """Fit the view box round the centre and the offsets (x, y in km ** power), with room for names.

    Scale and box move in steps, so that one place more or less seldom makes new land necessary.
    """
    width, height = law.size
    xs, ys = zip((0.0, 0.0), *offsets, strict=True)
    widest = max(xs) - min(xs)
    tallest = max(ys) - min(ys)
    scale = min(
        0.5 * min(law.size) / law.reach_km**law.power,
        0.66 * width / widest if widest else inf,
        0.78 * height / tallest if tallest else inf,
    )
    scale = 1.05 ** floor(log(scale, 1.05))
    left = round(scale * (max(xs) + min(xs)) / 40) * 20 - width // 2
    top = round(scale * (max(ys) + min(ys)) / 40) * 20 - height // 2
    return _Plan(scale, law.power, left, top, width, height)


def _ring_distances(farthest_km, power):
    """Round distances up to the farthest place: even steps on a map that is true to scale, else
    the last four of 1, 2 or 5 times a power of ten."""
    round_ones = [step * 10**tens for tens in range(5) for step in (1, 2, 5)]
    if power == 1:
        step = max(km for km in round_ones if km <= max(farthest_km / 2, 1))
        return list(range(step, int(farthest_km) + 1, step))
    return [km for km in round_ones if km <= farthest_km][-4:]


def _rings(plan, farthest_km, lettering, format_km):
    rings = []
    for km in _ring_distances(farthest_km, plan.power):
        radius, text = plan.radius(km), format_km(km)
        spots = [
            Spot(
                round(radius * sin(radians(turn))),
                -round(radius * cos(radians(turn))),
                0.33,
                "middle",
            )
            for turn in RING_LABEL_TURNS
        ]
        spots.sort(key=lambda spot: lettering.rays_across(spot.box([text], RING_LETTERS[1])))
        rings.append(Ring(f"{radius:.1f}", text, lettering.place([text], spots, RING_LETTERS)))
    return tuple(rings)


class _Lettered(NamedTuple):
    lettering: Lettering
    centre: Label | None
    labels: dict[int, Label]

    def fullness(self):
        return sum(not label.wide_only for label in self.labels.values()), len(self.labels)


def _lettered(plan, name, points, texts, order, half):
    """Write the centre's name, then the names beside their squares (by index) in this order.

    They keep off each other's rays, and off the squares of all.
    """
    lettering = Lettering(plan.frame, [(0, 0, *points[index]) for index in order])
    lettering.reserve(0, 0, SIGN + 3)
    for x, y in points:
        lettering.reserve(x, y, half + 3)
    centre = lettering.beside([name], 0, 0, SIGN, LETTERS)
    labels = {}
    for index in order:
        label = lettering.beside(texts[index], *points[index], half, LETTERS)
        if label:
            labels[index] = label
        if len(labels) == MANY_NAMES:
            break
    return _Lettered(lettering, centre, labels)


def world_map(
    centre: Place,
    places: Iterable[Place],
    format_km: Callable[[float], str] = _whole_km,
    *,
    many: bool | None = None,
    to_scale: bool = False,
) -> WorldMap:
    """The places around the centre, wherever on Earth they are, the nearest first.

    `format_km` words a distance in the language of the page. `many` (thin rays, small squares, few
    names) follows from the number of places unless given. `to_scale` draws the neighbourhood true
    to scale, without distances under the names, for places of one region.
    """
    law = NEIGHBOURHOOD if to_scale else WORLD
    ranked = sorted(
        ((distance_km(centre, place), place) for place in places),
        key=lambda pair: (pair[0], pair[1].name, pair[1].url),
    )
    many = len(ranked) > MANY if many is None else many
    half = SMALL_SPOT if many else SPOT
    offsets = [_offset(centre, place, km**law.power) for km, place in ranked]
    plan = _plan(offsets, law)
    points = [(round(plan.scale * x), round(plan.scale * y)) for x, y in offsets]
    distances = ["" if to_scale else format_km(km) for km, _ in ranked]
    texts = [
        [text for text in (place.name, km) if text]
        for (_, place), km in zip(ranked, distances, strict=True)
    ]
    outward = range(len(points))
    orders = [outward[::-1][:NAMES_TRIED]] if many else [outward[::-1], outward]
    drawn = max(
        (_lettered(plan, centre.name, points, texts, order, half) for order in orders),
        key=_Lettered.fullness,
    )
    farthest_km = max([km for km, _ in ranked] + [law.reach_km])
    land = plan.land(centre, WORLD_MARGIN)
    near = {place.country for _, place in ranked} - {centre.country}
    return WorldMap(
        view_box=plan.view_box,
        land=land.land,
        near="".join(land.country(code) for code in sorted(near)),
        home=land.country(centre.country),
        edge=land.edge,
        rings=_rings(plan, farthest_km, drawn.lettering, format_km),
        marks=tuple(
            _mark(place, distances[i], points[i], half, drawn.labels.get(i))
            for i, (_, place) in enumerate(ranked)
        ),
        sign=_joint(SIGN),
        name=centre.name,
        label=drawn.centre,
        many=many,
    )


def locator(centre: Place, place: Place, format_km: Callable[[float], str] = _whole_km) -> Locator:
    """One place and the centre, true to scale, as large as the view box lets them be apart."""
    km = distance_km(centre, place)
    width, height = LOCATOR_SIZE
    across, down = _offset(centre, place, km)
    scale = min(0.48 * width / max(abs(across), 0.1), 0.56 * height / max(abs(down), 0.1))
    x, y = round(across * scale), round(down * scale)
    plan = _Plan(scale, 1.0, x // 2 - width // 2, y // 2 - height // 2, width, height)
    lettering = Lettering(plan.frame, [(0, 0, x, y)])
    lettering.reserve(0, 0, COVER_SIGN + 3)
    lettering.reserve(x, y, COVER_SPOT + 3)
    label = lettering.beside([place.name], x, y, COVER_SPOT, COVER_LETTERS)
    at_centre = lettering.beside([centre.name], 0, 0, COVER_SIGN, COVER_LETTERS)
    land = plan.land(centre, LOCATOR_MARGIN)
    return Locator(
        view_box=plan.view_box,
        land=land.land,
        near=land.country(place.country) if place.country != centre.country else "",
        home=land.country(centre.country),
        edge=land.edge,
        ring=f"{plan.radius(km):.1f}",
        mark=_mark(place, format_km(km), (x, y), COVER_SPOT, label),
        sign=_joint(COVER_SIGN),
        name=centre.name,
        label=at_centre,
        km_label=_along_ray(lettering, format_km(km), x, y),
    )


def _along_ray(lettering, text, x, y):
    for part in (0.5, 0.4, 0.6):
        label = lettering.beside([text], round(x * part), round(y * part), 14, COVER_LETTERS)
        if label:
            return label
    return None


def ray_sign(centre: Place, place: Place) -> RaySign:
    """The sign of a partner in lists and on low covers: which way it lies, and how far."""
    km = min(distance_km(centre, place), RAY_SIGN_KM)
    x, y = _offset(centre, place, 8 + 24 * sqrt(km / RAY_SIGN_KM))
    long_x, long_y = _offset(centre, place, 36)
    return RaySign(
        ray=f"M40 40L{40 + x:.1f} {40 + y:.1f}",
        spot_x=f"{36 + x:.1f}",
        spot_y=f"{36 + y:.1f}",
        long_ray=f"M40 40L{40 + long_x:.1f} {40 + long_y:.1f}",
        long_spot_x=f"{37.4 + long_x:.1f}",
        long_spot_y=f"{37.4 + long_y:.1f}",
    )
