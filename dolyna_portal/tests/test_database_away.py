"""While the database is away: public pages from their last good copies, never what was hidden."""

import gzip
import os
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone

from partners.models import Partner
from partners.tests.records import make_office, make_partner
from projects.tests.records import make_event
from publishing.kept_pages import KeptPages
from publishing.page_store import Entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def copies(settings, tmp_path):
    settings.KEPT_PAGES = str(tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def partner(copies):
    make_office()
    return make_partner(key="remo", name_uk="Ремо")


@pytest.fixture
def away(monkeypatch):
    """An act that takes the database away, and one that brings it back."""

    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    def take():
        monkeypatch.setattr(connections["default"], "cursor", refuse)

    return take, lambda: monkeypatch.undo()


def everything_in(folder):
    texts = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            head, _line, packed = data.partition(b"\n")
            texts.append(gzip.decompress(packed) if packed else head)
    return b"".join(texts).decode()


class TestAPageThatWasSeen:
    def test_is_shown_with_the_time_of_its_copy(self, client, partner, away):
        seen = client.get("/partners/remo/")
        away[0]()
        answer = client.get("/partners/remo/")
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert "ETag" not in answer
        text = answer.content.decode()
        assert "Показано збережену копію: " in text
        assert str(timezone.localdate().year) in text
        assert "Ремо" in text
        assert len(text) > len(seen.content.decode())

    def test_speaks_its_own_language(self, client, partner, away):
        client.get("/en/partners/remo/")
        away[0]()
        assert "Saved copy shown: " in client.get("/en/partners/remo/").content.decode()

    def test_keeps_its_colours(self, client, partner, away):
        seen = client.get("/theme.css")
        away[0]()
        answer = client.get("/theme.css")
        assert (answer.status_code, answer.content) == (200, seen.content)

    def test_is_there_for_a_process_that_has_just_started(self, client, partner, away):
        client.get("/partners/")
        away[0]()
        assert Client().get("/partners/").status_code == 200

    def test_is_the_live_one_again_when_the_database_is_back(self, client, partner, away):
        client.get("/partners/remo/")
        away[0]()
        client.get("/partners/remo/")
        away[1]()
        text = Client().get("/partners/remo/").content.decode()
        assert "збережену копію" not in text

    def test_is_not_shown_after_a_week(self, client, partner, away, monkeypatch):
        client.get("/partners/remo/")
        away[0]()
        later = timezone.now() + timedelta(days=7, minutes=1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert client.get("/partners/remo/").status_code == 503


class TestWhatWasNotSeen:
    @pytest.mark.parametrize("address", ["/partners/remo/", "/", "/partners/?country=LT"])
    def test_is_said_to_come_back(self, client, partner, away, address):
        away[0]()
        answer = client.get(address)
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert "Помилка 503" in answer.content.decode()

    def test_nobody_can_sign_in_or_work(self, partner, away):
        client = Client(raise_request_exception=False)
        away[0]()
        for address in ("/admin/", "/admin/partners/partner/", "/en/admin/"):
            client.cookies["sessionid"] = "0123456789abcdef0123456789abcdef"
            answer = client.get(address)
            assert answer.status_code in (302, 503)
            if answer.status_code == 503:
                assert answer["Retry-After"]
        answer = client.post("/reports/verify/", {"sha256": "0" * 64})
        assert answer.status_code == 503

    def test_a_fault_of_our_own_is_a_fault(self, partner, monkeypatch):
        def broken(*args, **kwargs):
            raise OperationalError("no such table: partners_partner")

        monkeypatch.setattr("reports.views.recognise", broken)
        client = Client(raise_request_exception=False)
        assert client.post("/reports/verify/", {"sha256": "0" * 64}).status_code == 500

    def test_the_process_lives_and_is_not_ready(self, client, partner, away):
        away[0]()
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503


class TestWhatWasHidden:
    def test_has_no_copy_from_the_moment_it_is_hidden(self, client, partner, copies, away):
        for address in ("/partners/remo/", "/partners/", "/", "/theme.css"):
            client.get(address)
        assert "Ремо" in everything_in(copies)
        Partner.objects.filter(key="remo").update(publication="internal")
        assert "Ремо" not in everything_in(copies)
        assert "remo" not in everything_in(copies)
        away[0]()
        for address in ("/partners/remo/", "/partners/", "/"):
            assert client.get(address).status_code == 503

    def test_an_older_render_that_ends_later_is_not_taken_in(self, partner, copies):
        kept, started = KeptPages(str(copies)), time.time()
        kept.forget_all()
        page = Entry.of([("Content-Type", "text/html")], b"page")
        kept.keep("page", 1, started, page)
        partner.publication = "internal"
        partner.save()
        kept.keep("page", 1, started, page)
        assert kept.answer("page") is None

    def test_one_version_has_copies_at_a_time(self, client, partner, copies):
        client.get("/partners/")
        make_partner()
        client.get("/partners/")
        folders = [path for path in copies.iterdir() if path.is_dir()]
        assert len(folders) == 1

    def test_a_change_that_is_hidden_itself_costs_no_copy(self, client, partner, copies, away):
        client.get("/partners/remo/")
        make_event(publication="internal")
        away[0]()
        assert client.get("/partners/remo/").status_code == 200


class TestTheDisk:
    def test_a_folder_that_cannot_be_written_harms_no_page(self, client, settings, tmp_path):
        (tmp_path / "file").write_text("no folder")
        settings.KEPT_PAGES = str(tmp_path / "file" / "kept")
        assert client.get("/about/").status_code == 200

    def test_a_full_disk_leaves_no_half_copy(self, client, partner, copies, monkeypatch):
        def full(*args):
            raise OSError(28, "No space left on device")

        client.get("/partners/")
        before = sorted(copies.rglob("*"))
        monkeypatch.setattr(os, "replace", full)
        assert client.get("/agreements/").status_code == 200
        assert sorted(copies.rglob("*")) == before

    def test_readyz_asks_for_room_and_for_a_backup(self, client, settings, tmp_path, monkeypatch):
        assert client.get("/readyz").status_code == 200
        settings.BACKUP_DIR = str(tmp_path)
        assert client.get("/readyz").status_code == 503
        archive = tmp_path / "portal-20261124T000000000000Z.tar.gz"
        archive.write_bytes(b"")
        assert client.get("/readyz").status_code == 200
        old = time.time() - 49 * 3600
        os.utime(archive, (old, old))
        assert client.get("/readyz").status_code == 503
        settings.BACKUP_DIR = ""
        monkeypatch.setattr("dolyna_portal.health.LEAST_FREE", 10**18)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.content) == (503, b"fail\n")

    def test_is_not_ready_where_a_database_that_is_a_file_cannot_grow(
        self, client, monkeypatch, tmp_path
    ):
        def usage(folder):
            return SimpleNamespace(free=0 if folder == tmp_path else 10**12)

        monkeypatch.setattr("dolyna_portal.health.disk_usage", usage)
        assert client.get("/readyz").status_code == 200
        monkeypatch.setitem(connections["default"].settings_dict, "NAME", tmp_path / "portal.db")
        is_file = connections["default"].vendor == "sqlite"
        assert client.get("/readyz").status_code == (503 if is_file else 200)
