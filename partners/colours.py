"""Pairs of colours for partners' pages: a dark ground and a light mark, readable by rule."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from math import dist
from re import compile as pattern

from django.utils.translation import gettext_lazy as _

Pair = tuple[str, str]

WHITE = "#ffffff"
WHITE_ON_GROUND = 9.0  # for text: WCAG 2.2 AAA asks for 7
MARK_ON_GROUND = 5.5  # for large names and signs
APART = 0.04  # two grounds that differ less (in OKLab) look alike

HEX = pattern(r"#[0-9a-fA-F]{6}")
KEY = pattern(r"[a-z0-9][a-z0-9-]{0,79}")

# Ground and mark, each pair from a landscape.
PALETTE: tuple[Pair, ...] = (
    ("#73323f", "#fbd0b0"),  # roof tiles, apricot
    ("#4f111c", "#efb9a0"),  # cherry bark, terracotta
    ("#542f29", "#f3d2a2"),  # ploughland, wheat
    ("#6e3021", "#f7dca0"),  # brick, straw
    ("#5a2202", "#f2c87c"),  # autumn oak, honey
    ("#452001", "#d9c3a5"),  # peat, bulrush
    ("#34291e", "#e3cfa8"),  # wet bark, chaff
    ("#503405", "#f0e2a4"),  # stubble, broom
    ("#4c452c", "#e9e4c4"),  # dry steppe, feather grass
    ("#3a361d", "#dfe08e"),  # moor, lichen
    ("#4c4701", "#f2ea9a"),  # rape field, its flower
    ("#282f0c", "#c9dd8c"),  # juniper, young larch
    ("#113b06", "#bfe6a0"),  # spruce wood, fern
    ("#304c40", "#cfe8d4"),  # lake shore, birch leaf
    ("#144439", "#f0c9a0"),  # pine wood, resin
    ("#063c47", "#a9e4dc"),  # deep bay, ice
    ("#032e4b", "#9fd6f0"),  # open sea, sky
    ("#2d3137", "#d3dde6"),  # slate, fog
    ("#2a3452", "#e8d6b0"),  # dusk, dune
    ("#1f2b5e", "#f5c3a6"),  # evening, peach
    ("#453b72", "#dcd4f7"),  # lavender field, its flower
    ("#301f53", "#f0cf74"),  # late night, gorse
    ("#462f56", "#e6cbe8"),  # heath, heather
    ("#603869", "#f8dccd"),  # vineyard, rose
    ("#431641", "#f0b3ce"),  # plums, their blossom
    ("#5c2a53", "#f6cfa0"),  # elderberry, cornfield
    ("#5a394c", "#f1dfd2"),  # porphyry, limewash
    ("#3a2330", "#e9b7a6"),  # bog, heather root
)


def is_colour(text: object) -> bool:
    """Whether this is a colour as the register writes it: `#` and six digits."""
    return isinstance(text, str) and HEX.fullmatch(text) is not None


def _linear(colour):
    """Red, green and blue as amounts of light, 0 to 1."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _luminance(colour):
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """The WCAG 2.2 contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(a), _luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=512)
def _oklab(colour):
    """Lightness and the two colour axes of OKLab, in which equal steps look equal."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def difference(a: str, b: str) -> float:
    """How different two colours look: their distance in OKLab, black to white being 1."""
    return dist(_oklab(a), _oklab(b))


def pair_for(key: str, taken: Iterable[Pair]) -> Pair:
    """The pair of a partner that has none of its own.

    Every key has its own order of preference, so a partner that comes or goes moves only those who
    want the very same pair. Pairs whose ground looks like a taken one come last.
    """
    grounds = {ground for ground, _ in taken}

    def rank(pair):
        nearest = min((difference(pair[0], ground) for ground in grounds), default=1)
        return nearest == 0, nearest < APART, sha256(f"{key} {pair[0]}".encode()).digest()

    return min(PALETTE, key=rank)


def pairs_by_key(chosen: Mapping[str, Pair | None]) -> dict[str, Pair]:
    """A pair for every partner: the chosen one, else one of the palette.

    Give the partners in an order that lasts, the oldest first: newcomers then change no one's pair.
    """
    pairs = {key: pair for key, pair in chosen.items() if pair}
    for key, pair in chosen.items():
        if not pair:
            pairs[key] = pair_for(key, pairs.values())
    return pairs


def theme_css(pairs: Mapping[str, Pair]) -> str:
    """The style sheet of the pairs, one class `place-<key>` each.

    What is not a key of the register or not a colour is left out, so that no text of a record ever
    becomes a style.
    """
    rules = (
        f"  .place-{key} {{ --ground: {ground}; --mark: {mark}; }}\n"
        for key, (ground, mark) in pairs.items()
        if KEY.fullmatch(key) and is_colour(ground) and is_colour(mark)
    )
    return "@layer tokens {\n" + "".join(rules) + "}\n"


def faults_of_pair(ground: str, mark: str) -> Iterator[tuple[str, str]]:
    """(field, message) for each colour of a pair under the design's contrast; "" is none."""
    if not is_colour(ground):
        return
    if contrast(WHITE, ground) < WHITE_ON_GROUND:
        yield "colour_ground", _("White is hard to read on this colour: choose a darker one")
    if is_colour(mark) and contrast(mark, ground) < MARK_ON_GROUND:
        yield "colour_mark", _("Hard to tell from the ground colour: choose a lighter one")
