"""How facts make an entry: the order, the joining of two, paragraphs, the editor's texts."""

import pytest

from reports.entries import EntryText
from reports.facts import YearFacts
from reports.models import ReportText
from reports.placing import Entry
from reports.telling import Telling
from reports.tests.tellings import (
    agreement,
    both,
    event,
    need,
    partner,
    project,
    shipment,
    told,
)
from reports.wording import WORDS


def clause(uk, en, start=None, kind="meeting", **changes):
    return event(kind, start, clause_uk=uk, clause_en=en, **changes)


def test_the_beginning_takes_the_only_agreement_of_the_year():
    entry = {
        "partner": partner(since="2021", origin_uk="в межах проєкту", origin_en="through a project")
    }
    day = [agreement(signed_on="2024-07-12")]
    assert both(**entry, agreements=day) == (
        "Співпраця розпочалась у 2021 році в межах проєкту, а 12 липня 2024 року підписано"
        " договір про співпрацю.",
        "Cooperation began in 2021 through a project, and on 12 July 2024 a cooperation agreement"
        " was signed.",
    )
    month = [agreement(signed_on="2024-09")]
    assert told("uk", **entry, agreements=month)[0].endswith(
        "в межах проєкту, а у вересні 2024 року підписано договір про співпрацю."
    )


APART = [
    {"origin_uk": "в межах проєкту, який завершено", "since": "2021"},
    {"origin_uk": "в межах " + "дуже " * 40 + "довгого проєкту", "since": "2021"},
]


@pytest.mark.parametrize("values", APART)
def test_a_beginning_with_a_comma_or_too_long_stands_alone(values):
    text = told("uk", partner=partner(**values), agreements=[agreement(signed_on="2024-07-12")])[0]
    assert ". 12 липня 2024 року підписано договір про співпрацю." in text


def test_with_an_older_agreement_the_beginning_stands_alone():
    facts = [agreement(signed_on="2008"), agreement(signed_on="2024-07-12")]
    assert told("uk", partner=partner(since="2008"), agreements=facts) == [
        "Співпраця розпочалась у 2008 році. Договір про співпрацю підписано у 2008 році."
        " 12 липня 2024 року підписано договір про співпрацю."
    ]


def test_two_acts_of_the_partners_with_months_are_one_sentence():
    facts = {
        "shipments": [shipment("2024-03", beneficiaries="idp;defence")],
        "events": [
            clause(
                "партнери організували для дітей поїздку до моря",
                "the partners organised a trip to the sea for children",
                "2024-08",
            )
        ],
    }
    assert both(partner=partner(), **facts) == (
        "У березні 2024 року партнери передали громаді гуманітарну допомогу для внутрішньо"
        " переміщених осіб та військових, а в серпні організували для дітей поїздку до моря.",
        "In March 2024 the partners gave the community humanitarian aid for internally displaced"
        " persons and the military, and in August organised a trip to the sea for children.",
    )


def test_two_acts_of_the_partners_without_dates_are_joined_by_and():
    facts = {
        "shipments": [shipment("2024")],
        "events": [
            clause(
                "партнери ухвалили резолюцію на підтримку України",
                "the partners adopted a resolution in support of Ukraine",
                "2024",
            )
        ],
    }
    assert both(partner=partner(since="2024"), **facts) == (
        "Співпраця розпочалась у 2024 році. Партнери ухвалили резолюцію на підтримку України та"
        " передали громаді гуманітарну допомогу.",
        "Cooperation began in 2024. The partners adopted a resolution in support of Ukraine and"
        " gave the community humanitarian aid.",
    )


def test_two_facts_of_one_day_say_their_date_once():
    day = "2024-05-13"
    facts = [
        clause("проведено онлайн-зустріч", "an online meeting was held", day),
        clause("підписано спільну заяву", "a joint statement was signed", day),
    ]
    assert both(partner=partner(), events=facts) == (
        "13 травня 2024 року проведено онлайн-зустріч та підписано спільну заяву.",
        "On 13 May 2024 an online meeting was held, and a joint statement was signed.",
    )
    facts = [
        clause("проведено зустріч та семінар", "", day),
        clause("підписано спільну заяву", "", day),
    ]
    assert told("uk", partner=partner(), events=facts) == [
        "13 травня 2024 року проведено зустріч та семінар. 13 травня підписано спільну заяву."
    ]


def test_english_of_two_past_facts_has_by_and_from_in_both_halves():
    facts = [
        clause("", "a meeting was held", "2024-03"),
        clause("", "an exhibition of the partners was opened", None, end="2024-05"),
    ]
    assert told("en", partner=partner(), events=facts) == [
        "In March 2024 a meeting was held, and by May an exhibition of the partners was opened."
    ]


def test_a_first_fact_with_a_conjunction_stays_alone():
    facts = {
        "shipments": [shipment("2024")],
        "events": [clause("партнери ухвалили резолюцію та заяву", "", "2024")],
    }
    assert told("uk", partner=partner(since="2024"), **facts)[0].endswith(
        "Партнери ухвалили резолюцію та заяву. Партнери передали громаді гуманітарну допомогу."
    )


def test_a_conjunction_inside_a_title_does_not_part_two_facts():
    facts = {
        "shipments": [shipment("2024")],
        "events": [clause("партнери підтримали проєкт «Школа та парк»", "", "2024")],
    }
    assert told("uk", partner=partner(since="2024"), **facts)[0].endswith(
        "Партнери підтримали проєкт «Школа та парк» та передали громаді гуманітарну допомогу."
    )


