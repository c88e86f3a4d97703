"""Everything that contract.md calls refused, each tried, with nothing written."""

from decimal import Decimal

import pytest

from register.importing import import_file, import_rows
from register.tests.registers import changed, in_form, is_empty, json_file, only, small, text_file

pytestmark = pytest.mark.django_db

TOO_LONG = "1" + "0" * 12
CELLS = [
    # sheet, row of the small register, column, cell
    ("office", 0, "code", ""),
    ("areas", 0, "key", None),
    ("areas", 0, "name_uk", " "),
    ("partners", 0, "kind", ""),
    ("partners", 0, "name_uk", None),
    ("partners", 0, "country", None),
    ("partners", 0, "status", ""),
    ("agreements", 0, "parties", ""),
    ("agreements", 0, "parties", ";"),
    ("funding", 0, "amount", None),
    ("funding", 0, "currency", ""),
    ("items", 0, "unit", ""),
    ("distributions", 0, "quantity", None),
    ("rates", 0, "uah", None),
    ("recipients", 1, "name_uk", ""),
    # keys and references
    ("partners", 0, "key", "Birch"),
    ("partners", 0, "key", "береза"),
    ("partners", 0, "key", "-birch"),
    ("partners", 0, "key", "b" * 81),
    ("partners", 0, "key", "office"),
    ("recipients", 0, "key", "undisclosed"),
    ("recipients", 0, "key", "undisclosed-1"),
    ("shipments", 0, "reference", "2022 1"),
    ("shipments", 0, "reference", "2022;1"),
    ("shipments", 0, "reference", "2022/../1"),
    ("shipments", 0, "reference", "2022/./1"),
    ("shipments", 0, "reference", "2022//1"),
    ("distributions", 0, "act_number", "№ 7"),
    # references to what is not there
    ("partners", 0, "areas", "culture;nothing"),
    ("agreements", 0, "parties", "birch;nobody"),
    ("agreements", 0, "reporting_party", "nobody"),
    ("projects", 0, "programme", "nothing"),
    ("projects", 0, "lead", "nobody"),
    ("projects", 0, "partners", "nobody"),
    ("funding", 0, "project", "nothing"),
    ("funding", 0, "partner", "nobody"),
    ("events", 0, "agreement", "nothing"),
    ("events", 0, "project", "birch"),
    ("needs", 0, "category", "nothing"),
    ("shipments", 0, "donors", "birch;nobody"),
    ("shipments", 0, "need", "nothing"),
    ("items", 0, "shipment", "nothing"),
    ("distributions", 0, "line", 2),
    ("distributions", 0, "recipient", "nobody"),
    ("report_texts", 0, "year", 2021),
    ("report_texts", 0, "partner", "office"),
    # choices, units, countries, currencies
    ("partners", 0, "kind", "village"),
    ("partners", 0, "relation", "Twinning"),
    ("partners", 0, "publication", "published"),
    ("partners", 0, "country", "XX"),
    ("partners", 0, "country", "lt"),
    ("partners", 0, "country", "LTU"),
    ("agreements", 0, "form", "delegation;marriage"),
    ("agreements", 0, "parties", "birch:witness"),
    ("agreements", 0, "parties", "birch;birch:joined"),
    ("shipments", 0, "beneficiaries", "medical;army"),
    ("items", 0, "unit", "шт."),
    ("funding", 0, "currency", "EURO"),
    ("shipments", 0, "currency", "XYZ"),
    ("rates", 0, "currency", "eur"),
    ("report_texts", 0, "place", "between"),
    ("events", 0, "online", "perhaps"),
    ("events", 0, "online", 1),
    # dates
    ("partners", 0, "since", "2022-13"),
    ("partners", 0, "since", "2022-02-30"),
    ("partners", 0, "since", "spring"),
    ("partners", 0, "since", 22),
    ("partners", 0, "since", 2022.5),
    ("partners", 0, "since", True),
    ("partners", 0, "public_from", "2022-03"),
    ("partners", 0, "public_from", 2022),
    ("shipments", 0, "cleared_on", "2022"),
    ("items", 0, "expires_on", "soon"),
    ("rates", 0, "date", "2022-05"),
    # an end before its start
    ("agreements", 0, "valid_until", "2022-02"),
    ("agreements", 0, "valid_until", "2021"),
    # numbers
    ("partners", 0, "population", "many"),
    ("partners", 0, "population", -1),
    ("partners", 0, "population", 1.5),
    ("partners", 0, "population", 10**11),
    ("partners", 0, "population", 10**500),
    ("partners", 0, "population", True),
    ("funding", 0, "line", ""),
    ("funding", 0, "amount", "-1"),
    ("funding", 0, "amount", "1000,50"),
    ("funding", 0, "amount", "1.005"),
    ("funding", 0, "amount", TOO_LONG),
    ("funding", 0, "amount", "1e3"),
    ("funding", 0, "amount", "NaN"),
    ("funding", 0, "amount", "Infinity"),
    ("funding", 0, "amount", float("inf")),
    ("funding", 0, "amount", Decimal("1e999999999")),
    ("items", 0, "weight_kg", "-0.1"),
    ("items", 0, "quantity", 10**12),
    ("items", 0, "value", "0.001"),
    ("rates", 0, "uah", 0),
    ("distributions", 0, "quantity", 0),
    ("reports", 0, "year", 22),
    # places
    ("office", 0, "latitude", "90.1"),
    ("partners", 0, "latitude", "-91"),
    ("partners", 0, "longitude", 181),
    # addresses
    ("partners", 0, "website", "javascript:alert(1)"),
    ("partners", 0, "website", "ftp://example.org/"),
    ("partners", 0, "website", "example.org"),
    ("office", 0, "website", "https://"),
    ("office", 0, "email", "nobody"),
    ("partners", 0, "contact_email", "a@b@c"),
    # texts
    ("partners", 0, "name_uk", "Бере\u202eзове"),
    ("partners", 0, "name_uk", "Бере\u200bзове"),
    ("partners", 0, "name_uk", "Бере\u2066зове"),
    ("partners", 0, "name_uk", "Бере\x00зове"),
    ("partners", 0, "name_uk", "Бере\x1bзове"),
    ("partners", 0, "name_uk", "Березове\nмісто"),
    ("partners", 0, "name_uk", "Б" * 201),
    ("partners", 0, "name_uk", True),
    ("partners", 0, "name_uk", ["Березове"]),
    ("partners", 0, "name_uk", {"uk": "Березове"}),
    ("partners", 0, "summary_uk", "Текст\ufeff"),
    ("partners", 0, "notes_internal", "текст\u2069"),
    ("partners", 0, "colour_ground", "red"),
    # parts of whole pieces, acts before arrival
    ("needs", 0, "quantity", "99.5"),
    ("needs", 0, "promised", "0.1"),
    ("items", 0, "quantity", "99.5"),
    ("items", 0, "announced", "0.001"),
    ("items", 0, "written_off", "1.5"),
    ("distributions", 0, "quantity", "49.5"),
    ("distributions", 0, "date", "2022-04-30"),
    ("distributions", 0, "date", "2022-04"),
    ("distributions", 0, "date", "2021"),
    # balance
    ("distributions", 0, "quantity", 91),
    # a sum without what it is of
    ("shipments", 0, "currency", ""),
    ("needs", 0, "unit", ""),
]


