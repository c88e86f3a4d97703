"""Workbooks in: what cells of every type mean, and what hostile files come to."""

import re
import tracemalloc
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from aid.models import Shipment
from partners.models import Area, Partner
from projects.models import FundingLine
from publishing.dates import PartialDate
from register.importing import Count, import_file, import_rows
from register.reading import BROWSER, Limits
from register.tests.registers import in_form, is_empty, saved, small, workbook_file

pytestmark = pytest.mark.django_db


def partner_file(**cells):
    """A workbook with one partner."""
    row = {"key": "birch", "kind": "hromada", "name_uk": "Б", "country": "UA", "status": "active"}
    row |= cells
    return workbook_file(partners=[list(row), list(row.values())])


def imported_partner(**cells):
    assert import_file(partner_file(**cells)).faults == []
    return Partner.objects.get()


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            (2008, PartialDate(2008)),
            (2008.0, PartialDate(2008)),
            ("2008", PartialDate(2008)),
            ("2022-03", PartialDate(2022, 3)),
            (datetime(2022, 7, 12), PartialDate(2022, 7, 12)),
            (date(2022, 7, 12), PartialDate(2022, 7, 12)),
            (None, None),
        ],
    )
    def test_partial_dates_come_as_text_as_years_and_as_days(self, cell, value):
        assert imported_partner(since=cell).since == value

    @pytest.mark.parametrize("cell", [datetime(2022, 7, 12), "2022-07-12"])
    def test_full_dates_come_as_text_and_as_days(self, cell):
        assert imported_partner(public_from=cell).public_from == date(2022, 7, 12)

    @pytest.mark.parametrize("cell", [True, "yes", "Yes"])
    def test_booleans_are_yes_or_true(self, cell):
        file = workbook_file(
            events=[["key", "kind", "title_uk", "online"], ["a", "camp", "Табір", cell]]
        )
        assert import_file(file).faults == []

    @pytest.mark.parametrize(
        ("cell", "value"),
        [(300000.5, "300000.50"), (0.1 + 0.2, "0.30"), ("12.34", "12.34"), (7, "7")],
    )
    def test_numbers_are_exact(self, cell, value):
        import_rows(in_form(small()))
        columns = ["project", "line", "kind", "amount", "currency"]
        file = workbook_file(funding=[columns, ["bridge", 2, "own", cell, "UAH"]])
        assert import_file(file).faults == []
        assert FundingLine.objects.get(line=2).amount == Decimal(value)

    def test_a_number_in_a_text_column_is_its_digits(self):
        file = workbook_file(shipments=[["reference", "title_uk"], [2024, "Ковдри"]])
        assert import_file(file).faults == []
        assert Shipment.objects.get().reference == "2024"

    def test_a_date_in_a_text_column_is_refused(self):
        outcome = import_file(partner_file(code=datetime(2022, 7, 12)))
        assert [(f.row, f.column) for f in outcome.faults] == [(2, "code")]

    @pytest.mark.parametrize("text", ["=1+1", "+380", "-5", "@office", "#N/A", "_x0041_"])
    def test_text_that_looks_like_a_formula_is_text(self, text):
        workbook = openpyxl.load_workbook(partner_file())
        cell = workbook["partners"]["C2"]
        cell.value = text.replace("_x0041_", "_x005F_x0041_")
        cell.data_type = "s"
        assert import_file(saved(workbook)).faults == []
        assert Partner.objects.get().name_uk == text

    def test_a_formula_counts_as_its_stored_value(self):
        formula = '<c r="B2" t="str"><f>CONCATENATE("Осв","іта")</f><v>Освіта</v></c>'
        file = with_part(areas_file(), SHEET, lambda xml: replace_cell(xml, formula))
        assert import_file(file).faults == []
        assert Area.objects.get().name_uk == "Освіта"

    def test_an_error_of_a_formula_is_refused(self):
        file = workbook_file(areas=[["key", "name_uk"], ["a", "#REF!"]])
        outcome = import_file(file)
        assert [(f.sheet, f.row, f.column) for f in outcome.faults] == [("areas", 2, "name_uk")]


