"""The list of projects and the page of one, as visitors see them."""

import re
from datetime import timedelta

import pytest

from partners.tests.records import make_area, make_office, make_partner, next_key
from projects.tests.pages import main_of, page_of, queries
from projects.tests.records import make_event, make_funding, make_programme, make_project
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


def bring(project, **changes):
    """A public consignment that came for the project."""
    key = next_key("shipment")
    values = {"reference": key, "title_uk": f"Вантаж {key}", "publication": "public"}
    return project.shipments.create(**values | changes)


class TestList:
    @LANGUAGES
    def test_an_empty_register_has_a_list(self, client, prefix):
        page = page_of(client, f"{prefix}/projects/")
        assert page.count("<h1") == 1
        assert 'class="frame"' in page

    def test_parts_what_is_under_way_from_what_is_over(self, client):
        for status in ("idea", "application", "active", "suspended", "completed", "rejected"):
            make_project(title_uk=f"Проєкт-{status}", status=status)
        matter = main_of(client, "/projects/")
        under_way, over = matter.split("Завершені та не підтримані")
        for status in ("idea", "application", "active", "suspended"):
            assert f"Проєкт-{status}" in under_way
        for status in ("completed", "rejected"):
            assert f"Проєкт-{status}" in over

    @pytest.mark.parametrize("hidden", NOT_PUBLIC)
    def test_shows_nothing_of_projects_that_are_not_public(self, client, hidden):
        partner = make_partner(key="seen")
        project = make_project(
            [make_partner(name_uk="Схований-учасник")],
            title_uk="Схований",
            status="suspended",
            start="1999",
            programme=make_programme(name_uk="Схована-програма"),
            **hidden,
        )
        make_project([partner], title_uk="Явний", key="seen")
        page = page_of(client, "/projects/")
        assert "Схован" not in page
        assert "1999" not in page
        assert 'value="suspended"' not in page
        assert "Знайдено: 1" in page
        assert client.get(project.get_absolute_url()).status_code == 404

    def test_a_project_whose_every_partner_is_hidden_is_hidden(self, client):
        hidden = make_partner(publication="internal")
        make_project([hidden], title_uk="Схований-один")
        make_project([], lead=hidden, title_uk="Схований-два")
        make_project([make_partner(), hidden], title_uk="Явний")
        page = page_of(client, "/projects/")
        assert "Схований" not in page
        assert "Явний" in page
        assert hidden.name_uk not in page

    def test_each_filter_narrows(self, client):
        partner, lead, area = make_partner(), make_partner(), make_area()
        programme = make_programme()
        make_project(
            [partner],
            [area],
            title_uk="Потрібний",
            lead=lead,
            programme=programme,
            status="completed",
            start="2019",
            end="2021-06",
        )
        make_project([make_partner()], title_uk="Зайвий", start="2023")
        for query in (
            {"partner": partner.key},
            {"partner": lead.key},
            {"area": area.key},
            {"programme": programme.key},
            {"status": "completed"},
            {"year": "2020"},
        ):
            matter = main_of(client, "/projects/", **query)
            assert "Потрібний" in matter, query
            assert "Зайвий" not in matter, query
            assert "Скинути фільтри" in matter, query

    @pytest.mark.parametrize(
        ("values", "years"),
        [
            ({"start": "2019-11", "end": "2021"}, [2019, 2020, 2021]),
            ({"status": "completed", "start": "2020"}, [2020]),
            ({"status": "idea", "start": "2020"}, [2020]),
            ({"status": "completed", "end": "2020"}, [2020]),
            ({"status": "active", "start": "2022"}, range(2022, today().year + 1)),
            ({"status": "suspended", "start": "2022"}, range(2022, today().year + 1)),
        ],
    )
    def test_a_project_belongs_to_each_year_that_it_touches(self, client, values, years):
        make_project(title_uk="Шуканий", **values)
        page = page_of(client, "/projects/")
        offered = re.search(r'<select name="year".*?</select>', page, re.S)[0]
        found = [int(year) for year in re.findall(r'value="(\d+)"', offered)]
        assert sorted(found) == list(years)
        for year in years:
            assert "Шуканий" in main_of(client, "/projects/", year=year)
        assert "Шуканий" not in main_of(client, "/projects/", year=min(years) - 1)
        assert "Шуканий" not in main_of(client, "/projects/", year=max(years) + 1)

    @pytest.mark.parametrize(
        "query",
        [
            {"partner": "nobody"},
            {"status": "flying"},
            {"area": "'"},
            {"programme": "x" * 500},
            {"year": "MMXX"},
            {"year": "99999"},
            {"year": "-1"},
        ],
    )
    @LANGUAGES
    def test_an_unknown_value_finds_nothing_and_leads_back(self, client, prefix, query):
        make_project(title_uk="Явний", start="2022")
        page = page_of(client, f"{prefix}/projects/", **query)
        assert "Явний" not in page
        assert f'href="{prefix}/projects/"' in page
        assert 'class="frame"' in page

    @pytest.mark.parametrize("number", ["0", "-1", "999", "two", ""])
    def test_any_page_number_answers(self, client, number):
        make_project(title_uk="Явний")
        assert "Явний" in page_of(client, "/projects/", page=number)

    def test_the_life_of_each_is_drawn_and_said(self, client):
        make_project(start="2021", end="2023")
        make_project(start=None)
        page = page_of(client, "/projects/")
        assert page.count('class="life"') == 1
        assert "2021–2023 роки" in page
        assert "дат не зазначено" in page

    def test_needs_the_same_queries_for_5_and_for_50(self, client):
        make_office()
        counts = []
        for more in (5, 45):
            with as_one_change():
                for _ in range(more):
                    ends = {"lead": make_partner(), "programme": make_programme()}
                    make_project([make_partner()], [make_area()], start="2022", **ends)
            counts.append(queries(client, "/projects/"))
        assert counts[0] == counts[1] <= 4