@pytest.mark.parametrize(("sheet", "row", "column", "cell"), CELLS)
def test_a_refused_cell_is_named_and_nothing_is_written(sheet, row, column, cell):
    outcome = import_rows(in_form(changed(sheet, row, **{column: cell})))
    places = [(fault.sheet, fault.row, fault.column) for fault in outcome.faults]
    assert (sheet, row + 2, column) in places
    assert is_empty()


def test_the_small_register_is_sound():
    assert import_rows(in_form(small())).faults == []


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("areas", "key"),
        ("areas", "name_uk"),
        ("partners", "country"),
        ("agreements", "parties"),
        ("funding", "line"),
        ("items", "unit"),
        ("distributions", "recipient"),
        ("report_texts", "place"),
        ("shipments", "reference"),
    ],
)
def test_a_new_row_without_a_column_that_must_be_filled_is_refused(sheet, column):
    register = small()
    for row in register[sheet]:
        del row[column]
    outcome = import_rows(in_form(register))
    assert (sheet, 2, column) in [(f.sheet, f.row, f.column) for f in outcome.faults]
    assert is_empty()


@pytest.mark.parametrize(
    "sheet", ["areas", "partners", "funding", "shipments", "items", "distributions", "rates"]
)
def test_a_repeated_key_is_refused(sheet):
    register = small()
    register[sheet].append(dict(register[sheet][0]))
    outcome = import_rows(in_form(register))
    last = len(register[sheet]) + 1
    (fault,) = outcome.faults
    assert (fault.sheet, fault.row) == (sheet, last)
    assert is_empty()


