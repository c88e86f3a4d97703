"""Workbooks of the open data: small ones are made when asked for, large ones beforehand.

A large workbook is kept under the content version that it shows, so that nobody gets one with
a record that has stopped being public since.
"""

from io import BytesIO
from tempfile import TemporaryFile

from django.core.files import File
from django.core.files.storage import default_storage

from publishing.dates import today
from publishing.version import content_version
from register.exporting import loadable, sheets, write_workbook
from register.sheet import public_counts
from register.sheets import SHEETS

MOST_ROWS = 5000  # in a workbook that is made while somebody waits
FOLDER = "open-data"
WHOLE = "register"


def made_at_once(tables):
    """The bytes of a workbook of these (sheet, columns, rows)."""
    file = BytesIO()
    write_workbook(file, tables)
    return file.getvalue()


def stored_name(title):
    """Where a workbook made beforehand stands while its content is of today."""
    return f"{FOLDER}/{title}-{today().isoformat()}-{content_version():x}.xlsx"


def made_before(title):
    """The open file of the workbook of `title` as it is now; None where none is made yet."""
    name = stored_name(title)
    return default_storage.open(name) if default_storage.exists(name) else None


def prepare():
    """Make the workbooks that are too large to be made when asked for; drop outdated ones.

    Returns the names of those that stand now.
    """
    counts = public_counts(SHEETS)
    counts[WHOLE] = sum(counts.values())
    large = [title for title, count in counts.items() if count > MOST_ROWS]
    standing = [name for title in large if (name := prepared(title))]
    for name in listed():
        if name not in standing:
            default_storage.delete(name)
    return standing


def prepared(title):
    """The name of the workbook of `title`, made unless it stands; None if all changed meanwhile."""
    name = stored_name(title)
    if default_storage.exists(name):
        return name
    with TemporaryFile() as file:
        write_workbook(file, tables_of(title))
        file.seek(0)
        if stored_name(title) != name:
            return None
        return default_storage.save(name, File(file))


def listed():
    """The names of the workbooks in the storage."""
    try:
        _folders, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    return [f"{FOLDER}/{file}" for file in files]


def tables_of(title):
    """(sheet, columns, rows) of the sheet with this title, or of the whole public register."""
    if title == WHOLE:
        return loadable(sheets(public=True))
    return (table for table in sheets(public=True) if table[0].title == title)
