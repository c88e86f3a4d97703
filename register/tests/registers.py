"""Small registers in their JSON form, and files made of them."""

import json
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from register.exporting import export_file
from register.sheets import SHEETS

HERE = Path(__file__).parent
OFFICE_REGISTER = HERE.parent / "data" / "dolyna-2022.json"
OTHER_TOWN = HERE / "data" / "zoloch-2024.json"


def small():
    """{sheet: rows} of a register that has one sound row in every sheet (two partners)."""
    return {
        "office": [{"code": "UA00000000000000001", "council_uk": "Лісова міська рада"}],
        "areas": [{"key": "culture", "name_uk": "Культура"}],
        "partners": [
            {
                "key": "birch",
                "kind": "municipality",
                "name_uk": "Березове",
                "country": "LT",
                "status": "active",
                "areas": "culture",
                "publication": "public",
            },
            {
                "key": "maple",
                "kind": "organisation",
                "name_uk": "Фонд «Клен»",
                "country": "PL",
                "status": "active",
                "publication": "draft",
            },
        ],
        "agreements": [
            {
                "key": "birch-2022",
                "kind": "cooperation",
                "title_uk": "Угода про співпрацю",
                "parties": "office:coordinator;birch:signatory",
                "reporting_party": "office",
                "signed_on": "2022-03",
            }
        ],
        "programmes": [{"key": "borderlands", "name_uk": "Програма сусідства"}],
        "projects": [
            {
                "key": "bridge",
                "title_uk": "Міст",
                "programme": "borderlands",
                "lead": "office",
                "partners": "birch;office",
            }
        ],
        "funding": [
            {
                "project": "bridge",
                "line": 1,
                "partner": "office",
                "kind": "own",
                "amount": 1000,
                "currency": "UAH",
            }
        ],
        "events": [
            {
                "key": "camp",
                "kind": "camp",
                "title_uk": "Табір",
                "partners": "birch",
                "project": "bridge",
                "agreement": "birch-2022",
                "start": "2022-08",
            }
        ],
        "categories": [{"key": "bedding", "name_uk": "Постільні речі"}],
        "needs": [
            {
                "key": "blankets",
                "title_uk": "Ковдри",
                "category": "bedding",
                "quantity": 100,
                "unit": "pcs",
            }
        ],
        "recipients": [
            {"key": "hospital", "kind": "medical", "name_uk": "Лікарня"},
            {
                "key": "shelter",
                "kind": "idp",
                "name_uk": "Прихисток на Тихій",
                "public_name_uk": "Прихисток",
                "sensitive": "yes",
            },
        ],
        "shipments": [
            {
                "reference": "2022/1-А",
                "title_uk": "Ковдри для лікарні",
                "donors": "birch;office",
                "received_on": "2022-05",
                "status": "received",
                "need": "blankets",
                "project": "bridge",
                "value": "2000.50",
                "currency": "EUR",
                "store": "склад на Довгій",
                "publication": "public",
            }
        ],
        "items": [
            {
                "shipment": "2022/1-А",
                "line": 1,
                "category": "bedding",
                "name_uk": "Ковдри вовняні",
                "quantity": 100,
                "written_off": 10,
                "unit": "pcs",
            }
        ],
        "distributions": [
            {
                "act_number": "7/2022",
                "shipment": "2022/1-А",
                "line": 1,
                "recipient": "hospital",
                "quantity": 50,
                "date": "2022-05-20",
            }
        ],
        "rates": [{"currency": "EUR", "date": "2022-05-31", "uah": "31.4159"}],
        "reports": [{"year": 2022, "title_uk": "Звіт за 2022 рік", "publication": "draft"}],
        "report_texts": [
            {"year": 2022, "partner": "birch", "place": "after", "text_uk": "Далі буде."}
        ],
    }


def changed(sheet, row=0, **cells):
    """The small register with other cells in one of its rows."""
    register = small()
    register[sheet][row] |= cells
    return register


def in_form(register):
    """{sheet: rows} in the form that files have."""
    return [{"title": title, "data": rows} for title, rows in register.items()]


def only(sheet, *rows):
    """A register of one sheet, in the form that files have."""
    return [{"title": sheet, "data": list(rows)}]


def text_file(text):
    """An open file that holds this text."""
    return BytesIO(text.encode())


def json_file(content):
    """An open file of the JSON form."""
    return text_file(json.dumps(content, ensure_ascii=False))


def workbook_file(**sheets):
    """An open workbook: {sheet: rows of cells, the first of them the names of columns}."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        worksheet = workbook.create_sheet(title)
        for row in rows:
            worksheet.append(row)
    return saved(workbook)


def saved(workbook):
    file = BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def exported(path, public=False):
    """{sheet: rows} of what an export to the `.json` file `path` holds."""
    export_file(path, public=public)
    return {sheet["title"]: sheet["data"] for sheet in json.loads(path.read_text("utf-8"))}


def is_empty():
    """Whether no sheet has a stored row."""
    return not any(sheet.model.objects.exists() for sheet in SHEETS)