def test_two_impersonal_facts_are_joined_with_and_without_dates():
    months = [
        clause("проведено онлайн-зустріч", "an online meeting was held", "2024-03"),
        clause("підписано спільну заяву", "a joint statement was signed", "2024-05"),
    ]
    assert both(partner=partner(), events=months) == (
        "У березні 2024 року проведено онлайн-зустріч, а в травні підписано спільну заяву.",
        "In March 2024 an online meeting was held, and in May a joint statement was signed.",
    )
    undated = [
        clause("погоджено напрями співпраці", "areas of cooperation were agreed", "2024"),
        clause("проведено онлайн-зустріч", "an online meeting was held", "2024"),
    ]
    assert both(partner=partner(since="2024"), events=undated) == (
        "Співпраця розпочалась у 2024 році. Погоджено напрями співпраці та проведено"
        " онлайн-зустріч.",
        "Cooperation began in 2024. Areas of cooperation were agreed, and an online meeting was"
        " held.",
    )


def test_facts_that_open_differently_or_have_counts_first_stay_apart():
    differing = {
        "events": [clause("погоджено напрями співпраці", "", "2024")],
        "shipments": [shipment("2024")],
    }
    assert told("uk", partner=partner(since="2024"), **differing)[0].endswith(
        "Погоджено напрями співпраці. Партнери передали громаді гуманітарну допомогу."
    )
    counted = [
        event("camp", "2024-03", children=5),
        event("exchange", "2024-05", title_uk="Мости"),
    ]
    assert told("uk", partner=partner(), events=counted) == [
        "У березні 2024 року організовано табір «Школа без кордонів». Кількість дітей — 5."
        " У травні організовано обмін «Мости»."
    ]


def test_a_pair_longer_than_the_limit_stays_apart():
    facts = [
        clause("проведено " + "дуже " * 30 + "довгу зустріч", "", "2024-03"),
        clause("підписано " + "дуже " * 15 + "довгу заяву", "", "2024-05"),
    ]
    assert ". У травні підписано" in told("uk", partner=partner(), events=facts)[0]


def test_no_more_than_two_facts_are_joined():
    facts = [clause("проведено зустріч", "", f"2024-0{month}") for month in (3, 5, 7)]
    assert told("uk", partner=partner(), events=facts) == [
        "У березні 2024 року проведено зустріч, а в травні проведено зустріч."
        " У липні проведено зустріч."
    ]


def test_the_year_is_named_with_the_first_date_alone():
    facts = {
        "events": [
            clause("поновлено спілкування", "", "2024", kind="other"),
            clause("проведено конференцію з учасниками", "", "2024-09-07", participants=3),
        ]
    }
    assert told("uk", partner=partner(since="2008"), **facts) == [
        "Співпраця розпочалась у 2008 році. 7 вересня 2024 року проведено конференцію з"
        " учасниками. Кількість учасників — 3. Поновлено спілкування."
    ]


def test_the_year_that_the_beginning_named_is_not_repeated():
    assert told("uk", partner=partner(since="2024-02"), shipments=[shipment("2024-04")]) == [
        "Співпраця розпочалась у лютому 2024 року. У квітні партнери передали громаді гуманітарну"
        " допомогу."
    ]


def test_the_chronicle_runs_by_day_month_and_year_and_puts_events_before_aid():
    facts = {
        "events": [
            clause("ухвалено план", "", "2024", kind="resolution"),
            clause("поновлено контакти", "", "2024", kind="other"),
            clause("гості прибули", "", "2024-05"),
        ],
        "shipments": [shipment("2024-05"), shipment("2024-05-20")],
    }
    text = told("uk", partner=partner(), **facts)[0]
    order = ["20 травня", "гості прибули", "У травні партнери", "Поновлено контакти", "ухвалено"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_third_sentence_of_the_partners_begins_with_its_date():
    facts = [clause(f"партнери зробили: {number}", "", "2024") for number in "123"]
    assert told("uk", partner=partner(since="2024"), events=facts)[0].endswith(
        "Партнери зробили: 1. Партнери зробили: 2. У 2024 році партнери зробили: 3."
    )


def test_up_to_five_sentences_are_one_paragraph_and_more_are_one_for_each_part():
    short = {
        "partner": partner(since="2021"),
        "projects": [project()],
        "shipments": [shipment("2024-04")],
        "needs": [need(status="negotiation")],
    }
    assert len(told("uk", **short)) == 1
    long = short | {"projects": [project(), project(status="idea", title_uk="Мости")]}
    long |= {"shipments": [shipment("2024-04"), shipment("2024-06", status="distributed")]}
    assert [text.partition(" ")[0] for text in told("uk", **long)] == [
        "Співпраця",
        "У",
        "Тривають",
    ]


def texts(**places):
    return {
        place: ReportText(place=place, text_uk=text, text_en="") for place, text in places.items()
    }


def test_the_editors_texts_stand_before_after_or_instead():
    entry = {"partner": partner(since="2021")}
    composed = "Співпраця розпочалась у 2021 році."
    assert told("uk", **entry, texts=texts(before="Перше.", after="Друге.\n\nТретє.")) == [
        "Перше.",
        composed,
        "Друге.",
        "Третє.",
    ]
    assert told("uk", **entry, texts=texts(instead="Інакше.")) == ["Інакше."]


def test_english_shows_the_editors_ukrainian_text_where_it_has_none():
    assert told("en", partner=partner(), texts=texts(after="Лише українською.")) == [
        "Лише українською."
    ]


def test_an_untranslated_text_of_the_editor_is_marked_as_ukrainian():
    facts = YearFacts(2024, None, [])
    entry = Entry(partner(), texts=texts(after="Лише українською."))
    for language, mark in (("en", "uk"), ("uk", "")):
        paragraph = EntryText(entry, Telling(WORDS[language], facts, {})).blocks()[-1]
        assert [sentence.language for sentence in paragraph.sentences] == [mark]
