"""The public page cache: unchanged pages are not rendered, changed ones are seen at once."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event as Signal
from time import time

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from aid.tests.records import make_shipment
from partners.models import Partner
from partners.tests.records import make_agreement, make_office, make_partner
from projects.tests.records import make_event, make_project
from publishing.page_cache import PublicPageMiddleware, best_encoding
from publishing.page_store import Entry, ProcessStore

pytestmark = pytest.mark.django_db

PAGES = ["/", "/en/", "/partners/", "/agreements/", "/projects/", "/events/", "/aid/", "/about/"]
PAGES += [
    "/aid/shipments/",
    "/aid/needs/",
    "/reports/",
    "/sitemap.xml",
    "/robots.txt",
    "/theme.css",
]


@pytest.fixture
def partner():
    make_office()
    return make_partner(key="remo", name_uk="Ремо", country="LT")


def queries(client, address, **headers):
    with CaptureQueriesContext(connection) as captured:
        client.get(address, headers=headers)
    return len(captured)


class TestAnUnchangedPage:
    @pytest.mark.parametrize("address", [*PAGES, "/partners/remo/", "/en/partners/remo/"])
    def test_costs_one_read(self, client, partner, address):
        first = client.get(address)
        assert queries(client, address) == 1
        assert client.get(address).content == first.content

    @pytest.mark.parametrize("address", [*PAGES, "/partners/remo/"])
    def test_is_revalidated_without_a_body_and_without_rendering(self, client, partner, address):
        etag = client.get(address)["ETag"]
        other = Client()  # another process, which has never rendered it
        assert queries(other, address, if_none_match=etag) == 1
        answer = other.get(address, headers={"if-none-match": etag})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == etag
        assert "Accept-Encoding" in answer["Vary"]
        assert answer["Cache-Control"] == "no-cache"

    def test_has_the_headers_of_every_answer_from_the_store_too(self, client, partner):
        first, second = client.get("/partners/"), client.get("/partners/")
        for answer in (first, second):
            assert abs(int(answer["X-Accel-Expires"].removeprefix("@")) - time()) < 60
            del answer["X-Accel-Expires"]
        assert dict(first.items()) == dict(second.items())
        assert second["Content-Security-Policy"]
        assert second["X-Frame-Options"] == "DENY"

    def test_is_asked_for_by_its_head_alone(self, client, partner):
        full = client.get("/partners/")
        head = client.head("/partners/")
        assert (head.status_code, head.content) == (200, b"")
        assert (head["ETag"], head["Content-Length"]) == (full["ETag"], full["Content-Length"])


class TestAChange:
    def test_is_seen_by_the_next_request_in_every_process(self, partner):
        processes = [Client() for _number in range(3)]
        for number in range(10):
            partner.name_uk = f"Назва {number}"
            partner.save()
            for process in processes:
                assert f"Назва {number}" in process.get("/partners/remo/").content.decode()

    def test_changes_the_etag(self, client, partner):
        before = client.get("/partners/")["ETag"]
        make_partner()
        answer = client.get("/partners/", headers={"if-none-match": before})
        assert answer.status_code == 200
        assert answer["ETag"] != before

    def test_a_record_hidden_is_gone_at_once_from_every_page(self, client, partner):
        make_agreement([partner], title_uk="Угода з громадою Ремо")
        pages = ["/", "/partners/", "/agreements/", "/sitemap.xml", "/theme.css"]
        for address in [*pages, "/partners/remo/"]:
            client.get(address)
        Partner.objects.filter(key="remo").update(publication="internal")
        for address in pages:
            text = client.get(address).content.decode()
            assert "remo" not in text and "Ремо" not in text
        assert client.get("/partners/remo/").status_code == 404

    def test_of_something_hidden_changes_no_etag_and_no_byte(self, client, partner):
        hidden = make_event(publication="internal")
        before = client.get("/events/")
        hidden.title_uk = "Інша назва"
        hidden.save()
        hidden.delete()
        after = client.get("/events/")
        assert (after["ETag"], after.content) == (before["ETag"], before.content)

    def test_of_the_day_in_kyiv_is_a_change(self, client, partner, monkeypatch):
        make_event(title_uk="Завтрашня", public_from="2026-07-02")
        late, midnight = (datetime(2026, 7, 1, hour, 30, tzinfo=UTC) for hour in (20, 21))
        monkeypatch.setattr(timezone, "now", lambda: late)
        before = client.get("/events/")
        monkeypatch.setattr(timezone, "now", lambda: midnight)
        after = client.get("/events/", headers={"if-none-match": before["ETag"]})
        assert "Завтрашня" not in before.content.decode()
        assert "Завтрашня" in after.content.decode()


class TestCompression:
    @pytest.mark.parametrize(
        ("accepted", "encoding"),
        [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip;q=1.0, br;q=0", "gzip"),
            ("GZIP", "gzip"),
            ("br; q=0.000, gzip; q=0", ""),
            ("identity", ""),
            ("*", ""),
            ("", ""),
        ],
    )
    def test_takes_the_best_that_is_accepted(self, accepted, encoding):
        assert best_encoding(accepted) == encoding

    @pytest.mark.parametrize(
        ("encoding", "decompress"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
    )
    def test_gives_the_same_page_in_every_encoding(self, client, partner, encoding, decompress):
        plain = client.get("/partners/")
        assert "Content-Encoding" not in plain
        for process in (client, Client()):  # from the store, and as it is rendered
            answer = process.get("/partners/", headers={"accept-encoding": encoding})
            assert answer["Content-Encoding"] == encoding
            assert int(answer["Content-Length"]) == len(answer.content)
            assert decompress(answer.content) == plain.content
            assert answer["Vary"] == plain["Vary"] == "Accept-Encoding"


class TestTheQuery:
    def test_unknown_parameters_make_no_other_page(self, client, partner):
        page = client.get("/partners/?country=LT")
        for query in (
            "?utm_source=x&country=LT",
            "?country=LT&page=1&fbclid=y",
            "?country=LT&area=",
        ):
            assert queries(client, f"/partners/{query}") == 1
            answer = client.get(f"/partners/{query}")
            assert (answer.content, answer["ETag"]) == (page.content, page["ETag"])
            assert "utm_source" not in answer.content.decode()

    @pytest.mark.parametrize("query", ["?country=PL", "?page=2", "?country=LT&status=ended"])
    def test_known_parameters_do(self, client, partner, query):
        assert client.get(f"/partners/{query}")["ETag"] != client.get("/partners/")["ETag"]

    def test_an_address_too_long_is_answered_and_not_kept(self, client, partner):
        address = f"/partners/?country={'L' * 2000}"
        assert client.get(address).status_code == 200
        assert "ETag" not in client.get(address)


class TestWhatIsNeverKept:
    def test_nothing_of_the_admin(self, client, partner):
        user = get_user_model().objects.create_superuser("editor", password="x")
        client.force_login(user)
        for name in ("index", "partners_partner_changelist"):
            answer = client.get(reverse(f"admin:{name}"))
            assert "ETag" not in answer
            assert "no-store" in answer["Cache-Control"]

    def test_nothing_that_is_not_there(self, client, partner):
        absent = client.get("/partners/nobody/")
        make_partner(key="nobody", publication="internal")
        hidden = client.get("/partners/nobody/")
        assert (absent.status_code, hidden.status_code) == (404, 404)
        assert absent.content == hidden.content
        assert "ETag" not in hidden

    def test_a_guessed_etag_tells_nothing(self, client, partner):
        tag = 'W/"00000000000000000000000000000000"'
        assert client.get("/partners/nobody/", headers={"if-none-match": tag}).status_code == 404
        assert client.get("/partners/nobody/", headers={"if-none-match": "*"}).status_code == 404

    @pytest.mark.parametrize(
        "change",
        [
            lambda answer: answer.set_cookie("a", "b"),
            lambda answer: answer.headers.setdefault("Vary", "Cookie"),
            lambda answer: setattr(answer, "_csp_update", {}),
            lambda answer: setattr(answer, "status_code", 503),
        ],
        ids=["cookie", "vary", "policy", "status"],
    )
    def test_no_answer_with_something_of_one_visitor(self, change):
        def view(request):
            answer = HttpResponse(str(next(numbers)))
            change(answer)
            return answer

        numbers = iter(range(2))
        middleware = PublicPageMiddleware(view)
        answers = [middleware(RequestFactory().get("/about/")) for _number in range(2)]
        assert [answer.content for answer in answers] == [b"0", b"1"]
        assert "ETag" not in answers[0]

    def test_pages_for_every_view_that_is_not_public_by_its_own_word(self):
        """Whatever is added to the addresses is not kept until its view says so."""
        views = [pattern.callback for pattern in all_patterns(get_resolver().url_patterns)]
        public = [view for view in views if hasattr(view, "public_page")]
        assert len(public) >= 20
        assert not [view for view in public if "admin" in view.__module__]

    def test_who_is_signed_in_sees_what_everyone_sees(self, client, partner):
        make_event(title_uk="Прихована", publication="internal")
        client.force_login(get_user_model().objects.create_superuser("editor", password="x"))
        signed_in = client.get("/events/")
        assert signed_in.content == Client().get("/events/").content
        assert "Прихована" not in signed_in.content.decode()


def all_patterns(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from all_patterns(pattern.url_patterns)
        else:
            yield pattern


class TestAStampede:
    def test_one_renders_and_the_others_wait(self):
        started, go_on = Signal(), Signal()
        rendered = []

        def view(request):
            rendered.append(request.path)
            started.set()
            assert go_on.wait(timeout=20)
            return HttpResponse("page")

        middleware = PublicPageMiddleware(view)

        declared = type("Page", (), {"headers": {}})
        with ThreadPoolExecutor(8) as pool:
            answers = [
                pool.submit(middleware.answer, request, declared, "place", "key", None)
                for request in [RequestFactory().get("/about/")] * 8
            ]
            assert started.wait(timeout=20)
            go_on.set()
            assert {answer.result().content for answer in answers} == {b"page"}
        assert rendered == ["/about/"]
        assert middleware.store.turns == {}

    def test_a_view_that_fails_lets_the_next_one_try(self):
        store = ProcessStore()
        with pytest.raises(ZeroDivisionError), store.turn("page"):
            raise ZeroDivisionError
        with store.turn("page"):
            assert store.turns["page"][1] == 1
        assert store.turns == {}


class TestTheStore:
    def test_forgets_what_was_asked_for_longest_ago(self):
        entry = Entry.of([("Content-Type", "text/html")], b"page")
        store = ProcessStore(capacity=3 * entry.size)
        for place in "abc":
            store.put(place, "key", entry)
        store.get("a", "key")
        store.put("d", "key", entry)
        assert [place for place in "abcd" if store.get(place, "key")] == ["a", "c", "d"]
        assert store.used == 3 * entry.size

    def test_has_the_page_of_another_content_version_as_an_earlier_one_alone(self):
        store, old, new = ProcessStore(), Entry.of([], b"old"), Entry.of([], b"new")
        store.put("a", "version 1", old)
        assert store.get("a", "version 2") is None
        assert store.earlier("a") is old
        store.put("a", "version 2", new)
        assert store.get("a", "version 1") is None
        assert store.get("a", "version 2") is store.earlier("a") is new
        assert store.used == new.size

    def test_keeps_nothing_larger_than_itself(self):
        store = ProcessStore(capacity=10)
        store.put("a", "key", Entry.of([], b"page"))
        assert (store.get("a", "key"), store.used) == (None, 0)

    def test_an_entry_is_the_same_after_it_was_packed(self):
        entry = Entry.of([("Content-Type", "text/html"), ("X-Robots-Tag", "all")], b"page" * 99)
        entry.body("br")
        again = Entry.unpacked(entry.packed())
        assert again == entry
        assert again.body("") == b"page" * 99


def test_pages_of_a_whole_register_are_kept_in_both_languages(client, partner):
    """Every kind of record: its page is kept under each language's address, and they differ."""
    records = [
        partner,
        make_agreement([partner]),
        make_project([partner]),
        make_event([partner]),
        make_shipment([partner]),
    ]
    for record in records:
        address = record.get_absolute_url()
        ukrainian, english = client.get(address), client.get(f"/en{address}")
        assert ukrainian["ETag"] != english["ETag"]
        assert queries(client, address) == queries(client, f"/en{address}") == 1
