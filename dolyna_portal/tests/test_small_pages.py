"""The pages about the site, the files for crawlers, errors and health."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aid.models import Need, Shipment
from dolyna_portal import sitemaps
from dolyna_portal.tests.transactions import connection_kept
from dolyna_portal.visiting import Visitor
from partners.models import Office
from partners.tests.records import make_agreement, make_office, make_partner
from projects.models import Event, Project
from publishing.checks import FOLDERS
from publishing.dates import today

pytestmark = pytest.mark.django_db

PAGES = ["/", "/about/", "/accessibility/", "/privacy/", "/partners/", "/agreements/"]
BOTH = [*PAGES, *(f"/en{page}" for page in PAGES)]


@pytest.fixture(autouse=True)
def own_address(settings, tmp_path):
    settings.SITE_URL = "https://portal.example"
    settings.MEDIA_ROOT = tmp_path


class TestPublicPages:
    @pytest.mark.parametrize("address", BOTH)
    @pytest.mark.parametrize("with_records", [False, True])
    def test_answer_in_both_languages_with_and_without_records(self, client, address, with_records):
        if with_records:
            make_office()
            make_agreement([make_partner(latitude=50, longitude=20)], signed_on="2022")
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 200
        assert page.count("<h1") == 1
        assert " style=" not in page
        assert f'<html lang="{"en" if address.startswith("/en/") else "uk"}">' in page

    @pytest.mark.parametrize("address", BOTH)
    def test_are_the_same_for_every_visitor(self, client, address):
        make_office()
        response = client.get(address, headers={"accept-language": "de", "cookie": "a=b"})
        assert not response.cookies
        assert not {"cookie", "accept-language"} & vary(response)
        assert response.content == client.get(address).content

    @pytest.mark.parametrize("cookie", ["sessionid=", "sessionid=x", "sessionid=" + "a" * 32])
    @pytest.mark.parametrize(
        "address", ["/", "/nothing/", "/data/partners.csv", "/reports/verify/", "/feed.atom"]
    )
    def test_touch_no_cookie_of_anybody(self, client, address, cookie):
        response = client.get(address, headers={"cookie": cookie})
        assert not response.cookies
        assert "cookie" not in vary(response)

    @pytest.mark.parametrize("address", ["/nothing/", "/reports/verify/", "/admin/login/"])
    def test_no_number_of_a_page_is_too_long(self, client, address):
        assert client.get(address, {"page": "9" * 5000}).status_code < 500
        assert client.get("/cards/uk/reports/" + "9" * 5000 + ".png").status_code == 404

    @pytest.mark.parametrize("address", BOTH)
    def test_name_their_other_language_and_their_own_address(self, client, address):
        page = client.get(address).content.decode()
        path = address.removeprefix("/en")
        pairs = dict(re.findall(r'hreflang="(\S+)" href="(\S+)"', page))
        assert pairs["uk"] == pairs["x-default"] == f"https://portal.example{path}"
        assert pairs["en"] == f"https://portal.example/en{path}"
        assert f'<link rel="canonical" href="https://portal.example{address}">' in page

    def test_the_language_switch_keeps_page_and_filter(self, client):
        page = client.get("/partners/?country=LT").content.decode()
        assert 'href="/en/partners/?country=LT"' in page

    @pytest.mark.parametrize("address", PAGES)
    def test_take_no_other_method(self, client, address):
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200


class TestNotFound:
    @pytest.mark.parametrize(
        ("address", "language"),
        [
            ("/nothing/", "uk"),
            ("/en/nothing/", "en"),
            ("/partners/x/", "uk"),
            ("/en/agreements/x/", "en"),
        ],
    )
    def test_has_the_frame_of_every_page_in_the_language_of_the_path(
        self, client, address, language
    ):
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 404
        assert f'<html lang="{language}">' in page
        assert '<header class="top">' in page
        assert '<footer class="foot">' in page
        assert page.count("<h1") == 1
        assert not response.cookies

    def test_says_the_same_of_what_is_absent_and_of_what_is_hidden(self, client):
        absent = client.get("/partners/absent/").content
        make_partner(key="absent", publication="internal")
        make_partner(key="hidden", publication="draft", name_uk="Схований")
        make_partner(key="later", public_from=today() + timedelta(days=1))
        for key in ("absent", "hidden", "later"):
            assert client.get(f"/partners/{key}/").content == absent

    def test_its_language_switch_leads_home(self, client):
        page = client.get("/nothing/").content.decode()
        assert '<a href="/en/" lang="en"' in page
        assert "nothing" not in page


class TestSitemap:
    def locations(self, client, file="/sitemap.xml"):
        tree = ElementTree.fromstring(client.get(file).content)
        names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
        return [loc.text for loc in tree.findall("s:url/s:loc", names)]

    def test_lists_public_records_in_both_languages(self, client):
        make_agreement([make_partner(key="tartu")], key="pact")
        Event.objects.create(key="visit", kind="visit", title_uk="В", publication="public")
        Project.objects.create(key="school", title_uk="П", publication="public")
        Need.objects.create(key="beds", title_uk="Н", publication="public")
        Shipment.objects.create(reference="18/У", title_uk="В", publication="public")
        found = self.locations(client)
        for path in (
            "/",
            "/partners/tartu/",
            "/agreements/pact/",
            "/events/visit/",
            "/projects/school/",
            "/aid/needs/beds/",
        ):
            assert f"https://portal.example{path}" in found
            assert f"https://portal.example/en{path}" in found
        assert any("18/" in address for address in found)

    def test_names_the_other_language_of_each_page(self, client):
        make_partner(key="tartu")
        text = client.get("/sitemap.xml").content.decode()
        entry = text.split("<loc>https://portal.example/en/partners/tartu/</loc>")[1]
        assert 'hreflang="uk" href="https://portal.example/partners/tartu/"' in entry
        assert 'hreflang="x-default" href="https://portal.example/partners/tartu/"' in entry

    def test_more_addresses_than_a_file_may_name_stand_in_files_of_an_index(
        self, client, monkeypatch, settings
    ):
        for number in range(30):
            make_partner(key=f"p{number}")
        make_partner(key="hidden", publication="internal")
        whole = self.locations(client)
        monkeypatch.setattr(sitemaps, "AT_MOST", 28)
        client = Client()  # another process: this one has found nothing changed
        index = client.get("/sitemap.xml")
        files = re.findall(r"<loc>https://portal.example([^<]+)</loc>", index.content.decode())
        assert b"<sitemapindex" in index.content and "/sitemap-partner-3.xml" in files
        found = [self.locations(client, file) for file in files]
        assert max(map(len, found)) == 28
        assert sorted(sum(found, [])) == sorted(whole)
        settings.ALLOWED_HOSTS = ["portal.example", "testserver"]
        with connection_kept():
            visited = set(Visitor().pages())
        assert visited == {urlsplit(one).path for one in whole} | set(files)
        for absent in ("partner-4", "partner-0", "nothing-1"):
            assert client.get(f"/sitemap-{absent}.xml").status_code == 404

    def test_names_nothing_that_is_not_public(self, client):
        hidden = make_partner(key="hidden", publication="internal")
        make_partner(key="hidden-later", public_from=today() + timedelta(days=1))
        make_agreement([hidden], key="hidden-pact")
        event = Event.objects.create(
            key="hidden-visit", kind="visit", title_uk="В", publication="public"
        )
        event.partners.add(hidden)
        assert "hidden" not in client.get("/sitemap.xml").content.decode()


class TestFilesForMachines:
    def test_robots_may_read_everything_but_the_admin(self, client):
        response = client.get("/robots.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response.content.decode().splitlines() == [
            "User-agent: *",
            "Disallow: /admin/",
            "Disallow: /en/admin/",
            "",
            "Sitemap: https://portal.example/sitemap.xml",
        ]

    def test_security_txt_names_the_office_and_a_day_to_come(self, client):
        make_office(email="office@lypivka.example")
        lines = client.get("/.well-known/security.txt").content.decode().splitlines()
        fields = dict(line.split(": ", 1) for line in lines)
        assert fields["Contact"] == "mailto:office@lypivka.example"
        assert fields["Canonical"] == "https://portal.example/.well-known/security.txt"
        expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=366)

    @pytest.mark.parametrize("office", [None, {"email": ""}])
    def test_security_txt_leads_to_the_page_of_an_office_without_mail(self, client, office):
        if office:
            make_office(**office)
        response = client.get("/.well-known/security.txt")
        assert "Contact: https://portal.example/about/" in response.content.decode().splitlines()
        assert response.status_code == 200


class TestThemeOfPartners:
    def test_gives_public_partners_the_colours_of_the_register_or_of_the_palette(self, client):
        make_partner(key="tartu", colour_ground="#0d4858", colour_mark="#ecdcb9")
        make_partner(key="without")
        make_partner(key="half", colour_ground="#0d4858")
        make_partner(
            key="hidden", colour_ground="#111111", colour_mark="#eeeeee", publication="draft"
        )
        response = client.get("/theme.css")
        css = response.content.decode()
        assert response["Content-Type"] == "text/css; charset=utf-8"
        assert css.startswith("@layer tokens {")
        assert ".place-tartu { --ground: #0d4858; --mark: #ecdcb9; }" in css
        for key in ("without", "half"):
            ground = re.search(rf".place-{key} {{ --ground: (#[0-9a-f]{{6}});", css)[1]
            assert ground != "#0d4858"
        assert "hidden" not in css
        assert 'href="/theme.css"' in client.get("/").content.decode()

    def test_lets_nothing_but_colours_into_the_style_sheet(self, client):
        make_partner(key="evil", colour_ground="red;}*{", colour_mark="#eeeeee")
        assert "evil" not in client.get("/theme.css").content.decode()

    def test_is_asked_for_again_and_sent_only_when_it_changed(self, client):
        make_partner(key="tartu", colour_ground="#0d4858", colour_mark="#ecdcb9")
        first = client.get("/theme.css")
        known = {"if-none-match": first["ETag"]}
        assert client.get("/theme.css", headers=known).status_code == 304
        make_partner(key="evora", colour_ground="#0d4858", colour_mark="#ecdcb9")
        assert client.get("/theme.css", headers=known).status_code == 200
        assert "no-cache" in first["Cache-Control"]


class TestHealth:
    def test_says_ok_when_everything_is_right(self, client):
        for address in ("/healthz", "/readyz"):
            response = client.get(address)
            assert (response.status_code, response.content) == (200, b"ok\n")
            assert not response.cookies

    def test_leaves_nothing_in_the_media(self, client):
        client.get("/readyz")
        folders, files = default_storage.listdir("")
        assert files == []
        assert not any(default_storage.listdir(folder)[1] for folder in folders)

    @pytest.mark.parametrize(
        "part", ["health.connection.cursor", "health.MigrationExecutor", "health.TemporaryFile"]
    )
    def test_says_only_that_it_is_not_ready(self, client, monkeypatch, part):
        def broken(*args, **kwargs):
            raise OperationalError("secret details")

        monkeypatch.setattr(f"dolyna_portal.{part}", broken)
        response = client.get("/readyz")
        assert (response.status_code, response.content) == (503, b"fail\n")
        assert client.get("/healthz").status_code == 200

    def test_is_not_ready_while_a_migration_waits(self, client):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'reports'")
        assert client.get("/readyz").status_code == 503

    def test_is_not_ready_when_media_cannot_be_written(self, client, settings, tmp_path):
        occupied = tmp_path / "file"
        occupied.touch()
        settings.MEDIA_ROOT = occupied
        assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("name", FOLDERS)
def test_the_portal_does_not_start_where_it_cannot_write(settings, tmp_path, name):
    occupied = tmp_path / "file"
    occupied.touch()
    setattr(settings, name, occupied / "folder")
    with pytest.raises(SystemCheckError, match=f"{name} is “{occupied}/folder”"):
        call_command("check")
    setattr(settings, name, tmp_path / "still" / "to" / "be" / "made")
    call_command("check")


def vary(response):
    return {name.strip().lower() for name in response.get("Vary", "").split(",")}


def test_the_office_is_read_once_for_a_page(client):
    make_office()
    with CaptureQueriesContext(connection) as queries:
        client.get("/about/")
    table = Office._meta.db_table
    assert len([query for query in queries if table in query["sql"]]) == 1


@pytest.mark.parametrize(("prefix", "word"), [("", "Напишіть"), ("/en", "Write to us")])
def test_the_statement_on_accessibility_asks_to_write_where_there_is_an_address(
    client, prefix, word
):
    address = f"{prefix}/accessibility/"
    assert word not in client.get(address).content.decode().split("<main")[1].split("</main>")[0]
    make_office(email="", phone="", website="https://lypivka.example")
    text = client.get(address).content.decode().split("<main")[1].split("</main>")[0]
    assert word in text and 'href="https://lypivka.example"' in text
