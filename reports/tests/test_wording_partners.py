"""How cooperation began and ended, in every precision, and what is said where nothing is."""

import pytest
from django.utils import translation

from reports.tests.tellings import both, community, office, partner, told
from reports.wording import en, uk

BEGINNINGS = [
    (
        {"since": "2021"},
        "Співпраця розпочалась у 2021 році.",
        "Cooperation began in 2021.",
    ),
    (
        {"since": "2021-03"},
        "Співпраця розпочалась у березні 2021 року.",
        "Cooperation began in March 2021.",
    ),
    (
        {"since": "2021-03-04"},
        "Співпраця розпочалась 4 березня 2021 року.",
        "Cooperation began on 4 March 2021.",
    ),
    (
        {
            "since": "2021",
            "origin_uk": "в межах проєкту «Мости довіри» під егідою Програми «U-LEAD з Європою»",
            "origin_en": "through the project “Bridges of Trust”",
        },
        "Співпраця розпочалась у 2021 році в межах проєкту «Мости довіри» під егідою Програми"
        " «U-LEAD з Європою».",
        "Cooperation began in 2021 through the project “Bridges of Trust”.",
    ),
    (
        {
            "since": "2023-03",
            "origin_uk": "після візиту естонської делегації на День міста",
            "origin_en": "after an Estonian delegation visited the City Day",
        },
        "Співпраця розпочалась у березні 2023 року після візиту естонської делегації на День"
        " міста.",
        "Cooperation began in March 2023 after an Estonian delegation visited the City Day.",
    ),
    (
        {
            "origin_uk": "за сприяння асоціації муніципалітетів",
            "origin_en": "with the help of an association of municipalities",
        },
        "Співпрацю започатковано за сприяння асоціації муніципалітетів.",
        "Cooperation began with the help of an association of municipalities.",
    ),
    ({"origin_uk": "за участю діаспори"}, "Співпрацю започатковано за участю діаспори.", ""),
    ({}, "", ""),
    ({"since": "2025"}, "", ""),
    (
        {"since": "2021", "origin_uk": "за участю діаспори"},
        "Співпраця розпочалась у 2021 році за участю діаспори.",
        "Cooperation began in 2021.",
    ),
]


@pytest.mark.parametrize(("values", "ukrainian", "english"), BEGINNINGS)
def test_the_beginning_is_told_as_the_register_knows_it(values, ukrainian, english):
    assert both(partner=partner(**values)) == (ukrainian, english)


ENDINGS = [
    (
        {
            "status": "ended",
            "until": "2024-06",
            "status_reason_uk": "за взаємною згодою",
            "status_reason_en": "by mutual consent",
        },
        "У червні 2024 року співпрацю завершено за взаємною згодою.",
        "In June 2024 cooperation ended by mutual consent.",
    ),
    (
        {"status": "ended", "until": "2024"},
        "У 2024 році співпрацю завершено.",
        "In 2024 cooperation ended.",
    ),
    (
        {"status": "ended", "until": "2024-06-30"},
        "30 червня 2024 року співпрацю завершено.",
        "On 30 June 2024 cooperation ended.",
    ),
    (
        {
            "status": "paused",
            "status_reason_uk": "через зміни в міському бюджеті партнера",
            "status_reason_en": "because of changes in the partner’s municipal budget",
        },
        "Співпрацю призупинено через зміни в міському бюджеті партнера.",
        "Cooperation was paused because of changes in the partner’s municipal budget.",
    ),
    (
        {"status": "ended", "status_reason_uk": "у зв’язку з реформою"},
        "Співпрацю завершено у зв’язку з реформою.",
        "Cooperation ended.",
    ),
    ({"status": "paused", "until": "2023"}, "", ""),
    ({"status": "ended", "until": "2025-01"}, "", ""),
    ({"status": "ended", "since": "2025"}, "", ""),
    ({"status": "paused", "since": "2026-02-24"}, "", ""),
]


@pytest.mark.parametrize(("values", "ukrainian", "english"), ENDINGS)
def test_an_end_is_told_in_its_year_with_the_reason(values, ukrainian, english):
    assert both(partner=partner(**values)) == (ukrainian, english)


def test_without_a_heading_the_beginning_names_its_partner():
    home = community("Буська", "Busk", since="2019", origin_uk="після спільного форуму")
    assert told("uk", partner=home) == [
        "Співпраця розпочалась у 2019 році після спільного форуму"
        " (партнер: Буська міська територіальна громада)."
    ]


HEADINGS = [
    (
        {"name_uk": "Бююкчекмедже", "name_en": "Büyükçekmece", "country": "TR"}
        | {"region_uk": "Стамбул", "region_en": "Istanbul"},
        "Бююкчекмедже (Стамбул, Турецька Республіка)",
        "Büyükçekmece (Istanbul, Türkiye)",
    ),
    (
        {"name_uk": "Бая-Спріє", "name_en": "Baia Sprie", "country": "RO"},
        "Бая-Спріє (Румунія)",
        "Baia Sprie (Romania)",
    ),
    (
        {"name_uk": "Прерія Віледж", "name_en": "Prairie Village", "country": "US"},
        "Прерія Віледж (Сполучені Штати Америки)",
        "Prairie Village (United States)",
    ),
    ({"name_uk": "Ремо", "name_en": "", "country": "GB"}, "Ремо (Велика Британія)", None),
]


@pytest.mark.parametrize(("values", "ukrainian", "english"), HEADINGS)
def test_a_heading_has_the_full_name_of_the_country(values, ukrainian, english):
    place = partner(**values)
    assert uk.partners.heading(place) == ukrainian
    with translation.override("en"):
        assert en.partners.heading(place) == (english or "Ремо (United Kingdom)")


def test_the_list_of_partners_names_the_council_where_it_is_known():
    assert uk.frame.active_partners(office()) == (
        "Міжнародні партнери Липівської міської ради, з якими триває активне співробітництво:"
    )
    assert en.frame.active_partners(office()) == (
        "International partners of Lypivka City Council with whom active cooperation continues:"
    )
    assert uk.frame.active_partners(None) == (
        "Міжнародні партнери, з якими триває активне співробітництво:"
    )
    assert en.frame.active_partners(None) == (
        "International partners with whom active cooperation continues:"
    )
