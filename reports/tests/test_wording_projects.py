"""Joint projects: every state, support, people, money, both languages."""

from decimal import Decimal

import pytest

from publishing.dates import PartialDate
from reports.tests.tellings import both, partner, programme, project, told

CREDIT = programme(
    credit_uk="за фінансової підтримки Європейського Союзу через програму «Мости»",
    credit_en="with the financial support of the European Union through the Bridges Programme",
)
STATES = [
    (
        {"status": "active"},
        "Триває спільний проєкт «Зелені школи».",
        "The joint project “Green Schools” is under way.",
    ),
    (
        {"status": "active", "programme": programme()},
        "Триває спільний проєкт «Зелені школи» (програма: Interreg NEXT; фінансує:"
        " Європейський Союз).",
        "The joint project “Green Schools” (programme: Interreg NEXT; funder: European Union)"
        " is under way.",
    ),
    (
        {"status": "active", "programme": CREDIT},
        "Триває спільний проєкт «Зелені школи», який реалізують за фінансової підтримки"
        " Європейського Союзу через програму «Мости».",
        "The joint project “Green Schools”, implemented with the financial support of the"
        " European Union through the Bridges Programme, is under way.",
    ),
    (
        {"status": "active", "start": "2021-03"},
        "Триває спільний проєкт «Зелені школи». Строк реалізації: від березня 2021 року.",
        "The joint project “Green Schools” is under way. Duration: since March 2021.",
    ),
    (
        {"status": "active", "start": "2021", "end": "2025"},
        "Триває спільний проєкт «Зелені школи». Строк реалізації: 2021–2025 роки.",
        "The joint project “Green Schools” is under way. Duration: 2021–2025.",
    ),
    (
        {
            "status": "completed",
            "end": "2024-06",
            "programme": CREDIT,
            "results_uk": "У школах працюють 12 датчиків",
            "results_en": "Twelve sensors work in the schools.",
        },
        "У червні 2024 року завершено спільний проєкт «Зелені школи», який реалізовували за"
        " фінансової підтримки Європейського Союзу через програму «Мости»."
        " У школах працюють 12 датчиків.",
        "In June 2024 the joint project “Green Schools”, implemented with the financial support"
        " of the European Union through the Bridges Programme, was completed."
        " Twelve sensors work in the schools.",
    ),
    (
        {"status": "completed", "end": "2024"},
        "У 2024 році завершено спільний проєкт «Зелені школи».",
        "In 2024 the joint project “Green Schools” was completed.",
    ),
    (
        {"status": "completed", "end": "2024-06-30"},
        "30 червня 2024 року завершено спільний проєкт «Зелені школи».",
        "On 30 June 2024 the joint project “Green Schools” was completed.",
    ),
    (
        {"status": "application", "start": "2024-05", "programme": programme()},
        "У травні 2024 року подано заявку на спільний проєкт «Зелені школи» (програма: Interreg"
        " NEXT; фінансує: Європейський Союз).",
        "In May 2024 an application was submitted for the joint project “Green Schools”"
        " (programme: Interreg NEXT; funder: European Union).",
    ),
    (
        {"status": "idea"},
        "Опрацьовано ідею спільного проєкту «Зелені школи».",
        "An idea for the joint project “Green Schools” has been drawn up.",
    ),
    (
        {"status": "suspended"},
        "Реалізацію проєкту «Зелені школи» призупинено.",
        "The project “Green Schools” is suspended.",
    ),
    (
        {"status": "rejected"},
        "Заявку на проєкт «Зелені школи» не підтримано.",
        "The application for the project “Green Schools” was not approved.",
    ),
]


@pytest.mark.parametrize(("values", "ukrainian", "english"), STATES)
def test_a_project_is_told_by_its_state(values, ukrainian, english):
    assert both(partner=partner(), projects=[project(**values)]) == (ukrainian, english)


def test_lead_partners_and_money_are_told_with_one_total_per_currency():
    tartu, evora, own = (
        partner("Тарту", "Tartu"),
        partner("Евора", "Évora"),
        partner("Ремо", "Remo"),
    )
    fact = project(
        [evora, own],
        lead=tartu,
        funding=[
            ("грант", "grant", Decimal(120000), "EUR"),
            ("внесок партнера", "partner’s contribution", Decimal(30000), "EUR"),
            ("бюджет громади", "community budget", Decimal(300000), "UAH"),
        ],
    )
    assert both(projects=[fact]) == (
        "Триває спільний проєкт «Зелені школи». Провідний партнер: Тарту. Партнери: Евора, Ремо."
        " Фінансування: грант — 120 000 євро; внесок партнера — 30 000 євро; бюджет громади —"
        " 300 000 грн. Разом: 150 000 євро; 300 000 грн.",
        "The joint project “Green Schools” is under way. Lead partner: Tartu."
        " Partners: Évora, Remo. Funding: grant, EUR 120,000; partner’s contribution,"
        " EUR 30,000; community budget, UAH 300,000. Total: EUR 150,000; UAH 300,000.",
    )


