"""The chronicle and the page of one event, as visitors see them."""

import re
from datetime import timedelta

import pytest

from partners.tests.records import make_agreement, make_area, make_office, make_partner
from projects.chronicle import PAGE_SIZE
from projects.tests.pages import main_of, page_of, queries
from projects.tests.records import make_event, make_project
from publishing.changes import as_one_change
from publishing.dates import today

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("prefix", ["", "/en"])
NOT_PUBLIC = [
    {"publication": "draft"},
    {"publication": "review"},
    {"publication": "internal"},
    {"public_from": today() + timedelta(1)},
]


def in_order(text, *words):
    places = [text.index(word) for word in words]
    return places == sorted(places)


class TestChronicle:
    @LANGUAGES
    def test_an_empty_register_has_a_chronicle(self, client, prefix):
        page = page_of(client, f"{prefix}/events/")
        assert page.count("<h1") == 1
        assert 'class="frame"' in page

    def test_goes_back_by_years_and_months_and_days(self, client):
        for start in ("2021-07-02", "2022-05-12", "2022-11-03", "2022-11-20"):
            make_event(start=start, title_uk=f"Подія {start}")
        assert in_order(
            main_of(client, "/events/"),
            "Листопад",
            "Подія 2022-11-20",
            "Подія 2022-11-03",
            "Травень",
            "Подія 2022-05-12",
            "Липень",
            "Подія 2021-07-02",
        )

    def test_what_is_less_known_stands_after_what_is_known_and_gets_no_false_day(self, client):
        for start in ("2022", "2022-01", "2022-01-14"):
            make_event(start=start, title_uk=f"Подія {start}.")
        page = page_of(client, "/events/")
        matter = main_of(client, "/events/")
        assert in_order(
            matter, "Січень", "Подія 2022-01-14.", "Подія 2022-01.", "Лише рік", "Подія 2022."
        )
        days = re.findall(r'<span class="num">(.*?)</span>', page)
        assert days == ["14", "", ""]
        assert 'datetime="2022-01"' in page
        assert 'datetime="2022"' in page
        assert "2022-01-01" not in page

    def test_days_of_a_span_stand_in_the_column_where_they_fit(self, client):
        make_event(start="2024-05-13", end="2024-05-19")
        make_event(start="2024-04-28", end="2024-05-03")
        page = page_of(client, "/events/")
        assert re.findall(r'<span class="num">(.*?)</span>', page) == ["13–19", "28"]
        assert "від 28 квітня 2024 року до 3 травня 2024 року" in page

    def test_an_end_alone_is_said_as_an_end(self, client):
        make_event(start=None, end="2022-02-24", kind="application")
        page = page_of(client, "/events/")
        assert "Лютий" in page
        assert 'class="num"></span>' in page
        assert "заявка, до 24 лютого 2022 року" in page

    def test_events_without_a_date_come_last(self, client):
        make_event(start=None, title_uk="Недатована")
        make_event(start="1998", title_uk="Давня")
        assert in_order(main_of(client, "/events/"), "Давня", "Без дати", "Недатована")

    def test_each_year_says_how_many_events_it_has(self, client):
        for start in ("2021", "2022", "2022-03", "2022-03-05"):
            make_event(start=start)
        matter = main_of(client, "/events/")
        assert "2022 3 події" in matter
        assert "2021 1 подія" in matter

    @pytest.mark.parametrize("hidden", NOT_PUBLIC)
    def test_shows_nothing_of_events_that_are_not_public(self, client, hidden):
        event = make_event(
            [make_partner(name_uk="Схований-учасник")],
            [make_area(name_uk="Схований-напрям")],
            title_uk="Схована",
            kind="camp",
            start="1999",
            **hidden,
        )
        make_event(title_uk="Явна", key="seen")
        page = page_of(client, "/events/")
        assert "Схован" not in page
        assert "1999" not in page
        assert 'value="camp"' not in page
        assert "Знайдено: 1" in page
        assert client.get(event.get_absolute_url()).status_code == 404

    def test_partners_that_are_not_public_are_left_out(self, client):
        hidden = make_partner(name_uk="Схований", publication="draft")
        make_event([hidden], title_uk="Самі-сховані")
        make_event([make_partner(), hidden], title_uk="Зустріч")
        page = page_of(client, "/events/")
        assert "Схований" not in page
        assert "Самі-сховані" not in page
        assert "Зустріч" in page

    def test_each_filter_narrows(self, client):
        partner, area = make_partner(), make_area()
        make_event([partner], [area], title_uk="Потрібна", kind="camp", start="2021", end="2022-03")
        make_event([make_partner()], title_uk="Зайва", start="2023")
        for query in (
            {"partner": partner.key},
            {"area": area.key},
            {"kind": "camp"},
            {"year": "2021"},
            {"year": "2022"},
        ):
            matter = main_of(client, "/events/", **query)
            assert "Потрібна" in matter, query
            assert "Зайва" not in matter, query
            assert "Скинути фільтри" in matter, query

    @pytest.mark.parametrize(
        "query",
        [
            {"partner": "nobody"},
            {"kind": "war"},
            {"area": "%"},
            {"year": "2O22"},
            {"year": "0"},
            {"year": "99999"},
        ],
    )
    @LANGUAGES
    def test_an_unknown_value_finds_nothing_and_leads_back(self, client, prefix, query):
        make_event(title_uk="Явна")
        page = page_of(client, f"{prefix}/events/", **query)
        assert "Явна" not in page
        assert f'href="{prefix}/events/"' in page
        assert 'class="frame"' in page

    def test_years_lead_to_the_page_where_they_begin(self, client):
        for number in range(PAGE_SIZE + 2):
            make_event(start="2024", title_uk=f"Нова {number}")
        make_event(start="2020", title_uk="Давня")
        first = page_of(client, "/events/")
        assert 'href="?page=2#y2020"' in first
        assert 'href="#y2024"' in first
        assert f"{PAGE_SIZE + 2} подій" in first or f"{PAGE_SIZE + 2} події" in first
        assert "Давня" not in first
        second = page_of(client, "/events/", page=2)
        assert 'id="y2020"' in second
        assert "Давня" in second

    @pytest.mark.parametrize("number", ["0", "-1", "999", "two", ""])
    def test_any_page_number_answers(self, client, number):
        make_event(title_uk="Явна")
        assert "Явна" in page_of(client, "/events/", page=number)

    def test_names_many_hromadas_in_one_phrase(self, client):
        names = ("Липівська", "Буська", "Вербівська", "Яворівська")
        make_event(
            [
                make_partner(country="UA", name_uk=f"{name} міська територіальна громада")
                for name in names
            ]
        )
        assert "та Яворівська територіальні громади" in main_of(client, "/events/")

    def test_needs_the_same_queries_for_5_and_for_50(self, client):
        make_office()
        counts = []
        for more in (5, 45):
            with as_one_change():
                for number in range(more):
                    make_event([make_partner()], [make_area()], start=f"20{number % 9 + 10}")
            counts.append(queries(client, "/events/"))
        assert counts[0] == counts[1] <= 4


