"""Pages of the reports: list, reading page, earlier editions, printout, verification."""

import re
from datetime import date
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from aid.keeping import catch_up
from aid.models import Shipment
from papers.official import HEADING_LINE
from papers.paper import Section, Table
from partners.models import Agreement, Partner
from publishing.typography import soft_hyphens
from publishing.version import move
from reports.editions import publish
from reports.fingerprints import FRAME, LIMIT
from reports.models import in_groups
from reports.tests.years import YEAR, agreement, partner, report_of, shipment

pytestmark = pytest.mark.django_db

TITLE = "Звіт про стан справ у сфері міжнародного та міжмуніципального співробітництва за 2024 рік"
OFFICE = {
    "code": "UA1",
    "council_uk": "Липівська міська рада",
    "council_en": "Lypivka City Council",
    "place_uk": "м. Липівка",
    "head_position_uk": "Начальник відділу",
    "head_name_uk": "Олег Нечуй-Левицький",
}
EVERYWHERE = ["/reports/", f"/reports/{YEAR}/", f"/reports/{YEAR}/1/", f"/reports/{YEAR}/print/"]


@pytest.fixture
def report():
    """A report of two partners, one of them with an agreement; not published yet."""
    return report_of(
        office=[OFFICE],
        reports=[{"year": YEAR, "title_uk": TITLE}],
        partners=[partner("remo", position=1, since="2020"), partner("sava", position=2)],
        agreements=[agreement("pact", "remo", title_en="Cooperation agreement")],
    )


@pytest.fixture
def page(client):
    """The text of the page at an address, with ordinary spaces."""

    def get(address):
        response = client.get(address)
        assert response.status_code == 200, address
        return response.content.decode().replace("\u00a0", " ")

    return get


def correct(report):
    """Edition 2: the agreement was signed in March."""
    changed = Agreement.objects.get()
    changed.signed_on = f"{YEAR}-03"
    changed.save()
    return publish(report)


def hide(key):
    record = Partner.objects.get(key=key)
    record.publication = "draft"
    record.save()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("address", [*EVERYWHERE, "/reports/verify/"])
def test_every_page_speaks_both_languages_and_keeps_no_cookie(client, report, address, language):
    publish(report)
    response = client.get(language + address)
    text = response.content.decode()
    assert response.status_code == 200
    assert text.count("<h1") == 1
    assert f'<html lang="{language.strip("/") or "uk"}">' in text
    assert 'rel="canonical"' in text
    assert 'hreflang="uk"' in text
    assert 'hreflang="en"' in text
    assert not response.cookies
    assert " style=" not in text
    assert not {"cookie", "accept-language"} & set(
        response.headers.get("Vary", "").lower().replace(" ", "").split(",")
    )


@pytest.mark.parametrize("address", EVERYWHERE)
def test_pages_take_no_other_method(client, report, address):
    publish(report)
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


class TestList:
    def test_says_kindly_that_there_is_nothing_yet(self, page):
        assert "Звітів іще немає" in page("/reports/")
        assert "No reports yet" in page("/en/reports/")

    def test_each_file_to_take_away_tells_its_size_and_language(self, report, page):
        publish(report)
        for address in ("/reports/", f"/reports/{YEAR}/"):
            told = re.findall(r'<li data-type="(PDF|DOCX)">.*?<small>(.*?)</small>', page(address))
            assert [kind for kind, _note in told] == ["PDF", "DOCX"] * 2
            notes = [re.fullmatch(r"\d+ КБ, (\w+)", note)[1] for _kind, note in told]
            assert notes == ["українська"] * 2 + ["англійська"] * 2
        assert re.search(r"<small>\d+ KB, English</small>", page("/en/reports/"))

    def test_shows_the_newest_year_as_a_cover_and_every_edition_with_its_hash(self, report, page):
        first, second = publish(report), correct(report)
        text = page("/reports/")
        assert f"<b>{YEAR}</b>" in text
        for edition in (first, second):
            assert f'href="/reports/{YEAR}/{edition.number}/"' in text
            assert edition.fingerprint in text
        assert text.count("Чинне видання") == 2  # on the cover and in the table
        assert text.count("Замінене видання") == 1

    def test_does_not_show_drafts(self, report, page):
        assert str(YEAR) not in page("/reports/")