def test_a_second_office_is_refused_in_the_file_and_beside_a_stored_one():
    other = {"code": "UA00000000000000002"}
    register = small()
    register["office"].append(other)
    assert [(f.row, f.column) for f in import_rows(in_form(register)).faults] == [(3, "code")]
    assert import_rows(in_form(small())).faults == []
    outcome = import_rows(only("office", other))
    assert [(f.row, f.column) for f in outcome.faults] == [(2, "code")]


def test_unknown_sheets_and_columns_are_refused():
    register = in_form(changed("areas", 0, colour="red")) + only("friends", {"key": "a"})
    outcome = import_rows(register)
    assert {(f.sheet, f.column) for f in outcome.faults} == {("areas", "colour"), ("friends", "")}
    assert is_empty()


def test_all_faults_of_all_sheets_are_told_at_once():
    register = small()
    register["partners"][0] |= {
        "country": "XX",
        "areas": "nothing",
        "since": "2022",
        "until": "2021",
    }
    register["events"][0] |= {"kind": "party"}
    register["distributions"][0] |= {"quantity": 1000}
    outcome = import_rows(in_form(register))
    assert {(f.sheet, f.row, f.column) for f in outcome.faults} == {
        ("partners", 2, "country"),
        ("partners", 2, "until"),
        ("partners", 2, "areas"),
        ("events", 2, "kind"),
        ("distributions", 2, "quantity"),
    }


def test_a_fault_of_a_row_is_not_repeated_for_those_that_refer_to_it():
    outcome = import_rows(in_form(changed("shipments", 0, status="lost")))
    assert [(f.sheet, f.column) for f in outcome.faults] == [("shipments", "status")]


def test_a_distribution_beyond_the_stored_balance_names_item_available_and_asked():
    import_rows(in_form(small()))
    row = small()["distributions"][0] | {"act_number": "8", "quantity": "40.5"}
    (fault,) = import_rows(only("distributions", row)).faults
    assert (fault.sheet, fault.row, fault.column) == ("distributions", 2, "quantity")
    for part in ("Ковдри вовняні", "40", "40.5"):
        assert part in fault.problem


def test_the_distribution_that_goes_beyond_the_balance_is_named_not_those_before_it():
    register = small()
    first = register["distributions"][0]
    register["distributions"] += [
        first | {"act_number": "8", "quantity": 40},
        first | {"act_number": "9", "quantity": 1},
    ]
    outcome = import_rows(in_form(register))
    assert [(f.sheet, f.row) for f in outcome.faults] == [("distributions", 4)]


def test_less_received_than_stored_acts_gave_out_is_refused_at_the_item():
    import_rows(in_form(small()))
    row = {"shipment": "2022/1-А", "line": 1, "quantity": 59}
    (fault,) = import_rows(only("items", row)).faults
    assert (fault.sheet, fault.row, fault.column) == ("items", 2, "quantity")


def test_more_written_off_than_received_is_refused_at_the_item():
    register = changed("items", 0, written_off=101)
    del register["distributions"]
    outcome = import_rows(in_form(register))
    assert [(f.sheet, f.column) for f in outcome.faults] == [("items", "quantity")]
    assert is_empty()


