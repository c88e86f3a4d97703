"""The register out: whole and public, and back in."""

import json
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from aid.models import Distribution, Shipment
from partners.models import Partner
from projects.models import Event
from publishing.dates import today
from publishing.text import forbidden_characters
from register.exporting import NotExported, export_file
from register.importing import import_file, import_rows
from register.sheets import BY_TITLE, SHEETS
from register.tests.registers import (
    OFFICE_REGISTER,
    OTHER_TOWN,
    exported,
    in_form,
    is_empty,
    only,
    small,
)
from reports.models import Edition

pytestmark = pytest.mark.django_db


def clear():
    """Empty every table that the register fills, those that refer to others first."""
    Edition.objects.all().delete()
    for sheet in reversed(SHEETS):
        sheet.model.objects.all().delete()
    assert is_empty()


def text_of(path):
    """Every text of a file, of a workbook all its parts, with XML's character references."""
    if path.suffix != ".xlsx":
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8") for name in archive.namelist())


class TestThereAndBack:
    @pytest.mark.parametrize("register", [OFFICE_REGISTER, OTHER_TOWN], ids=lambda file: file.stem)
    @pytest.mark.parametrize("suffix", ["json", "xlsx"])
    def test_an_empty_database_gets_the_same_rows(self, register, suffix, tmp_path):
        assert import_file(register).faults == []
        first = exported(tmp_path / "first.json")
        export_file(tmp_path / f"first.{suffix}")
        clear()
        assert import_file(tmp_path / f"first.{suffix}").faults == []
        assert exported(tmp_path / "second.json") == first
        export_file(tmp_path / "second.xlsx")
        assert cells_of(tmp_path / "second.xlsx") == [
            (title, list(row.values())) for title, rows in first.items() for row in numbers(rows)
        ]

    def test_every_column_of_every_row_is_there(self, tmp_path):
        import_rows(in_form(small()))
        sheets = exported(tmp_path / "register.json")
        assert list(sheets) == list(BY_TITLE)
        for title, rows in sheets.items():
            for row in rows:
                assert list(row) == list(BY_TITLE[title].columns)

    def test_values_have_the_types_of_the_contract(self, tmp_path):
        import_rows(in_form(small()))
        sheets = exported(tmp_path / "register.json")
        (shipment,) = sheets["shipments"]
        assert shipment["value"] == "2000.5"
        assert shipment["weight_kg"] is None
        assert shipment["donors"] == "birch;office"
        assert shipment["received_on"] == "2022-05"
        assert sheets["items"][0]["quantity"] == 100
        assert sheets["events"][0]["online"] == "no"
        assert sheets["agreements"][0]["parties"] == "office:coordinator;birch:signatory"
        assert sheets["projects"][0]["lead"] == "office"
        assert [row["key"] for row in sheets["recipients"]] == ["hospital", "shelter"]

    def test_in_workbooks_quantities_are_numbers_and_codes_are_text(self, tmp_path):
        import_rows(in_form(small()))
        export_file(tmp_path / "register.xlsx")
        workbook = openpyxl.load_workbook(tmp_path / "register.xlsx")
        assert workbook.sheetnames == list(BY_TITLE)
        sheet = workbook["items"]
        (_names, row) = sheet.iter_rows()
        types = {name.value: cell.data_type for name, cell in zip(_names, row, strict=True)}
        assert (types["quantity"], types["line"]) == ("n", "n")
        assert (types["shipment"], types["unit"]) == ("s", "s")

    def test_rows_are_ordered_by_key_and_files_are_the_same_each_time(self, tmp_path):
        rows = small()
        rows["partners"].reverse()
        import_rows(in_form(rows))
        export_file(tmp_path / "a.json")
        export_file(tmp_path / "b.json")
        assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
        assert [row["key"] for row in exported(tmp_path / "a.json")["partners"]] == [
            "birch",
            "maple",
        ]

    def test_an_export_needs_the_same_queries_for_more_rows(
        self, tmp_path, django_assert_max_num_queries
    ):
        import_file(OTHER_TOWN)
        with django_assert_max_num_queries(40):
            export_file(tmp_path / "register.json")


def numbers(rows):
    """Rows of the JSON form with decimals as a workbook's numbers."""
    for row in rows:
        yield {name: as_number(name, value) for name, value in row.items()}


NUMBERS = {"latitude", "longitude", "amount", "quantity", "promised", "announced", "uah"} | {
    "written_off",
    "weight_kg",
    "value",
}


def as_number(name, value):
    return float(value) if name in NUMBERS and value is not None else value


