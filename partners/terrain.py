"""Land and borders around a place, drawn flat, centred on it and true in direction."""

from array import array
from dataclasses import dataclass
from functools import lru_cache
from json import loads
from math import acos, atan2, cos, hypot, inf, pi, radians, sin, sqrt
from pathlib import Path
from string import ascii_lowercase, digits
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088

WORLD_FILE = Path(__file__).parent / "data" / "world.json"
STEPS_IN_DEGREE = 100  # as in data/build_world.mjs
LEVEL_0_KM2 = 12  # as in data/build_world.mjs
WEIGHTS = {level: LEVEL_0_KM2 * 2.0**step for step, level in enumerate(digits + ascii_lowercase)}
WEIGHTS["z"] = inf  # an end, never left out

BEND = 16
BEND_BEYOND_KM2 = 200_000  # beyond the horizon only the course of a coast matters
LAND_AREA = 50  # land that covers fewer square units is not drawn, a country
COUNTRY_AREA = 12  # that is to be seen is
SAG = 1.2  # units by which a straight stroke may miss the great circle
SHORT = 14  # units; a shorter stroke cannot sag
FINEST = 8  # units in a kilometre beyond which the source is coarser than the drawing


class Frame(NamedTuple):
    """A rectangle in drawing units, y downwards."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Terrain:
    """SVG path data in whole units: all land, the borders, each country by its ISO code."""

    land: str = ""
    edge: str = ""
    countries: tuple[tuple[str, str], ...] = ()

    def country(self, code):
        """The shape of one country, empty where it is not in the frame."""
        return dict(self.countries).get(code, "")


class Arc(NamedTuple):
    """A line between two meeting points of coasts and borders.

    Points are unit vectors; a weight is the area in km² that is lost when its point is left out;
    the cap (its middle and its radius as an angle) holds the whole arc. Arrays of numbers take a
    tenth of the memory of lists of points.
    """

    axes: tuple  # three arrays: x, y and z of the points
    weights: array
    middle: tuple
    radius: float

    @property
    def points(self):
        return zip(*self.axes, strict=True)


class World(NamedTuple):
    arcs: list
    borders: list
    land: list
    countries: dict


def unit_vector(latitude, longitude):
    """The point of the unit sphere at these degrees."""
    phi, lam = radians(latitude), radians(longitude)
    return cos(phi) * cos(lam), cos(phi) * sin(lam), sin(phi)


def _between(a, b):
    x, y, z = a[0] + b[0], a[1] + b[1], a[2] + b[2]
    length = sqrt(x * x + y * y + z * z) or 1.0
    return x / length, y / length, z / length


def _angle(a, b):
    return acos(max(-1.0, min(1.0, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])))


def _reach(middle, points):
    """The angle from `middle` to the farthest of the points."""
    x, y, z = middle
    return _angle(middle, min(points, key=lambda point: x * point[0] + y * point[1] + z * point[2]))


def _arc(steps, levels):
    points, longitude, latitude = [], 0, 0
    for east, north in zip(steps[::2], steps[1::2], strict=True):
        longitude += east
        latitude += north
        points.append(unit_vector(latitude / STEPS_IN_DEGREE, longitude / STEPS_IN_DEGREE))
    axes = tuple(array("d", axis) for axis in zip(*points, strict=True))
    middle = _between([sum(axis) for axis in axes], (0, 0, 0))
    weights = array("d", map(WEIGHTS.get, levels))
    return Arc(axes, weights, middle, _reach(middle, points))


@lru_cache(maxsize=1)
def load_world():
    """The land of the source, read once."""
    source = loads(WORLD_FILE.read_text())
    arcs = [
        _arc(steps, levels) for steps, levels in zip(source["arcs"], source["levels"], strict=True)
    ]
    return World(arcs, source["borders"], source["land"], source["countries"])


class Lens:
    """An azimuthal projection: a place `km` away lies `scale` · `km` ** `power` units away.

    What lies beyond the horizon (an angle) is held on the horizon's circle at its own azimuth, so a
    shape keeps the right side of the circle filled, wherever its outline runs out of sight.
    """

    def __init__(self, latitude, longitude, scale, power, horizon):
        phi, lam = radians(latitude), radians(longitude)
        self.up = unit_vector(latitude, longitude)
        self.east = (-sin(lam), cos(lam))
        self.north = (-sin(phi) * cos(lam), -sin(phi) * sin(lam), cos(phi))
        self.power = power
        self.factor = scale * EARTH_RADIUS_KM**power
        self.horizon = horizon
        self.rim = self.factor * horizon**power

    def flat(self, point):
        """Where a unit vector lies on the drawing."""
        x, y, z = point
        east = x * self.east[0] + y * self.east[1]
        north = x * self.north[0] + y * self.north[1] + z * self.north[2]
        aside = hypot(east, north)
        if aside < 1e-12:
            return (0.0, 0.0) if self._ahead(point) else (self.rim, 0.0)
        angle = atan2(aside, x * self.up[0] + y * self.up[1] + z * self.up[2])
        radius = self.rim if angle >= self.horizon else self.factor * angle**self.power
        return radius * east / aside, -radius * north / aside

    def _ahead(self, point):
        return _angle(self.up, point) < pi / 2

    def units_per_km2(self, angle):
        """How many square units a square kilometre covers at this angle from the centre."""
        angle = min(max(angle, 1e-6), self.horizon, pi - 1e-3)
        along = self.factor * self.power * angle ** (self.power - 1)
        across = self.factor * angle**self.power / sin(angle)
        return along * across / EARTH_RADIUS_KM**2

    def _worth_drawing(self, arc):
        """The points of the arc that are seen as bends: first by its most magnified end, quickly,
        then each by its own place."""
        distance = _angle(self.up, arc.middle)
        nearest, farthest = distance - arc.radius, distance + arc.radius
        if nearest > self.horizon:
            return [p for p, w in zip(arc.points, arc.weights, strict=True) if w >= BEND_BEYOND_KM2]
        least = BEND / max(self.units_per_km2(nearest), self.units_per_km2(farthest))
        return [
            point
            for point, weight in zip(arc.points, arc.weights, strict=True)
            if weight >= least and weight * self.units_per_km2(_angle(self.up, point)) >= BEND
        ]

    def line(self, arc):
        """The arc as points of the drawing, simplified to what is seen and bent where the sphere
        bends it."""
        kept = self._worth_drawing(arc)
        flat = [self.flat(point) for point in kept]
        line = flat[:1]
        for i in range(1, len(kept)):
            (x0, y0), (x1, y1) = flat[i - 1], flat[i]
            if abs(x1 - x0) + abs(y1 - y0) > SHORT:
                self._bend(kept[i - 1], kept[i], flat[i - 1], flat[i], line)
            line.append(flat[i])
        return line

    def _bend(self, a, b, flat_a, flat_b, line, depth=9):
        """Append the points that keep the stroke from a to b on its great circle."""
        middle = _between(a, b)
        flat = self.flat(middle)
        sag = hypot(
            flat[0] - (flat_a[0] + flat_b[0]) / 2,
            flat[1] - (flat_a[1] + flat_b[1]) / 2,
        )
        if sag < SAG or not depth:
            return
        self._bend(a, middle, flat_a, flat, line, depth - 1)
        line.append(flat)
        self._bend(middle, b, flat, flat_b, line, depth - 1)

    def rim_line(self):
        """The horizon's circle, closed, in the direction in which land runs round its inside."""
        turns = [2 * pi * step / 120 for step in range(121)]
        return [(self.rim * cos(turn), self.rim * sin(turn)) for turn in turns]


