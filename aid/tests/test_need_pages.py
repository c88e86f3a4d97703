"""What the community asks for, as a foreign officer reads it."""

import pytest

from aid.models import Need
from aid.needs import Measure, with_arrived
from aid.tests.pages import main_of, page_of, queries
from aid.tests.records import make_category, make_item, make_need, make_shipment
from partners.tests.records import make_office, make_partner
from publishing.changes import as_one_change

pytestmark = pytest.mark.django_db

NEEDS = "/aid/needs/"


def measure_of(need):
    return Measure(with_arrived(Need.objects.public()).get(pk=need.pk))


@pytest.fixture
def need():
    """120 power banks, 20 of them promised."""
    return make_need(
        key="power-banks",
        title_uk="Павербанки",
        title_en="Power banks",
        category=make_category(),
        quantity=120,
        promised=20,
        unit="pcs",
        urgency="critical",
        status="partly_met",
    )


@pytest.mark.parametrize(
    ("asked", "unit", "ukrainian", "english"),
    [
        (22, "pair", "є 5 з 22 пар", "5 of 22 pairs received"),
        (21, "set", "є 5 з 21 комплекту", "5 of 21 sets received"),
        (24, "box", "є 5 з 24 коробок", "5 of 24 boxes received"),
        (120, "pcs", "є 5 з 120\u00a0шт.", "5 of 120\u00a0pcs received"),
    ],
)
def test_what_is_asked_for_stands_in_the_case_after_the_part(
    client, asked, unit, ukrainian, english
):
    need = make_need(key="boots", category=make_category(), quantity=asked, unit=unit)
    make_item(make_shipment(need=need), category=need.category, quantity=5, unit=unit)
    assert ukrainian in client.get(f"{NEEDS}boots/").text
    assert english in client.get(f"/en{NEEDS}boots/").text


class TestArrived:
    def test_is_what_counted_consignments_brought_of_its_category_and_unit(self, need):
        shipment = make_shipment(need=need)
        make_item(shipment, category=need.category, quantity=30)
        make_item(make_shipment(need=need), category=need.category, quantity=15)
        measure = measure_of(need)
        assert (measure.arrived, measure.left) == (45, 75)
        assert measure.percent == "37.5"

    @pytest.mark.parametrize(
        ("of_shipment", "of_item"),
        [
            ({"status": "announced"}, {}),
            ({"status": "in_transit"}, {}),
            ({"publication": "draft"}, {}),
            ({"public_from": "2999-01-01"}, {}),
            ({"need": None}, {}),
            ({}, {"unit": "box"}),
            ({}, {"category": None}),
            ({}, {"quantity": None, "announced": 30}),
        ],
    )
    def test_is_nothing_else(self, need, of_shipment, of_item):
        shipment = make_shipment(**{"need": need} | of_shipment)
        make_item(shipment, **{"category": need.category, "quantity": 30} | of_item)
        assert measure_of(need).arrived == 0

    def test_more_than_was_asked_for_leaves_nothing_open(self, need):
        make_item(make_shipment(need=need), category=need.category, quantity=500)
        measure = measure_of(need)
        assert measure.left == 0 and measure.percent == "100.0"

    def test_is_not_known_without_category_or_unit(self):
        assert measure_of(make_need(quantity=5, unit="pcs")).arrived is None
        assert measure_of(make_need(category=make_category())).left is None