def cells_of(path):
    """(sheet, cells) of every row of a workbook but the first of each sheet."""
    workbook = openpyxl.load_workbook(path)
    return [
        (sheet.title, list(row))
        for sheet in workbook
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


TEXTS = (
    st.text(max_size=60).filter(lambda text: not forbidden_characters(text.strip(" \n\u00a0")))
    | st.tuples(st.sampled_from("=+-@'#\t"), st.text("АБab12+-()=_x", max_size=20)).map("".join)
    | st.sampled_from(["=1+1", "+380 67", "-5", "@a", "#N/A", "_x0041_", "NULL", "None", "TRUE"])
).filter(lambda text: not forbidden_characters(text.strip(" \n\u00a0")))


class TestAnyValues:
    @settings(max_examples=settings.default.max_examples // 5)
    @given(
        summary=TEXTS,
        name=TEXTS.filter(lambda text: text.strip(" \n\u00a0") and "\n" not in text),
        amount=st.decimals(0, 999_999_999_999, places=2),
        weight=st.none() | st.decimals(0, 999_999_999_999, places=3),
        since=st.dates().map(str) | st.dates().map(lambda day: str(day)[:7]) | st.none(),
        day=st.none() | st.dates().map(str),
    )
    def test_go_out_and_come_in_alike(self, tmp_path, summary, name, amount, weight, since, day):
        register = small()
        register["partners"][0] |= {"name_uk": name, "since": since, "public_from": day}
        register["partners"][0]["notes_internal"] = register["partners"][0]["summary_uk"] = summary
        register["funding"][0]["amount"] = str(amount)
        register["shipments"][0]["weight_kg"] = None if weight is None else str(weight)
        assert import_rows(in_form(register)).faults == []
        whole = exported(tmp_path / "whole.json")
        for suffix in ("xlsx", "json"):
            export_file(tmp_path / f"whole.{suffix}")
            clear()
            assert import_file(tmp_path / f"whole.{suffix}").faults == []
            assert exported(tmp_path / "again.json") == whole
        assert not has_formula(tmp_path / "whole.xlsx")
        clear()


def has_formula(path):
    workbook = openpyxl.load_workbook(path)
    return any(cell.data_type == "f" for sheet in workbook for row in sheet for cell in row)


class TestFormulas:
    @pytest.mark.parametrize("text", ["=1+1", "+380", "-5", "@SUM(A1)"])
    def test_a_risky_text_is_a_quoted_text_cell(self, text, tmp_path):
        import_rows(only("areas", {"key": "a", "name_uk": text}))
        export_file(tmp_path / "register.xlsx")
        cell = openpyxl.load_workbook(tmp_path / "register.xlsx")["areas"]["B2"]
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)

    def test_a_text_that_no_worksheet_holds_is_not_cut(self, tmp_path):
        import_rows(in_form(small()))
        Partner.objects.filter(key="birch").update(summary_uk="а" * 40_000)
        with pytest.raises(NotExported):
            export_file(tmp_path / "register.xlsx")
        assert list(tmp_path.iterdir()) == []
        assert len(exported(tmp_path / "register.json")["partners"][0]["summary_uk"]) == 40_000


class TestPublic:
    @pytest.fixture
    def sheets(self, tmp_path):
        assert import_file(OTHER_TOWN).faults == []
        return exported(tmp_path / "public.json", public=True)

    @pytest.mark.parametrize("suffix", ["json", "xlsx"])
    def test_nothing_hidden_is_in_the_file(self, suffix, tmp_path):
        import_file(OTHER_TOWN)
        path = tmp_path / f"public.{suffix}"
        export_file(path, public=True)
        text = text_of(path)
        assert "tartu" in text
        assert "canary" not in text.casefold()
        assert "77770" not in text  # quantities of hidden items

    def test_the_whole_file_has_it_all(self, tmp_path):
        import_file(OTHER_TOWN)
        assert json.dumps(exported(tmp_path / "whole.json")).count("CANARY") > 400

    def test_internal_columns_are_absent(self, sheets):
        assert "contact_name" not in sheets["partners"][0]
        assert "store" not in sheets["shipments"][0]
        assert "declaration_code" not in sheets["shipments"][0]

    def test_sensitive_recipients_are_one_row(self, sheets):
        rows = [row for row in sheets["recipients"] if row["sensitive"] == "yes"]
        assert [row["key"] for row in rows] == ["undisclosed"]
        assert "Кризовий центр" in rows[0]["public_name_uk"]
        assert rows[0]["name_uk"] is None

    def test_acts_of_the_forces_are_absent_and_their_share_cannot_be_subtracted(self, sheets):
        rows = [
            (row["act_number"], row["recipient"], row["quantity"])
            for row in sheets["distributions"]
            if (row["shipment"], row["line"]) == ("2024-002", 1)
        ]
        assert rows == [("3/2024", "school", None), ("3/2024", "undisclosed", None)]

    def test_no_amount_of_help_for_the_forces_alone_is_told(self, tmp_path):
        import_file(OTHER_TOWN)
        shipment = Shipment.objects.public().filter(weight_kg__isnull=False).first()
        shipment.beneficiaries = ["defence"]
        shipment.save()
        rows = exported(tmp_path / "public.json", public=True)["shipments"]
        row = next(row for row in rows if row["reference"] == shipment.reference)
        assert (row["weight_kg"], row["value"], row["currency"]) == (None, None, None)
        assert any(row["weight_kg"] for row in rows)

    def test_other_quantities_are_there(self, sheets):
        quantities = {row["recipient"]: row["quantity"] for row in sheets["distributions"]}
        assert quantities["hospital"] and quantities["villages"]

    def test_references_to_hidden_records_are_left_out(self, sheets):
        events = {row["key"]: row for row in sheets["events"]}
        meeting = events["mixed-meeting"]
        assert (meeting["partners"], meeting["project"], meeting["agreement"]) == (
            "tartu",
            None,
            None,
        )
        projects = {row["key"]: row for row in sheets["projects"]}
        assert projects["smart-light"]["lead"] is None

    def test_rows_serve_as_references_of_the_same_file(self, sheets):
        keys = {title: {row.get("key") for row in rows} for title, rows in sheets.items()}
        shipments = {row["reference"] for row in sheets["shipments"]}
        assert {row["shipment"] for row in sheets["items"]} <= shipments
        assert {row["recipient"] for row in sheets["distributions"]} == keys["recipients"]
        assert {row["project"] for row in sheets["funding"]} <= keys["projects"]

    def test_two_unnamed_recipients_of_one_act_are_one_row(self, tmp_path):
        register = small()
        register["recipients"].append(register["recipients"][1] | {"key": "refuge"})
        row = register["distributions"][0]
        register["distributions"] = [
            row | {"recipient": "shelter", "quantity": 5},
            row | {"recipient": "refuge", "quantity": 7},
        ]
        import_rows(in_form(register))
        (row,) = exported(tmp_path / "public.json", public=True)["distributions"]
        assert (row["recipient"], row["quantity"]) == ("undisclosed", 12)

    def test_what_is_public_tomorrow_is_not_public_today(self, tmp_path):
        register = small()
        register["partners"][0]["public_from"] = str(today() + timedelta(days=1))
        import_rows(in_form(register))
        sheets = exported(tmp_path / "public.json", public=True)
        assert sheets["partners"] == sheets["shipments"] == sheets["items"] == []
        assert sheets["office"]

    def test_hidden_parents_hide_their_rows(self, tmp_path):
        import_rows(in_form(small()))
        assert exported(tmp_path / "public.json", public=True)["distributions"]
        assert Distribution.objects.exists() and not Event.objects.public().exists()
        Partner.objects.filter(key="birch").update(publication="internal")
        sheets = exported(tmp_path / "public.json", public=True)
        assert sheets["distributions"] == sheets["items"] == sheets["recipients"] == []


class TestCommand:
    def test_it_writes_both_formats(self, tmp_path):
        import_rows(in_form(small()))
        for suffix in ("json", "xlsx"):
            call_command("export_register", str(tmp_path / f"whole.{suffix}"))
            call_command("export_register", str(tmp_path / f"open.{suffix}"), "--public")
            assert "Тихій" in text_of(tmp_path / f"whole.{suffix}") or suffix == "xlsx"
            assert "shelter" in text_of(tmp_path / f"whole.{suffix}")
            assert "shelter" not in text_of(tmp_path / f"open.{suffix}")

    @pytest.mark.parametrize("name", ["register.csv", "register", "none/register.json"])
    def test_it_says_why_it_can_not_write(self, name, tmp_path):
        with pytest.raises(CommandError):
            call_command("export_register", str(tmp_path / name))
        assert list(tmp_path.iterdir()) == []

    def test_the_file_names_no_other_software(self, tmp_path):
        export_file(tmp_path / "register.xlsx")
        properties = openpyxl.load_workbook(tmp_path / "register.xlsx").properties
        assert properties.creator == "dolyna-portal"
