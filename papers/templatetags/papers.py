"""What templates need to set a paper: the numbers of its sources, the cells of its tables."""

from base64 import b64encode

from django.template import Library
from django.utils.safestring import mark_safe

from papers import official
from papers.qr import svg

register = Library()
register.filter("annex_list", official.annex_list)


@register.filter
def with_numbers(sources, numbers):
    """(number, source) of those `sources` that have a number in `numbers`, in its order."""
    return sorted((numbers[source], source) for source in sources if source in numbers)


@register.filter
def cells(row, table):
    """The cells of a table's row: text, head of the column, whether it holds figures."""
    return [
        {"text": text, "head": head, "is_numeric": place in table.numeric}
        for place, (head, text) in enumerate(zip(table.head, row, strict=True))
    ]


@register.filter
def picture(png):
    """The bytes of a PNG picture as an address that holds the picture itself."""
    return f"data:image/png;base64,{b64encode(png).decode()}"


@register.filter
def qr(address):
    """The QR code of an address as a drawing in the page."""
    return mark_safe(svg(address))
