from math import hypot, pi, sqrt
from re import fullmatch, search

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from partners.geography import (
    COVER_LETTERS,
    LETTERS,
    MANY_NAMES,
    RING_LETTERS,
    Place,
    bearing,
    compass,
    distance_km,
    locator,
    ray_sign,
    world_map,
)
from partners.lettering import Box, Spot
from partners.terrain import EARTH_RADIUS_KM, terrain

KYIV = Place("Київ", 50.4501, 30.5234, "UA", "/kyiv/")
LVIV = Place("Львів", 49.8397, 24.0297, "UA", "/lviv/")
LONDON = Place("London", 51.5074, -0.1278, "GB", "/london/")
NEW_YORK = Place("New York", 40.7128, -74.0060, "US", "/new-york/")
WELLINGTON = Place("Wellington", -41.2866, 174.7756, "NZ", "/wellington/")
ANCHORAGE = Place("Anchorage", 61.2181, -149.9003, "US", "/anchorage/")
QUITO = Place("Quito", -0.1807, -78.4678, "EC", "/quito/")
SINGAPORE = Place("Singapore", 1.3521, 103.8198, "SG")
SYDNEY = Place("Sydney", -33.8688, 151.2093, "AU")
SANTIAGO = Place("Santiago", -33.4489, -70.6693, "CL")
CITIES = [KYIV, LVIV, LONDON, NEW_YORK, WELLINGTON, ANCHORAGE, QUITO]
CENTRES = [KYIV, WELLINGTON, ANCHORAGE, QUITO]
CRIMEA = (45.1, 34.1)

WHOLE_WORLD = (-1100, -1100, 1100, 1100)  # the antipode lies 990 units away at a scale of 7

latitudes = st.floats(-89, 89)
longitudes = st.floats(-180, 180)
names = st.text("абвгґєжиіїклмнопрстуфхцчшщьюяABCdefghijkĄŠŽàçé’- ", min_size=1, max_size=24)
places = st.builds(
    Place,
    names,
    latitudes,
    longitudes,
    st.sampled_from(["UA", "PL", "LT", "FR", "US", "NZ", "TR", "CL", "ZA", "JP", ""]),
    st.just("/partner/"),
)


def made_up_register(size, spread, dice):
    """Places scattered around a few middles, as partners of a region are."""
    middles = [(dice.uniform(-60, 70), dice.uniform(-180, 180)) for _ in range(3)]
    return [
        Place(
            "".join(dice.choices("аблмноршщію-", k=dice.randint(3, 20))),
            latitude + dice.uniform(-spread, spread) / 9,
            longitude + dice.uniform(-spread, spread),
            dice.choice(["UA", "PL", "US", "NZ", ""]),
            f"/{number}/",
        )
        for number in range(size)
        for latitude, longitude in [dice.choice(middles)]
    ]


registers = st.one_of(
    st.lists(places, max_size=12),
    st.builds(
        made_up_register,
        st.integers(1, 200),
        st.sampled_from([0.2, 5, 60, 180]),
        st.randoms(use_true_random=False),
    ),
)


def thousands(km):
    return f"{km:,.1f}".replace(",", "\u00a0").replace(".", ",") + " км"


