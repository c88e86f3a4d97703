"""What templates need to set a paper: the numbers of its sources, the cells of its tables."""

from base64 import b64encode

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from papers import official
from papers.qr import svg

register = Library()
register.filter("annex_list", official.annex_list)

TH, TH_END, TD_END = map(mark_safe, ['<th scope="row">', "</th>", "</td>"])
LINK = '<sup><a href="{}"><span class="vh">{}</span><span aria-hidden="true">{}</span></a></sup>'
MOST_NUMBERS = 20  # in a sentence; that of an annex which is not printed tells of thousands
NUMERIC = mark_safe(' class="n"')


@register.simple_tag
def sentence_to_read(sentence, numbers, section):
    """A sentence with the numbers of its records, each a link.

    The record to which the heading of the section leads is not named again.
    """
    text = sentence.text
    if sentence.language:
        text = format_html('<span lang="{}">{}</span>', sentence.language, text)
    links = format_html_join("", LINK, linked(sentence, numbers, section.source))
    return format_html("{}{}", text, links)


def linked(sentence, numbers, known):
    """(address, words, number) of the first records of a sentence but the `known` one."""
    words = _("Record: %(label)s")
    shown = [source for source in sentence.sources if source in numbers and source != known]
    for source in sorted(shown, key=numbers.get)[:MOST_NUMBERS]:
        yield source.url, words % {"label": source.label}, numbers[source]


@register.filter
def more_than(rows, shown):
    """How many rows are left out where so many are `shown`; none where all are."""
    return max(0, len(rows) - shown) if shown else 0


@register.simple_tag
def records_to_read(sources, shown=None):
    """The records of a paper as entries of a list: so many as are `shown`, or all."""
    entries = ((source.url, source.label) for source in sources[: shown or None])
    return format_html_join("\n", '<li><a href="{}">{}</a></li>', entries)


@register.simple_tag
def rows_to_read(table, shown=None):
    """The rows of a paper's table on the screen: the first cell names the row.

    So many as are `shown`, all where that is not said. The cells may be thousands: each is but a
    text between two tags, no part of a template.
    """
    columns = [
        (format_html('<td data-l="{}"{}>', head, form), TD_END)
        for head, form in zip(table.head, forms(table), strict=True)
    ]
    return rows([(TH, TH_END), *columns[1:]], table.rows[: shown or None])


@register.simple_tag
def rows_to_print(table):
    """The rows of a paper's table on official paper."""
    return rows([(format_html("<td{}>", form), TD_END) for form in forms(table)], table.rows)


def forms(table):
    """The attribute of the cells of each column: figures are set to the right."""
    return [NUMERIC if place in table.numeric else "" for place in range(len(table.head))]


def rows(columns, texts):
    """Rows of a table from their texts; `columns` are the tags before and after a cell of each."""
    return format_html_join("\n", "<tr>{}</tr>", ((cells(columns, row),) for row in texts))


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
