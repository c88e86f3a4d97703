"""How wide the columns of a table are, by what they hold."""

from papers.official import is_wide

SHORTEST = 6  # characters
LONGEST_WORD = 24  # characters; a longer one is broken
PADDING = 2  # characters, left and right of a text
UPRIGHT, ACROSS = 74, 108  # characters of 12 pt in a line of the table's sheet


def shares(table):
    """The part of the width that each column of a Table takes; together they are 1.

    A column has room for its longest word first; what is left of the line goes to those with
    more text, but less than in proportion: long texts break into lines.
    """
    columns = list(zip(table.head, *table.rows, strict=True))
    least = [_least(cells) for cells in columns]
    left = (ACROSS if is_wide(table) else UPRIGHT) - sum(least)
    wanted = [max(_wanted(cells) - room, 1) for cells, room in zip(columns, least, strict=True)]
    needs = [
        room + max(left, 0) * more / sum(wanted) for room, more in zip(least, wanted, strict=True)
    ]
    whole = sum(needs)
    return [need / whole for need in needs]


def _least(cells):
    word = max(len(word) for cell in cells for word in cell.split(" ") or [""])
    return max(SHORTEST, min(word, LONGEST_WORD) + PADDING)


def _wanted(cells):
    return sum(len(cell) for cell in cells) / len(cells) * 2