class TestReading:
    def test_shows_the_report_with_contents_signature_and_ways_on(self, report, page):
        edition = publish(report)
        text = page(f"/reports/{YEAR}/")
        assert f"<h1>{soft_hyphens(TITLE)}</h1>" in text
        assert '<a href="#s1-1">1.1. Місто remo (Литовська Республіка)</a>' in text
        assert 'id="s1-1"' in text
        assert "Співпраця розпочалась у 2020 році" in text
        assert "Олег НЕЧУЙ-ЛЕВИЦЬКИЙ" in text
        assert f'href="/reports/{YEAR}/print/"' in text
        assert f'href="/reports/verify/?sha256={edition.sha256}"' in text

    def test_a_sentence_leads_to_its_record_and_a_heading_to_its_partner(self, report, page):
        publish(report)
        text = page(f"/en/reports/{YEAR}/")
        assert re.search(r'<h3[^>]*>1\.1\. <a href="/en/partners/remo/">City of remo', text)
        mark = re.search(r'<sup><a href="/en/agreements/pact/"><span class="vh">([^<]*)<', text)
        assert mark[1] == "Record: Cooperation agreement"

    def test_an_edit_of_a_record_changes_nothing_on_it(self, report, client):
        publish(report)
        before = [client.get(address).content for address in EVERYWHERE]
        changed = Partner.objects.get(key="remo")
        changed.name_uk, changed.since = "Інше місто", "1999"
        changed.save()
        report.intro_international_uk = "Новий вступ."
        report.save()
        assert [client.get(address).content for address in EVERYWHERE] == before

    def test_a_corrected_edition_says_what_has_changed(self, report, page):
        publish(report)
        correct(report)
        text = page(f"/reports/{YEAR}/")
        assert "Видання 2 від" in text
        assert re.search(r"<ins>[^<]*в березні 2024 року підписано", text)
        assert re.search(r"<del>[^<]*у 2024 році підписано", text)

    def test_an_earlier_edition_says_by_which_it_is_replaced(self, report, page):
        publish(report)
        correct(report)
        text = page(f"/reports/{YEAR}/1/")
        assert "Це видання замінено" in text
        assert re.search(rf'<a href="/reports/{YEAR}/">Видання 2 від', text)
        assert "у 2024 році підписано" in text
        assert f'href="/reports/{YEAR}/print/"' not in text

    def test_registration_is_shown_once_it_is_entered(self, report, page):
        publish(report)
        assert "Реєстраційний" not in page(f"/reports/{YEAR}/")
        report.registered_on, report.registration_index = date(2025, 1, 20), "01-14/25"
        report.save()
        text = page(f"/reports/{YEAR}/")
        assert "20 січня 2025 року" in text
        assert "01-14/25" in text

    @pytest.mark.parametrize("year", [YEAR, YEAR - 1, 10**30])
    def test_a_year_without_a_published_report_is_not_there(self, report, client, year):
        for address in (f"/reports/{year}/", f"/reports/{year}/1/", f"/reports/{year}/print/"):
            assert client.get(address).status_code == 404

    def test_an_edition_that_never_was_is_not_there(self, report, client):
        publish(report)
        for number in (0, 2, 10**30):
            assert client.get(f"/reports/{YEAR}/{number}/").status_code == 404

    def test_a_text_without_english_is_marked_as_ukrainian(self, report, page):
        report.intro_international_uk = "Рада має друзів."
        report.save()
        publish(report)
        assert '<span lang="uk">Рада має друзів.</span>' in page(f"/en/reports/{YEAR}/")

    def test_texts_are_escaped(self, report, page):
        report.intro_international_uk = "Рада <script>alert(1)</script> & друзі."
        report.save()
        publish(report)
        for address in (f"/reports/{YEAR}/", f"/reports/{YEAR}/print/"):
            assert "Рада &lt;script&gt;alert(1)&lt;/script&gt; &amp; друзі." in page(address)


