"""From a file to tables of raw cells: `.xlsx` or `.json`, told apart by content, within limits.

A file is a stranger's work until proved otherwise: sizes are checked before anything is
unpacked, entities are refused (defusedxml), and whatever a damaged workbook makes the library
raise becomes one fault.
"""

import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from register.faults import Fault, shown

MEGABYTE = 1024 * 1024
FIRST_ROW = 2  # row 1 of a worksheet holds the names of its columns


@dataclass(frozen=True)
class Limits:
    """How large a file may be: bytes as it comes, bytes unpacked, rows of one sheet."""

    size: int
    unpacked: int
    rows: int


COMMAND = Limits(size=1024 * MEGABYTE, unpacked=5 * 1024 * MEGABYTE, rows=1_000_000)
BROWSER = Limits(size=20 * MEGABYTE, unpacked=200 * MEGABYTE, rows=20_000)


@dataclass
class Table:
    """One sheet as it stands in a file: (row number, {column: cell}) of every filled row."""

    title: str
    rows: list = field(default_factory=list)


@dataclass(frozen=True)
class Unreadable:
    """What stands in a cell and is no value: an error of a formula, a list."""

    text: str


class Refused(Exception):
    """The file, or one sheet of it, can not be read; holds the Fault."""

    def __init__(self, problem, sheet="", row=None, column=""):
        super().__init__(problem)
        self.fault = Fault(problem, sheet, row, column)


def read(source, limits, known):
    """The tables of a register file, and the faults found while reading it.

    `source` is a path or an open binary file; `known` has {sheet: names of its columns}.
    """
    faults = []
    try:
        with opened(source) as file:
            refuse_size(file, limits)
            sheets = read_worksheets(file, limits) if is_archive(file) else read_json(file)
            tables = list(known_tables(sheets, known, limits, faults))
    except Refused as refusal:
        return [], [*faults, refusal.fault]
    return tables, faults


def read_rows(sheets, known):
    """The tables of a register that is in memory in its JSON form, and the faults found."""
    faults = []
    try:
        tables = list(known_tables(json_sheets(sheets), known, COMMAND, faults))
    except Refused as refusal:
        return [], [*faults, refusal.fault]
    return tables, faults


@contextmanager
def opened(source):
    """The file itself, opened where a path is given."""
    if hasattr(source, "read"):
        yield source
        return
    try:
        file = open(source, "rb")  # noqa: SIM115 – closed below, where its errors are no longer ours
    except OSError as error:
        problem = _("The file cannot be read: %(reason)s") % {"reason": error.strerror}
        raise Refused(problem) from error
    with file:
        yield file


def refuse_size(file, limits):
    size = file.seek(0, 2)
    file.seek(0)
    if size > limits.size:
        raise Refused(
            _("The file is too large: %(size)s MB, the limit is %(limit)s MB")
            % {"size": -(-size // MEGABYTE), "limit": limits.size // MEGABYTE}
        )


def is_archive(file):
    start = file.read(2)
    file.seek(0)
    return start == b"PK"


def known_tables(sheets, known, limits, faults):
    """The table of every sheet that the register knows; other sheets become faults."""
    seen = Counter()
    for title, rows in sheets:
        seen[title] += 1
        if title not in known:
            faults.append(Fault(_("The register has no such sheet"), title))
        elif seen[title] > 1:
            faults.append(Fault(_("The sheet appears in the file more than once"), title))
        else:
            yield read_table(title, rows, known[title], limits, faults)


def read_table(title, rows, columns, limits, faults):
    """The table of one sheet; `rows` is a function that gives its rows."""
    table = Table(title)
    unknown = {}
    for number, cells in rows():
        if len(table.rows) >= limits.rows:
            problem = _("The sheet has more than %(limit)s rows") % {"limit": limits.rows}
            faults.append(Fault(problem, title))
            break
        for name in cells.keys() - columns:
            unknown.setdefault(name, number)
        table.rows.append((number, cells))
    for name, number in unknown.items():
        problem = _("The register has no such column") if name else _("The column has no name")
        faults.append(Fault(problem, title, number if not name else 1, name))
    return table


def not_a_register():
    return Refused(_("Neither an Excel workbook nor JSON"))


def read_worksheets(file, limits):
    """(title, rows) of every worksheet of a workbook."""
    from register.worksheets import read_workbook  # with openpyxl, see there

    return read_workbook(file, limits)


# JSON


def read_json(file):
    """(title, rows) of every sheet of the register's JSON form."""
    try:
        content = json.loads(
            file.read().decode("utf-8-sig"),
            object_pairs_hook=each_name_once,
            parse_float=exact,
            parse_int=whole,
            parse_constant=Unreadable,
        )
    except (ValueError, RecursionError) as error:
        raise not_a_register() from error
    return json_sheets(content)


def each_name_once(pairs):
    """The object of these pairs; a name given twice is a fault, for one of the two is lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        name = Counter(name for name, _value in pairs).most_common(1)[0][0]
        raise Refused(_("“%(name)s” appears more than once in one object") % {"name": shown(name)})
    return found


def exact(digits):
    """A number with a point or an exponent; one beyond all arithmetic is no value."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return Unreadable(digits)


def whole(digits):
    """A whole number; one that is too long for any column stays a Decimal, quick to refuse."""
    return int(digits) if len(digits) < 100 else Decimal(digits)


def json_sheets(content):
    """(title, rows) of every sheet of `[{"title": …, "data": [{column: cell}, …]}, …]`."""
    well_formed = isinstance(content, list) and all(
        isinstance(sheet, dict)
        and isinstance(sheet.get("title"), str)
        and isinstance(sheet.get("data"), list)
        for sheet in content
    )
    if not well_formed:
        raise Refused(
            _("JSON is not a register: a list of sheets is expected, each with title and data")
        )
    for sheet in content:
        yield sheet["title"], lambda sheet=sheet: json_rows(sheet)


def json_rows(sheet):
    for number, row in enumerate(sheet["data"], start=FIRST_ROW):
        if not isinstance(row, dict):
            problem = _("A row is expected: names of columns with their values")
            raise Refused(problem, sheet["title"], number)
        yield number, {name: json_cell(value) for name, value in row.items()}


def json_cell(value):
    return Unreadable(str(value)[:100]) if isinstance(value, (list, dict)) else value
