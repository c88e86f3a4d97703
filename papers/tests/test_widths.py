"""Columns of tables: room for every word first, then for those with more text."""

import pytest

from papers.paper import Table
from papers.widths import ACROSS, PADDING, UPRIGHT, shares

SHIPMENTS = Table(
    "Вантажі",
    ("Номер", "Дата", "Донори", "Допомога", "Для кого", "Набувачі", "Вага, кг", "Вартість"),
    (
        ("2024-002", "15.03.2024", "Вестергольм", "ковдри вовняні; " * 12, "заклади освіти, " * 3)
        + ("Опорна школа; " * 6, "12\u00a0400", "52\u00a0000,50\u00a0євро"),
    ),
)


def room(table, characters):
    return [share * characters for share in shares(table)]


def test_every_word_of_a_wide_table_stands_in_one_line():
    for width, cells in zip(
        room(SHIPMENTS, ACROSS), zip(SHIPMENTS.head, *SHIPMENTS.rows, strict=True), strict=True
    ):
        longest = max(len(word) for cell in cells for word in cell.split(" "))
        assert width >= longest + PADDING


def test_what_is_left_goes_to_the_columns_with_more_text():
    widths = room(SHIPMENTS, ACROSS)
    assert max(widths) == widths[3]
    assert widths[3] > 1.5 * widths[1]


@pytest.mark.parametrize("rows", [(), (("", ""),), (("а" * 500, "б"),)])
def test_a_table_fills_its_line_whatever_it_holds(rows):
    widths = room(Table("", ("Назва", "Вага"), rows), UPRIGHT)
    assert sum(widths) == pytest.approx(UPRIGHT)
    assert min(widths) > PADDING