def _side(value, low, high):
    return -1 if value < low else 1 if value > high else 0


def _crossings(a, b, frame):
    """The points in which a stroke crosses the four lines of the frame, in its order."""
    (x0, y0), (x1, y1) = a, b
    parts = []
    for start, end, low, high in (
        (x0, x1, frame.left, frame.right),
        (y0, y1, frame.top, frame.bottom),
    ):
        for edge in (low, high):
            if (start - edge) * (end - edge) < 0:
                parts.append((edge - start) / (end - start))
    return [(x0 + t * (x1 - x0), y0 + t * (y1 - y0)) for t in sorted(parts)]


def _boxed(line, frame):
    """The line with what leaves the frame pressed onto its edge, in whole units.

    Pressing moves no point across the inside, so a closed outline keeps filling what it filled.
    """
    left, top, right, bottom = frame
    boxed = []

    def add(x, y):
        point = (round(min(max(x, left), right)), round(min(max(y, top), bottom)))
        if boxed and point == boxed[-1]:
            return
        if len(boxed) > 1 and _along_edge(boxed[-2], boxed[-1], frame):
            axis = 0 if boxed[-1][0] == boxed[-2][0] else 1
            if point[axis] == boxed[-1][axis]:
                boxed.pop()
        boxed.append(point)

    last = None
    for x, y in line:
        sides = (_side(x, left, right), _side(y, top, bottom))
        if last and sides != last[1]:
            for crossing in _crossings(last[0], (x, y), frame):
                add(*crossing)
        add(x, y)
        last = ((x, y), sides)
    return boxed


