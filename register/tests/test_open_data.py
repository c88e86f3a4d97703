"""The open data: its page, and the files of each sheet in every format."""

import re
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from aid.models import Item, Shipment
from aid.tests.records import make_item, make_shipment
from partners.models import Office, Partner
from partners.tests.records import make_office, make_partner
from projects.models import Event
from projects.tests.records import make_event
from register import sheet as sheet_module
from register import streaming, workbooks
from register.datasets import DATASETS, FILTERS
from register.importing import import_file, import_rows
from register.sheet import public_counts
from register.sheets import BY_TITLE
from register.tests.open_files import content, csv_rows, json_of, workbook_of
from register.tests.registers import OTHER_TOWN, exported, in_form, small

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_town():
    assert import_file(OTHER_TOWN).faults == []


class TestPage:
    @pytest.mark.parametrize("address", ["/data/", "/en/data/"])
    def test_it_names_every_dataset_column_and_file(self, client, other_town, address):
        page = client.get(address).content.decode()
        for title, sheet in BY_TITLE.items():
            for suffix in ("csv", "xlsx", "json"):
                assert f'href="/data/{title}.{suffix}"' in page
            for column in sheet.public_columns:
                assert f">{column.name}</code>" in page
        assert "creativecommons.org/licenses/by/4.0" in page
        assert 'href="/data/donations.csv"' in page

    def test_internal_columns_are_not_even_named(self, client, other_town):
        page = client.get("/data/").content.decode()
        for name in ("contact_name", "declaration_code", "notes_internal", "carrier"):
            assert name not in page

    def test_it_counts_the_rows_of_the_files(self, client, other_town):
        for title, dataset in DATASETS.items():
            rows = json_of(client.get(f"/data/{title}.json"))
            assert dataset.count() == len(rows), title

    def test_its_days_are_figures_in_ukrainian_and_words_in_english(self, client, other_town):
        days = re.compile(r">(\d\d\.\d\d\.\d{4})</time>|, (\d\d\.\d\d\.\d{4})</code>")
        assert len(days.findall(client.get("/data/").content.decode())) > 5
        english = client.get("/en/data/").content.decode()
        assert not days.search(english)
        day = timezone.localdate()
        assert f"{day.day} {day:%B %Y}" in english

    def test_it_answers_before_anything_is_loaded(self, client):
        assert client.get("/data/").status_code == 200
        assert client.get("/en/data/").status_code == 200
        assert csv_rows(client.get("/data/partners.csv")) == []

    def test_it_needs_the_same_queries_for_more_records(self, client):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                client.get("/data/")
            return len(captured)

        make_event()
        make_item(quantity=1)
        few = queries()
        for number in range(15):
            make_event(key=f"more-{number}")
            make_item(shipment=make_shipment(reference=f"r-{number}"), quantity=1)
        assert queries() == few <= 4

    def test_every_page_leads_to_it(self, client):
        assert 'href="/data/"' in client.get("/").content.decode()
        assert 'href="/en/data/"' in client.get("/en/").content.decode()
        assert "/data/</loc>" in client.get("/sitemap.xml").content.decode()


