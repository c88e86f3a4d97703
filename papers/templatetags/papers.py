"""What templates need to set a paper: the numbers of its sources, the cells of its tables."""

from base64 import b64encode

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from papers import official
from papers.qr import svg

register = Library()
register.filter("annex_list", official.annex_list)

TH, TH_END, TD_END = map(mark_safe, ['<th scope="row">', "</th>", "</td>"])
NUMERIC = mark_safe(' class="n"')


@register.filter
def with_numbers(sources, numbers):
    """(number, source) of those `sources` that have a number in `numbers`, in its order."""
    return sorted((numbers[source], source) for source in sources if source in numbers)


@register.simple_tag
def rows_to_read(table):
    """The rows of a paper's table on the screen: the first cell names the row.

    The cells may be thousands: each is but a text between two tags, no part of a template.
    """
    columns = [
        (format_html('<td data-l="{}"{}>', head, form), TD_END)
        for head, form in zip(table.head, forms(table), strict=True)
    ]
    return rows([(TH, TH_END), *columns[1:]], table)


@register.simple_tag
def rows_to_print(table):
    """The rows of a paper's table on official paper."""
    return rows([(format_html("<td{}>", form), TD_END) for form in forms(table)], table)


def forms(table):
    """The attribute of the cells of each column: figures are set to the right."""
    return [NUMERIC if place in table.numeric else "" for place in range(len(table.head))]


def rows(columns, table):
    """The rows of a table; `columns` are the tags before and after a cell of each."""
    return format_html_join("\n", "<tr>{}</tr>", ((cells(columns, row),) for row in table.rows))


def cells(columns, row):
    return format_html_join(
        "", "{}{}{}", ((begin, text, end) for (begin, end), text in zip(columns, row, strict=True))
    )


@register.filter
def picture(png):
    """The bytes of a PNG picture as an address that holds the picture itself."""
    return f"data:image/png;base64,{b64encode(png).decode()}"


@register.filter
def qr(address):
    """The QR code of an address as a drawing in the page."""
    return mark_safe(svg(address))
