"""Events: by clause and by kind, with places, participants and counts, both languages."""

import pytest

from reports.tests.tellings import both, event, partner, told

KINDS = [
    ("visit", False, "відбувся візит", "a visit took place:"),
    ("meeting", False, "проведено зустріч на тему", "a meeting was held on"),
    ("meeting", True, "проведено онлайн-зустріч на тему", "an online meeting was held on"),
    ("signing", False, "відбулася церемонія підписання", "a signing ceremony took place:"),
    ("training", False, "проведено навчання", "training was held:"),
    ("training", True, "проведено онлайн-навчання", "online training was held:"),
    ("conference", False, "проведено конференцію", "a conference was held:"),
    ("conference", True, "проведено онлайн-конференцію", "an online conference was held:"),
    ("exchange", False, "організовано обмін", "an exchange was organised:"),
    ("exchange", True, "організовано онлайн-обмін", "an online exchange was organised:"),
    ("camp", False, "організовано табір", "a camp was organised:"),
    (
        "resolution",
        False,
        "партнери ухвалили резолюцію",
        "the partners adopted a resolution:",
    ),
    ("application", False, "подано спільну заявку", "a joint application was submitted:"),
    ("other", False, "проведено захід", "an event was held:"),
    ("other", True, "проведено онлайн-захід", "an online event was held:"),
]


@pytest.mark.parametrize(("kind", "online", "ukrainian", "english"), KINDS)
def test_an_event_without_a_clause_is_told_by_its_kind(kind, online, ukrainian, english):
    fact = event(kind, "2024-05-13", online=online)
    assert both(partner=partner(), events=[fact]) == (
        f"13 травня 2024 року {ukrainian} «Школа без кордонів».",
        f"On 13 May 2024 {english} “School without Borders”.",
    )


OWN_NAMES = [
    (
        "resolution",
        "Резолюція на підтримку громад",
        "партнери ухвалили резолюцію на підтримку громад",
    ),
    ("camp", "Літній табір «Пагорби»", "організовано літній табір «Пагорби»"),
    ("visit", "Робочий візит делегації", "відбувся робочий візит делегації"),
    ("training", "Навчання рятувальників", "проведено навчання рятувальників"),
    ("conference", "Конференція мерів", "проведено конференцію мерів"),
    ("conference", "Перша конференція", "проведено конференцію «Перша конференція»"),
    ("meeting", "Зустріч мерів", "проведено зустріч мерів"),
    ("meeting", "Робоча зустріч", "проведено зустріч на тему «Робоча зустріч»"),
    ("exchange", "Обмінник", "організовано обмін «Обмінник»"),
    ("visit", "Про візит делегації", "відбувся візит «Про візит делегації»"),
    ("training", "Після навчання", "проведено навчання «Після навчання»"),
    ("camp", "Erasmus-табір", "організовано табір «Erasmus-табір»"),
]


@pytest.mark.parametrize(("kind", "title", "expected"), OWN_NAMES)
def test_a_title_that_names_its_own_kind_is_not_told_after_it(kind, title, expected):
    fact = event(kind, "2024-05-13", title_uk=title)
    assert told("uk", partner=partner(), events=[fact]) == [f"13 травня 2024 року {expected}."]


ENGLISH_NAMES = [
    ("visit", "Official visit of the mayor", False, "an official visit of the mayor took place"),
    ("visit", "Estonian visit", False, "a visit took place: “Estonian visit”"),
    ("meeting", "Meeting of mayors", True, "an online meeting of mayors was held"),
    ("meeting", "Online meeting of mayors", True, "an online meeting of mayors was held"),
    ("meeting", "Meeting point", False, "a meeting was held on “Meeting point”"),
    ("training", "Training of rescuers.", False, "training of rescuers was held"),
    ("camp", "Summer camp for children", False, "a summer camp for children was organised"),
    (
        "resolution",
        "Resolution on friendship",
        False,
        "the partners adopted a resolution on friendship",
    ),
]