class TestFilesOfSheets:
    def test_all_formats_hold_the_rows_of_the_public_export(self, client, other_town, tmp_path):
        for title, rows in exported(tmp_path / "public.json", public=True).items():
            assert rows, title
            self.compare(client, title, rows)

    def compare(self, client, title, rows):
        assert json_of(client.get(f"/data/{title}.json")) == rows
        names = [column.name for column in BY_TITLE[title].public_columns]
        in_csv = csv_rows(client.get(f"/data/{title}.csv"))
        assert in_csv == [{name: streaming.harmless(row[name]) for name in names} for row in rows]
        worksheet = workbook_of(client.get(f"/data/{title}.xlsx"))[title]
        head, *cells = worksheet.iter_rows(values_only=True)
        assert list(head) == names
        assert [["" if c is None else str(c) for c in row] for row in cells] == [
            [row[name].removeprefix("'") for name in names] for row in in_csv
        ]

    def test_an_unknown_sheet_or_format_is_not_found(self, client):
        for name in ("secrets.csv", "partners.pdf", "contact.json", "partners-passports.csv"):
            assert client.get(f"/data/{name}").status_code == 404

    def test_the_whole_register_can_be_imported_by_another_portal(self, client, other_town):
        whole = json_of(client.get("/data/register.json"))
        workbook = workbook_of(client.get("/data/register.xlsx"))
        assert workbook.sheetnames == [sheet["title"] for sheet in whole] == list(BY_TITLE)
        again = import_rows(whole, dry_run=True)
        assert [str(f) for f in again.faults] == []

    def test_the_whole_register_is_no_csv(self, client):
        assert client.get("/data/register.csv").status_code == 404

    def test_csv_is_as_rfc_4180_has_it(self, client):
        make_partner(name_uk="Липове, «місто»", summary_uk='Рядок "один"\n\nРядок два')
        text = content(client.get("/data/partners.csv")).decode()
        head, rest = text.split("\r\n", 1)
        assert head == "\ufeff" + ",".join(DATASETS["partners"].names)
        assert '"Рядок ""один""\n\nРядок два"' in rest
        assert rest.endswith("\r\n")

    def test_rows_come_in_order_across_chunks(self, client, monkeypatch):
        monkeypatch.setattr(sheet_module, "AT_ONCE", 3)
        monkeypatch.setattr(streaming, "PIECE", 40)
        for number in range(10):
            make_event(key=f"e{9 - number}", partners=[make_partner(key=f"p{number}")])
        rows = csv_rows(client.get("/data/events.csv"))
        assert [row["key"] for row in rows] == [f"e{number}" for number in range(10)]
        assert [row["partners"] for row in rows] == [f"p{9 - number}" for number in range(10)]
        assert json_of(client.get("/data/events.json"))[0]["key"] == "e0"

    def test_a_head_request_reads_no_rows(self, client, other_town):
        response = client.head("/data/partners.csv")
        assert response.status_code == 200
        assert content(response) == b""


class TestFilters:
    """A file holds exactly the rows of the list page with the same query."""

    QUERIES = [
        ("partners", "country=PL", "/partners/"),
        ("partners", "relation=twinning&status=active", "/partners/"),
        ("agreements", "kind=twinning", "/agreements/"),
        ("agreements", "status=expired", "/agreements/"),
        ("agreements", "year=2024", "/agreements/"),
        ("projects", "partner=tartu", "/projects/"),
        ("events", "kind=camp", "/events/"),
        ("events", "year=2024&partner=lesnica", "/events/"),
        ("needs", "status=promised", "/aid/needs/"),
        ("shipments", "status=counted", "/aid/shipments/"),
        ("shipments", "year=2024&country=PL", "/aid/shipments/"),
        ("shipments", "category=bedding", "/aid/shipments/"),
    ]

    def test_the_same_rows(self, client, other_town):
        for title, query, page in self.QUERIES:
            sheet = BY_TITLE[title]
            key = sheet.key[0]
            found = {row[key] for row in json_of(client.get(f"/data/{title}.json?{query}"))}
            text = client.get(f"{page}?{query}").content.decode()
            records = sheet.model.objects.public()
            shown = {
                getattr(record, key)
                for record in records
                if f'href="{record.get_absolute_url()}"' in text
            }
            assert found == shown, (title, query)
            assert 0 < len(found) < public_counts([sheet])[title], (title, query)

    def test_an_unknown_value_gives_an_empty_file(self, client, other_town):
        for title, form in FILTERS.items():
            field = next(iter(form().fields))
            assert json_of(client.get(f"/data/{title}.json?{field}=no-such")) == []

    def test_a_query_that_is_no_filter_gives_all_rows(self, client, other_town):
        everything = json_of(client.get("/data/partners.json"))
        assert json_of(client.get("/data/partners.json?page=2&x=y")) == everything

    def test_a_hidden_record_is_no_filter_value(self, client, other_town):
        hidden = Partner.objects.filter(publication="internal").first()
        assert json_of(client.get(f"/data/shipments.json?partner={hidden.key}")) == []


class TestDownloadLinks:
    def test_a_list_links_to_its_own_rows(self, client, other_town):
        for title, query, page in TestFilters.QUERIES:
            text = client.get(f"{page}?{query}").content.decode()
            (link,) = re.findall(rf'href="(/data/{title}\.csv[^"]*)"', text)
            rows = csv_rows(client.get(unescape(link)))
            key = BY_TITLE[title].key[0]
            expected = json_of(client.get(f"/data/{title}.json?{query}"))
            assert [row[key] for row in rows] == [row[key] for row in expected]

    def test_every_page_of_a_list_links_to_all_of_it(self, client):
        for number in range(61):
            make_event(key=f"e{number}")
        text = client.get("/en/events/?page=2").content.decode()
        (link,) = re.findall(r'href="(/data/events\.csv[^"]*)"', text)
        assert len(csv_rows(client.get(unescape(link)))) == 61

    def test_an_empty_list_has_none(self, client):
        assert "/data/events.csv" not in client.get("/events/").content.decode()


