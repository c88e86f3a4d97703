"""The directory of partners and the page of one partner, as visitors see them."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from partners.tests.records import make_agreement, make_area, make_office, make_partner
from publishing.changes import as_one_change
from publishing.dates import today
from publishing.tests.records import make_document, make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(client):
    """The text of a page that must answer 200."""

    def fetch(address, **query):
        response = client.get(address, query)
        assert response.status_code == 200
        return response.content.decode()

    return fetch


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


class TestDirectory:
    @pytest.mark.parametrize("address", ["/partners/", "/en/partners/"])
    def test_an_empty_register_has_a_directory(self, body, address):
        assert 'class="frame"' in body(address)

    def test_parts_partners_abroad_from_those_at_home(self, body):
        make_partner(name_uk="Тарту", country="EE")
        make_partner(name_uk="Буська міська територіальна громада", country="UA", kind="hromada")
        page = body("/partners/")
        assert page.index("За кордоном") < page.index("Тарту")
        assert page.index("В Україні") < page.index("Буська міська територіальна громада")

    def test_follows_the_position_and_then_the_alphabet(self, body):
        for name, position in (("Ялта", None), ("Ґрац", None), ("Зальцбург", 2), ("Ольбія", 1)):
            make_partner(name_uk=name, position=position)
        page = re.sub(r"<select.*?</select>", "", body("/partners/"), flags=re.S)
        places = [page.index(name) for name in ("Ольбія", "Зальцбург", "Ґрац", "Ялта")]
        assert places == sorted(places)

    def test_shows_nothing_of_partners_that_are_not_public(self, client, body):
        make_partner(name_uk="Явний", country="EE")
        hidden = [
            make_partner(name_uk="Схований-1", country="LV", publication="draft"),
            make_partner(name_uk="Схований-2", country="LV", publication="review"),
            make_partner(name_uk="Схований-3", country="LV", publication="internal"),
            make_partner(name_uk="Схований-4", country="LV", public_from=today() + timedelta(1)),
        ]
        page = body("/partners/")
        assert "Схований" not in page
        assert "Латвія" not in page  # neither among the filter's choices
        assert "Знайдено: 1" in page
        for partner in hidden:
            assert client.get(partner.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("country", "EE"),
            ("kind", "organisation"),
            ("relation", "twinning"),
            ("status", "paused"),
            ("area", "health"),
        ],
    )
    def test_filters_by_each_of_its_fields(self, body, name, value):
        area = make_area(key="health")
        wanted = {"country": "EE", "kind": "organisation", "relation": "twinning"}
        make_partner(areas=[area], name_uk="Потрібний", status="paused", **wanted)
        make_partner(name_uk="Зайвий", areas=[make_area()])
        page = body("/partners/", **{name: value})
        assert "Потрібний" in page
        assert "Зайвий" not in page
        assert "Знайдено: 1" in page

    @pytest.mark.parametrize("name", ["country", "kind", "relation", "status", "area"])
    def test_an_unknown_value_gives_an_empty_list_with_a_way_back(self, body, name):
        make_partner(name_uk="Наявний")
        page = body("/partners/", **{name: "<nothing>"})
        assert "Наявний" not in page
        assert 'href="/partners/"' in page.split('class="frame"')[1]

    @pytest.mark.parametrize("number", ["0", "-1", "x", "999", "²"])
    def test_an_unknown_page_is_answered_with_one_that_exists(self, body, number):
        make_partner(name_uk="Наявний")
        assert "Наявний" in body("/partners/", page=number)

    def test_more_than_ten_go_by_country_the_nearest_first(self, body):
        make_office()
        for index in range(11):
            make_partner(
                name_uk=f"Місто {index:02d}", country="PL", latitude=50 + index, longitude=20
            )
        make_partner(name_uk="Таллінн", country="EE", latitude=59, longitude=25)
        page = body("/partners/")
        assert page.index(">Естонія</h3>") < page.index(">Польща</h3>")
        assert page.index("Місто 00</a>") < page.index("Місто 10</a>")
        assert '<a href="?country=PL">Польща</a> <span class="num">11</span>' in page

    def test_goes_by_pages(self, body):
        for index in range(70):
            make_partner(name_uk=f"Місто {index:02d}")
        assert "Місто 69" not in body("/partners/").split("</form>")[1]
        second = body("/partners/", page=2)
        assert "Місто 69" in second
        assert "Сторінка 2 з 2" in second

    def test_draws_the_map_of_those_whose_place_is_known(self, body):
        make_office()
        make_partner(name_uk="Відомий", latitude="55.9", longitude="23.3")
        make_partner(name_uk="Невідомий")
        drawing = body("/partners/").split('<svg class="map')[1].split("</svg>")[0]
        assert "Відомий" in drawing
        assert "Невідомий" not in drawing

    def test_needs_no_map_where_the_own_place_is_unknown(self, body):
        make_office(latitude=None, longitude=None)
        make_partner(latitude="55.9", longitude="23.3")
        assert '<svg class="map' not in body("/partners/")

    def test_needs_the_same_queries_for_five_and_for_fifty(self, client):
        make_office()
        counts = []
        for places in (range(5), range(5, 50)):
            with as_one_change():
                for place in places:
                    make_partner([make_area()], latitude=40, longitude=place, country="PL")
            counts.append(queries(client, "/partners/"))
        assert counts[0] == counts[1] <= 4


class TestPartnerPage:
    def test_tells_the_facts_in_the_language_of_the_page(self, body):
        make_office()
        partner = make_partner(
            key="tartu",
            name_uk="Тартуська волость",
            name_en="Tartu Parish",
            name_native="Tartu vald",
            native_language="et",
            latitude="55.933",
            longitude="23.317",
            population=40775,
            population_year=2022,
            since="2021",
            origin_uk="в межах проєкту «Мости»",
            origin_en="through the project “Bridges”",
            summary_uk="Коротко українською.",
            summary_en="In short.",
            areas=[make_area(name_uk="Культура", name_en="Culture")],
        )
        page = body(partner.get_absolute_url())
        assert '<span class="native" lang="et">Tartu vald</span>' in page
        assert "772\u00a0км на північ" in page
        assert "40\u00a0775" in page
        assert "Співпрацю започатковано в\u00a0межах проєкту «Мости»." in page
        assert "Культура" in page
        page = body("/en/partners/tartu/")
        assert "772\u00a0km to the north" in page
        assert "Cooperation began through the project “Bridges”." in page
        assert "Коротко" not in page
        assert re.search(r'<a href="[^"]*/brief.pdf" hreflang="uk">Briefing note', page)

    def test_marks_what_is_known_in_ukrainian_only(self, body):
        partner = make_partner(key="turda", name_en="", name_uk="Турда", summary_uk="Лише тут.")
        page = body("/en/partners/turda/")
        assert '<span class="native" lang="uk">Турда</span>' in page
        assert '<li aria-current="page"><span lang="uk">Турда</span></li>' in page
        assert "Text in Ukrainian only." in page
        assert '<div class="prose mt prose--lead" lang="uk"><p>Лише тут.</p></div>' in page
        assert "Text in Ukrainian only." not in body(partner.get_absolute_url())

    def test_says_when_nothing_more_is_recorded(self, body):
        partner = make_partner()
        assert "Більше нічого не записано" in body(partner.get_absolute_url())
        make_agreement([partner])
        assert "Більше нічого не записано" not in body(partner.get_absolute_url())

    def test_gathers_what_was_done_together(self, body):
        partner = make_partner()
        make_agreement([partner], title_uk="Угода", status="suspended")
        partner.events.create(key="e", kind="visit", title_uk="Візит", publication="public")
        partner.projects.create(key="p", title_uk="Проєкт", publication="public", start="2023")
        partner.led_projects.create(key="q", title_uk="Очолений", publication="public")
        partner.needs.create(key="n", title_uk="Генератор", publication="public")
        give(partner, reference="1", title_uk="Ковдри")
        page = body(partner.get_absolute_url())
        for word in ("Угода", "Призупинено", "Проєкт", "Очолений", "Генератор", "Ковдри"):
            assert word in page

    def test_leaves_out_what_is_not_public(self, body):
        partner, hidden = make_partner(), make_partner(publication="internal", name_uk="Схований")
        make_agreement([partner], title_uk="СхованаУгода", publication="draft", signed_on="2022")
        make_agreement([partner, hidden], title_uk="СхованаСпільна", signed_on="2022")
        for publication in ("draft", "review", "internal"):
            partner.events.create(
                key=f"e-{publication}",
                kind="visit",
                title_uk="СхованаПодія",
                publication=publication,
                start="2022",
            )
        partner.projects.create(key="p", title_uk="СхованийПроєкт", publication="review")
        partner.needs.create(key="n", title_uk="СхованаПотреба", publication="draft")
        give(partner, reference="1", title_uk="СхованийВантаж", publication="internal", weight_kg=7)
        later = today() + timedelta(days=1)
        give(partner, reference="2", title_uk="СхованийВантаж", public_from=later, weight_kg=7)
        give(partner, hidden, reference="3", title_uk="СхованийВантаж", weight_kg=7)
        page = body(partner.get_absolute_url())
        assert "Схован" not in page
        assert "Гуманітарна допомога</h2>" not in page

    def test_never_shows_the_contact_person(self, body):
        partner = make_partner()
        contact = type(partner).contact.related.related_model
        contact.objects.create(partner=partner, name="CANARY", email="canary@example.com")
        assert "canary" not in body(partner.get_absolute_url()).lower()

    def test_adds_up_what_was_received_by_currency(self, body):
        partner, other = make_partner(), make_partner()
        give(partner, reference="1", weight_kg=Decimal("1200.5"), value=100, currency="EUR")
        shipment = give(partner, other, reference="2", currency="UAH")
        shipment.items.create(line=1, name_uk="Мука", unit="kg", weight_kg=300, value=4000)
        shipment.items.create(line=2, name_uk="Олія", unit="l", weight_kg=200, value=5000)
        give(partner, reference="3", status="announced", weight_kg=9999, value=9999, currency="EUR")
        page = body(partner.get_absolute_url())
        assert "Разом: 1\u00a0700,5\u00a0кг; 100\u00a0євро; 9\u00a0000\u00a0грн" in page
        assert "9\u00a0999\u00a0кг" in page  # shown, not counted
        assert "Спільний вантаж" in page

    def test_names_the_newest_of_many_consignments_and_counts_those_of_each_year(
        self, body, monkeypatch
    ):
        monkeypatch.setattr("partners.received.MOST", 3)
        partner, other = make_partner(key="remo"), make_partner()
        for year, number in ((2021, 1), (2023, 3)):
            for of_year in range(number):
                reference = f"{year}-{of_year}"
                give(partner, reference=reference, received_on=f"{year}-05", weight_kg=10)
        give(other, reference="other", received_on="2020")
        give(partner, reference="hidden", received_on="2020", publication="draft")
        page = body(partner.get_absolute_url())
        assert page.count('<tr><th scope="row"><a href="/aid/shipments/2023-') == 3
        assert "/aid/shipments/2021-0/" not in page
        assert '<a href="/aid/shipments/?partner=remo">Усі вантажі: 4</a>' in page
        assert "Разом: 40\u00a0кг" in page
        story = page.split('<ol class="time">')[1].split("</ol>")[0]
        assert story.count("<li") == 2
        first, second = story.split("</li>")[:2]
        assert "partner=remo&amp;year=2021" in first and "1 вантаж<" in first
        assert "partner=remo&amp;year=2023" in second and "3 вантажі<" in second
        monkeypatch.setattr("partners.received.MOST", 4)
        partner.save()  # so that its page is rendered anew
        page = body(partner.get_absolute_url())
        assert page.count('<tr><th scope="row"><a href="/aid/shipments/202') == 4
        assert "partner=remo" not in page

    def test_leads_to_all_of_many_consignments_without_dates_and_tells_of_an_old_joint_one(
        self, body, monkeypatch
    ):
        monkeypatch.setattr("partners.received.MOST", 2)
        partner, other = make_partner(key="remo"), make_partner()
        for reference in ("1", "2"):
            give(partner, reference=reference)
        give(partner, other, reference="3")
        page = body(partner.get_absolute_url())
        assert page.count('<tr><th scope="row"><a href="/aid/shipments/') == 2
        assert "/aid/shipments/3/" not in page
        assert '<a href="/aid/shipments/?partner=remo">Усі вантажі: 3</a>' in page
        assert "Спільний вантаж" in page

    def test_tells_no_amount_of_help_for_the_forces_alone(self, body):
        partner = make_partner()
        secret = {"weight_kg": 7654, "value": 8765, "currency": "EUR"}
        shipment = give(partner, reference="1", beneficiaries=["defence"], **secret)
        page = body(partner.get_absolute_url())
        assert shipment.title in page
        assert "7\u00a0654" not in page and "8\u00a0765" not in page
        shipment.beneficiaries = ["medical"]
        shipment.save()
        page = body(partner.get_absolute_url())
        assert "7\u00a0654" in page and "8\u00a0765" in page

    def test_needs_the_same_queries_for_five_and_for_fifty(self, client):
        make_office()
        partner = make_partner(areas=[make_area()])
        counts = []
        for years in (range(1960, 1965), range(1965, 2010)):
            with as_one_change():
                for year in map(str, years):
                    make_agreement([partner, make_partner()], signed_on=year)
                    event = partner.events.create(
                        key=f"e{year}",
                        kind="visit",
                        title_uk="Візит",
                        publication="public",
                        start=year,
                    )
                    event.areas.add(make_area())
                    give(partner, reference=year, received_on=year).items.create(
                        line=1, name_uk="Мука", unit="kg"
                    )
                    partner.projects.create(
                        key=f"p{year}", title_uk="П", publication="public", start=year
                    )
                    make_document(event)
                    if year.endswith("0"):
                        make_photo(event, taken_on=year)
            counts.append(queries(client, partner.get_absolute_url()))
        assert counts[0] == counts[1] <= 6

    def test_an_old_key_leads_to_the_new_address(self, client):
        partner = make_partner(key="old-town")
        partner.key = "new-town"
        partner.save()
        response = client.get("/en/partners/old-town/")
        assert response.status_code == 301
        assert response["Location"] == "/en/partners/new-town/"
        partner.publication = "draft"
        partner.save()
        assert client.get("/partners/old-town/").status_code == 404


class TestHistory:
    def test_tells_everything_as_one_story_the_oldest_first(self, body):
        partner = make_partner(since="2021", until="2025", status="ended")
        make_agreement([partner], title_uk="Угода-про-все", signed_on="2022-07-12")
        partner.events.create(
            key="camp", kind="camp", title_uk="Табір", start="2022-08", publication="public"
        )
        give(partner, reference="1", title_uk="Мука", received_on="2022-03")
        partner.projects.create(key="p", title_uk="Школа", start="2023", publication="public")
        story = body(partner.get_absolute_url()).split('<ol class="time">')[1].split("</ol>")[0]
        told = ["Початок співпраці", "Мука", "Угода-про-все", "Табір", "Школа", "завершено"]
        places = [story.index(word) for word in told]
        assert places == sorted(places)

    def test_a_date_known_only_as_a_year_comes_at_its_end(self, body):
        partner = make_partner()
        for key, date in (("whole-year", "2022"), ("in-august", "2022-08")):
            partner.events.create(
                key=key, kind="visit", title_uk=key, start=date, publication="public"
            )
        page = body(partner.get_absolute_url())
        assert page.index("in-august") < page.index("whole-year")
        assert "січ" not in page

    def test_files_stand_beside_their_records_or_at_their_own_date(self, body):
        partner = make_partner()
        agreement = make_agreement([partner], title_uk="Угода-про-все", signed_on="2022-07-12")
        camp = partner.events.create(
            key="camp",
            kind="camp",
            title_uk="Табір",
            start="2022-08-01",
            end="2022-08-20",
            publication="public",
        )
        make_document(agreement, title_uk="Рішення-раніше", date="2022-06-23")
        make_document(agreement, title_uk="Текст-угоди", date="2022-07")
        make_document(agreement, title_uk="Лист-без-дати")
        make_document(partner, title_uk="Подяка", date="2023-02")
        make_document(partner, title_uk="Довідка-без-дати")
        make_photo(camp, alt_uk="Озеро", taken_on="2022-08-14")
        for alt in ("Ратуша", "Площа"):
            make_photo(partner, alt_uk=alt, taken_on="2022-09")
        make_photo(partner, alt_uk="Краєвид-без-дати")
        page = body(partner.get_absolute_url())
        before, _, rest = page.partition('<ol class="time">')
        told, _, after = rest.partition("</ol>")
        _start, *entries = told.split("<li")
        together = [
            ["Рішення-раніше", "Угода-про-все"],
            ["Угода-про-все", "Текст-угоди", "Лист-без-дати"],
            ["Табір", "Озеро"],
            ["Світлини", "Ратуша", "Площа"],
            ["Подяка"],
        ]
        assert len(entries) == len(together)
        for entry, words in zip(entries, together, strict=True):
            assert all(word in entry for word in words), words
        assert told.count("Озеро") == 1 and "Озеро" not in after
        assert "без-дати" not in before + told.replace("Лист-без-дати", "")
        assert "Довідка-без-дати" in after and "Краєвид-без-дати" in after

    def test_shows_no_file_that_is_not_public(self, body):
        partner = make_partner()
        agreement = make_agreement([partner], signed_on="2022")
        make_document(agreement, title_uk="Схований-договір", publication="internal")
        make_document(partner, title_uk="Схований-лист", date="2022", publication="draft")
        make_photo(partner, alt_uk="Схована-світлина", taken_on="2022", publication="review")
        assert "Схован" not in body(partner.get_absolute_url())


def give(*donors, **values):
    """A public consignment that has arrived, from these partners."""
    values = {"title_uk": "Вантаж", "status": "received", "publication": "public"} | values
    shipment = donors[0].shipments.create(**values)
    shipment.donors.set(donors)
    return shipment


def test_the_own_place_and_its_words_follow_the_office(body):
    make_office(place_uk="смт Вишневе", place_en="Vyshneve")
    partner = make_partner(latitude="55.9", longitude="23.3")
    with override("uk"):
        assert ">Вишневе</text>" in body(partner.get_absolute_url())


def test_a_hromada_stands_under_its_own_word_and_its_name_is_whole(body):
    partner = make_partner(
        country="UA", name_uk="Липівська міська територіальна громада", name_en="Lypivka community"
    )
    page = body(partner.get_absolute_url())
    heading = re.sub(r"<[^>]+>", "", page.split("<h1>")[1].split("</h1>")[0])
    assert '<span class="native">Липівська</span>' in page
    assert heading == "Липівська міська територіальна громада, Україна"


class TestCounts:
    """The numbers beside the values of a filter, in the directory as in every list."""

    def choices(self, page, name):
        select = page.split(f'name="{name}"')[1].split("</select>")[0]
        return re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)<', select)

    def test_stand_beside_each_value(self, body):
        health = make_area(key="health", name_uk="Здоров’я", name_en="Health")
        make_partner(country="EE", areas=[health])
        make_partner(country="EE", status="paused")
        make_partner(country="LV", areas=[health])
        page = body("/partners/")
        assert self.choices(page, "country") == [("EE", "Естонія · 2"), ("LV", "Латвія · 1")]
        assert self.choices(page, "area") == [("health", "Здоров’я · 2")]
        assert self.choices(page, "status") == [
            ("active", "Триває · 2"),
            ("paused", "Призупинено · 1"),
        ]
        assert self.choices(body("/en/partners/"), "area") == [("health", "Health · 2")]

    def test_are_what_a_value_finds_beside_the_others_chosen(self, body):
        make_partner(country="EE", status="paused")
        make_partner(country="EE")
        make_partner(country="LV")
        page = body("/partners/", country="EE", status="paused")
        assert self.choices(page, "country") == [("EE", "Естонія · 1")]
        assert [value for value, _word in self.choices(page, "status")] == ["active", "paused"]
        page = body("/partners/", country="LV", status="paused")
        assert self.choices(page, "country") == [("EE", "Естонія · 1"), ("LV", "Латвія · 0")]
        assert "Знайдено: 0" in page

    def test_never_count_what_is_not_public(self, body):
        secret = make_area(key="secret", name_uk="CANARY-area")
        make_partner(country="EE")
        make_partner(country="EE", publication="internal", areas=[secret])
        page = body("/partners/")
        assert self.choices(page, "country") == [("EE", "Естонія · 1")]
        assert self.choices(page, "area") == [] and "CANARY" not in page
        assert "Знайдено: 0" in body("/partners/", area="secret")
