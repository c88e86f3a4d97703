"""What templates need to set a paper: the numbers of its sources, the cells of its tables."""

from django.template import Library

register = Library()


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
