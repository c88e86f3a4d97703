"""The list of agreements and contracts, and the page of one, as visitors see them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.models import Agreement, State
from partners.tests.records import OFFICE, make_agreement, make_area, make_office, make_partner
from projects.tests.records import make_event
from publishing.changes import as_one_change
from publishing.dates import PartialDate, today

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


class TestList:
    @pytest.mark.parametrize("address", ["/agreements/", "/en/agreements/"])
    def test_an_empty_register_has_a_list(self, body, address):
        assert 'class="frame"' in body(address)

    def test_parts_international_from_inter_municipal(self, body):
        abroad = make_partner(country="LT")
        at_home = make_partner(country="UA", name_uk="Буська міська територіальна громада")
        make_agreement([abroad], title_uk="Закордонна")
        make_agreement([at_home], title_uk="Домашня", kind="intermunicipal")
        make_agreement([at_home], title_uk="Побратимська", kind="twinning")
        page = body("/agreements/")
        assert page.index("Закордонна") < page.index("Із громадами України")
        assert page.index("Із громадами України") < page.index("Домашня")
        assert page.index("Із громадами України") < page.index("Побратимська")

    def test_says_the_words_of_many_hromadas_once(self, body):
        names = ("Липівська", "Буська", "Вербівська", "Яворівська")
        make_agreement(
            [
                make_partner(country="UA", name_uk=f"{name} міська територіальна громада")
                for name in names
            ]
        )
        phrase = "Липівська, Буська, Вербівська та\xa0Яворівська територіальні громади"
        assert phrase in body("/agreements/")

    def test_shows_nothing_of_agreements_that_are_not_public(self, client, body):
        partner = make_partner(name_uk="Явний", key="seen")
        hidden_partner = make_partner(name_uk="Схований-партнер", publication="internal")
        make_agreement([partner], title_uk="Явна", key="seen")
        hidden = [
            make_agreement([partner], title_uk="Схована", publication="draft", signed_on="1999"),
            make_agreement([partner], title_uk="Схована", publication="review"),
            make_agreement([partner], title_uk="Схована", publication="internal"),
            make_agreement([partner], title_uk="Схована", public_from=today() + timedelta(1)),
            make_agreement([partner, hidden_partner], title_uk="Схована", kind="memorandum"),
        ]
        page = body("/agreements/")
        assert "Схован" not in page
        assert "Знайдено: 1" in page
        assert "1999" not in page  # neither among the filter's choices
        assert "меморандум" not in page
        for agreement in hidden:
            assert client.get(agreement.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("partner", "tartu"),
            ("kind", "twinning"),
            ("area", "health"),
            ("status", "suspended"),
            ("year", "2022"),
        ],
    )
    def test_filters_by_each_of_its_fields(self, body, name, value):
        make_agreement(
            [make_partner(key="tartu")],
            areas=[make_area(key="health")],
            title_uk="Потрібна",
            kind="twinning",
            status="suspended",
            signed_on="2022-07-12",
        )
        make_agreement([make_partner()], areas=[make_area()], title_uk="Зайва", signed_on="2023")
        page = body("/agreements/", **{name: value})
        assert "Потрібна" in page
        assert "Зайва" not in page

    def test_belongs_to_every_year_from_signing_to_end(self, body):
        make_agreement([make_partner()], title_uk="Довга", signed_on="2019", valid_until="2023-05")
        for year in range(2019, 2024):
            assert "Довга" in body("/agreements/", year=year)
        assert "Довга" not in body("/agreements/", year=2018)

    @pytest.mark.parametrize(
        ("values", "years"),
        [
            ({"term": "indefinite"}, [0, 1, 2, 3]),
            ({"valid_until": 1, "renewal": "automatic"}, [0, 1, 2, 3]),
            ({"valid_until": 1, "renewal": "by_consent"}, [0, 1]),
            ({"status": "suspended", "status_on": 1}, [0, 1, 2, 3]),
            ({"status": "terminated", "status_on": 2}, [0, 1, 2]),
            ({"status": "terminated"}, [0]),
        ],
    )
    def test_belongs_to_every_year_in_force(self, body, values, years):
        first = today().year - 3
        dates = {name: str(first + value) for name, value in values.items() if value in range(4)}
        words = values | dates | {"title_uk": "Чинна", "signed_on": str(first)}
        make_agreement([make_partner()], **words)
        offered = set(re.findall(r'<option value="(\d{4})">', body("/agreements/")))
        assert offered == {str(first + year) for year in years}
        for year in range(first - 1, first + 6):
            assert ("Чинна" in body("/agreements/", year=year)) == (str(year) in offered)

    def test_talks_without_a_signature_belong_to_their_year(self, body):
        make_agreement([], title_uk="Майбутня", talks_from="2024-02", status="negotiation")
        assert "Майбутня" in body("/agreements/", year=2024)

    @pytest.mark.parametrize("name", ["partner", "kind", "area", "status", "year"])
    def test_an_unknown_value_gives_an_empty_list_with_a_way_back(self, body, name):
        make_agreement([make_partner()], title_uk="Наявна")
        page = body("/agreements/", **{name: "<nothing>"})
        assert "Наявна" not in page
        assert 'href="/agreements/"' in page.split('class="frame"')[1]

    def test_needs_the_same_queries_for_five_and_for_fifty(self, client):
        make_office()
        counts = []
        for years in (range(1970, 1975), range(1975, 2020)):
            with as_one_change():
                for year in years:
                    make_agreement(
                        [make_partner(), make_partner()], areas=[make_area()], signed_on=str(year)
                    )
            counts.append(queries(client, "/agreements/"))
        assert counts[0] == counts[1] <= 4


class TestStates:
    """What a page says of an agreement follows from its record and from the day."""

    @pytest.mark.parametrize(
        ("state", "values"),
        [
            (State.ACTIVE, {}),
            (State.ACTIVE, {"valid_until": "2999"}),
            (State.ACTIVE, {"valid_until": "2001", "renewal": "automatic"}),
            (State.EXPIRED, {"valid_until": "2001"}),
            (State.EXPIRED, {"valid_until": "2001", "renewal": "by_consent"}),
            (State.EXPIRED, {"valid_until": "2001", "status": "suspended"}),
            (State.SIGNED, {"in_force_from": "2999"}),
            (State.SUSPENDED, {"status": "suspended"}),
            (State.TERMINATED, {"status": "terminated", "valid_until": "2001"}),
            (State.NEGOTIATION, {"status": "negotiation"}),
        ],
    )
    def test_page_list_and_filter_agree(self, body, state, values):
        agreement = make_agreement([make_partner()], title_uk="Угода-про-все", **values)
        assert agreement.state == state
        assert [found.state for found in Agreement.objects.in_state(state)] == [state]
        for other in set(State) - {state}:
            assert not Agreement.objects.in_state(other).exists()
        assert f">{state.label}</span>" in body(agreement.get_absolute_url())
        assert "Угода-про-все" in body("/agreements/", status=state.value)

    def test_expires_the_day_after_its_last(self):
        until = PartialDate.of(today())
        assert make_agreement([make_partner()], valid_until=until).state == State.ACTIVE
        assert Agreement.objects.in_state(State.ACTIVE).count() == 1
        yesterday = PartialDate.of(today() - timedelta(days=1))
        assert make_agreement([make_partner()], valid_until=yesterday).state == State.EXPIRED
        assert Agreement.objects.in_state(State.EXPIRED).count() == 1

    def test_the_reason_stands_beside_the_state(self, body):
        agreement = make_agreement(
            [make_partner()],
            status="suspended",
            status_on="2024-03",
            status_reason_uk="через брак коштів",
            status_reason_en="for lack of funds",
        )
        assert "Призупинено через брак коштів" in body(agreement.get_absolute_url())
        assert "Suspended for lack of funds" in body(f"/en{agreement.get_absolute_url()}")


class TestPage:
    def test_the_own_council_is_the_first_party_though_no_row_says_so(self, body):
        make_office(council_uk="Липівська міська рада")
        agreement = make_agreement([(make_partner(name_uk="Тарту"), "coordinator")])
        parties = body(agreement.get_absolute_url()).split("Сторони</h2>")[1]
        assert parties.index("Липівська міська рада") < parties.index("Тарту")
        assert "координатор" in parties

    def test_the_own_council_may_have_a_role(self, body):
        make_office(council_uk="Липівська міська рада")
        agreement = make_agreement([make_partner(), (OFFICE, "coordinator")])
        parties = body(agreement.get_absolute_url()).split("Сторони</h2>")[1].split("</section>")[0]
        own = parties.split("Липівська міська рада")[1].split("</small>")[0]
        assert "координатор" in own
        assert parties.count("Липівська міська рада") == 1

    def test_communities_not_councils_are_the_parties_of_a_contract(self, body):
        make_office(
            council_uk="Липівська міська рада",
            municipality_uk="Липівська міська територіальна громада",
            municipality_en="Lypivka urban territorial community",
        )
        told = {"reporting_office": True}
        partners = [make_partner(country="UA"), make_partner(country="UA")]
        contract = make_agreement(partners, kind="intermunicipal", **told)
        page = body(contract.get_absolute_url()).split("<main")[1].split("</main>")[0]
        assert page.count("Липівська міська територіальна громада") == 2
        assert "Липівська міська рада" not in page
        page = body(f"/en{contract.get_absolute_url()}")
        assert page.split("<main")[1].count("Lypivka urban territorial community") == 2
        page = body(make_agreement(partners, kind="memorandum", **told).get_absolute_url())
        assert page.split("<main")[1].split("</main>")[0].count("Липівська міська рада") == 2

    @pytest.mark.parametrize("typed", ["7-У", "№ 7-У", "№7-У"])
    def test_a_number_in_its_path_has_its_sign_once(self, body, typed):
        agreement = make_agreement(
            [make_partner()], signed_on="2014-06-30", number=typed, register_number=typed
        )
        for address, words in (("", "№\xa07-У"), ("/en", "No.\xa07-У")):
            page = body(f"{address}{agreement.get_absolute_url()}")
            trace = page.split('<ol class="trace')[1].split("</ol>")[0]
            assert trace.count(f"<small>{words}</small>") == 2

    def test_tells_its_steps_in_their_order(self, body):
        agreement = make_agreement(
            [make_partner()],
            talks_from="2021",
            council_decision="№ 12",
            council_decision_on="2022-02",
            ministry_approval="№ 34",
            signed_on="2022-07-12",
            register_number="№ 56",
            registered_on="2022-08-01",
            in_force_from="2022-09-01",
            valid_until="2999-07-12",
            renewal="by_consent",
        )
        page = body(agreement.get_absolute_url())
        trace = page.split('<ol class="trace')[1].split("</ol>")[0]
        told = ["Переговори", "№ 12", "№ 34", "12 липня 2022", "№ 56", "2999", "за згодою"]
        places = [trace.replace("\xa0", " ").index(word) for word in told]
        assert places == sorted(places)
        assert trace.count('class="trace__next"') == 1  # its end alone is still to come

    def test_says_nothing_of_steps_that_are_not_recorded(self, body):
        agreement = make_agreement([make_partner()], signed_on="2008")
        trace = body(agreement.get_absolute_url()).split('<ol class="trace')[1].split("</ol>")[0]
        assert trace.count("<li") == 1
        assert "2008\xa0рік" in trace

    def test_gives_its_terms(self, body):
        reporter = make_partner(country="UA", name_uk="Вербівська громада")
        agreement = make_agreement(
            [make_partner(country="UA"), reporter],
            kind="intermunicipal",
            form=("joint_projects", "delegation"),
            reporting_party=reporter,
            number="7-У",
            term="indefinite",
            legal_basis_uk="Закон № 1508-VII",
        )
        page = body(agreement.get_absolute_url())
        for words in ("7-У", "Закон №\xa01508-VII", "Реалізація спільних проєктів; делегування"):
            assert words in page
        assert page.split("звітність")[1].index("Вербівська громада") < 200

    def test_leaves_out_a_reporting_party_that_is_not_public(self, body):
        hidden = make_partner(name_uk="Схований", publication="draft")
        agreement = make_agreement([make_partner()], reporting_party=hidden)
        page = body(agreement.get_absolute_url())
        assert "Схований" not in page
        assert "звітність" not in page

    def test_lists_public_events_alone(self, body):
        agreement = make_agreement([make_partner()])
        agreement.events.create(key="a", kind="visit", title_uk="Явна-подія", publication="public")
        agreement.events.create(key="b", kind="visit", title_uk="Схована-подія")
        page = body(agreement.get_absolute_url())
        assert "Явна-подія" in page
        assert "Схована-подія" not in page

    def test_needs_the_same_queries_for_five_and_for_fifty(self, client):
        make_office()
        agreement = make_agreement([make_partner()])
        counts = []
        for positions in (range(1, 6), range(6, 51)):
            with as_one_change():
                for position in positions:
                    agreement.parties.create(partner=make_partner(), position=position)
                    agreement.areas.add(make_area())
                    make_event(agreement=agreement)
            counts.append(queries(client, agreement.get_absolute_url()))
        assert counts[0] == counts[1] <= 7

    def test_an_old_key_leads_to_the_new_address(self, client):
        agreement = make_agreement([make_partner()], key="old")
        agreement.key = "new"
        agreement.save()
        response = client.get("/agreements/old/")
        assert (response.status_code, response["Location"]) == (301, "/agreements/new/")
