"""Two portals that keep one agreement: where they disagree, and how the other one is read."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command

from partners.tests.records import OFFICE, make_agreement, make_office, make_partner
from register import fetching

pytestmark = pytest.mark.django_db
OURS, THEIRS = "UA00000000000000001", "UA00000000000000002"


@pytest.fixture
def twin(tmp_path):
    """The other portal's register, with rows changed as asked, as a path."""
    make_office(code=OURS)
    partner = make_partner(key="neighbour", code=THEIRS, country="UA")
    make_agreement(
        key="ours", parties=[OFFICE, partner], signed_on="2022-03-05", valid_until="2027"
    )

    def file(**changes):
        agreement = {
            "key": "theirs",
            "kind": "cooperation",
            "title_uk": "Договір",
            "parties": "office;town",
            "signed_on": "2022-03",
            "valid_until": "2027",
        }
        sheets = {
            "office": [{"code": THEIRS}],
            "partners": [{"key": "town", "code": OURS}],
            "agreements": [agreement | changes],
        }
        path = tmp_path / "twin.json"
        path.write_text(json.dumps([{"title": t, "data": rows} for t, rows in sheets.items()]))
        return path

    return file


def said(source):
    out = StringIO()
    call_command("compare_register", str(source), stdout=out)
    return out.getvalue().splitlines()


def test_registers_that_agree_have_no_difference(twin):
    assert said(twin())[-1].endswith("0")
    assert len(said(twin())) == 1


def test_another_end_of_a_shared_agreement_is_told(twin):
    lines = said(twin(valid_until="2030"))
    assert len(lines) == 2
    assert "ours" in lines[0] and "2027" in lines[0] and "2030" in lines[0]


def test_an_agreement_that_only_one_of_them_has_is_told(twin):
    lines = said(twin(signed_on="2015-01-01"))
    assert len(lines) == 3
    assert "ours" in lines[0] and "theirs" in lines[1]


def test_a_hidden_agreement_is_not_compared(twin):
    make_agreement(
        key="secret",
        parties=[OFFICE, make_partner(code=THEIRS, publication="internal")],
        signed_on="2020",
    )
    assert not any("secret" in line for line in said(twin()))


class TestFetching:
    @pytest.mark.parametrize(
        "url",
        [
            "http://192.0.2.1/register.json",
            "https://10.0.0.1/register.json",
            "https://192.168.1.1/register.json",
            "https://169.254.169.254/latest/",
            "https://[fe80::1]/",
            "ftp://127.0.0.1/register.json",
            "https://127.0.0.1:port/",
        ],
    )
    def test_only_public_sites_are_asked(self, url, settings):
        settings.DEBUG = True
        with pytest.raises(CommandError):
            call_command("compare_register", url)

    def test_in_production_this_machine_is_not_asked_either(self, settings):
        settings.DEBUG = False
        with pytest.raises(fetching.NotFetched):
            fetching.fetched("http://127.0.0.1:1/register.json")

    def test_a_site_is_read_whole_within_limits_and_leads_nowhere_else(
        self, twin, settings, monkeypatch
    ):
        settings.DEBUG = True
        content = twin(valid_until="2030").read_bytes()

        class Site(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path == "/register.json" else 302)
                self.send_header("Location", "/register.json")
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *arguments):
                pass

        server = HTTPServer(("127.0.0.1", 0), Site)
        Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}"
        try:
            assert any("2030" in line for line in said(f"{site}/register.json"))
            with pytest.raises(CommandError):
                call_command("compare_register", f"{site}/moved")
            monkeypatch.setattr(fetching, "LARGEST", 10)
            with pytest.raises(CommandError):
                call_command("compare_register", f"{site}/register.json")
        finally:
            server.shutdown()