class TestManyRows:
    @pytest.fixture
    def many(self, monkeypatch):
        monkeypatch.setattr("reports.views.ROWS_SHOWN", 10)
        given = [shipment(f"s-{number:02}", "remo") for number in range(13)]
        report = report_of(partners=[partner("remo")], shipments=given)
        publish(report)
        return report

    def test_of_an_annex_are_shown_in_part_and_the_printout_has_all(self, many, page):
        shown, printed = page(f"/reports/{YEAR}/"), page(f"/reports/{YEAR}/print/")
        assert shown.count('<tr><th scope="row">s-') == 10
        assert "Ще 3 рядки не показано. Усі рядки є у файлах видання" in shown
        records = shown.split('id="records"')[1].split("</section>")[0]
        assert records.count("<li>") == 10
        assert "14 записів" in records and "Ще 4 записи не показано." in records
        assert printed.count("<tr><td>s-") == 13

    def test_of_an_edition_that_is_replaced_are_all_shown(self, many, page):
        Partner.objects.update(name_uk="Інше місто")
        publish(many)
        shown = page(f"/reports/{YEAR}/1/")
        assert shown.count('<tr><th scope="row">s-') == 13
        assert "не показано" not in shown


class TestManyChanges:
    def test_are_folded_and_name_no_empty_cell(self, page):
        given = [shipment(f"s-{number:02}", "remo") for number in range(13)]
        report = report_of(partners=[partner("remo")], shipments=given)
        publish(report)
        Shipment.objects.update(title_uk="Інший вантаж")
        publish(report)
        changes = page(f"/reports/{YEAR}/").split('id="changes"')[1].split("</section>")[0]
        assert changes.count("<details>") == 1 and changes.count("<dt>") > 20
        assert "s-01" in changes
        assert "| |" not in changes and "| <" not in changes

    def test_a_few_stand_open(self, report, page):
        publish(report)
        correct(report)
        changes = page(f"/reports/{YEAR}/").split('id="changes"')[1].split("</section>")[0]
        assert "<details>" not in changes and "<ins>" in changes


def test_a_ukrainian_heading_of_an_english_report_is_marked(page):
    publish(report_of(partners=[partner("remo", name_en="")]))
    text = page(f"/en/reports/{YEAR}/")
    assert '1.1. <span lang="uk">Місто remo' in text
    assert '<span lang="uk">' not in page(f"/reports/{YEAR}/").split("<article>")[0]


class TestWithdrawn:
    def test_the_page_waits_for_a_correction_and_everything_else_is_gone(
        self, report, client, page
    ):
        publish(report)
        hide("sava")
        text = page(f"/reports/{YEAR}/")
        assert "Готується виправлене видання" in text
        assert "sava" not in text
        assert "A corrected edition is being prepared" in page(f"/en/reports/{YEAR}/")
        assert "Готується виправлене видання" in page("/reports/")
        for address in EVERYWHERE[2:]:
            assert client.get(address).status_code == 404
            assert client.get(f"/en{address}").status_code == 404

    def test_the_corrected_edition_does_not_quote_what_it_left_out(self, report, client, page):
        publish(report)
        hide("sava")
        publish(report)
        text = page(f"/reports/{YEAR}/")
        assert "Видання 2 від" in text
        assert "Готується" not in text
        assert "sava" not in text
        assert client.get(f"/reports/{YEAR}/1/").status_code == 404
        assert client.get(f"/reports/{YEAR}/2/").status_code == 200

    def test_an_edition_before_it_stands_in_and_says_that_a_correction_comes(self, report, page):
        hide("sava")
        publish(report)
        Partner.objects.filter(key="sava").update(publication="public")
        publish(report)
        hide("sava")
        text = page(f"/reports/{YEAR}/")
        assert "Готується виправлене видання" in text
        assert "Видання 1 від" in text
        assert "sava" not in text

    def test_a_report_that_is_taken_back_is_not_there(self, report, client):
        publish(report)
        report.publication = "draft"
        report.save()
        for address in EVERYWHERE[1:]:
            assert client.get(address).status_code == 404


