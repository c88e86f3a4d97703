"""The home page is made of what the register holds, section by section."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aid.models import Category, Need, Shipment
from partners.tests.records import make_agreement, make_office, make_partner
from projects.models import Event
from publishing.changes import as_one_change
from publishing.dates import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client):
    """The home page in Ukrainian, or in English."""

    def fetch(address="/"):
        response = client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    return fetch


def make_event(title, *partners, **changes):
    values = {"key": f"event-{Event.objects.count()}", "kind": "visit", "publication": "public"}
    event = Event.objects.create(title_uk=title, **values | changes)
    event.partners.set(partners)
    return event


def make_shipment(title, *donors, **changes):
    values = {"reference": f"{Shipment.objects.count()}/24", "publication": "public"}
    shipment = Shipment.objects.create(title_uk=title, **values | changes)
    shipment.donors.set(donors)
    return shipment


def test_an_empty_portal_says_kindly_that_nothing_is_there_yet(home):
    assert "Тут іще нічого не оприлюднено" in home()
    page = home("/en/")
    assert "Nothing has been published here yet" in page
    assert '<section class="zrub"' not in page.split("after-cover")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("countries", "title"),
    [
        (["LT"], "1\u00a0партнер, 1\u00a0країна: угоди"),
        (["LT", "LT", "PL"], "3\u00a0партнери, 2\u00a0країни: угоди"),
        (["LT", "PL", "FR", "DK", "US"], "5\u00a0партнерів, 5\u00a0країн: угоди"),
        (["UA", "UA"], "2\u00a0партнери: угоди"),
        (["UA", "LT"], "1\u00a0партнер, 1\u00a0країна: угоди"),
    ],
)
def test_the_title_counts_partners_and_countries(home, countries, title):
    for country in countries:
        make_partner(country=country)
    assert f"<h1>{title}" in home()


def test_the_title_counts_no_partner_that_is_hidden_or_whose_cooperation_ended(home):
    make_partner(country="LT")
    make_partner(country="PL", publication="internal")
    make_partner(country="DK", public_from=today() + timedelta(days=1))
    make_partner(country="FR", status="ended")
    page = home("/en/")
    assert "<h1>1\u00a0partner, 1\u00a0country: agreements" in page
    assert "Poland" not in page
    assert "Denmark" not in page


def test_the_partners_beside_the_map_go_from_the_nearest(home):
    make_office()
    make_partner(name_uk="Далекий", latitude="38.9", longitude="-94.6")
    make_partner(name_uk="Близький", latitude="47.6", longitude="23.6")
    make_partner(name_uk="Невідомо-де")
    rays = home().split('<ol class="rays">')[1].split("</ol>")[0]
    places = [rays.index(name) for name in ("Близький", "Далекий", "Невідомо-де")]
    assert places == sorted(places)


def test_the_neighbours_have_a_map_of_their_own(home):
    make_office()
    make_partner(name_uk="Ближня", country="UA", latitude="49.1", longitude="24.1")
    make_partner(name_uk="Дальня", country="UA", latitude="50.6", longitude="27.6")
    section = home().split("Сусіди</h2>")[1].split("</section>")[0]
    drawing, names = section.split("</svg>")
    assert "Ближня" in drawing
    assert "Дальня" not in drawing
    assert "Ближня" in names
    assert "Дальня" in names


def test_the_newest_events_and_consignments_stand_together(home):
    partner = make_partner(name_uk="Дарувальник")
    make_event("Давня-подія", start="2001")
    make_event("Безчасна-подія")
    make_shipment("Новий-вантаж", partner, received_on="2024-03", status="received")
    make_event("Нова-подія", partner, start="2024-02-01")
    make_event("Тривала-подія", end="2023")
    news = home().split("Події та вантажі</h2>")[1].split("</section>")[0]
    told = ["Новий-вантаж", "Дарувальник", "Нова-подія", "Тривала-подія", "Давня-подія"]
    places = [news.index(title) for title in told]
    assert places == sorted(places)
    assert "Безчасна-подія" not in news


def test_the_most_urgent_open_needs_are_named(home):
    for key, values in {
        "звичайна": {"urgency": "normal"},
        "найтерміновіша": {"urgency": "critical"},
        "термінова": {"urgency": "high", "status": "partly_met"},
        "четверта": {"urgency": "normal", "status": "promised", "published_on": "2020"},
        "задоволена": {"urgency": "critical", "status": "met"},
        "знята": {"urgency": "critical", "status": "withdrawn"},
        "схована": {"urgency": "critical", "publication": "internal"},
    }.items():
        values = {"publication": "public", "published_on": "2024"} | values
        Need.objects.create(key=f"need-{Need.objects.count()}", title_uk=f"Потреба-{key}", **values)
    told = re.findall(r"Потреба-(\w+)", home())
    assert told == ["найтерміновіша", "термінова", "звичайна"]


def test_tonnes_by_year_count_what_has_arrived(home):
    make_shipment("Прибув", received_on="2022", status="received", weight_kg=2500)
    make_shipment("Оголошений", received_on="2023", status="announced", weight_kg=9000)
    page = home()
    assert "2,5\u00a0т" in page
    assert "9\u00a0т" not in page


def test_a_need_says_how_much_is_still_missing(home):
    bedding = Category.objects.create(key="bedding", name_uk="Ковдри")
    values = {"category": bedding, "unit": "pcs", "publication": "public"}
    need = Need.objects.create(key="need", title_uk="Ковдри", quantity=120, **values)
    shipment = make_shipment("Прибув", status="received", need=need)
    shipment.items.create(line=1, name_uk="Ковдра", quantity=45, category=bedding, unit="pcs")
    page = home()
    assert "ще 75\u00a0шт." in page and "45 з 120\u00a0шт." in page


def test_the_newest_year_stands_in_figures(home):
    partner = make_partner()
    make_agreement([partner], signed_on="2023-05")
    make_event("Табір", partner, start="2022-12", end="2023-01", participants=1200, children=36)
    make_event("Зустріч", partner, start="2023")
    make_event("Торік", partner, start="2022", participants=7)
    make_event("Далеко", partner, start="2999", participants=7)
    make_event("Схована", partner, start="2023", participants=7, publication="draft")
    make_shipment("Прибув", received_on="2023", status="received")
    make_shipment("Оголошений", received_on="2023", status="announced")
    facts = home().split("Рік 2023 у цифрах")[1].split("</section>")[0]
    told = dict(re.findall(r"<dt>([^<]+)</dt><dd[^>]*>(?:<a[^>]*>)?([^<]+)<", facts))
    assert told == {
        "Події": "2",
        "Учасники, де їх записано": "1\u00a0200",
        "Діти, де їх записано": "36",
        "Підписано угод і договорів": "1",
        "Отримано вантажів": "1",
    }
    assert 'href="/events/?year=2023"' in facts


def test_a_year_without_records_has_no_figures(home):
    make_partner()
    assert "у цифрах" not in home()


def test_hidden_records_are_not_news(home):
    partner, hidden = make_partner(), make_partner(name_uk="Схований", publication="draft")
    make_event("Схована-подія", start="2024", publication="draft")
    make_event("Схована-подія", hidden, start="2024")
    make_event("Спільна-подія", partner, hidden, start="2024")
    make_shipment("Схований-вантаж", partner, received_on="2024", publication="internal")
    make_shipment("Схований-вантаж", partner, hidden, received_on="2024")
    make_agreement(
        [partner], kind="intermunicipal", title_uk="Схований-договір", publication="draft"
    )
    page = home()
    assert "Спільна-подія" in page
    assert "Схован" not in page


def test_needs_the_same_queries_for_five_and_for_fifty(client):
    make_office()
    counts = []
    for numbers in (range(5), range(5, 50)):
        with as_one_change():
            for number in numbers:
                partner = make_partner(latitude=45, longitude=number, country="PL")
                neighbour = make_partner(latitude=49, longitude=24, country="UA")
                make_agreement([neighbour], kind="intermunicipal", signed_on=str(1970 + number))
                make_event("Подія", partner, neighbour, start=str(1970 + number))
                make_shipment("Вантаж", partner, received_on=str(1970 + number), status="received")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12