@pytest.mark.parametrize(("kind", "title", "online", "expected"), ENGLISH_NAMES)
def test_english_does_not_tell_a_kind_twice_either(kind, title, online, expected):
    fact = event(kind, "2024-05-13", title_en=title, online=online)
    assert told("en", partner=partner(), events=[fact]) == [f"On 13 May 2024 {expected}."]


TALKS = [
    (
        {"start": "2024-01", "end": "2024-02"},
        "Від січня до лютого 2024 року проведено переговори на тему «Школа без кордонів».",
        "From January to February 2024 talks were held on “School without Borders”.",
    ),
    (
        {"start": "2024-11-05", "end": "2024-11-05", "online": True},
        "5 листопада 2024 року проведено онлайн-переговори на тему «Школа без кордонів».",
        "On 5 November 2024 online talks were held on “School without Borders”.",
    ),
    (
        {"start": "2023", "end": "2025"},
        "Тривають переговори на тему «Школа без кордонів».",
        "Talks are under way on “School without Borders”.",
    ),
    (
        {"start": "2024-10"},
        "Тривають переговори на тему «Школа без кордонів».",
        "Talks are under way on “School without Borders”.",
    ),
    (
        {"start": "2024", "clause_uk": "тривають переговори з партнерами щодо допомоги"}
        | {"clause_en": "talks with the partners on help are under way"},
        "Тривають переговори з партнерами щодо допомоги.",
        "Talks with the partners on help are under way.",
    ),
]


@pytest.mark.parametrize(("values", "ukrainian", "english"), TALKS)
def test_open_talks_lie_ahead_and_ended_ones_have_a_date(values, ukrainian, english):
    fact = event("negotiation", **values)
    assert both(partner=partner(), events=[fact]) == (ukrainian, english)


COUNTS = [
    (
        {"participants": 24, "children": 18},
        "Кількість учасників — 24, з них дітей — 18.",
        "Participants: 24, of them children: 18.",
    ),
    ({"participants": 40, "children": 0}, "Кількість учасників — 40.", "Participants: 40."),
    ({"children": 36}, "Кількість дітей — 36.", "Children: 36."),
    ({"participants": 1200}, "Кількість учасників — 1 200.", "Participants: 1,200."),
    ({"participants": 0}, "", ""),
]


@pytest.mark.parametrize(("values", "ukrainian", "english"), COUNTS)
def test_counts_are_a_sentence_of_their_own(values, ukrainian, english):
    fact = event(
        "exchange", "2024-05-13", "2024-05-19", place_uk="Тарту", place_en="Tartu", **values
    )
    texts = both(partner=partner(), events=[fact])
    told_before = (
        "13–19 травня 2024 року організовано обмін «Школа без кордонів» (Тарту).",
        "From 13 to 19 May 2024 an exchange was organised: “School without Borders” (Tartu).",
    )
    for text, before, counts in zip(texts, told_before, (ukrainian, english), strict=True):
        assert text == f"{before} {counts}".strip()


CLAUSES = [
    ({"start": "2024-08"}, "У серпні 2024 року партнери прийняли дітей громади."),
    ({"start": "2024"}, "У 2024 році партнери прийняли дітей громади."),
    ({"end": "2024-02-24"}, "До 24 лютого 2024 року партнери прийняли дітей громади."),
    (
        {"start": "2023-12-28", "end": "2024-01-05"},
        "28 грудня 2023 року – 5 січня 2024 року партнери прийняли дітей громади.",
    ),
]


@pytest.mark.parametrize(("dates", "expected"), CLAUSES)
def test_a_clause_follows_its_date(dates, expected):
    fact = event("camp", clause_uk="партнери прийняли дітей громади", **dates)
    assert told("uk", partner=partner(), events=[fact]) == [expected]