class TestDetail:
    def test_gathers_all_that_is_known(self, client):
        make_office()
        partner, area = make_partner(), make_area()
        programme = make_programme(
            funder_uk="Європейський Союз",
            credit_uk="за фінансової підтримки Європейського Союзу",
            website="https://programme.example/",
        )
        project = make_project(
            [partner],
            [area],
            programme=programme,
            lead_office=True,
            registration_card="ІТД-0042",
            start="2021-03",
            end="2023",
            status="completed",
            summary_uk="Школи заощаджують тепло.",
            results_uk="Утеплено три школи.",
        )
        event = make_event([partner], project=project)
        shipment = bring(project)
        page, matter = (read(client, project.get_absolute_url()) for read in (page_of, main_of))
        for text in (
            project.title_uk,
            partner.name_uk,
            area.name_uk,
            programme.name_uk,
            "Європейський Союз",
            "Провідний партнер Липівська міська рада",
            "ІТД-0042",
            "від березня 2021 року до 2023 року",
            "Школи заощаджують тепло.",
            "Утеплено три школи.",
            "Проєкт реалізовували за фінансової підтримки Європейського Союзу.",
            event.title_uk,
            shipment.title_uk,
        ):
            assert text in matter
        for url in (partner, event, shipment):
            assert f'href="{url.get_absolute_url()}"' in page
        assert 'href="https://programme.example/"' in page
        assert page.count("<h1") == 1

    def test_little_known_leaves_no_empty_parts(self, client):
        project = make_project()
        page = page_of(client, project.get_absolute_url())
        assert "<dd></dd>" not in page
        assert "None" not in page
        assert page.count('<section class="zrub">') == 1

    def test_references_that_are_not_public_are_left_out(self, client):
        hidden = make_partner(name_uk="Схований-партнер", publication="internal")
        partner = make_partner()
        project = make_project([partner, hidden], lead=hidden)
        make_funding(project, partner=hidden, source_uk="внесок")
        make_event([partner], project=project, title_uk="Схована-подія", publication="draft")
        bring(project, title_uk="Схований-вантаж", publication="draft")
        page = page_of(client, project.get_absolute_url())
        assert "Схован" not in page
        assert "внесок" in page
        assert "Провідний партнер" not in page

    def test_each_currency_has_its_own_column_and_total(self, client):
        project = make_project()
        make_funding(project, amount=120_000, currency="EUR")
        make_funding(project, amount="30000.50", currency="EUR", kind="partner")
        make_funding(project, amount=300_000, currency="UAH", kind="own")
        page = page_of(client, project.get_absolute_url())
        table = re.search(r"<table.*?</table>", page, re.S)[0]
        heads = re.findall(r'<th scope="col" class="n">(.*?)</th>', table)
        assert heads == ["євро", "грн"]
        rows = [re.findall(r'class="n">(.*?)</td>', row) for row in table.split("<tr>")[2:]]
        assert rows == [
            ["120 000", ""],
            ["30 000,50", ""],
            ["", "300 000"],
            ["150 000,50", "300 000"],
        ]
        assert "450 000" not in page

    def test_one_line_needs_no_total(self, client):
        project = make_project()
        make_funding(project, amount=5)
        make_funding(project, amount=7, currency="PLN")
        assert "<tfoot" not in page_of(client, project.get_absolute_url())

    def test_the_own_council_pays_under_its_name(self, client):
        make_office()
        line = make_funding(partner_office=True, source_uk="")
        matter = main_of(client, line.project.get_absolute_url())
        assert "Липівська міська рада" in matter

    @pytest.mark.parametrize("status", ["active", "completed"])
    def test_the_credit_is_a_sentence_in_the_language_of_the_page(self, client, status):
        credit = {"credit_uk": "за підтримки Фонду", "credit_en": "with the support of the Fund"}
        project = make_project(programme=make_programme(**credit), status=status)
        words = {"active": ("реалізують", "is"), "completed": ("реалізовували", "was")}[status]
        assert f"Проєкт {words[0]} за підтримки Фонду." in main_of(
            client, project.get_absolute_url()
        )
        assert f"The project {words[1]} implemented with the support of the Fund." in main_of(
            client, f"/en{project.get_absolute_url()}"
        )

    def test_a_credit_without_english_is_not_glued_into_an_english_sentence(self, client):
        programme = make_programme(credit_uk="за підтримки Фонду")
        project = make_project(programme=programme)
        page = page_of(client, f"/en{project.get_absolute_url()}")
        assert '<span lang="uk">за підтримки Фонду</span>' in page
        assert "implemented" not in page

    def test_texts_without_english_are_marked_as_ukrainian(self, client):
        project = make_project(title_en="", summary_uk="Лише українською.")
        page = page_of(client, f"/en{project.get_absolute_url()}")
        assert f'<h1><span lang="uk">{project.title_uk}</span></h1>' in page
        assert "Text in Ukrainian only." in page

    @LANGUAGES
    def test_an_unknown_key_is_not_found(self, client, prefix):
        assert client.get(f"{prefix}/projects/nothing/").status_code == 404

    def test_an_old_address_leads_to_the_new_one(self, client):
        project = make_project(key="old")
        project.key = "new"
        project.save()
        response = client.get("/en/projects/old/")
        assert response.status_code == 301
        assert response["Location"] == "/en/projects/new/"

    def test_needs_the_same_queries_for_5_and_for_50(self, client):
        make_office()
        project = make_project(lead=make_partner(), programme=make_programme())
        counts = []
        for more in (5, 45):
            with as_one_change():
                for _ in range(more):
                    partner = make_partner()
                    project.partners.add(partner)
                    project.areas.add(make_area())
                    make_funding(project, partner=partner)
                    make_event([partner], project=project)
                    bring(project)
            counts.append(queries(client, project.get_absolute_url()))
        assert counts[0] == counts[1] <= 7

    def test_only_reading_is_answered(self, client):
        project = make_project()
        for address in ("/projects/", project.get_absolute_url()):
            assert client.post(address).status_code == 405
            assert client.head(address).status_code == 200


