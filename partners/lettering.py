"""Placing words on a drawing so that none covers another, a sign, or leaves the frame."""

from dataclasses import dataclass
from math import hypot
from typing import NamedTuple

LINE = 1.1  # from one baseline to the next, in sizes of the letters
ASCENT, DESCENT = 0.85, 0.28
GAP = 13  # units between a square and its text
NARROW_LETTERS = frozenset("ijlfrtIJ.,:;!'’ʼ()[]-–/| \u00a0\u202fіїІЇѓгț")
WIDE_LETTERS = frozenset("mwMWмжфшщюыМФЖШЩЮЫЊЉњљæœÆŒ@%—")


def text_width(text, size):
    """How long a text may be, in units: estimated from its letters, rather too long than short."""
    return size * sum(_letter_width(letter) for letter in text)


def _letter_width(letter):
    if letter in NARROW_LETTERS:
        return 0.36
    if letter in WIDE_LETTERS:
        return 0.86
    if ord(letter) >= 0x2E80:  # Chinese, Japanese, Korean
        return 1.0
    return 0.68 if letter.isupper() else 0.57


class Box(NamedTuple):
    """A rectangle in drawing units, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other):
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other):
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )

    def crossed_by(self, line):
        """Whether a straight stroke (x0, y0, x1, y1) runs through the box."""
        x0, y0, x1, y1 = line
        enter, leave = 0.0, 1.0
        for start, end, low, high in (
            (x0, x1, self.left, self.right),
            (y0, y1, self.top, self.bottom),
        ):
            way = end - start
            if not way:
                if not low < start < high:
                    return False
                continue
            first, last = sorted(((low - start) / way, (high - start) / way))
            enter, leave = max(enter, first), min(leave, last)
        return enter < leave


class Spot(NamedTuple):
    """Where a text may stand: its point, how far the first baseline is below it (in sizes of the
    letters, so that the style may set them larger), and which end of the text is at the point."""

    x: int
    y: int
    drop: float
    anchor: str

    def box(self, lines, size):
        """The rectangle that these lines cover at this size."""
        width = max(text_width(line, size) for line in lines)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        baseline = self.y + self.drop * size
        return Box(
            left,
            baseline - ASCENT * size,
            left + width,
            baseline + (LINE * (len(lines) - 1) + DESCENT) * size,
        )


@dataclass(frozen=True)
class Label:
    """A placed text. Numbers are text already, as SVG wants them; `wide_only` where it fits only
    between the smaller letters of a wide screen."""

    x: str
    y: str
    dy: str
    anchor: str
    wide_only: bool


def spots_around(x, y, half, lines):
    """Eight places for a text around a square, with the direction of each: (dx, dy, Spot)."""
    down = LINE * (lines - 1)
    beside = 0.33 if lines == 1 else 0.15
    above, below = -DESCENT - down, ASCENT
    far, near = half + GAP, half + GAP // 2
    return [
        (1, 0, Spot(x + far, y, beside, "start")),
        (-1, 0, Spot(x - far, y, beside, "end")),
        (0, -1, Spot(x, y - near, above, "middle")),
        (0, 1, Spot(x, y + near, below, "middle")),
        (0.7, -0.7, Spot(x + near, y - half // 2, above, "start")),
        (-0.7, -0.7, Spot(x - near, y - half // 2, above, "end")),
        (0.7, 0.7, Spot(x + near, y + half // 2, below, "start")),
        (-0.7, 0.7, Spot(x - near, y + half // 2, below, "end")),
    ]


class Lettering:
    """What already stands on a drawing, at two sizes of letters: for wide and for narrow screens.

    `rays` are strokes (x0, y0, x1, y1) that letters rather keep off.
    """

    def __init__(self, frame, rays=()):
        self.frame = Box(*frame)
        self.rays = rays
        self.taken = ([], [])

    def reserve(self, x, y, half):
        """Keep a square free of letters."""
        for taken in self.taken:
            taken.append(Box(x - half, y - half, x + half, y + half))

    def beside(self, lines, x, y, half, sizes):
        """Put the lines next to a square: best away from the centre (0, 0) and across few rays."""
        length = hypot(x, y) or 1.0

        def cost(option):
            dx, dy, spot = option
            outward = (dx * x + dy * y) / length
            aslant = 0.3 * bool(dy) + 0.2 * bool(dx and dy)
            return 1.5 * self.rays_across(spot.box(lines, max(sizes))) + aslant - outward

        options = sorted(spots_around(x, y, half, len(lines)), key=cost)
        return self.place(lines, [spot for _, _, spot in options], sizes)

    def place(self, lines, spots, sizes):
        """Put the lines at the first of the spots where they fit, at both sizes if they can.

        `sizes` (wide, narrow) are those that the style gives to the letters, in units.
        Returns the Label, or None when they fit nowhere: the text is then left out.
        """
        boxes = [tuple(spot.box(lines, size) for size in sizes) for spot in spots]
        free = [tuple(map(self._free, pair, self.taken)) for pair in boxes]
        for needed in ((True, True), (True, False)):
            for spot, pair, fits in zip(spots, boxes, free, strict=True):
                if fits[0] and fits[1] >= needed[1]:
                    return self._write(spot, pair, wide_only=not needed[1])
        return None

    def _write(self, spot, boxes, wide_only):
        self.taken[0].append(boxes[0])
        if not wide_only:
            self.taken[1].append(boxes[1])
        return Label(str(spot.x), str(spot.y), f"{spot.drop:.2f}em", spot.anchor, wide_only)

    def _free(self, box, taken):
        return box.within(self.frame) and not any(box.overlaps(other) for other in taken)

    def rays_across(self, box):
        """How many rays a text in this box would stand on."""
        return sum(box.crossed_by(ray) for ray in self.rays)
