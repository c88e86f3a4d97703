"""The overview, the ledger and the page of one consignment, as visitors see them."""

from itertools import product

import pytest

from aid.models import Shipment
from aid.tests.pages import main_of, page_of, queries
from aid.tests.records import (
    make_category,
    make_distribution,
    make_item,
    make_need,
    make_rate,
    make_recipient,
    make_shipment,
)
from partners.tests.records import make_office, make_partner
from publishing import lists
from publishing.changes import as_one_change

pytestmark = pytest.mark.django_db

LEDGER = "/aid/shipments/"
HIDDEN = [
    {"publication": "draft"},
    {"publication": "review"},
    {"publication": "internal"},
    {"publication": "public", "public_from": "2999-01-01"},
]


def make_rich(partner, **changes):
    """A consignment with two items, three acts, a need and a value that can be converted."""
    need = make_need(category=make_category(), unit="pcs", quantity=500)
    shipment = make_shipment(
        [partner], need=need, value=1000, currency="EUR", status="distributing", **changes
    )
    for _ in range(2):
        item = make_item(shipment, category=need.category, weight_kg=50)
        make_distribution(item, quantity=20)
        make_distribution(item, quantity=30)
    return shipment


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", ["/aid/", "/aid/shipments/", "/aid/needs/"])
def test_an_empty_register_has_pages_that_say_so(client, prefix, address):
    page = page_of(client, prefix + address)
    assert 'class="frame"' in page and page.count("<h1") == 1


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_has_one_heading_and_both_languages(client, prefix):
    shipment = make_rich(make_partner())
    for address in ("/aid/", LEDGER, f"{LEDGER}{shipment.reference}/"):
        page = page_of(client, prefix + address)
        assert page.count("<h1") == 1
        assert f'hreflang="uk" href="http://127.0.0.1:8000{address}"' in page or "hreflang" in page
        title = shipment.title_en if prefix else shipment.title_uk
        assert title in page


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nothing_of_a_hidden_consignment_reaches_the_public(client, hidden):
    make_rich(make_partner())
    partner = make_partner(name_uk="CANARY-donor", country="IS")
    shipment = make_shipment(
        [partner],
        reference="CANARY-1",
        title_uk="CANARY-title",
        received_on="1999",
        weight_kg=777001,
        value=777002,
        currency="NOK",
        status="distributed",
        **hidden,
    )
    category = make_category(name_uk="CANARY-category")
    item = make_item(
        shipment, category=category, name_uk="CANARY-item", weight_kg=777003, quantity=777004
    )
    make_distribution(item, make_recipient(kind="education", name_uk="CANARY-got"), quantity=777)
    make_rate(currency="NOK", date="1999-12-31", uah="3", source="CANARY-source")
    for address in ("/aid/", LEDGER, f"{LEDGER}?status=counted"):
        page = page_of(client, address)
        for word in ("CANARY", "777", "1999", "NOK", "заклади освіти</th>", "Заклади освіти</th>"):
            assert word not in page, (address, word)
    assert client.get(f"{LEDGER}CANARY-1/").status_code == 404
    assert "Знайдено: 1" in page_of(client, LEDGER)