def test_in_english_an_act_is_done_by_a_day_and_work_lasts_until_it():
    act = event("application", end="2024-02-24")
    assert told("en", partner=partner(), events=[act]) == [
        "By 24 February 2024 a joint application was submitted: “School without Borders”."
    ]
    work = event("application", end="2024-02-24", clause_en="the parties were preparing a bid")
    assert told("en", partner=partner(), events=[work]) == [
        "Until 24 February 2024 the parties were preparing a bid."
    ]


def test_in_english_what_has_ended_was_from_a_day():
    fact = event("training", "2024-02-01", "2024")
    assert told("en", partner=partner(), events=[fact]) == [
        "From 1 February 2024 training was held: “School without Borders”."
    ]


def test_without_an_english_clause_english_speaks_by_kind():
    fact = event("camp", "2024-08", clause_uk="партнери прийняли дітей громади")
    assert told("en", partner=partner(), events=[fact]) == [
        "In August 2024 a camp was organised: “School without Borders”."
    ]


def test_the_shared_block_names_the_participants():
    names = [partner("Тарту", "Tartu"), partner("Евора", "Évora")]
    with_place = event("meeting", "2024-04", partners=names, place_uk="Варшава", place_en="Warsaw")
    assert both(events=[with_place]) == (
        "У квітні 2024 року проведено зустріч на тему «Школа без кордонів» (Варшава; учасники:"
        " Тарту; Евора).",
        "In April 2024 a meeting was held on “School without Borders” (Warsaw; participants:"
        " Tartu; Évora).",
    )
    with_clause = event("meeting", "2024-04", partners=names, clause_uk="погоджено план дій")
    assert told("uk", events=[with_clause]) == [
        "У квітні 2024 року погоджено план дій (учасники: Тарту; Евора)."
    ]


def test_an_entry_names_the_participants_only_beside_its_own_partner():
    own, other = partner("Ремо", "Remo"), partner("Буська громада", "Busk", country="UA")
    alone = event("visit", "2024-04", partners=[own])
    assert told("uk", partner=own, events=[alone]) == [
        "У квітні 2024 року відбувся візит «Школа без кордонів»."
    ]
    together = event("visit", "2024-04", partners=[own, other])
    assert told("uk", partner=own, events=[together])[0].endswith(
        "(учасники: Ремо; Буська громада)."
    )


def test_four_events_are_a_list_in_the_order_of_the_year():
    facts = [
        event("resolution", "2024", title_uk="Резолюція на підтримку громад"),
        event("camp", "2024-07", children=36, title_uk="Пагорби"),
        event("exchange", "2024-05-13", "2024-05-19", participants=24, children=18),
        event("meeting", "2024-03", online=True, title_uk="Бюджет участі"),
    ]
    assert told("uk", partner=partner(), events=facts) == [
        "Події 2024 року (усього — 4):",
        "– березень: онлайн-зустріч на тему «Бюджет участі»;",
        "– 13–19 травня: обмін «Школа без кордонів», учасників — 24, з них дітей — 18;",
        "– липень: табір «Пагорби», дітей — 36;",
        "– резолюція на підтримку громад.",
    ]
    assert told("en", partner=partner(), events=facts)[:3] == [
        "Events of 2024 (4 in all):",
        "– March: online meeting on “School without Borders”;",
        "– 13 to 19 May: exchange “School without Borders”, participants: 24, of them"
        " children: 18;",
    ]


def test_more_events_than_a_list_holds_stand_in_an_annex():
    facts = [event("meeting", f"2024-{month:02}") for month in range(1, 10)]
    assert told("uk", annexes={"events": 2}, partner=partner(), events=facts) == [
        "Події 2024 року (усього — 9) наведено в додатку 2."
    ]
    assert told("en", annexes={"events": 2}, partner=partner(), events=facts) == [
        "The events of 2024 (9 in all) are listed in Annex 2."
    ]
