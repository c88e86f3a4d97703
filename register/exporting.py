"""The register out: the whole of it, or what the public may see, as `.xlsx` or `.json`."""

import os
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from django.utils.translation import gettext as _

from aid.models.recipient import UNDISCLOSED
from register.rows import one_moment
from register.sheets import SHEETS, OpenKeys
from register.streaming import register_text

GENERATOR = "dolyna-portal"


class NotExported(Exception):
    """The register can not be written as asked; the message says why."""


def export_file(path, public=False):
    """Write the register to `path`, as its suffix says; with `public` what the public may see.

    The file appears whole or not at all. Raises NotExported.
    """
    path = Path(path)
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        problem = _("The name of the file must end in one of: %(endings)s")
        raise NotExported(problem % {"endings": ", ".join(WRITERS)})
    try:
        with replacing(path) as file, one_moment():
            write(file, sheets(public))
    except OSError as error:
        problem = _("The file cannot be written: %(reason)s") % {"reason": error.strerror}
        raise NotExported(problem) from error


@contextmanager
def replacing(path):
    """A file that takes the place of `path` when it is complete."""
    growing = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with growing.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(growing, path)
    finally:
        growing.unlink(missing_ok=True)


def sheets(public=False):
    """(sheet, its columns, its rows of cells) of the whole register, rows ordered by key.

    A cell is text, int, Decimal or None.
    """
    visible = OpenKeys()
    for sheet in SHEETS:
        if public:
            yield sheet, sheet.public_columns, cells(sheet, sheet.public_rows(visible))
        else:
            rows = [values for _pk, values in sheet.rows().values()]
            rows.sort(key=sheet.key_of)
            yield sheet, list(sheet.columns.values()), cells(sheet, rows)


def loadable(tables):
    """The tables of a public register without the rows that no portal can load.

    Of these the public may know neither recipient nor quantity, which an import asks for.
    """
    for sheet, columns, rows in tables:
        if sheet.title == "recipients":
            rows = (row for row in rows if row["key"] != UNDISCLOSED)
        elif sheet.title == "distributions":
            rows = (row for row in rows if row["recipient"] != UNDISCLOSED and row["quantity"])
        yield sheet, columns, rows


def cells(sheet, rows):
    """The rows of a sheet as {column: cell}."""
    for values in rows:
        yield {name: sheet.columns[name].written(value) for name, value in values.items()}


# Formats


def write_json(file, tables):
    """The register in the form that `register_text` gives."""
    for piece in register_text(tables):
        file.write(piece.encode())


def write_workbook(file, tables):
    """One worksheet per sheet; numbers are numeric cells, everything else is text.

    Raises NotExported for a text that no cell holds.
    """
    from register.worksheets import fill  # with openpyxl, see there

    fill(file, tables)


WRITERS = {".json": write_json, ".xlsx": write_workbook}
