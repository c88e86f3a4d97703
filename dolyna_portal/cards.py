"""The card of a page: the picture that messengers and social networks show with its link.

Drawn here from the register alone, in the colours of the partner where a record has one.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import cos, radians, sin

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
NIGHT, TEXT, MARK = "#0f2e27", "#f5f7f3", "#ffb98a"
SIZES = (92, 80, 70, 60, 52, 44)  # of the title, the largest that fits
LINES = 5
SIGN = 200  # radius of the rings
FINE = 4  # the sign is drawn so much larger, then made smaller: smooth lines


@dataclass(frozen=True)
class Card:
    """What stands on a card: the council above, the title, a line below, where a partner lies."""

    council: str
    title: str
    line: str
    ground: str = NIGHT
    mark: str = MARK
    bearing: float | None = None  # degrees from north

    def png(self):
        """The card as a PNG file of 1200 × 630 pixels."""
        image = Image.new("RGB", (WIDTH, HEIGHT), self.ground)
        draw = ImageDraw.Draw(image)
        self.head(draw)
        if self.bearing is not None:
            self.sign(image)
        width = WIDTH - 2 * MARGIN - (SIGN * 2 - MARGIN if self.bearing is not None else 0)
        font, lines = fitted(self.title, width)
        y = HEIGHT - MARGIN - 60 - len(lines) * font.size * 1.08
        for number, text in enumerate(lines):
            draw.text((MARGIN, y + number * font.size * 1.08), text, self.mark, font)
        draw.text((MARGIN, HEIGHT - MARGIN - 30), self.line, TEXT, sans(30))
        file = BytesIO()
        image.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        return file.getvalue()

    def head(self, draw):
        """The joint seen from above, and whose portal this is."""
        for at in (18, 38):
            draw.rectangle((MARGIN + at, MARGIN, MARGIN + at + 5, MARGIN + 60), fill=self.mark)
            draw.rectangle((MARGIN, MARGIN + at, MARGIN + 60, MARGIN + at + 5), fill=self.mark)
        draw.text((MARGIN + 84, MARGIN + 12), self.council, TEXT, sans(32))

    def sign(self, image):
        """Rings around the own place, and the ray to the partner."""
        side = 2 * SIGN * FINE
        drawing = Image.new("L", (side, side))
        draw, middle = ImageDraw.Draw(drawing), side / 2
        for share in (0.3, 0.6, 0.95):
            box = [middle - share * middle] * 2 + [middle + share * middle] * 2
            draw.ellipse(box, outline=110, width=2 * FINE)
        angle = radians(self.bearing)
        x, y = (middle + middle * 0.95 * step for step in (sin(angle), -cos(angle)))
        draw.line((middle, middle, x, y), fill=255, width=4 * FINE)
        draw.rectangle([x - 9 * FINE, y - 9 * FINE, x + 9 * FINE, y + 9 * FINE], fill=255)
        mask = drawing.resize((2 * SIGN, 2 * SIGN), Image.Resampling.LANCZOS)
        image.paste(self.mark, (WIDTH - MARGIN // 2 - 2 * SIGN, (HEIGHT - 2 * SIGN) // 2), mask)


def fitted(title, width):
    """The largest font in which the title takes few lines, and these lines."""
    for size in SIZES:
        font = serif(size)
        lines = broken(title, font, width)
        if len(lines) <= LINES and len(lines) * size < 330:
            return font, lines
    lines = lines[:LINES]
    return font, [*lines[:-1], lines[-1].rstrip(" ,.") + "…"]


def broken(title, font, width):
    """The title in lines no wider than `width`; a word too long for one is cut."""
    lines = [""]
    for word in title.split():
        for part in parts(word, font, width):
            longer = f"{lines[-1]} {part}".strip()
            if font.getlength(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(part)
    return [line for line in lines if line]


def parts(word, font, width):
    """The word, in parts where it alone is wider than a line."""
    while font.getlength(word) > width:
        size = next(n for n in range(len(word), 0, -1) if font.getlength(word[:n]) <= width)
        yield word[:size]
        word = word[size:]
    yield word


@lru_cache(maxsize=32)
def serif(size):
    return font("vollkorn", size, 600)


@lru_cache(maxsize=8)
def sans(size):
    return font("portal-sans", size, 450)


def font(name, size, weight):
    """A font of the portal's own."""
    face = ImageFont.truetype(settings.BASE_DIR / "static/fonts" / f"{name}.woff2", size)
    face.set_variation_by_axes([weight])
    return face
