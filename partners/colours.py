"""Partners' pairs of colours, from the register, as a style sheet: inline styles are forbidden."""

from partners.models.partner import validate_colour
from publishing.keys import KEY


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