def test_a_donor_that_is_not_public_hides_the_whole_consignment(client):
    donors = [make_partner(), make_partner(publication="internal")]
    shipment = make_shipment(donors, title_uk="CANARY")
    assert "CANARY" not in page_of(client, LEDGER)
    assert client.get(shipment.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("reference", ["2024-001", "2024/7", "5-а", "Є.3_1/б", "a/b/c"])
def test_a_reference_of_any_letters_is_an_address(client, reference):
    make_shipment(reference=reference, title_uk="Спальні мішки")
    shipment = Shipment.objects.get(reference=reference)
    assert "Спальні мішки" in page_of(client, shipment.get_absolute_url())
    assert "Спальні мішки" in page_of(client, f"{LEDGER}{reference}/")


def test_a_former_reference_leads_to_the_new_one(client):
    shipment = make_shipment(reference="2024/1")
    shipment = Shipment.objects.get(pk=shipment.pk)
    shipment.reference = "2024/2"
    shipment.save()
    response = client.get(f"{LEDGER}2024/1/")
    assert response.status_code == 301 and response.url == f"{LEDGER}2024/2/"


class TestOverview:
    def test_announced_consignments_are_counted_nowhere(self, client):
        make_shipment([make_partner()], weight_kg=100)
        for status in ("announced", "in_transit"):
            make_shipment(
                [make_partner(name_uk=f"Дарувальник {status}")], status=status, weight_kg=55555
            )
        text = main_of(client, "/aid/")
        assert "55 555" not in text and "55 655" not in text and "Дарувальник" not in text
        assert "100 кг" in text

    def test_currencies_stand_apart(self, client):
        make_shipment(value=1000, currency="EUR")
        make_shipment(value=500, currency="USD")
        text = main_of(client, "/aid/")
        assert "1 000 євро" in text and "500 дол. США" in text and "1 500" not in text

    def test_hryvnias_are_named_with_day_and_source(self, client):
        make_shipment(value=1000, currency="EUR")
        make_rate(uah="42.1004", source="Національний банк України")
        text = main_of(client, "/aid/")
        for words in ("42 100,40 грн", "15.03.2024", "42,1004", "Національний банк України"):
            assert words in text

    def test_no_hryvnias_without_a_rate(self, client):
        make_shipment(value=1000, currency="EUR")
        make_rate(date="2024-03-16")
        assert "грн" not in main_of(client, "/aid/")

    def test_a_joint_consignment_stands_in_each_row_and_once_in_the_total(self, client):
        donors = [make_partner(name_uk="Перший"), make_partner(name_uk="Другий", country="PL")]
        make_shipment(donors, weight_kg=640)
        text = main_of(client, "/aid/")
        assert "а в підсумку — один раз" in text
        assert "1 280" not in text

    def test_nothing_is_said_of_joint_consignments_where_there_are_none(self, client):
        make_shipment([make_partner()], weight_kg=640)
        assert "а в підсумку — один раз" not in main_of(client, "/aid/")

    def test_the_own_council_as_a_donor_has_its_row(self, client):
        make_office(council_uk="Липівська міська рада")
        make_shipment(donor_office=True, weight_kg=640)
        assert "Липівська міська рада" in main_of(client, "/aid/")
        assert "Знайдено: 1" in page_of(client, LEDGER, partner="office")

    def test_needs_the_same_queries_for_few_and_for_many(self, client):
        make_office()
        make_rate()
        with as_one_change():
            for number in range(5):
                make_rich(make_partner(), received_on=f"2024-03-{15 + number}")
        few = queries(client, "/aid/")
        with as_one_change():
            for number in range(45):
                make_rich(make_partner(country="PL"), received_on=f"20{10 + number % 12}-03")
        assert queries(client, "/aid/") == few <= 12


class TestLedger:
    def test_shows_what_is_announced_with_its_state(self, client):
        make_shipment(title_uk="Генератори", status="announced", received_on=None)
        text = main_of(client, LEDGER)
        assert "Генератори" in text and "Оголошено" in text

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"year": "2023"}, ["перший"]),
            ({"partner": "tartu"}, ["перший", "другий"]),
            ({"country": "PT"}, ["другий", "третій"]),
            ({"category": "food"}, ["третій"]),
            ({"recipient": "education"}, ["перший"]),
            ({"status": "announced"}, ["третій"]),
            ({"status": "counted"}, ["перший", "другий"]),
            ({"need": "tents"}, ["другий"]),
            ({"partner": "tartu", "year": "2024"}, ["другий"]),
            ({"year": "2023", "status": "announced"}, []),
            ({"recipient": "defence"}, []),
            ({"year": "вчора"}, []),
            ({"partner": "nobody"}, []),
            ({"status": "lost"}, []),
            ({"need": "nothing"}, []),
            ({"category": "\x00"}, []),
            ({"need": "\x00"}, []),
            ({"page": "вчора"}, ["перший", "другий", "третій"]),
            ({"page": "99"}, ["перший", "другий", "третій"]),
        ],
    )
    def test_filters(self, client, query, found):
        tartu = make_partner(key="tartu", country="EE")
        evora = make_partner(key="evora", country="PT")
        first = make_shipment([tartu], title_uk="перший", received_on="2023-12")
        make_distribution(make_item(first), make_recipient(kind="education"))
        make_distribution(make_item(first), make_recipient(kind="defence"))
        make_shipment([tartu, evora], title_uk="другий", need=make_need(key="tents"))
        third = make_shipment([evora], title_uk="третій", status="announced")
        make_item(third, category=make_category(key="food"), quantity=None)
        text = main_of(client, LEDGER, **query)
        assert [name for name in ("перший", "другий", "третій") if name in text] == found
        assert bool(found) or "Скинути фільтри" in text

    def test_a_need_that_is_not_public_finds_nothing(self, client):
        make_shipment(need=make_need(key="secret", publication="internal", title_uk="CANARY"))
        page = page_of(client, LEDGER, need="secret")
        assert "CANARY" not in page and "Знайдено: 0" in page

    def test_goes_by_pages_that_keep_the_filter(self, client):
        for _ in range(50):
            make_shipment()
        page = page_of(client, LEDGER, year="2024")
        assert "Знайдено: 50" in page and "?year=2024&page=2" in page

    def test_needs_the_same_queries_for_few_and_for_many(self, client):
        make_office()
        with as_one_change():
            for _ in range(5):
                make_rich(make_partner())
        few = queries(client, LEDGER)
        with as_one_change():
            for _ in range(45):
                make_rich(make_partner())
        assert queries(client, LEDGER) == few <= 4


