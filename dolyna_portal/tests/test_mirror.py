"""The static mirror: the whole public site in files, nothing of what is hidden."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from aid.tests.records import make_shipment
from dolyna_portal.tests.transactions import connection_kept
from dolyna_portal.visiting import Answer, Visitor
from partners.tests.records import make_agreement, make_office, make_partner
from projects.tests.records import make_event, make_project
from publishing.changes import as_one_change

pytestmark = pytest.mark.django_db

HIDDEN = "CANARY"
PLAIN = {  # styles are read where they lie
    "DEBUG": True,
    "ALLOWED_HOSTS": [urlsplit(settings.SITE_URL).hostname],
}


@pytest.fixture(scope="module")
def mirror(tmp_path_factory, django_db_setup, django_db_blocker):
    """The folder of a mirror, built once for all tests that read it."""
    folder = tmp_path_factory.mktemp("site") / "mirror"
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**PLAIN):
        fill()
        build(folder)
        transaction.set_rollback(True)
    return folder


def build(folder):
    with connection_kept():
        call_command("build_mirror", str(folder))


def fill():
    """A register of each kind of record, with more consignments than a page of the ledger has."""
    make_office()
    partner = make_partner(key="remo", name_uk="Ремо", name_en="Remo", country="LT")
    make_agreement([partner], key="friends")
    make_project([partner])
    make_event([partner], title_uk="Табір", summary_uk="Літній")
    make_event([partner], title_uk=HIDDEN, publication="internal")
    make_shipment([make_partner(name_uk=HIDDEN, publication="internal")], title_uk=HIDDEN)
    with as_one_change():
        for number in range(60):
            make_shipment([partner], reference=f"А-{number}")


def test_has_every_page_in_both_languages_and_every_link_leads_to_a_file(mirror):
    text = (mirror / "sitemap.xml").read_text()
    assert "/aid/shipments/" in text
    for address in re.findall(r"<loc>([^<]+)</loc>", text):
        assert (mirror / unquote(urlsplit(address).path).lstrip("/") / "index.html").is_file()
    broken = []
    for page in mirror.rglob("*.html"):
        for link in re.findall(r'\s(?:href|src)="(/[^"#?]*)', page.read_text()):
            path = unquote(link)
            if path.startswith(("/admin/", "/en/admin/")):
                continue
            file = mirror / path.lstrip("/")
            if not (file / "index.html" if path.endswith("/") else file).is_file():
                broken.append((str(page.relative_to(mirror)), link))
    assert broken == []


def test_shows_nothing_hidden_and_says_of_when_it_is(mirror):
    for file in mirror.rglob("*"):
        if file.is_file():
            assert HIDDEN.encode() not in file.read_bytes(), file
    assert 'class="offline"' in (mirror / "index.html").read_text()
    assert "Saved copy shown" in (mirror / "en" / "index.html").read_text()


def test_pages_of_a_list_are_folders(mirror):
    second = mirror / "aid" / "shipments" / "page-2" / "index.html"
    assert second.is_file()
    first = (mirror / "aid" / "shipments" / "index.html").read_text()
    assert 'href="/aid/shipments/page-2/"' in first
    assert "?page=" not in first


@override_settings(**PLAIN)
def test_the_newest_takes_the_place_of_the_one_before(tmp_path):
    folder = tmp_path / "mirror"
    build(folder)
    (folder / "stale.html").write_text("old")
    build(folder)
    assert not (folder / "stale.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["mirror"]


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(CommandError, match=str(tmp_path)):
        call_command("build_mirror", str(tmp_path))
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_warming_visits_every_page(settings, tmp_path, capsys):
    settings.ALLOWED_HOSTS = [urlsplit(settings.SITE_URL).hostname]
    settings.KEPT_PAGES = str(tmp_path / "kept")
    make_office()
    make_partner(key="remo")
    with connection_kept():
        call_command("warm_pages")
    copies = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    assert len(copies) >= 20


@override_settings(**PLAIN)
def test_the_mirror_before_stays_where_a_page_does_not_answer(tmp_path, monkeypatch):
    folder = tmp_path / "mirror"
    build(folder)
    before = sorted(folder.rglob("*"))
    monkeypatch.setattr(Visitor, "get", lambda *args: Answer(503, "text/html", b""))
    with pytest.raises(CommandError, match="503"):
        build(folder)
    assert sorted(folder.rglob("*")) == before
    assert [path.name for path in tmp_path.iterdir()] == ["mirror"]