class TestPrintout:
    def test_has_the_title_block_with_blanks_before_registration(self, report, page):
        publish(report)
        text = page(f"/reports/{YEAR}/print/")
        assert '<p class="o-org">Липівська міська рада</p>' in text
        assert '<h1 class="o-kind">ЗВІТ</h1>' in text
        block = "<span>{}</span><span>м. Липівка</span><span>№ {}</span>"
        assert block.format("_" * 20, "_" * 14) in text
        report.registered_on, report.registration_index = date(2025, 1, 20), "01-14/25"
        report.save()
        assert block.format("20 січня 2025 року", "01-14/25") in page(f"/reports/{YEAR}/print/")

    def test_its_heading_stands_in_short_lines(self, report, page):
        publish(report)
        heading = re.search(r'<p class="o-head">(.*?)</p>', page(f"/reports/{YEAR}/print/"))[1]
        rows = heading.split("<br>")
        assert " ".join(rows) == TITLE.removeprefix("Звіт ").replace("про", "Про", 1)
        assert all(len(row) <= HEADING_LINE for row in rows)

    def test_names_its_annexes_before_the_signature_and_prints_them_after(self, report, page):
        Agreement.objects.update(number="12/2024")
        publish(report)
        text = page(f"/reports/{YEAR}/print/")
        places = [text.index(word) for word in ("Додатки:", "НЕЧУЙ-ЛЕВИЦЬКИЙ", "Додаток 1<")]
        assert places == sorted(places)
        assert "<thead>" in text[places[-1] :]


def ask(client, **values):
    return client.get("/reports/verify/", values).content.decode()


class TestVerification:
    def test_knows_the_current_edition(self, report, client):
        edition = publish(report)
        for typed in (edition.sha256, edition.fingerprint.upper()):
            text = ask(client, sha256=typed)
            assert "Так, це чинне видання" in text
            assert "Видання 1 від" in text

    def test_knows_a_replaced_edition_and_leads_to_what_changed(self, report, client):
        first = publish(report)
        correct(report)
        text = ask(client, sha256=first.sha256)
        assert "Справжнє, але замінене" in text
        assert f'href="/reports/{YEAR}/2/#changes"' in text

    def test_calls_a_withdrawn_edition_withdrawn(self, report, client):
        edition = publish(report)
        hide("sava")
        text = ask(client, sha256=edition.sha256)
        assert "відкликан" in text
        assert "Готується виправлене видання" in text
        english = client.get("/en/reports/verify/", {"sha256": edition.sha256})
        assert "withdrawn" in english.content.decode()
        report.publication = "draft"
        report.save()
        text = ask(client, sha256=edition.sha256)
        assert "відкликан" in text
        assert f'href="/reports/{YEAR}/"' not in text

    def test_never_says_that_an_unknown_file_is_forged(self, report, client):
        publish(report)
        text = ask(client, sha256="0" * 64)
        assert "Такого файла ми не оприлюднювали" in text
        assert "Це не доказ підробки" in text

    @pytest.mark.parametrize("typed", ["abc", "z" * 64, "0" * 63, "0" * 500, "\u0660" * 64])
    def test_explains_what_a_fingerprint_is(self, client, typed):
        response = client.get("/reports/verify/", {"sha256": typed})
        assert response.status_code == 200
        assert 'aria-invalid="true"' in response.content.decode()
        assert "Відповідь" not in response.content.decode()

    def test_counts_the_fingerprint_of_a_file_without_storing_it(self, client, settings, tmp_path):
        settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "nowhere"  # a stored upload would fail
        content = b"%PDF-1.7 something" * 200_000
        file = SimpleUploadedFile("звіт.pdf", content)
        response = client.post("/reports/verify/", {"file": file})
        assert response.status_code == 200
        assert in_groups(sha256(content).hexdigest()) in response.content.decode()
        assert "Такого файла ми не оприлюднювали" in response.content.decode()
        assert not response.cookies

    def test_recognises_a_file_by_its_hash(self, report, client):
        edition = publish(report)
        content = b"the file of an edition"
        type(edition).objects.filter(pk=edition.pk).update(sha256=sha256(content).hexdigest())
        response = client.post("/reports/verify/", {"file": SimpleUploadedFile("a.pdf", content)})
        assert "Так, це чинне видання" in response.content.decode()

    def test_takes_the_form_without_a_token(self, report):
        edition = publish(report)
        strict = Client(enforce_csrf_checks=True)
        response = strict.post("/reports/verify/", {"sha256": edition.sha256})
        assert "Так, це чинне видання" in response.content.decode()

    def test_asks_for_something_where_nothing_was_sent(self, client):
        response = client.post("/reports/verify/", {})
        assert "Виберіть файл або впишіть відбиток" in response.content.decode()

    def test_refuses_what_is_too_large_before_reading_it(self, client):
        response = client.post(
            "/reports/verify/", {"sha256": "0" * 64}, CONTENT_LENGTH=LIMIT + FRAME + 1
        )
        assert response.status_code == 413
        assert "Файл завеликий: дозволено до 25 МБ" in response.content.decode()