class TestRows:
    def test_empty_rows_are_passed_over_and_the_others_keep_their_numbers(self):
        rows = [["key", "name_uk"], [None, None], ["a", "А"], [], ["B", "Б"]]
        outcome = import_file(workbook_file(areas=rows))
        assert [(f.row, f.column) for f in outcome.faults] == [(5, "key")]

    def test_a_sheet_of_names_alone_is_fine(self):
        assert import_file(workbook_file(areas=[["key", "name_uk"]])).faults == []
        assert import_file(workbook_file(areas=[])).faults == []

    def test_cells_beyond_the_row_s_end_are_empty(self):
        import_rows(in_form(small()))
        file = workbook_file(partners=[["key", "areas", "publication"], ["birch"]])
        outcome = import_file(file)
        assert outcome.counts["partners"] == Count(changed=1)
        assert Partner.objects.get(key="birch").areas.count() == 0

    def test_columns_without_name_unknown_and_repeated_ones_are_refused(self):
        (fault,) = import_file(workbook_file(areas=[["key", "name_uk"], ["a", "А", "?"]])).faults
        assert (fault.sheet, fault.row) == ("areas", 2)
        (fault,) = import_file(workbook_file(areas=[["key", "nom"], ["a", "А"]])).faults[:1]
        assert (fault.row, fault.column) == (1, "nom")
        (fault,) = import_file(workbook_file(areas=[["key", "key"], ["a", "b"]])).faults
        assert (fault.row, fault.column) == (1, "key")

    def test_an_unknown_worksheet_is_refused(self):
        (fault,) = import_file(workbook_file(Sheet1=[["key"]])).faults
        assert fault.sheet == "Sheet1"

    def test_more_rows_than_allowed_are_refused(self):
        rows = [["key", "name_uk"], *([f"a{n}", "А"] for n in range(4))]
        limits = Limits(size=10**6, unpacked=10**7, rows=3)
        (fault,) = import_file(workbook_file(areas=rows), limits=limits).faults
        assert fault.sheet == "areas" and "3" in fault.problem
        assert is_empty()


def with_part(file, name, change):
    """The archive with one part changed: `change` takes and gives its bytes."""
    result = BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == name else content)
    result.seek(0)
    return result


def replace_cell(xml, cell):
    """A worksheet with another cell B2."""
    changed, count = re.subn(b'<c r="B2".*?</c>', cell.encode(), xml)
    assert count == 1
    return changed


def areas_file():
    return workbook_file(areas=[["key", "name_uk"], ["a", "А"]])


SHEET = "xl/worksheets/sheet1.xml"


class TestHostileFiles:
    def refused(self, file, limits=BROWSER):
        """The one fault of a file, which is refused without much memory."""
        tracemalloc.start()
        (fault,) = import_file(file, limits=limits).faults
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 100 * 1024 * 1024
        assert is_empty()
        return fault

    def test_workbooks_are_read_with_defusedxml(self):
        assert openpyxl.DEFUSEDXML is True

    def test_a_zip_that_is_no_workbook(self):
        file = BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a.txt", "hello")
        assert self.refused(file)

    def test_a_cut_off_workbook(self):
        assert self.refused(BytesIO(areas_file().read()[:2000]))

    def test_a_large_file(self):
        assert "21" in self.refused(BytesIO(b"PK" + bytes(BROWSER.size))).problem

    def test_a_bomb(self):
        zeros = bytes(1024 * 1024)
        file = BytesIO(areas_file().read())
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
            part = archive.open("xl/media/image1.png", "w", force_zip64=True)
            for _ in range(201):
                part.write(zeros)
            part.close()
        assert "200" in self.refused(file).problem

    def test_a_bomb_in_the_styles(self):
        noise = b"".join(b"<!--%d-->" % n for n in range(2_000_000))
        file = with_part(areas_file(), "xl/styles.xml", lambda xml: xml + noise)
        assert self.refused(file)

    def test_a_small_bomb_of_one_text(self):
        text = "а" * 5_000_000
        cell = f'<c r="B2" t="inlineStr"><is><t>{text}</t></is></c>'
        assert self.refused(with_part(areas_file(), SHEET, lambda xml: replace_cell(xml, cell)))

    def test_a_part_that_lies_about_its_size(self):
        content = bytearray(areas_file().read())
        for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
            start = content.find(signature)
            while start >= 0:
                content[start + offset : start + offset + 4] = (10).to_bytes(4, "little")
                start = content.find(signature, start + 4)
        assert self.refused(BytesIO(bytes(content)))

    @pytest.mark.parametrize(
        "prologue",
        [
            b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]>',
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        ],
    )
    def test_entities(self, prologue):
        file = with_part(areas_file(), SHEET, lambda xml: prologue + xml)
        assert self.refused(file)

    def test_a_sheet_that_claims_every_row_holds_only_what_is_filled(self):
        file = with_part(
            areas_file(),
            SHEET,
            lambda xml: xml.replace(b"</sheetData>", b'<row r="1048576"/></sheetData>'),
        )
        assert import_file(file, limits=BROWSER).faults == []
        assert Area.objects.count() == 1

    def test_a_row_number_beyond_every_worksheet(self):
        file = with_part(
            areas_file(),
            SHEET,
            lambda xml: xml.replace(b"</sheetData>", b'<row r="99999999999"/></sheetData>'),
        )
        assert self.refused(file)

    def test_a_wrong_dimension_hides_nothing(self):
        file = with_part(
            areas_file(), SHEET, lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1:A1"')
        )
        assert import_file(file).faults == []
        assert Area.objects.get().name_uk == "А"

    def test_a_shared_text_that_is_not_there(self):
        lost = '<c r="B2" t="s"><v>99</v></c>'
        file = with_part(areas_file(), SHEET, lambda xml: replace_cell(xml, lost))
        assert self.refused(file)
