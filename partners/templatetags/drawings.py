"""Drawings that stand in every row of a list: no template is included so often (see words.py)."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

STROKES = {
    "deed": ("a", "M-4 3h3v19h-3zM1 3h3v19h-3z"),
    "start": ("a", "M-1.5 3h3v19h-3z"),
    "end": ("a", "M-1.5 3h3v19h-3z"),
    "today": ("t", "M-5 0H5L0 7z"),
}


@register.simple_tag
def life_line(life):
    """The life of an agreement or a project, as partners.life.line gives it.

    The dates stand below in words, so it is hidden from assistive technology.
    """
    spans = [(span["x"], span["width"]) for span in life["spans"]]
    strokes = [(form, life[name], path) for name, (form, path) in STROKES.items() if life[name]]
    labels = [(label["x"], label["anchor"], label["text"]) for label in life["labels"]]
    return format_html(
        '<svg class="life" width="240" height="42" viewBox="0 0 240 42" aria-hidden="true"'
        ' focusable="false"><path class="b" d="M0 12h240v1H0z"/>\n{}{}{}{}</svg>',
        format_html_join("", '<rect class="a" x="{}" y="11" width="{}" height="3"/>\n', spans),
        ahead(**life["ahead"]) if life["ahead"] else "",
        format_html_join("", '<path class="{}" transform="translate({})" d="{}"/>\n', strokes),
        format_html_join("", '<text x="{}" y="36" text-anchor="{}">{}</text>', labels),
    )


def ahead(x, to):
    """The dots of what is still to come."""
    return format_html('<path class="c" d="M{} 12.5H{}"/>\n', x, to)


@register.simple_tag
def bar(percent):
    """A bar of so many percent (text with a point) of its column; the figure stands beside it."""
    return format_html(
        '<svg class="bar" width="160" height="12" viewBox="0 0 100 8" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false"><rect width="{}" height="8"/></svg>',
        percent,
    )