def add_editions(size):
    """Two more editions of each of three years, of a register with `size` partners."""
    for year in (YEAR - 2, YEAR - 1, YEAR):
        report = report_of(
            year,
            office=[OFFICE],
            partners=[partner(f"p{number}", since="2000") for number in range(size)],
            agreements=[
                agreement(f"{year}-{number}", f"p{number}", signed_on=str(year))
                for number in range(size)
            ],
        )
        publish(report)
        report.registration_index = str(size)
        report.save()


@pytest.mark.parametrize("address", [*EVERYWHERE, "/reports/verify/?sha256=" + "0" * 64])
def test_pages_need_the_same_queries_for_five_records_and_for_fifty(client, address):
    catch_up()  # as the first change of aid does, or the first visitor of a day
    counted = []
    for size in (5, 50):
        add_editions(size)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12


def test_a_page_rendered_anew_does_not_fetch_the_frozen_text_again(client):
    add_editions(5)
    address = f"/reports/{YEAR}/"
    pages, fetched = [], []
    for _again in range(2):
        move()
        with CaptureQueriesContext(connection) as queries:
            pages.append(client.get(address).content)
        fetched.append(any('"content" FROM "reports_edition"' in q["sql"] for q in queries))
    assert fetched == [True, False]
    assert pages[0] == pages[1]


def test_a_frozen_text_that_was_drawn_is_not_shown_once_it_names_what_is_hidden(client):
    add_editions(5)
    address = f"/reports/{YEAR}/"
    text = Partner.objects.get(key="p3").name_uk
    assert text in client.get(address).text
    Partner.objects.filter(key="p3").update(publication="draft")
    move()
    assert text not in client.get(address).text


@pytest.mark.parametrize(
    ("language", "left", "words"),
    [
        ("uk", 1500, "Ще 1\xa0500 рядків не показано."),
        ("uk", 1501, "Ще 1\xa0501 рядок не показано."),
        ("en", 1500, "1,500 more rows are not shown."),
        ("en", 1, "1 more row is not shown."),
    ],
)
def test_rows_that_are_not_shown_are_counted_in_groups_of_thousands(language, left, words):
    table = Table("", ("Назва",), (("Рядок",),) * (left + 1))
    section = Section("", blocks=(table,))
    with override(language):
        text = render_to_string(
            "papers/section_to_read.html", {"section": section, "rows_shown": 1}
        )
    assert words in text
