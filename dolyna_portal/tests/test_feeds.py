"""Feeds and calendars as readers and calendar programs take them."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import icalendar
import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aid.tests.records import make_need, make_shipment
from dolyna_portal.feeds import LENGTH
from dolyna_portal.tests.atom_rules import faults
from partners.models import Partner
from partners.tests.records import OFFICE, make_agreement, make_office, make_partner
from projects.models import Event
from projects.tests.records import make_event, make_project
from publishing.changes import as_one_change
from publishing.dates import today
from register.importing import import_file
from register.tests.registers import OTHER_TOWN

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(client, address="/feed.atom"):
    response = client.get(address)
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)


def titles(feed):
    return [entry.findtext("a:title", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]


class TestValidity:
    """Every feed by the rules of RFC 4287, and the rules by feeds that break them."""

    @pytest.fixture
    def other_town(self):
        assert import_file(OTHER_TOWN).faults == []

    def addresses(self):
        yield from ("/feed.atom", "/search/feed.atom", "/search/feed.atom?q=рада&page=2")
        yield from (f"/search/feed.atom?q={word}" for word in ("рад", "no-such", "<&\"'>", "%20"))
        for partner in Partner.objects.public():
            yield f"{partner.get_absolute_url()}feed.atom"

    @pytest.mark.indexes
    def test_every_feed_of_a_register_is_valid(self, client, other_town):
        read = 0
        for address in self.addresses():
            content = client.get(address).content
            assert faults(content) == [], address
            read += content.count(b"<entry>")
        assert read > 20

    @pytest.mark.indexes
    def test_so_is_every_feed_of_nothing_at_all(self, client):
        for address in self.addresses():
            assert faults(client.get(address).content) == [], address

    @pytest.mark.indexes
    def test_so_are_odd_texts_and_keys(self, client):
        make_office(council_uk="Рада <&> «Ї»")
        partner = make_partner(name_uk="<b>&amp;</b> ]]>", summary_uk="]]> <script> &nbsp;")
        make_shipment(reference="7/А_б.1", title_uk='Ковдри & "ліжка"', donors=[partner])
        make_event(title_uk="А" * 300, partners=[partner], public_from=today())
        for address in self.addresses():
            assert faults(client.get(address).content) == [], address
        assert "<b>&amp;</b> ]]>" in titles(feed(client))

    BROKEN = (
        ("<id>[^<]*</id>", ""),
        ("<updated>[^<]*</updated>", "<updated>yesterday</updated>"),
        ("<updated>[^<]*</updated>", "<updated>2024-13-01T00:00:00Z</updated>"),
        ("<author>.*?</author>", ""),
        ("<author><name>[^<]*</name>", "<author>"),
        ("(<title>)", r"<title>x</title>\1"),
        ('rel="self"', 'rel="alternate" hreflang="uk" length="x"'),
        ('href="http', 'href="'),
        ('hreflang="en"', 'hreflang="в"'),
        ('<category term="[^"]*"', "<category"),
        ('type="html"', 'type="text/html"'),
        ("(<entry>.*</entry>)", r"\1\1"),
        ("<entry>", "<entry><invented/>"),
    )

    def test_the_rules_see_what_is_wrong(self, client):
        make_event(summary_uk="Про воду.")
        text = client.get("/feed.atom").content.decode()
        for pattern, instead in self.BROKEN:
            broken = re.sub(pattern, instead, text, flags=re.DOTALL)
            assert broken != text, pattern
            assert faults(broken.encode()), pattern


class TestFeed:
    def test_what_comes_into_view_today_is_among_the_newest(self, client):
        with as_one_change():
            for number in range(LENGTH + 5):
                make_event(title_uk=f"Подія {number}")
            Event.objects.update(updated_at=timezone.now() - timedelta(days=2))
            late = make_event(title_uk="Прибуття", public_from=today())
            Event.objects.filter(pk=late.pk).update(updated_at=timezone.now() - timedelta(days=30))
        assert "Прибуття" in titles(feed(client))

    def test_it_has_what_rfc_4287_asks_for(self, client):
        make_office()
        make_event(title_uk="Зустріч & розмова", summary_uk="Про <воду>.")
        root = feed(client)
        for name in ("id", "title", "updated", "author"):
            assert root.find(f"a:{name}", ATOM) is not None, name
        entry = root.find("a:entry", ATOM)
        for name in ("id", "title", "updated", "summary"):
            assert entry.findtext(f"a:{name}", namespaces=ATOM), name
        ids = [e.findtext("a:id", namespaces=ATOM) for e in root.findall("a:entry", ATOM)]
        assert len(ids) == len(set(ids))
        languages = {link.get("hreflang") for link in entry.findall("a:link", ATOM)}
        assert languages == {None, "en"}

    def test_an_identifier_stays_when_key_and_title_change(self, client):
        event = make_event()
        before = feed(client).findtext("a:entry/a:id", namespaces=ATOM)
        event.key, event.title_uk = "another-key", "Інша назва"
        event.save()
        assert feed(client).findtext("a:entry/a:id", namespaces=ATOM) == before
        assert titles(feed(client)) == ["Інша назва"]

    def test_what_changed_last_comes_first(self, client):
        first = make_event(title_uk="Перша")
        make_event(title_uk="Друга")
        assert titles(feed(client)) == ["Друга", "Перша"]
        first.save()
        root = feed(client)
        assert titles(root) == ["Перша", "Друга"]
        newest = root.findtext("a:entry/a:updated", namespaces=ATOM)
        assert root.findtext("a:updated", namespaces=ATOM) == newest

    def test_what_is_hidden_is_not_in_it(self, client):
        make_event(title_uk="ХОВАНЕ", publication="internal")
        make_event(title_uk="ЗАВТРАШНЄ", public_from=today() + timedelta(days=1))
        make_shipment(title_uk="ХОВАНЕ", donors=[make_partner(publication="draft")])
        assert titles(feed(client)) == []

    def test_a_partner_has_a_feed_of_all_done_together(self, client):
        partner, other = make_partner(name_uk="Липове"), make_partner()
        make_event(title_uk="Подія", partners=[partner])
        make_project(title_uk="Проєкт", lead=partner)
        make_agreement(title_uk="Угода", parties=[OFFICE, partner])
        make_shipment(title_uk="Вантаж", donors=[partner])
        make_need(title_uk="Потреба", partners=[partner])
        make_event(title_uk="Чужа подія", partners=[other])
        root = feed(client, f"/partners/{partner.key}/feed.atom")
        expected = {"Липове", "Подія", "Проєкт", "Угода", "Вантаж", "Потреба"}
        assert set(titles(root)) == expected

    def test_a_hidden_partner_has_none(self, client):
        hidden = make_partner(publication="internal")
        assert client.get(f"/partners/{hidden.key}/feed.atom").status_code == 404

    def test_pages_tell_readers_where_the_feeds_are(self, client):
        partner = make_partner()
        assert 'type="application/atom+xml"' in client.get("/").content.decode()
        page = client.get(f"/en/partners/{partner.key}/").content.decode()
        assert f'href="/partners/{partner.key}/feed.atom"' in page

    def test_it_needs_the_same_queries_for_more_records(self, client):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                client.get("/feed.atom")
            return len(captured)

        make_event()
        few = queries()
        for _number in range(20):
            make_event(partners=[make_partner()])
        assert queries() == few


def events_of(response):
    """{summary: (first day, day after the last)} of a calendar, read by two libraries alike."""
    text = response.content.decode()
    first = {
        str(event["summary"]): (event["dtstart"].dt, event["dtend"].dt)
        for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    }
    calendar = vobject.readOne(text)
    second = {
        event.summary.value: (event.dtstart.value, event.dtend.value)
        for event in calendar.contents.get("vevent", [])
    }
    assert first == second
    return first


class TestEventsCalendar:
    @pytest.mark.parametrize(
        ("start", "end", "span"),
        [
            ("2024-05-17", None, (date(2024, 5, 17), date(2024, 5, 18))),
            ("2024-05-17", "2024-05-19", (date(2024, 5, 17), date(2024, 5, 20))),
            ("2024-02", None, (date(2024, 2, 1), date(2024, 3, 1))),
            ("2008", None, (date(2008, 1, 1), date(2009, 1, 1))),
            (None, "2024-02-24", (date(2024, 2, 24), date(2024, 2, 25))),
            ("2023", "2024-03", (date(2023, 1, 1), date(2024, 4, 1))),
        ],
    )
    def test_a_partial_date_is_the_span_that_it_names(self, client, start, end, span):
        make_event(title_uk="Зустріч", start=start, end=end)
        assert events_of(client.get("/events.ics")) == {"Зустріч": span}

    def test_an_event_without_a_date_is_not_in_it(self, client):
        make_event(start=None, end=None)
        assert events_of(client.get("/events.ics")) == {}

    def test_long_texts_with_signs_come_through(self, client):
        title = "Зустріч, «дуже; довга»: " + "слово " * 30 + "кінець"
        make_event(title_uk=title, start="2024", summary_uk="Перший.\n\nДругий; третій.")
        response = client.get("/events.ics")
        assert list(events_of(response)) == [title]
        assert max(len(line) for line in response.content.split(b"\r\n")) <= 75

    def test_an_entry_keeps_its_identifier(self, client):
        event = make_event(start="2024")

        def uid():
            calendar = icalendar.Calendar.from_ical(client.get("/events.ics").content)
            return [str(entry["uid"]) for entry in calendar.walk("VEVENT")]

        before = uid()
        event.key = "another-key"
        event.save()
        assert uid() == before

    def test_what_is_hidden_is_not_in_it(self, client):
        make_event(title_uk="ХОВАНЕ", start="2024", publication="draft")
        make_event(title_uk="Х", start="2024", partners=[make_partner(publication="internal")])
        assert events_of(client.get("/events.ics")) == {}


class TestAgreementsCalendar:
    def test_it_has_the_days_between_which_an_agreement_lasts(self, client):
        partner = make_partner(name_uk="Липове")
        make_agreement(
            title_uk="Угода",
            parties=[OFFICE, partner],
            signed_on="2022-03",
            in_force_from="2022-04-01",
            valid_until="2027",
        )
        assert events_of(client.get("/agreements.ics")) == {
            "Набирає чинності: Угода: Липове": (date(2022, 4, 1), date(2022, 4, 2)),
            "Спливає строк дії: Угода: Липове": (date(2027, 1, 1), date(2028, 1, 1)),
        }

    def test_a_terminated_one_ends_when_it_was_terminated(self, client):
        make_agreement(
            title_uk="Угода",
            signed_on="2010",
            valid_until="2030",
            status="terminated",
            status_on="2022-02-24",
        )
        assert events_of(client.get("/agreements.ics")) == {
            "Підписано: Угода": (date(2010, 1, 1), date(2011, 1, 1)),
            "Припинено: Угода": (date(2022, 2, 24), date(2022, 2, 25)),
        }

    def test_talks_have_no_term(self, client):
        make_agreement(status="negotiation", talks_from="2024", signed_on=None)
        assert events_of(client.get("/agreements.ics")) == {}

    def test_a_hidden_party_hides_the_agreement(self, client):
        hidden = make_partner(publication="internal")
        make_agreement(parties=[OFFICE, hidden], signed_on="2022", valid_until="2027")
        assert events_of(client.get("/agreements.ics")) == {}


@pytest.mark.parametrize(
    "address", ["/feed.atom", "/search/feed.atom?q=рада", "/events.ics", "/agreements.ics"]
)
def test_nothing_is_sent_twice_and_nothing_told_of_the_reader(client, address):
    make_event(start="2024")
    first = client.get(address)
    assert not first.cookies
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    changed = first.headers["Last-Modified"]
    assert client.get(address, headers={"if-modified-since": changed}).status_code == 304
    assert first.headers["Access-Control-Allow-Origin"] == "*"


def test_the_last_day_that_there_is_stands_in_the_calendars(client):
    make_event([make_partner()], title_uk="Без кінця", start="2024", end="9999")
    make_agreement([make_partner()], valid_until="9999-12-31")
    for address in ("/events.ics", "/agreements.ics"):
        assert "99991231" in client.get(address).text