class TestList:
    def test_goes_by_urgency_and_closed_needs_stand_below(self, client, need):
        make_need(title_uk="Вода", urgency="normal")
        make_need(title_uk="Автобус", urgency="high", status="negotiation")
        make_need(title_uk="Мішки", urgency="critical", status="met")
        make_need(title_uk="Намети", status="withdrawn")
        text = main_of(client, NEEDS)
        names = ["Павербанки", "Автобус", "Вода", "Закриті потреби", "Мішки", "Намети"]
        assert sorted(names, key=text.index)[:4] == names[:4]

    def test_says_how_much_is_still_open(self, client, need):
        make_item(make_shipment(need=need), category=need.category, quantity=45)
        text = main_of(client, NEEDS)
        for words in ("ще 75 шт.", "є 45 з 120 шт.", "обіцяно: 20 шт."):
            assert words in text
        assert "75 pcs more" in main_of(client, f"/en{NEEDS}")

    def test_thanks_where_nothing_is_open(self, client):
        make_need(status="met", title_uk="Мішки")
        text = main_of(client, NEEDS)
        assert "Зараз відкритих потреб немає. Дякуємо всім, хто допоміг" in text
        assert "Мішки" in text and "Перш ніж везти" not in text

    @pytest.mark.parametrize(
        "query",
        [
            {"urgency": "x"},
            {"category": "x"},
            {"status": "x"},
            {"status": "met"},
            {"urgency": "\x00"},
        ],
    )
    def test_an_unknown_value_finds_nothing_and_leads_back(self, client, need, query):
        text = main_of(client, NEEDS, **query)
        assert "Павербанки" not in text and "Скинути фільтри" in text

    def test_filters_by_urgency_category_and_state(self, client, need):
        make_need(title_uk="Вода")
        query = {"urgency": "critical", "category": need.category.key, "status": "partly_met"}
        text = main_of(client, NEEDS, **query)
        assert "Павербанки" in text and "Вода" not in text

    @pytest.mark.parametrize("publication", ["draft", "review", "internal"])
    def test_nothing_of_a_hidden_need_reaches_the_public(self, client, publication):
        make_need(
            key="canary",
            title_uk="CANARY",
            beneficiary_uk="CANARY",
            category=make_category(name_uk="CANARY"),
            quantity=777,
            unit="pcs",
            publication=publication,
        )
        page = page_of(client, NEEDS)
        assert "CANARY" not in page and "777" not in page
        assert "Зараз відкритих потреб немає" in page
        assert client.get(f"{NEEDS}canary/").status_code == 404

    def test_needs_the_same_queries_for_few_and_for_many(self, client):
        make_office()
        for _ in range(5):
            make_need([make_partner()], category=make_category())
        few = queries(client, NEEDS)
        with as_one_change():
            for _ in range(45):
                make_need([make_partner()], category=make_category(), status="met")
        assert queries(client, NEEDS) == few <= 4


class TestNeed:
    def test_says_what_how_many_for_whom_and_whom_to_write_to(self, client, need):
        make_office(email="office@lypivka.example", phone="+380 00 000-00-00")
        Need.objects.filter(pk=need.pk).update(
            beneficiary_uk="мешканці громади", beneficiary_en="residents"
        )
        page = page_of(client, f"{NEEDS}power-banks/")
        for words in ("120 шт.", "мешканці громади", "mailto:office@lypivka.example"):
            assert words in page
        english = page_of(client, f"/en{NEEDS}power-banks/")
        assert "Power banks" in english and "residents" in english and "120 pcs" in english
        assert english.count("<h1") == 1

    def test_leads_to_the_consignments_that_came_for_it(self, client, need):
        shipment = make_shipment([make_partner(name_uk="Тарту")], need=need, title_uk="Вантаж А")
        make_shipment(need=need, title_uk="CANARY", publication="draft")
        make_shipment(need=need, title_uk="Вантаж Б", status="announced")
        page = page_of(client, f"{NEEDS}power-banks/")
        assert "CANARY" not in page and "Вантаж Б" in page and "Тарту" in page
        assert shipment.get_absolute_url() in page

    def test_partners_that_are_not_public_are_left_out(self, client):
        need = make_need(
            [make_partner(name_uk="Тарту"), make_partner(name_uk="X-1", publication="draft")]
        )
        page = page_of(client, need.get_absolute_url())
        assert "Тарту" in page and "X-1" not in page

    def test_needs_the_same_queries_for_few_consignments_and_for_many(self, client, need):
        make_office()
        for _ in range(5):
            make_shipment([make_partner()], need=need)
        few = queries(client, f"{NEEDS}power-banks/")
        with as_one_change():
            for _ in range(45):
                make_shipment([make_partner()], need=need)
        assert queries(client, f"{NEEDS}power-banks/") == few <= 5