class TestShipment:
    def test_received_is_distributed_written_off_and_in_store(self, client):
        item = make_item(quantity=600, written_off=10, unit="box")
        make_distribution(item, quantity=450)
        text = main_of(client, item.shipment.get_absolute_url())
        assert "600 коробок отримано" in text
        for words in ("= 450 коробок розподілено", "+ 10 коробок списано", "+ 140 коробок на"):
            assert words in text

    def test_weight_is_the_measure_where_it_is_known(self, client):
        shipment = make_shipment()
        make_distribution(make_item(shipment, quantity=3, weight_kg=100), quantity=1)
        make_item(shipment, quantity=5, weight_kg=50, unit="kg")
        text = main_of(client, shipment.get_absolute_url())
        assert "150 кг отримано = 33,333 кг розподілено + 116,667 кг на складі" in text

    def test_an_item_without_quantity_is_told_by_its_name_alone(self, client):
        item = make_item(quantity=None, announced=777, name_uk="меблі шкільні")
        text = main_of(client, item.shipment.get_absolute_url())
        assert (
            "меблі шкільні" in text
            and "777 шт." not in text
            and "На складі" not in text.split("Що передано")[1]
        )

    def test_what_is_promised_is_shown_while_it_is_to_come(self, client):
        shipment = make_shipment(status="announced")
        make_item(shipment, quantity=None, announced=777)
        text = main_of(client, shipment.get_absolute_url())
        assert "777 шт." in text and "до підсумків його не включено" in text

    def test_recipients_stand_with_kind_and_quantity(self, client):
        item = make_item(name_uk="ліжка")
        make_distribution(item, make_recipient(name_uk="Лікарня"), quantity=24)
        text = main_of(client, item.shipment.get_absolute_url())
        assert "Лікарня заклади охорони здоров’я ліжка, 24 шт. 20.03.2024" in text

    def test_a_sensitive_recipient_is_known_by_its_public_name_alone(self, client):
        item = make_item(make_shipment(status="distributed"))
        for number in (1, 2):
            recipient = make_recipient(
                key=f"canary-{number}",
                kind="social",
                name_uk="CANARY",
                name_en="CANARY",
                public_name_uk="Кризовий центр",
                sensitive=True,
            )
            make_distribution(item, recipient, quantity=10)
        for address in ("/aid/", LEDGER, item.shipment.get_absolute_url()):
            page = page_of(client, address)
            assert "canary" not in page.lower() and "undisclosed" not in page
        text = main_of(client, item.shipment.get_absolute_url())
        assert text.count("Кризовий центр") == 1 and "20 шт." in text
        assert "1 набувач" in text

    def test_a_sensitive_recipient_without_a_public_name_is_its_kind(self, client):
        item = make_item()
        make_distribution(
            item, make_recipient(kind="social", name_uk="CANARY", sensitive=True), quantity=10
        )
        page = page_of(client, item.shipment.get_absolute_url())
        assert "Заклади соціального захисту" in page and "CANARY" not in page

    @pytest.mark.parametrize("sensitive", [True, False])
    def test_what_went_to_the_defence_forces_follows_from_no_figure(self, client, sensitive):
        shipment = make_shipment(reference="Є-7", title_uk="Допомога", weight_kg=5000)
        item = make_item(shipment, name_uk="ковдри", quantity=600, weight_kg=1200)
        make_distribution(
            item,
            make_recipient(kind="defence", name_uk="CANARY-unit", sensitive=sensitive),
            act_number="CANARY-act",
            quantity=41,
            date="2024-05-05",
        )
        make_distribution(item, make_recipient(name_uk="Лікарня"), quantity=123)
        other = make_item(shipment, name_uk="вода", quantity=70, unit="l", weight_kg=70)
        make_distribution(other, make_recipient(kind="education", name_uk="Школа"), quantity=55)
        text = main_of(client, shipment.get_absolute_url())
        assert "600 шт. 164 436" in text  # the item's balance
        assert "Лікарня заклади охорони здоров’я ковдри 20.03.2024" in text
        assert "вода, 55 л" in text
        for address in ("/aid/", LEDGER, shipment.get_absolute_url()):
            text = main_of(client, address)
            for secret in ("CANARY", "41", "123", "сили безпеки", "05.05", "82", "246"):
                assert secret not in text, (address, secret)
        kinds = main_of(client, "/aid/").split("За видами набувачів")[1]
        assert "Заклади освіти 1 55 Заклади охорони здоров’я 1 Вага" in kinds
        assert "Знайдено: 0" in page_of(client, LEDGER, recipient="defence")

    def test_of_help_for_the_defence_forces_alone_only_the_title_is_told(self, client):
        shipment = make_shipment(
            [make_partner()],
            title_uk="Засоби зв’язку",
            beneficiaries=("defence",),
            weight_kg=4321,
            value=8765,
            currency="EUR",
        )
        make_item(shipment, category=make_category(name_uk="Рації"), name_uk="рації", weight_kg=9)
        text = main_of(client, shipment.get_absolute_url())
        assert "Засоби зв’язку" in text and "Сили безпеки та оборони" in text
        for address in ("/aid/", LEDGER, shipment.get_absolute_url()):
            text = main_of(client, address)
            for secret in ("4 321", "8 765", "Рації", "рації", "100 шт."):
                assert secret not in text, (address, secret)
        assert "Отримано вантажів 1" in main_of(client, "/aid/")

    def test_what_is_not_known_is_left_out(self, client):
        text = main_of(client, make_shipment(received_on=None).get_absolute_url())
        for word in ("None", "Вага", "Вартість", "Донор", "Для кого", "Баланс", "Потреба"):
            assert word not in text

    def test_a_need_and_a_donor_that_are_not_public_are_left_out(self, client):
        hidden = make_need(title_uk="CANARY", publication="draft")
        shown = make_need(title_uk="Ковдри")
        assert "CANARY" not in page_of(client, make_shipment(need=hidden).get_absolute_url())
        assert "Ковдри" in page_of(client, make_shipment(need=shown).get_absolute_url())

    def test_the_value_is_converted_with_day_and_source(self, client):
        make_rate(uah="42.1004", source="Національний банк України")
        address = make_shipment(value="52000.50", currency="EUR").get_absolute_url()
        text = main_of(client, address)
        assert "52 000,50 євро" in text and "2 189 241,85 грн за курсом 42,1004 грн" in text
        assert "Джерело: Національний банк України" in text
        announced = make_shipment(value=700, currency="EUR", status="announced")
        assert "грн" not in main_of(client, announced.get_absolute_url())

    @pytest.mark.parametrize(
        ("status", "steps"),
        [
            ("announced", ["Оголошено", "Отримано", "Розподілено"]),
            ("in_transit", ["У дорозі", "Отримано", "Розподілено"]),
            ("received", ["Отримано", "На складі", "Розподілено"]),
            ("distributing", ["Отримано", "Розподіляють", "Розподілено"]),
            ("distributed", ["Отримано", "Розподілено"]),
        ],
    )
    def test_the_path_goes_by_the_state(self, client, status, steps):
        page = page_of(client, make_shipment(status=status).get_absolute_url())
        path = page.split('class="trace"')[1].split("</ol>")[0]
        assert [step.split("</b>")[0] for step in path.split("<b>")[1:]] == steps
        assert path.count("trace__next") == {"distributed": 0, "received": 1}.get(
            status, 1 if status == "distributing" else 2
        )

    def test_needs_the_same_queries_for_few_items_and_for_many(self, client):
        make_office()
        shipment = make_rich(make_partner())
        few = queries(client, shipment.get_absolute_url())
        with as_one_change():
            for _ in range(45):
                make_distribution(make_item(shipment, weight_kg=1))
        assert queries(client, shipment.get_absolute_url()) == few <= 6


