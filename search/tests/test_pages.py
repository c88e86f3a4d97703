"""The page of results, its feed, and the box on every page."""

import re
import xml.etree.ElementTree as ET
from html import unescape

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.tests.records import make_partner
from projects.tests.records import make_event
from register.importing import import_file
from search.models import Word

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def page(client, path="/search/", **query):
    response = client.get(path, query)
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def main(html):
    return html[html.index("<main") : html.index("</main>")]


def test_without_a_query_the_page_says_how_to_search(client):
    html = page(client)
    assert "в будь-якій формі" in html
    assert "Знайдено" not in html
    assert "Any form of a word" in page(client, "/en/search/")


def test_results_are_grouped_counted_and_marked(client):
    make_partner(name_uk="Табірне")
    for number in range(7):
        make_event(title_uk=f"Літній табір {number}", summary_uk="Діти жили в таборі над річкою.")
    html = main(page(client, q="Таборів"))
    assert re.findall(r"<h2>([^<]+)</h2><p>([^<]+)</p>", html) == [("Події", "Знайдено: 7")]
    assert "Літній <mark>табір</mark> 6" in html
    assert "Діти жили в <mark>таборі</mark> над річкою." in html
    assert html.count("<h3>") == 5
    assert 'href="?q=%D0%A2%D0%B0%D0%B1%D0%BE%D1%80%D1%96%D0%B2&amp;kind=event"' in html


def test_all_of_one_kind_go_by_pages(client):
    for number in range(25):
        make_event(title_uk=f"Табір {number}")
    first = main(page(client, q="табір", kind="event"))
    second = main(page(client, q="табір", kind="event", page="2"))
    assert first.count("<h3>") == 20
    assert second.count("<h3>") == 5
    assert not set(re.findall(r'<h3><a href="([^"]+)', first)) & set(
        re.findall(r'<h3><a href="([^"]+)', second)
    )
    assert "Сторінка 2 з 2" in second.replace("\xa0", " ")


@pytest.mark.parametrize("filters", [{"kind": "secret"}, {"year": "x"}, {"year": "٣"}])
def test_an_unknown_filter_finds_nothing_and_leads_back(client, filters):
    make_event(title_uk="Табір")
    html = main(page(client, q="табір", **filters))
    assert "Скинути фільтри" in html
    assert "<h3>" not in html


def test_an_empty_result_says_what_was_sought_and_what_to_try(client):
    make_event(title_uk="Табір")
    html = main(page(client, q="тамбір"))
    assert "За словом «тамбір» нічого не знайдено" in html
    assert re.search(r"Можливо, ви шукали <a[^>]*>«табір»</a>\?", html)
    assert 'href="/partners/"' in html


def test_what_is_typed_stays_text(client):
    make_event(title_uk="Табір")
    html = page(client, q='<script>"табір"&')
    assert "<script>" not in main(html)
    assert "&lt;script&gt;" in html


def test_a_text_in_the_other_language_says_so(client):
    make_event(title_uk="Табір", title_en="", summary_en="A camp by the river.")
    html = main(page(client, "/en/search/", q="табір"))
    assert '<span lang="uk"><mark>Табір</mark></span>' in html


def test_every_page_has_the_box(client):
    html = page(client, "/partners/")
    (form,) = re.findall(r'<form[^>]*role="search"[^>]*>.*?</form>', html, re.DOTALL)
    assert 'action="/search/"' in form
    assert 'name="q"' in form
    assert page(client, "/search/").count('role="search"') == 1


def test_64_kilobytes_are_cut_before_they_are_read(client):
    make_event(title_uk="Табір")
    for text in ("а" * 65_536, "табір " * 10_922, '"' * 65_536, "а-" * 32_768, "\u0301" * 32_768):
        html = page(client, q=text)
        assert main(html).count(text[:1]) < 4000


class TestFeed:
    def entries(self, client, **query):
        response = client.get("/search/feed.atom", query)
        assert response.status_code == 200
        assert response["Content-Type"].startswith("application/atom+xml")
        return ET.fromstring(response.content).findall(f"{ATOM}entry")

    def test_it_has_the_results_with_the_last_change_first(self, client):
        older = make_event(title_uk="Табір давній")
        make_event(title_uk="Табір новий", summary_uk="Намети & <багаття>")
        older.summary_uk = "Інший опис"
        older.save()
        titles = [entry.find(f"{ATOM}title").text for entry in self.entries(client, q="табори")]
        assert titles == ["Табір давній", "Табір новий"]

    def test_it_narrows_as_the_page_does(self, client):
        make_event(title_uk="Табір", start="2023")
        assert len(self.entries(client, q="табір", year="2023")) == 1
        assert self.entries(client, q="табір", year="2024") == []
        assert self.entries(client, q="табір", kind="partner") == []
        assert self.entries(client, q="") == []

    def test_its_addresses_are_whole(self, client):
        event = make_event(title_uk="Табір")
        (entry,) = self.entries(client, q="табір")
        address = settings.SITE_URL + event.get_absolute_url()
        assert entry.find(f"{ATOM}id").text == address
        assert entry.find(f"{ATOM}link").get("href") == address

    def test_the_page_leads_to_it(self, client):
        make_event(title_uk="Табір")
        html = page(client, q="табір", kind="event")
        (address,) = re.findall(r'href="(/search/feed.atom[^"]*)"', html)
        assert client.get(unescape(address)).status_code == 200


class TestNoLeak:
    """Nothing of what is not public is found, counted, offered or marked."""

    @pytest.fixture
    def register(self):
        import_file(settings.BASE_DIR / "register/tests/data/zoloch-2024.json")

    def canaries(self):
        file = settings.BASE_DIR / "register/tests/data/zoloch-2024.json"
        found = sorted(set(re.findall(r"canary-\d+", file.read_text("utf-8").lower())))
        assert len(found) > 300
        return found

    def test_the_index_has_none(self, register):
        assert not Word.objects.filter(form__contains="canary").exists()
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                if table.startswith("search_"):
                    cursor.execute(f"SELECT * FROM {table}")
                    assert "canary" not in str(cursor.fetchall()).lower(), table

    def test_making_it_anew_finds_none(self, register, capsys):
        call_command("rebuild_search")
        assert "Партнери: " in capsys.readouterr().out
        assert not Word.objects.filter(form__contains="canary").exists()

    def test_no_search_answers(self, register, client):
        for text in ["canary", "canar", "CANARY-0060", *self.canaries()[::40]]:
            for path in ("/search/", "/en/search/", "/search/feed.atom"):
                html = client.get(path, {"q": text}).content.decode().lower()
                echoed = html.count(text.lower())
                rest = re.sub(re.escape(text.lower()), "", html)
                assert "canary" not in rest, (path, text)
                assert "<h3>" not in html and "<entry>" not in html
                assert echoed <= 12

    def test_neighbours_of_a_hidden_word_are_not_offered(self, register, client):
        html = main(page(client, q="canari-0060 партнер"))
        assert "canary" not in html.lower()


def test_a_page_costs_the_same_for_few_and_many(client):
    counts = []
    for number in (6, 30):
        for _ in range(number):
            make_event(title_uk="Літній табір")
        with CaptureQueriesContext(connection) as queries:
            page(client, q=f"табір літній {'й ' * number}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
