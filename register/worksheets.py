"""Worksheets: their rows read from a file within limits, and rows written as worksheets.

Whoever reads or writes one imports this module where it does: openpyxl takes 7 MB, and the
processes that show pages never need it.
"""

import re
import zipfile
from collections import Counter
from contextlib import contextmanager

from django.utils.translation import gettext as _
from openpyxl import DEFUSEDXML, Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.escape import unescape

from register.exporting import GENERATOR, NotExported
from register.reading import FIRST_ROW, MEGABYTE, Refused, Unreadable, not_a_register

LAST_ROW = 1_048_576  # of any worksheet, by the format
LONGEST_CELL = 32_767  # characters in a cell of a worksheet, by the format
SPARE_COLUMNS = 20  # beyond the named ones: what stands there is reported, not lost
MOST_PARTS = 2_000
LARGEST_PART = 20 * MEGABYTE  # of a workbook's parts that are not rows or texts
STEEPEST = 200  # times its size, to which a part of some size may unpack
ROWS_AND_TEXTS = ("xl/worksheets/", "xl/sharedStrings.xml")
RISKY = ("=", "+", "-", "@")  # with these a spreadsheet may take a text for a formula
LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def read_workbook(file, limits):
    """(title, rows) of every worksheet."""
    refuse_bombs(file, limits)
    if not DEFUSEDXML:
        raise RuntimeError("Workbooks are read only with defusedxml installed.")
    with whatever_it_raises():
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    for title in workbook.sheetnames:
        yield title, lambda sheet=workbook[title]: worksheet_rows(sheet)


@contextmanager
def whatever_it_raises():
    """Turn every error of reading a damaged workbook into one fault."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        raise not_a_register() from error


def refuse_bombs(file, limits):
    """Refuse an archive that is none, or that says it unpacks to more than is allowed.

    `zipfile` never unpacks more of a part than its directory says.
    """
    with whatever_it_raises():
        entries = zipfile.ZipFile(file).infolist()
    file.seek(0)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked or len(entries) > MOST_PARTS or any(map(is_bomb, entries)):
        raise Refused(
            _("The file is too large when unpacked: the limit is %(limit)s MB")
            % {"limit": limits.unpacked // MEGABYTE}
        )


def is_bomb(entry):
    """Whether a part is far larger than it comes, or is markup that is read whole and large."""
    if entry.file_size > max(MEGABYTE, STEEPEST * entry.compress_size):
        return True
    is_markup = entry.filename.endswith((".xml", ".rels", ".vml"))
    holds_rows = entry.filename.startswith(ROWS_AND_TEXTS)
    return is_markup and not holds_rows and entry.file_size > LARGEST_PART


def worksheet_rows(sheet):
    """(row number, {column: cell}) of every filled row under the row of column names."""
    with whatever_it_raises():
        if not hasattr(sheet, "reset_dimensions"):
            raise Refused(_("The sheet is not a table"), sheet.title)
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        names = column_names(sheet)
        rows = sheet.iter_rows(min_row=FIRST_ROW, max_col=len(names) + SPARE_COLUMNS)
        blank = None
        for number, row in enumerate(rows, start=FIRST_ROW):
            if number > LAST_ROW:
                raise not_a_register()
            if row is blank:
                continue  # a gap is filled with one and the same row
            if cells := filled_cells(names, row):
                yield number, cells
            else:
                blank = row


def column_names(sheet):
    """The names in row 1; "" where a column has none. A name given twice is a fault."""
    first = next(sheet.iter_rows(min_row=1, max_row=1), ())
    names = ["" if cell.value is None else str(cell.value).strip() for cell in first]
    while names and not names[-1]:
        names.pop()
    for name, count in Counter(filter(None, names)).items():
        if count > 1:
            raise Refused(_("The column appears in the sheet more than once"), sheet.title, 1, name)
    return names


def filled_cells(names, row):
    """{column: cell} of a row; nothing where all of it is empty."""
    values = [cell_value(cell) for cell in row]
    if all(value is None for value in values):
        return None
    cells = dict.fromkeys(filter(None, names))
    for position, value in enumerate(values):
        name = names[position] if position < len(names) else ""
        if name or value is not None:
            cells[name] = value
    return cells


def cell_value(cell):
    """The value that a worksheet's cell stores; of a formula its last result."""
    value = cell.value
    if cell.data_type == "e":
        return Unreadable(str(value))
    if isinstance(value, str):
        return unescape(value) or None
    return value


def fill(file, tables):
    """Write one worksheet per sheet; numbers are numeric cells, everything else is text."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = GENERATOR
    for sheet, columns, rows in tables:
        worksheet = workbook.create_sheet(sheet.title)
        worksheet.freeze_panes = "A2"
        worksheet.append([heading(worksheet, column.name) for column in columns])
        for row in rows:
            worksheet.append([typed_cell(worksheet, value) for value in row.values()])
    workbook.save(file)


def heading(worksheet, name):
    cell = WriteOnlyCell(worksheet, name)
    cell.font = Font(bold=True)
    return cell


def typed_cell(worksheet, value):
    """A cell whose type is fixed here, so that no spreadsheet takes a text for a formula.

    Raises NotExported for a text that would be cut.
    """
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST_CELL:
        raise NotExported(
            _("A text has more than %(limit)s characters, too long for a worksheet: use .json")
            % {"limit": LONGEST_CELL}
        )
    cell = WriteOnlyCell(worksheet)
    cell._value = LIKE_AN_ESCAPE.sub("_x005F_", value)
    cell.data_type = "s"
    if value.startswith(RISKY):
        cell.quotePrefix = True
    return cell
