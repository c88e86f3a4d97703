"""Partners' pairs of colours, from the register, as a style sheet: inline styles are forbidden."""

from django.utils.translation import gettext_lazy as _

from partners.models.partner import validate_colour
from publishing.keys import KEY

WHITE = "#ffffff"
WHITE_ON_GROUND = 9  # the least contrasts of the design
MARK_ON_GROUND = 5.5


def theme_css(partners):
    """The style sheet that gives each of `partners` (a queryset) its pair: ground and mark.

    A partner without a pair keeps that of the portal.
    """
    pairs = partners.order_by("key").values_list("key", "colour_ground", "colour_mark")
    rules = [
        f"  .place-{key} {{ --ground: {ground}; --mark: {mark}; }}"
        for key, ground, mark in pairs
        if KEY.fullmatch(key) and is_colour(ground) and is_colour(mark)
    ]
    return "\n".join(["@layer tokens {", *rules, "}", ""])


def is_colour(value):
    """Whether the value may stand in a style sheet: #rrggbb and nothing else."""
    return bool(validate_colour.regex.match(value))


def contrast(first, second):
    """The contrast of two colours #rrggbb, 1 to 21, as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    """The relative luminance of a colour #rrggbb, 0 to 1."""
    red, green, blue = (linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part):
    """The light of one part of a colour, 0 to 1, of how it is written, 0 to 1 (sRGB)."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def faults_of_pair(ground, mark):
    """(field, message) for each colour of a pair under the design's contrast; "" is none."""
    if not is_colour(ground):
        return
    if contrast(WHITE, ground) < WHITE_ON_GROUND:
        yield "colour_ground", _("White is hard to read on this colour: choose a darker one")
    if is_colour(mark) and contrast(mark, ground) < MARK_ON_GROUND:
        yield "colour_mark", _("Hard to tell from the ground colour: choose a lighter one")
