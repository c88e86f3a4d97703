"""Each record as data at its own address, with links to the records it has to do with."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from publishing.addresses import get_public
from register.datasets import LICENCE
from register.exporting import cells
from register.open_access import JSON, open_data
from register.sheets import BY_TITLE, SHEETS, OpenKeys
from register.streaming import json_row

ADDRESSES = {  # {sheet: the name of its records' pages}
    "partners": "partners:detail",
    "agreements": "partners:agreement_detail",
    "projects": "projects:detail",
    "events": "projects:event_detail",
    "needs": "aid:need_detail",
    "shipments": "aid:shipment_detail",
    "reports": "reports:year",
}
NAMED_BY = ("name_uk", "name_en", "title_uk", "title_en")


def record_file(title):
    """The view of the records of one sheet."""

    @open_data
    def view(request, key):
        sheet = BY_TITLE[title]
        record = get_public(sheet.public_records(), key)
        content = json_row(described(sheet, record))
        return HttpResponse(f"{content}\n", content_type=JSON)

    return view


def described(sheet, record):
    """The record as a dict: where it stands, its row, its neighbours."""
    visible = OpenKeys()
    (row,) = sheet.public_rows(visible, sheet.public_records().filter(pk=record.pk))
    (cells_of_row,) = cells(sheet, [row])
    return {
        "type": sheet.title,
        **addresses(record.get_absolute_url()),
        "licence": LICENCE,
        "updated_at": record.updated_at.isoformat(),
        "record": cells_of_row,
        "refers_to": referred(sheet, row),
        "referred_by": referring(sheet, record, visible),
    }


def addresses(url):
    """The record's page in both languages, and as data."""
    return {
        "url": settings.SITE_URL + url,
        "url_en": f"{settings.SITE_URL}/en{url}",
        "data": settings.SITE_URL + data_url(url),
    }


def data_url(url):
    """The path of a record as data, beside that of its page."""
    return f"{url.removesuffix('/')}.json"


def referred(sheet, row):
    """{column: neighbours} of the records that a public row refers to."""
    found = {}
    for name, value in row.items():
        for title, key in sheet.columns[name].targets(value):
            found.setdefault(name, []).append(neighbour(title, key))
    return found


def neighbour(title, key):
    """A record of another sheet, with its address where it has one."""
    if title not in ADDRESSES:
        return {"type": title, "key": key}
    url = reverse(ADDRESSES[title], args=[key])
    return {"type": title, "key": key} | addresses(url)


def referring(sheet, record, visible):
    """{sheet: its public rows that refer to the record}.

    Records with an address are named and linked; the others stand here as they are.
    """
    found = {}
    for other in SHEETS:
        condition = other.referring_to(sheet.title, record)
        if not condition:
            continue
        records = other.public_records().filter(condition)
        once = other.public_records().filter(pk__in=records.order_by().values("pk"))
        rows = list(cells(other, other.public_rows(visible, once)))
        if rows and other.title in ADDRESSES:
            rows = [named(other, row) for row in rows]
        if rows:
            found[other.title] = rows
    return found


def named(sheet, row):
    """A neighbour with its names."""
    names = {name: row[name] for name in NAMED_BY if name in row}
    return neighbour(sheet.title, row[sheet.key[0]]) | names