def subpaths(path):
    """The outlines of path data as lists of points, and whether each is closed."""
    for part in path.split("M")[1:]:
        start, _, steps = part.partition("l")
        x, y = map(int, start.split())
        points, numbers = [(x, y)], iter(split_numbers(steps.rstrip("z")))
        for dx, dy in zip(numbers, numbers, strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        yield points, part.endswith("z")


def split_numbers(text):
    return [int(number) for number in text.replace("-", " -").split()]


def strokes(path):
    for points, closed in subpaths(path):
        yield from zip(points, points[1:], strict=False)
        if closed:
            yield points[-1], points[0]


def covers(path, x, y):
    """Whether the path fills a point, by SVG's default rule (nonzero winding)."""
    x, y, winding = x + 0.013, y + 0.017, 0
    for (x0, y0), (x1, y1) in strokes(path):
        if (y0 <= y) != (y1 <= y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            winding += 1 if y1 > y0 else -1
    return winding != 0


def countries_at(latitude, longitude, scale=2.0, power=1.0):
    drawn = terrain(latitude, longitude, scale, power, -300, -300, 300, 300)
    return [code for code, path in drawn.countries if covers(path, 0, 0)]


def view_box(drawing):
    left, top, width, height = map(int, drawing.view_box.split())
    return Box(left, top, left + width, top + height)


def label_box(label, lines, size):
    drop = float(label.dy.removesuffix("em"))
    return Spot(int(label.x), int(label.y), drop, label.anchor).box(lines, size)


def written(drawing, narrow):
    """The rectangles of all texts of a world map on a narrow or a wide screen."""
    texts = [(drawing.label, [drawing.name], LETTERS)]
    for mark in drawing.marks:
        texts.append((mark.label, [mark.name, mark.km] if mark.km else [mark.name], LETTERS))
    texts += [(ring.label, [ring.km], RING_LETTERS) for ring in drawing.rings]
    return [
        label_box(label, lines, sizes[narrow])
        for label, lines, sizes in texts
        if label and not (narrow and label.wide_only)
    ]


def square(mark):
    x, y, side = map(int, fullmatch(r"M(-?\d+) (-?\d+)h(\d+)v\d+h-\d+z", mark.spot).groups())
    return Box(x, y, x + side, y + side)


class TestDistance:
    @pytest.mark.parametrize(
        ("a", "b", "km"),
        [
            (KYIV, LVIV, 468),
            (LONDON, NEW_YORK, 5570),
            (LONDON, KYIV, 2131),
            (SINGAPORE, SYDNEY, 6300),
            (SYDNEY, SANTIAGO, 11340),
        ],
    )
    def test_is_that_of_known_pairs_of_cities(self, a, b, km):
        assert distance_km(a, b) == pytest.approx(km, rel=0.003)

    def test_is_zero_between_a_place_and_itself(self):
        assert distance_km(KYIV, KYIV) == 0

    def test_to_the_antipode_is_half_the_equator(self):
        antipode = Place("", -KYIV.latitude, KYIV.longitude - 180)
        assert distance_km(KYIV, antipode) == pytest.approx(pi * EARTH_RADIUS_KM)

    @given(places, places)
    def test_is_the_same_both_ways(self, a, b):
        assert distance_km(a, b) == pytest.approx(distance_km(b, a))


class TestBearing:
    @pytest.mark.parametrize(
        ("a", "b", "degrees"),
        [(LONDON, NEW_YORK, 288.3), (KYIV, LVIV, 264.2), (NEW_YORK, LONDON, 51.2)],
    )
    def test_is_that_of_known_pairs_of_cities(self, a, b, degrees):
        assert bearing(a, b) == pytest.approx(degrees, abs=0.5)

    def test_follows_the_meridian_and_the_equator(self):
        origin = Place("", 0, 0)
        ends = [Place("", 10, 0), Place("", 0, 10), Place("", -10, 0), Place("", 0, -10)]
        assert [bearing(origin, end) for end in ends] == pytest.approx([0, 90, 180, 270])

    @pytest.mark.parametrize(
        ("azimuth", "code"),
        [(0, "n"), (22, "n"), (23, "ne"), (90, "e"), (135, "se"), (180, "s"), (225, "sw"),
         (270, "w"), (315, "nw"), (338, "n"), (359.9, "n")],
    )  # fmt: skip
    def test_has_one_of_eight_names(self, azimuth, code):
        assert compass(azimuth) == code


class TestTerrain:
    @pytest.mark.parametrize(
        ("latitude", "longitude", "code"),
        [
            (50.4501, 30.5234, "UA"),
            (52.2297, 21.0122, "PL"),
            (48.8566, 2.3522, "FR"),
            (-25.2744, 133.7751, "AU"),
            (-75.0, 90.0, "AQ"),
            (66.0, -178.0, "RU"),
            (64.8, -147.7, "US"),
            (-29.6, 28.2, "LS"),
            (35.2, 33.6, "CY"),
        ],
    )
    def test_knows_the_country_of_a_point(self, latitude, longitude, code):
        assert countries_at(latitude, longitude) == [code]

    @pytest.mark.parametrize(("scale", "power"), [(2.0, 1.0), (0.3, 1.0), (25.0, 0.5)])
    def test_crimea_is_ukraine(self, scale, power):
        assert countries_at(*CRIMEA, scale, power) == ["UA"]
        assert countries_at(44.5, 33.6, scale, power) == ["UA"]

    def test_no_border_parts_crimea_from_ukraine(self):
        drawn = terrain(45.9, 33.9, 3.0, 1.0, -250, -250, 250, 250)
        assert drawn.edge == ""

    def test_the_sea_is_no_land(self):
        for latitude, longitude in [(43.0, 34.0), (0.0, -30.0), (0.0, 180.0), (42.0, 51.0)]:
            drawn = terrain(latitude, longitude, 0.5, 1.0, -300, -300, 300, 300)
            assert not covers(drawn.land, 0, 0)

    def test_land_round_the_antipode_fills_the_rim_of_the_world_and_nothing_else(self):
        """Seen from the north pole Antarctica is a ring, whose outline runs round the whole map."""
        antarctica = terrain(90.0, 0.0, 7.0, 0.5, *WHOLE_WORLD).country("AQ")
        rim = 7 * sqrt(pi * EARTH_RADIUS_KM)
        assert covers(antarctica, rim * 0.99, 0)
        assert covers(antarctica, 0, -rim * 0.99)
        assert not covers(antarctica, 0, 0)
        assert not covers(antarctica, 400, 400)
        assert not covers(antarctica, rim * 1.01, 0)

    @pytest.mark.parametrize("centre", CENTRES, ids=lambda centre: centre.name)
    def test_every_city_stands_in_its_country_from_every_centre(self, centre):
        drawn = terrain(centre.latitude, centre.longitude, 7.0, 0.5, *WHOLE_WORLD)
        inland = [KYIV, LVIV, Place("", 39.1, -94.6, "US"), Place("", -24.0, 134.0, "AU")]
        for place in inland:
            x, y = position(centre, place, 7.0, 0.5)
            assert covers(drawn.country(place.country), x, y)
            assert covers(drawn.land, x, y)

    @given(latitudes, longitudes, st.sampled_from([(7.0, 0.5), (25.0, 0.5), (0.03, 1.0), (2, 1)]))
    def test_nothing_leaves_the_frame(self, latitude, longitude, law):
        frame = (-700, -500, 300, 400)
        drawn = terrain(latitude, longitude, *law, *frame)
        for path in [drawn.land, drawn.edge, *(path for _, path in drawn.countries)]:
            for points, _ in subpaths(path):
                assert all(-700 <= x <= 300 and -500 <= y <= 400 for x, y in points)

    @given(latitudes, longitudes, st.sampled_from([7.0, 10.0, 25.0]))
    def test_no_stray_line_crosses_the_picture(self, latitude, longitude, scale):
        drawn = terrain(latitude, longitude, scale, 0.5, -1000, -1000, 1000, 1000)
        for (x0, y0), (x1, y1) in [*strokes(drawn.land), *strokes(drawn.edge)]:
            on_frame = (x0 == x1 and abs(x0) == 1000) or (y0 == y1 and abs(y0) == 1000)
            assert on_frame or hypot(x1 - x0, y1 - y0) < 300

    def test_says_nothing_finer_than_its_source(self):
        assert terrain(50.45, 30.52, 9.0, 1.0, -500, -500, 500, 500).land == ""


def position(centre, place, scale, power):
    """Where the law puts a place, by the mark of a map of its own reckoning."""
    mark = world_map(centre, [place]).marks[0]
    length = hypot(mark.x, mark.y)
    radius = scale * distance_km(centre, place) ** power
    return (mark.x / length * radius, mark.y / length * radius) if length else (0, 0)


class TestWorldMap:
    @pytest.mark.parametrize("centre", CENTRES, ids=lambda centre: centre.name)
    def test_radius_grows_with_the_root_of_distance(self, centre):
        marks = world_map(centre, CITIES, many=False).marks
        scales = [
            hypot(mark.x, mark.y) / sqrt(distance_km(centre, place))
            for mark in marks
            for place in CITIES
            if place.name == mark.name and place != centre
        ]
        assert len(scales) == len(CITIES) - 1
        assert scales == pytest.approx([scales[0]] * len(scales), rel=0.02)

    def test_rays_leave_in_their_true_direction(self):
        marks = {mark.name: mark for mark in world_map(LONDON, [NEW_YORK, KYIV]).marks}
        assert marks["New York"].x < 0 and marks["New York"].y < 0
        assert marks["Київ"].x > 0 and marks["Київ"].y < 0

    def test_true_to_scale_doubles_with_distance(self):
        near, far = Place("A", 50.55, 30.5234), Place("B", 50.65, 30.5234)
        first, second = world_map(KYIV, [far, near], to_scale=True).marks
        assert (first.name, second.name) == ("A", "B")
        assert second.y / first.y == pytest.approx(2, rel=0.03)
        assert first.km == ""

    def test_partner_countries_and_the_own_are_told_apart(self):
        drawing = world_map(KYIV, [LVIV, LONDON])
        alone = world_map(KYIV, [LVIV])
        assert drawing.home and drawing.near and drawing.edge and drawing.land
        assert alone.home and not alone.near

    def test_an_unknown_country_is_only_not_highlighted(self):
        assert world_map(KYIV, [Place("A", 10, 10, "ZZ")]).near == ""

    def test_stands_without_places(self):
        drawing = world_map(KYIV, [])
        assert drawing.land and not drawing.marks
        assert drawing.label

    def test_places_at_the_centre_and_beside_it_keep_their_squares(self):
        beside = Place("Beside", KYIV.latitude + 0.045, KYIV.longitude)
        drawing = world_map(KYIV, [KYIV, beside, KYIV, LONDON])
        assert [mark.ray == "" for mark in drawing.marks] == [True, True, False, False]
        assert all(mark.spot for mark in drawing.marks)

    def test_more_than_ten_places_make_small_squares_and_few_names(self):
        crowd = [Place(f"N{i}", 45 + i % 12, i % 17, "FR", f"/{i}/") for i in range(11)]
        ten, eleven = world_map(KYIV, crowd[:10]), world_map(KYIV, crowd)
        assert (ten.many, eleven.many) == (False, True)
        assert square(eleven.marks[0]).right - square(eleven.marks[0]).left == 14
        assert world_map(KYIV, crowd, many=False).many is False

    def test_among_many_the_farthest_is_named(self):
        crowd = [Place(f"N{i}", 45 + i % 12, i % 17, "FR") for i in range(60)]
        drawing = world_map(LVIV, [*crowd, NEW_YORK])
        assert drawing.marks[-1].name == "New York"
        assert drawing.marks[-1].label
        assert 0 < sum(mark.label is not None for mark in drawing.marks) <= MANY_NAMES

    def test_the_work_for_names_does_not_grow_with_the_square_of_the_places(self, monkeypatch):
        crossed, tried = Box.crossed_by, []
        monkeypatch.setattr(Box, "crossed_by", lambda *pair: tried.append(1) or crossed(*pair))
        crowd = [Place(f"N{i}", 40 + i % 97 / 10, i % 89 / 5, "FR") for i in range(1600)]
        world_map(LVIV, crowd)
        assert len(tried) < 200_000

    def test_distances_are_worded_by_the_caller(self):
        drawing = world_map(LONDON, [NEW_YORK], thousands)
        assert drawing.marks[0].km == "5\u00a0570,2 км"
        assert [ring.km for ring in drawing.rings] == [
            thousands(km) for km in (500, 1000, 2000, 5000)
        ]

    def test_one_more_place_within_the_frame_needs_no_new_land(self):
        first = world_map(KYIV, [NEW_YORK, LVIV])
        second = world_map(KYIV, [NEW_YORK, LVIV, LONDON])
        assert first.view_box == second.view_box
        assert first.land is second.land

    @given(registers, st.sampled_from(CENTRES), st.booleans())
    def test_words_cover_neither_each_other_nor_squares_and_stay_in_the_frame(
        self, register, centre, to_scale
    ):
        drawing = world_map(centre, register, thousands, to_scale=to_scale)
        frame = view_box(drawing)
        squares = [square(mark) for mark in drawing.marks]
        assert all(box.within(frame) for box in squares)
        for narrow in (False, True):
            boxes = written(drawing, narrow)
            for i, box in enumerate(boxes):
                assert box.within(frame)
                assert not any(box.overlaps(other) for other in boxes[i + 1 :] + squares)


class TestLocator:
    @pytest.mark.parametrize(
        ("latitude", "longitude"),
        [(50.468, 30.5234), (50.4501, 30.56), (51.0, 31.0), (48.86, 2.35), (-41.28, 174.77),
         (-50.4, -149.0)],
    )  # fmt: skip
    def test_shows_both_places_apart_at_any_distance(self, latitude, longitude):
        place = Place("Place", latitude, longitude, "FR")
        drawing = locator(KYIV, place)
        frame = view_box(drawing)
        assert square(drawing.mark).within(frame)
        assert frame.left < -36 and frame.right > 36 and frame.top < -36 and frame.bottom > 36
        assert hypot(drawing.mark.x, drawing.mark.y) > 400
        assert float(drawing.ring) == pytest.approx(hypot(drawing.mark.x, drawing.mark.y), abs=2)
        assert drawing.mark.label and drawing.label and drawing.km_label

    def test_of_the_own_place_is_still_a_drawing(self):
        drawing = locator(KYIV, KYIV)
        assert drawing.mark.ray == ""
        assert drawing.label

    def test_highlights_both_countries(self):
        abroad, at_home = locator(KYIV, LONDON), locator(KYIV, LVIV)
        assert abroad.near and abroad.home
        assert at_home.home and not at_home.near

    @given(places, st.sampled_from(CENTRES))
    def test_words_cover_neither_each_other_nor_the_square(self, place, centre):
        drawing = locator(centre, place)
        for size in COVER_LETTERS:
            boxes = [
                label_box(label, [text], size)
                for label, text in [
                    (drawing.label, drawing.name),
                    (drawing.mark.label, drawing.mark.name),
                    (drawing.km_label, drawing.mark.km),
                ]
                if label and not (label.wide_only and size == max(COVER_LETTERS))
            ]
            for i, box in enumerate(boxes):
                assert box.within(view_box(drawing))
                assert not any(box.overlaps(other) for other in boxes[i + 1 :])
                assert not box.overlaps(square(drawing.mark))


@pytest.fixture
def ukrainian_numbers(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    with override("uk"):
        yield


@pytest.mark.usefixtures("ukrainian_numbers")
class TestTemplates:
    def numbers(self, markup):
        """Every attribute that must hold plain numbers."""
        names = ("d", "x", "y", "dy", "r", "viewBox", "width", "height", "font-size")
        for name in names:
            for part in markup.split(f' {name}="')[1:]:
                yield part.partition('"')[0]

    def test_world_map_links_its_squares_without_taking_the_keyboard(self):
        markup = render_to_string(
            "includes/world_map.html", {"map": world_map(KYIV, CITIES, thousands)}
        )
        assert 'aria-hidden="true"' in markup
        assert markup.count("<a ") == markup.count('tabindex="-1"') == len(CITIES)
        assert '<a href="/new-york/" tabindex="-1">' in markup

    def test_a_place_without_an_address_has_no_link(self):
        drawing = world_map(KYIV, [Place("A", 10, 10)])
        assert "<a " not in render_to_string("includes/world_map.html", {"map": drawing})

    def test_a_square_without_room_for_its_name_tells_it_on_hover(self):
        crowd = [Place(f"Назва {i}", 48 + i / 1000, 24, "UA", "/") for i in range(30)]
        markup = render_to_string("includes/world_map.html", {"map": world_map(KYIV, crowd)})
        assert markup.count("Назва ") == 30
        assert "<title>Назва " in markup

    def test_names_are_escaped(self):
        place = Place("<script>&", 10, 10, "", '/?a="><b>')
        for name, drawing in (
            ("world_map", world_map(KYIV, [place])),
            ("locator", locator(KYIV, place)),
        ):
            markup = render_to_string(f"includes/{name}.html", {"map": drawing})
            assert "<script>" not in markup and "<b>" not in markup
            assert "&lt;script&gt;&amp;" in markup

    @pytest.mark.parametrize("template", ["world_map", "locator", "ray_sign", "bearing_sign"])
    def test_drawings_hold_plain_numbers_and_no_styles(self, template):
        context = {
            "map": locator(KYIV, NEW_YORK, thousands)
            if template == "locator"
            else world_map(KYIV, CITIES, thousands),
            "sign": ray_sign(KYIV, NEW_YORK),
        }
        markup = render_to_string(f"includes/{template}.html", context)
        values = list(self.numbers(markup))
        assert len(values) > 10
        assert all(fullmatch(r"[-\dMLlhvz. em]*", value) for value in values)
        assert not search(r"style|<script|on\w+=", markup)

    def test_shapes_have_colours_of_their_own_for_readers_without_styles(self):
        for name, drawing in (
            ("world_map", world_map(KYIV, [LONDON])),
            ("locator", locator(KYIV, LONDON)),
        ):
            markup = render_to_string(f"includes/{name}.html", {"map": drawing})
            shapes = [part.partition(">")[0] for part in markup.split("<path ")[1:]]
            assert len(shapes) >= 7
            assert all("fill=" in shape or "stroke=" in shape for shape in shapes)


class TestRaySign:
    def test_points_the_way_and_grows_with_distance(self):
        near, far = ray_sign(LONDON, Place("", 52.5, -0.1278)), ray_sign(LONDON, NEW_YORK)
        assert near.long_ray == "M40 40L40.0 4.0"
        assert length(near.ray) < length(far.ray) <= 32
        assert length(ray_sign(LONDON, WELLINGTON).ray) == pytest.approx(32, abs=0.1)


def length(ray):
    x, y = map(float, ray.partition("L")[2].split())
    return hypot(x - 40, y - 40)