class TestMoneyOfAll:
    def test_is_added_up_by_kind_and_currency(self, client):
        first, second = make_project(), make_project()
        make_funding(first, kind="grant", amount="0.10")
        make_funding(first, kind="grant", amount="0.20")
        make_funding(second, kind="grant", amount=1000)
        make_funding(second, kind="own", amount=300000, currency="UAH")
        make_funding(make_project(publication="draft"), kind="other", amount=777)
        page = page_of(client, "/projects/")
        table = page.split("<caption")[1].split("</table>")[0]
        rows = [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in table.split("<tr>")[1:]]
        assert rows[0] == ["Вид коштів", "Проєкти", "євро", "грн"]
        assert rows[1][1:] == ["2", "1 000,30", ""]
        assert rows[2][1:] == ["1", "", "300 000"]
        assert rows[3][1:] == ["2", "1 000,30", "300 000"]
        assert "777" not in table

    def test_is_of_what_the_filter_finds(self, client):
        make_funding(make_project(status="completed", key="over"), amount=100)
        make_funding(make_project(status="active"), amount=555)
        assert "555" not in page_of(client, "/projects/", status="completed")

    def test_is_left_out_where_none_is_recorded(self, client):
        make_project()
        assert "Кошти" not in page_of(client, "/projects/").split("<main")[1]