class TestFormulas:
    RISKY = ["=1+1", "@SUM(A1)", "+A1", "-2+3", "＝1+1", "＋A1", "－A1", "＠A1"]

    @pytest.mark.parametrize("text", RISKY)
    def test_none_runs_in_a_csv(self, client, text):
        make_partner(name_uk=text)
        (row,) = csv_rows(client.get("/data/partners.csv"))
        assert row["name_uk"] == f"'{text}"

    @pytest.mark.parametrize("text", ["-5", "+380501112233", "−5", "5-6", "а=б"])
    def test_numbers_and_plain_texts_stay_as_they_are(self, client, text):
        make_partner(name_uk=text)
        (row,) = csv_rows(client.get("/data/partners.csv"))
        assert row["name_uk"] == text

    def test_longitudes_west_of_greenwich_stay_numbers(self, client):
        make_partner(longitude="-94.634", latitude="38.992")
        (row,) = csv_rows(client.get("/data/partners.csv"))
        assert row["longitude"] == "-94.634"

    def test_no_workbook_has_a_formula_cell(self, client):
        office = make_office()
        Office.objects.filter(pk=office.pk).update(council_uk="=1+1", phone="+380 1")
        for number, text in enumerate(self.RISKY):
            make_partner(key=f"p{number}", name_uk=text, summary_uk=text)
            make_event(key=f"e{number}", title_uk=text)
        for address in ("register", "partners", "events", "office"):
            workbook = workbook_of(client.get(f"/data/{address}.xlsx"))
            cells = [cell for sheet in workbook for row in sheet for cell in row]
            assert {cell.data_type for cell in cells} <= {"s", "n"}
            risky = [c for c in cells if isinstance(c.value, str) and c.value.startswith("=")]
            assert all(cell.quotePrefix for cell in risky)


class TestLargeWorkbooks:
    @pytest.fixture(autouse=True)
    def small_limit(self, monkeypatch, settings, tmp_path):
        monkeypatch.setattr("register.workbooks.MOST_ROWS", 3)
        monkeypatch.setattr("register.views.MOST_ROWS", 3)
        settings.MEDIA_ROOT = tmp_path

    def test_a_long_list_is_a_file_made_beforehand_with_its_day(self, client):
        for number in range(5):
            make_event(key=f"e{number}")
        response = client.get("/data/events.xlsx")
        assert response.status_code == 406
        assert "ETag" not in response.headers
        call_command("prepare_workbooks", stdout=StringIO())
        response = client.get("/data/events.xlsx")
        assert response.status_code == 200
        day = timezone.localtime().date().isoformat()
        assert f"events-{day}.xlsx" in response.headers["Content-Disposition"]
        assert workbook_of(response)["events"].max_row == 6

    def test_it_is_gone_at_once_when_a_record_is_hidden(self, client):
        for number in range(5):
            make_event(key=f"e{number}")
        workbooks.prepare()
        Event.objects.filter(key="e1").update(publication="internal")
        assert client.get("/data/events.xlsx").status_code == 406
        assert [name for name in workbooks.prepare() if "events" in name]
        assert workbook_of(client.get("/data/events.xlsx"))["events"].max_row == 5
        assert len([name for name in workbooks.listed() if "events" in name]) == 1

    def test_a_short_part_of_a_long_list_is_made_at_once(self, client):
        for number in range(5):
            make_event(key=f"e{number}", kind="camp" if number else "visit")
        assert workbook_of(client.get("/data/events.xlsx?kind=visit"))["events"].max_row == 2
        workbooks.prepare()
        assert client.get("/data/events.xlsx?kind=camp").status_code == 406

    def test_the_page_about_it_leads_back(self, client):
        for number in range(5):
            make_event(key=f"e{number}")
        page = client.get("/data/events.xlsx").content.decode()
        assert 'href="/data/"' in page


