"""A year of an invented town in the database, from a register in rows."""

from register.importing import import_rows
from reports.models import Report

YEAR = 2024
PUBLIC = {"publication": "public"}


def partner(key, **values):
    """A row of a public, active partner abroad; its names are made of its key."""
    names = {"name_uk": f"Місто {key}", "name_en": f"City of {key}"}
    state = {"kind": "municipality", "country": "LT", "status": "active"}
    return {"key": key} | names | state | PUBLIC | values


def agreement(key, parties, **values):
    state = {"kind": "cooperation", "title_uk": f"Угода {key}", "signed_on": str(YEAR)}
    return {"key": key, "parties": parties} | state | PUBLIC | values


def event(key, partners, **values):
    state = {"kind": "meeting", "title_uk": f"Розмова {key}", "start": f"{YEAR}-05"}
    return {"key": key, "partners": partners} | state | PUBLIC | values


def project(key, partners, **values):
    state = {"title_uk": f"Проєкт {key}", "status": "active"}
    return {"key": key, "partners": partners} | state | PUBLIC | values


def shipment(reference, donors, **values):
    state = {"title_uk": f"Вантаж {reference}", "status": "received", "received_on": f"{YEAR}-06"}
    return {"reference": reference, "donors": donors} | state | PUBLIC | values


def need(key, partners, **values):
    return {"key": key, "partners": partners, "title_uk": f"Потреба {key}"} | PUBLIC | values


def report_of(year=YEAR, **sheets):
    """The draft Report of a year whose register holds these rows."""
    sheets.setdefault("reports", [{"year": year, "title_uk": f"Звіт за {year} рік"}])
    outcome = import_rows([{"title": title, "data": rows} for title, rows in sheets.items()])
    assert not outcome.faults, outcome.faults
    return Report.objects.get(year=year)