def _along_edge(a, b, frame):
    return (a[0] == b[0] and a[0] in (frame.left, frame.right)) or (
        a[1] == b[1] and a[1] in (frame.top, frame.bottom)
    )


def _ring(arcs, drawn):
    ring = []
    for arc in arcs:
        line = drawn[arc] if arc >= 0 else drawn[~arc][::-1]
        ring.extend(line[1:] if ring and ring[-1] == line[0] else line)
    return ring


def _area(ring):
    """Signed area in square units: positive where land lies to the right of its outline."""
    double = 0
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        double += x0 * y1 - x1 * y0
        x0, y0 = x1, y1
    return double / 2


def _strokes(points):
    x0, y0 = points[0]
    parts = [f"M{x0} {y0}l"]
    for x1, y1 in points[1:]:
        dx, dy = x1 - x0, y1 - y0
        parts.append(f"{dx}" if dx < 0 or len(parts) == 1 else f" {dx}")
        parts.append(f"{dy}" if dy < 0 else f" {dy}")
        x0, y0 = x1, y1
    return "".join(parts)


def _filled(polygons, drawn, rim, smallest):
    """Path data of polygons, each a list of rings of arcs."""
    parts = []
    visible = _area(rim)
    for polygon in polygons:
        rings = [_ring(arcs, drawn) for arcs in polygon]
        areas = [_area(ring) for ring in rings]
        if sum(areas) < -visible / 10:  # it holds the antipode: its outline runs round the rest
            rings.append(rim)
            areas.append(visible)
        for ring, area in zip(rings, areas, strict=True):
            if abs(area) >= smallest and len(ring) > 3:
                parts.append(_strokes(ring[:-1]) + "z")
    return "".join(parts)


def _stroked(lines, frame, rim):
    """Path data of open lines, without what was pressed onto the frame or the horizon."""
    parts = []
    for line in lines:
        run = line[:1]
        for a, b in zip(line, line[1:], strict=False):
            if _along_edge(a, b, frame) or min(hypot(*a), hypot(*b)) > rim - 1:
                parts.append(run)
                run = [b]
            else:
                run.append(b)
        parts.append(run)
    return "".join(_strokes(run) for run in parts if len(run) > 1)


@lru_cache(maxsize=64)
def terrain(latitude, longitude, scale, power, left, top, right, bottom):
    """Land, borders and countries in a frame whose (0, 0) is the given place.

    Distances follow `scale` · km ** `power`. A scale finer than the source gives no land at all.
    """
    if power == 1 and scale > FINEST:
        return Terrain()
    frame = Frame(left, top, right, bottom)
    reach = hypot(max(-left, right), max(-top, bottom))
    horizon = min((reach / scale) ** (1 / power) / EARTH_RADIUS_KM, pi - 0.02)
    lens = Lens(latitude, longitude, scale, power, horizon)
    world = load_world()
    drawn = [_boxed(lens.line(arc), frame) for arc in world.arcs]
    rim = _boxed(lens.rim_line(), frame)
    countries = (
        (code, _filled(polygons, drawn, rim, COUNTRY_AREA))
        for code, polygons in world.countries.items()
    )
    return Terrain(
        land=_filled(world.land, drawn, rim, LAND_AREA),
        edge=_stroked([drawn[arc] for arc in world.borders], frame, lens.rim),
        countries=tuple((code, path) for code, path in countries if path),
    )