class TestConditionalRequests:
    ADDRESSES = [
        "/data/register.json",
        "/data/register.xlsx",
        "/data/events.csv",
        "/data/events.json",
        "/data/events.xlsx",
        "/data/events-passport.csv",
        "/data/events-structure.csv",
        "/data/donations.csv",
        "/data/agreements-register.csv",
    ]

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_nothing_is_sent_twice(self, client, address):
        make_event()
        first = client.get(address)
        assert first.headers["ETag"] and first.headers["Last-Modified"]
        for condition in (
            {"if-none-match": first.headers["ETag"]},
            {"if-modified-since": first.headers["Last-Modified"]},
        ):
            again = client.get(address, headers=condition)
            assert again.status_code == 304
            assert content(again) == b""
            assert again.headers["Access-Control-Allow-Origin"] == "*"

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_a_change_is_seen_by_the_next_request(self, client, address):
        event = make_event()
        first = client.get(address)
        event.title_uk = "Інша назва"
        event.save()
        again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
        assert again.status_code == 200
        later = http_date((timezone.now() - timedelta(hours=25)).timestamp())
        assert client.get(address, headers={"if-modified-since": later}).status_code == 200

    def test_a_change_of_something_hidden_is_not_seen(self, client):
        make_event()
        hidden = make_event(key="hidden", publication="internal")
        first = client.get("/data/events.csv")
        hidden.title_uk = "Інша назва"
        hidden.save()
        hidden.delete()
        again = client.get("/data/events.csv")
        assert content(again) == content(first)
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Last-Modified"] == first.headers["Last-Modified"]

    def test_another_query_is_another_file(self, client):
        make_event()
        tags = {
            client.get(f"/data/events.csv{query}").headers["ETag"] for query in ("", "?kind=visit")
        }
        assert len(tags) == 2

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_other_sites_may_read_it_and_no_cookie_is_set(self, client, address):
        response = client.get(address, headers={"origin": "https://elsewhere.example"})
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert not response.cookies
        assert "Vary" not in response.headers

    def test_pages_stay_closed_to_other_sites(self, client):
        response = client.get("/data/", headers={"origin": "https://elsewhere.example"})
        assert "Access-Control-Allow-Origin" not in response.headers


class TestPassports:
    def test_a_passport_tells_who_keeps_what_and_how(self, client):
        make_office(email="office@lisove.example")
        make_event()
        rows = csv_rows(client.get("/data/events-passport.csv"))
        fields = {row["field"]: row for row in rows}
        assert fields["rows"]["value_uk"] == "1"
        assert fields["email"]["value_en"] == "office@lisove.example"
        assert fields["licence"]["value_uk"].startswith("https://creativecommons.org/")
        assert fields["file_csv"]["value_uk"].endswith("/data/events.csv")
        assert fields["changed"]["value_uk"].startswith(str(timezone.localtime().date()))
        assert fields["title"]["value_en"] == "events"

    def test_the_structure_has_each_column_in_both_languages(self, client):
        rows = csv_rows(client.get("/data/shipments-structure.csv"))
        assert [row["column"] for row in rows] == DATASETS["shipments"].names
        by_name = {row["column"]: row for row in rows}
        assert by_name["status"]["form_uk"].startswith("announced, in_transit")
        assert "2022-03" in by_name["received_on"]["form_en"]
        assert "medical, education" in by_name["beneficiaries"]["form_en"]
        for row in rows:
            assert row["meaning_uk"] and row["meaning_en"] and row["form_en"]


class TestLastChange:
    def test_it_is_of_the_sheet_alone(self, client):
        make_event()
        before = {row["field"]: row for row in csv_rows(client.get("/data/areas-passport.csv"))}
        assert before["changed"]["value_uk"] == ""

    def test_only_the_newest_change_is_kept(self, django_capture_on_commit_callbacks):
        from register.changes import SheetChange

        with django_capture_on_commit_callbacks(execute=True):
            for number in range(4):
                make_event(key=f"e{number}")
        assert SheetChange.objects.filter(title="events").count() == 1


def test_help_for_the_forces_alone_has_no_amount_in_any_file(client):
    import_rows(in_form(small()))
    Shipment.objects.update(beneficiaries=["defence"])
    for address in ("shipments.json", "donations.csv", "items.csv", "register.json"):
        text = content(client.get(f"/data/{address}")).decode()
        assert "2000.5" not in text
        assert "Ковдри вовняні" not in text
    assert Item.objects.exists()