class TestDetail:
    def test_gathers_all_that_is_known(self, client):
        partner, area = make_partner(), make_area()
        agreement, project = make_agreement([partner]), make_project([partner])
        event = make_event(
            [partner],
            [area],
            kind="exchange",
            online=True,
            start="2024-05-13",
            end="2024-05-19",
            place_uk="Тарту",
            agreement=agreement,
            project=project,
            participants=24,
            children=18,
            summary_uk="Учні жили в родинах ровесників.",
        )
        page, matter = (read(client, event.get_absolute_url()) for read in (page_of, main_of))
        for text in (
            event.title_uk,
            "Обмін, онлайн",
            "13–19 травня 2024 року",
            "Тарту",
            "Учасників 24",
            "З них дітей 18",
            area.name_uk,
            "Учні жили в родинах ровесників.",
        ):
            assert text in matter
        for record in (partner, agreement, project):
            assert f'href="{record.get_absolute_url()}"' in page
        assert page.count("<h1") == 1

    def test_no_count_is_said_where_none_is_known(self, client):
        event = make_event(participants=0, children=None)
        page = page_of(client, event.get_absolute_url())
        assert "Учасників" not in page
        assert "дітей" not in page
        assert "None" not in page

    def test_children_alone_are_not_a_part_of_anything(self, client):
        event = make_event(children=36)
        matter = main_of(client, event.get_absolute_url())
        assert "Дітей 36" in matter
        assert "З них" not in matter

    def test_references_that_are_not_public_are_left_out(self, client):
        partner = make_partner()
        hidden = make_partner(name_uk="Схований-партнер", publication="internal")
        event = make_event(
            [partner, hidden],
            agreement=make_agreement([hidden], title_uk="Схована-угода"),
            project=make_project([hidden], title_uk="Схований-проєкт"),
        )
        assert "Схован" not in page_of(client, event.get_absolute_url())

    def test_neighbours_are_the_public_events_beside_it_in_the_chronicle(self, client):
        before = make_event(start="2022-07-12")
        event = make_event(start="2022-08")
        after = make_event(start="2023")
        make_event(start="2021")
        make_event(start="2022-07-30", title_uk="Схована", publication="draft")
        page, matter = (read(client, event.get_absolute_url()) for read in (page_of, main_of))
        assert f"{before.title_uk} 12 липня 2022 року Попередня подія" in matter
        assert f"{after.title_uk} 2023 рік Наступна подія" in matter
        assert "Схована" not in page

    def test_neighbours_lead_through_all_events_whatever_their_dates(self, client):
        dates = ["2022", "2022", "2022-03", "2022-03-05", "2022-03-05", None, None, "1998"]
        events = [make_event(start=start) for start in dates]
        address = re.findall(r'<div><a href="(/events/[^"]+)"', page_of(client, "/events/"))
        assert len(address) == len(events)
        for newer, older in zip(address, address[1:], strict=False):
            page = page_of(client, newer)
            assert re.search(rf'href="{older}".*?Попередня подія', page, re.S)
            assert re.search(rf'href="{newer}".*?Наступна подія', page_of(client, older), re.S)

    def test_a_lonely_event_has_no_neighbours(self, client):
        page = page_of(client, make_event().get_absolute_url())
        assert "Поруч у хроніці" not in page

    def test_texts_without_english_are_marked_as_ukrainian(self, client):
        event = make_event(title_en="", summary_uk="Лише українською.", place_uk="Тарту")
        page = page_of(client, f"/en{event.get_absolute_url()}")
        assert f'<h1><span lang="uk">{event.title_uk}</span></h1>' in page
        assert '<span lang="uk">Тарту</span>' in page
        assert "Text in Ukrainian only." in page

    def test_takes_the_colours_of_its_only_partner(self, client):
        partner = make_partner()
        event = make_event([partner])
        assert f"cover--low place-{partner.key}" in page_of(client, event.get_absolute_url())
        event.partners.add(make_partner())
        assert f"cover--low place-{partner.key}" not in page_of(client, event.get_absolute_url())

    @LANGUAGES
    def test_an_unknown_key_is_not_found(self, client, prefix):
        assert client.get(f"{prefix}/events/nothing/").status_code == 404

    def test_needs_the_same_queries_for_5_and_for_50(self, client):
        make_office()
        event = make_event(agreement=make_agreement([make_partner()]), project=make_project())
        counts = []
        for more in (5, 45):
            with as_one_change():
                for _ in range(more):
                    event.partners.add(make_partner())
                    event.areas.add(make_area())
                    make_event()
            counts.append(queries(client, event.get_absolute_url()))
        assert counts[0] == counts[1] <= 6

    def test_only_reading_is_answered(self, client):
        event = make_event()
        for address in ("/events/", event.get_absolute_url()):
            assert client.post(address).status_code == 405
            assert client.head(address).status_code == 200