def test_many_rates_are_summed_up_by_source(client):
    with as_one_change():
        for month, day in product(("01", "03", "05"), range(1, 32)):
            make_shipment(value=1, currency="EUR", received_on=f"2024-{month}-{day:02}")
            make_rate(date=f"2024-{month}-{day:02}", source="Національний банк України")
    text = main_of(client, "/aid/")
    assert "01.01.2024 – 31.05.2024" in text and "курсів: 93" in text
    assert text.count("Національний банк України") == 1
    assert "1 January 2024 – 31 May 2024" in main_of(client, "/en/aid/")


def test_a_day_in_a_table_is_figures_in_ukrainian_and_words_in_english(client):
    item = make_item(expires_on="2025-05-31")
    address = item.shipment.get_absolute_url()
    assert "придатне до 31.05.2025" in main_of(client, address)
    english = main_of(client, f"/en{address}")
    assert "best before 31 May 2025" in english and "31.05.2025" not in english


def test_pages_that_are_read_from_the_end_hold_the_same_rows(monkeypatch):
    monkeypatch.setattr(lists, "FAR", 0)
    for date in (None, "2024", "2024-03-15", "2024-03-15", "2023-02", None, "2023", "2025"):
        make_shipment(received_on=date)
    for size in (1, 2, 3, 5):
        pages = lists.Pages(Shipment.objects.public(), size)
        rows = [row for number in pages.page_range for row in pages.page(number)]
        assert rows == list(Shipment.objects.public())