@pytest.mark.parametrize(
    ("ground", "mark", "column"),
    [("#4c4c4c", "#ffffff", "colour_ground"), ("#123f3f", "#557777", "colour_mark")]
    + [("#666666", "", "colour_ground")],
)
def test_a_pair_of_colours_under_the_contrast_of_the_design_is_refused(ground, mark, column):
    outcome = import_rows(in_form(changed("partners", 0, colour_ground=ground, colour_mark=mark)))
    assert [(f.sheet, f.row, f.column) for f in outcome.faults] == [("partners", 2, column)]
    assert is_empty()


def test_a_readable_pair_of_colours_is_taken():
    register = changed("partners", 0, colour_ground="#123f3f", colour_mark="#bdeee4")
    assert import_rows(in_form(register)).faults == []


def test_an_item_of_unknown_amount_cannot_be_distributed():
    outcome = import_rows(in_form(changed("items", 0, quantity=None, written_off=None)))
    assert [(f.sheet, f.column) for f in outcome.faults] == [("distributions", "quantity")]


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"{", b'{"title": "areas"}', b"[1]", b'[{"title": "areas"}]', b"\xff\xfe\x00"]
    + [b"[" * 100_000, b'[{"title": "areas", "data": {}}]', b"PK\x03\x04nothing"],
)
def test_what_is_no_register_is_refused(content, tmp_path):
    file = tmp_path / "register.json"
    file.write_bytes(content)
    outcome = import_file(file)
    assert len(outcome.faults) == 1
    assert is_empty()


def test_a_row_that_is_no_object_and_a_sheet_given_twice_are_refused():
    (fault,) = import_file(json_file([{"title": "areas", "data": [1]}])).faults
    assert (fault.sheet, fault.row) == ("areas", 2)
    (fault,) = import_file(json_file(only("areas") + only("areas"))).faults
    assert fault.sheet == "areas"


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999999999", "1e9999999999999999999", "1" * 5000]
)
def test_numbers_that_json_writes_and_no_register_holds_are_refused(number):
    content = (
        '[{"title": "rates", "data": [{"currency": "EUR", "date": "2022-05-31", "uah": '
        f"{number}}}]}}]"
    )
    (fault,) = import_file(text_file(content)).faults
    assert (fault.sheet, fault.row, fault.column) == ("rates", 2, "uah")


def test_a_column_given_twice_in_one_object_is_refused():
    content = '[{"title": "areas", "data": [{"key": "a", "key": "b", "name_uk": "А"}]}]'
    (fault,) = import_file(text_file(content)).faults
    assert "key" in fault.problem


@pytest.mark.parametrize("date", ["2022-05-01", "2022-05", "2022", None])
def test_an_act_whose_span_is_not_all_before_arrival_is_taken(date):
    assert import_rows(in_form(changed("distributions", 0, date=date))).faults == []


def test_an_arrival_after_stored_acts_is_refused_at_the_consignment():
    import_rows(in_form(small()))
    (fault,) = import_rows(
        only("shipments", row := {"reference": "2022/1-А", "received_on": "2022-06"})
    ).faults
    assert (fault.sheet, fault.row, fault.column) == ("shipments", 2, "received_on")
    assert "7/2022" in fault.problem
    register = in_form(
        {"shipments": [row], "distributions": [small()["distributions"][0] | {"date": "2022-06"}]}
    )
    assert import_rows(register).faults == []


def test_a_unit_of_whole_pieces_does_not_fit_acts_of_parts():
    register = changed("items", 0, unit="kg")
    register["distributions"][0]["quantity"] = "0.5"
    assert import_rows(in_form(register)).faults == []
    row = {"shipment": "2022/1-А", "line": 1, "unit": "box"}
    (fault,) = import_rows(only("items", row)).faults
    assert (fault.sheet, fault.row, fault.column) == ("items", 2, "unit")


@pytest.mark.parametrize("sheet", ["office", "partners"])
def test_a_number_out_of_range_is_said_to_be_so(sheet):
    outcome = import_rows(in_form(changed(sheet, 0, latitude="90.1")))
    assert [fault.problem for fault in outcome.faults] == ["Число поза дозволеними межами"]
