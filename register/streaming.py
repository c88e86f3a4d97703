"""Rows as CSV and JSON, piece by piece: a file of any length needs the memory of one piece."""

import csv
import json
import re
from decimal import Decimal

BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read UTF-8 as something else
PIECE = 32_768  # characters sent at once
RUNS = re.compile(r"[=@\t\r\0＝＋－＠]|[+-](?![0-9]+(?:[.,][0-9]+)?\Z)")


def harmless(cell):
    """A cell of CSV that no spreadsheet takes for a formula.

    A text that begins as formulas do gets an apostrophe before it (OWASP ASVS 1.2.10); one that
    is a number, such as `-5`, is left as it is.
    """
    if isinstance(cell, str):
        return f"'{cell}" if RUNS.match(cell) else cell
    return "" if cell is None else str(cell)


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text):
        return text


def csv_text(names, rows):
    """The pieces of a CSV file (RFC 4180): `rows` are dicts of cells by the `names` of columns."""
    writer = csv.writer(Echo(), lineterminator="\r\n")
    yield BYTE_ORDER_MARK + writer.writerow(names)
    yield from in_pieces(writer.writerow([harmless(row[name]) for name in names]) for row in rows)


def json_text(rows):
    """The pieces of a JSON list of objects, one row a line."""
    yield from json_list(rows)
    yield "\n"


def json_list(rows):
    yield "["
    yield from in_pieces(
        f"{',' if position else ''}\n{json_row(row)}" for position, row in enumerate(rows)
    )
    yield "\n]"


def json_row(row):
    return json.dumps(row, ensure_ascii=False, default=decimal_text)


def decimal_text(number):
    """A decimal as text with a point: JSON's own numbers are binary to most who read them."""
    if not isinstance(number, Decimal):
        raise TypeError(f"{number!r} is no cell")
    return f"{number:f}"


def register_text(tables):
    """The pieces of `[{"title": …, "data": [{column: cell}, …]}, …]`, one row a line."""
    yield "["
    for number, (sheet, _columns, rows) in enumerate(tables):
        yield f'{"," if number else ""}\n{{"title": {json.dumps(sheet.title)}, "data": '
        yield from json_list(rows)
        yield "}"
    yield "\n]\n"


def in_pieces(lines):
    """The lines joined to pieces of about PIECE characters."""
    piece, length = [], 0
    for line in lines:
        piece.append(line)
        length += len(line)
        if length >= PIECE:
            yield "".join(piece)
            piece, length = [], 0
    if piece:
        yield "".join(piece)