def test_an_entry_leaves_its_own_partner_out_of_the_partners_of_its_project():
    own, tartu = partner("Ремо", "Remo"), partner("Тарту", "Tartu")
    assert told("uk", partner=own, projects=[project([own])]) == [
        "Триває спільний проєкт «Зелені школи»."
    ]
    assert told("uk", partner=own, projects=[project([own, tartu])])[0].endswith("Партнер: Тарту.")
    assert told("uk", partner=own, projects=[project(lead=own)])[0].endswith(
        "Провідний партнер: Ремо."
    )


def test_different_currencies_of_one_line_each_have_no_total():
    fact = project(
        funding=[
            ("грант", "grant", Decimal(120000), "EUR"),
            ("бюджет громади", "community budget", Decimal("300000.50"), "UAH"),
        ]
    )
    assert told("uk", partner=partner(), projects=[fact])[0].endswith(
        "Фінансування: грант — 120 000 євро; бюджет громади — 300 000,50 грн."
    )


def test_a_source_without_an_english_name_is_told_there_by_its_kind():
    fact = project(funding=[("бюджет громади", "", Decimal(500), "UAH")])
    assert both(partner=partner(), projects=[fact]) == (
        "Триває спільний проєкт «Зелені школи». Фінансування: бюджет громади — 500 грн.",
        "The joint project “Green Schools” is under way. Funding: own funds, UAH 500.",
    )


@pytest.mark.parametrize("title", ["«Зелені школи»", "Зелені школи.", "«Зелені школи.»"])
def test_a_title_has_one_pair_of_quotes_and_no_full_stop_in_it(title):
    fact = project(title_uk=title, title_en=title)
    assert both(partner=partner(), projects=[fact]) == (
        "Триває спільний проєкт «Зелені школи».",
        "The joint project “Зелені школи” is under way.",
    )


def test_a_title_that_only_begins_and_ends_with_a_quoted_name_keeps_both():
    fact = project(title_uk="«Школа» та «Ліс»")
    assert told("uk", partner=partner(), projects=[fact]) == [
        "Триває спільний проєкт «„Школа“ та „Ліс“»."
    ]


def test_a_source_without_a_name_is_told_by_its_kind():
    fact = project(lead_office=True, funding=[("", "", Decimal(500), "UAH")])
    assert both(partner=partner(), projects=[fact]) == (
        "Триває спільний проєкт «Зелені школи». Провідний партнер: Липівська міська рада."
        " Фінансування: власні кошти — 500 грн.",
        "The joint project “Green Schools” is under way. Lead partner: Lypivka City Council."
        " Funding: own funds, UAH 500.",
    )


def test_three_projects_are_a_list():
    facts = [
        project(programme=programme()),
        project(status="completed", end="2024-06", title_uk="Мости", title_en="Bridges"),
        project(status="application", start="2024-05", title_uk="Води", title_en="Waters"),
    ]
    assert told("uk", partner=partner(), projects=facts) == [
        "Спільні проєкти (усього — 3):",
        "– «Зелені школи» — триває (програма: Interreg NEXT; фінансує: Європейський Союз);",
        "– «Мости» — завершено в червні 2024 року;",
        "– «Води» — подано заявку в травні 2024 року.",
    ]
    assert told("en", partner=partner(), projects=facts)[1:] == [
        "– “Green Schools”: under way (programme: Interreg NEXT; funder: European Union);",
        "– “Bridges”: completed in June 2024;",
        "– “Waters”: application submitted in May 2024.",
    ]


YEARS = [
    ({"status": "active", "start": "2021"}, "active"),
    ({"status": "active"}, "active"),
    ({"status": "active", "start": "2025"}, None),
    ({"status": "active", "end": "2023"}, None),
    ({"status": "completed", "end": "2025"}, "active"),
    ({"status": "completed", "end": "2023"}, None),
    ({"status": "completed"}, "completed"),
    ({"status": "application", "start": "2023"}, None),
    ({"status": "application"}, "application"),
    ({"status": "idea", "start": "2023", "end": "2024"}, "idea"),
    ({"status": "suspended", "start": "2023-03-01"}, "suspended"),
    ({"status": "rejected", "start": "2023", "end": "2024-11"}, "rejected"),
    ({"status": "rejected", "start": "2023"}, None),
]


@pytest.mark.parametrize(("values", "state"), YEARS)
def test_a_project_belongs_to_the_years_of_its_life(values, state):
    dates = {
        name: PartialDate.parse(value) if name in ("start", "end") else value
        for name, value in values.items()
    }
    assert project(**dates).state == state
