"""The list of sheets is the contract's, and forgets no column of the models."""

import pytest

from register.reading import COMMAND, read
from register.sheets import BY_TITLE, SHEETS
from register.tests.registers import OFFICE_REGISTER, OTHER_TOWN

INTERNAL = {
    "partners": {"contact_name", "contact_role", "contact_email", "contact_phone"}
    | {"notes_internal"},
    "shipments": {"declaration_code", "cleared_on", "reported_on", "store", "carrier"}
    | {"notes_internal"},
}
KEPT_BY_THE_MODELS = {"id", "created_at", "updated_at", "distributed"}


def test_seventeen_sheets_stand_in_the_order_of_their_references():
    assert " ".join(BY_TITLE) == (
        "office areas partners agreements programmes projects funding events categories needs"
        " recipients shipments items distributions rates reports report_texts"
    )


@pytest.mark.parametrize("file", [OFFICE_REGISTER, OTHER_TOWN], ids=lambda file: file.stem)
def test_registers_have_the_columns_in_the_same_order(file):
    tables, faults = read(file, COMMAND, {title: set(s.columns) for title, s in BY_TITLE.items()})
    assert faults == []
    for table in tables:
        for _number, cells in table.rows:
            assert list(cells) == list(BY_TITLE[table.title].columns), table.title


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
def test_internal_columns_are_marked(sheet):
    internal = {name for name, column in sheet.columns.items() if column.internal}
    assert internal == INTERNAL.get(sheet.title, set())


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
def test_every_column_has_a_label(sheet):
    assert str(sheet.label)
    assert all(str(column.label) for column in sheet.columns.values())


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
def test_an_import_writes_every_column_of_the_model(sheet):
    """What no column of the sheet fills would be emptied when a row is written again."""
    written = {lookup.split("__")[0] for c in sheet.columns.values() for lookup in c.lookups}
    names = {field.name for field in sheet.model._meta.concrete_fields}
    originals = {name for name in names if f"{name}_uk" in names}
    left = names - written - originals
    assert left == (KEPT_BY_THE_MODELS & names) | set(sheet.entered)
