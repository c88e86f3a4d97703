"""Dates in sentences: every precision, every range, both languages."""

import pytest

from reports.tests.tellings import span
from reports.wording import en, uk
from reports.wording.letters import capital

OPENING = [
    (("2021", None), "У 2021 році", "In 2021"),
    (("1998", None), "У 1998 році", "In 1998"),
    (("2022-03", None), "У березні 2022 року", "In March 2022"),
    (("2022-09", None), "У вересні 2022 року", "In September 2022"),
    (("2022-07-12", None), "12 липня 2022 року", "On 12 July 2022"),
    (("2024-07-07", None), "7 липня 2024 року", "On 7 July 2024"),
    (("2024-05-13", "2024-05-19"), "13–19 травня 2024 року", "From 13 to 19 May 2024"),
    (
        ("2024-05-28", "2024-06-03"),
        "28 травня – 3 червня 2024 року",
        "From 28 May to 3 June 2024",
    ),
    (
        ("2023-12-28", "2024-01-05"),
        "28 грудня 2023 року – 5 січня 2024 року",
        "From 28 December 2023 to 5 January 2024",
    ),
    (("2024-03", "2024-05"), "Від березня до травня 2024 року", "From March to May 2024"),
    (
        ("2024-03", "2024-05-12"),
        "Від березня до 12 травня 2024 року",
        "From March to 12 May 2024",
    ),
    (
        ("2023-11", "2024-02"),
        "Від листопада 2023 року до лютого 2024 року",
        "From November 2023 to February 2024",
    ),
    (("2021", "2023"), "У 2021–2023 роках", "In 2021–2023"),
    ((None, "2022-02-24"), "До 24 лютого 2022 року", "Until 24 February 2022"),
    (("2024-11-05", "2024-11-05"), "5 листопада 2024 року", "On 5 November 2024"),
    (("2024", "2024-05-03"), "До 3 травня 2024 року", "Until 3 May 2024"),
    (("2024-03-10", "2024"), "Від 10 березня 2024 року", "Since 10 March 2024"),
    ((None, None), "", ""),
]


@pytest.mark.parametrize(("dates", "ukrainian", "english"), OPENING)
def test_a_sentence_opens_with_the_date_as_precise_as_the_record(dates, ukrainian, english):
    assert capital(uk.dates.when(span(*dates))) == ukrainian
    assert capital(en.dates.when(span(*dates))) == english


LATER = [
    (("2024", None), "", ""),
    (("2024-09", None), "у вересні", "in September"),
    (("2024-07-12", None), "12 липня", "on 12 July"),
    (("2024-05-13", "2024-05-19"), "13–19 травня", "from 13 to 19 May"),
    (("2024-05-28", "2024-06-03"), "28 травня – 3 червня", "from 28 May to 3 June"),
    (("2024-03", "2024-05"), "від березня до травня", "from March to May"),
    ((None, "2024-02-24"), "до 24 лютого", "until 24 February"),
    (("2023", "2024"), "у 2023–2024 роках", "in 2023–2024"),
    (
        ("2023-12-28", "2024-01-05"),
        "28 грудня 2023 року – 5 січня 2024 року",
        "from 28 December 2023 to 5 January 2024",
    ),
    (("2025-01", None), "у січні 2025 року", "in January 2025"),
]


@pytest.mark.parametrize(("dates", "ukrainian", "english"), LATER)
def test_the_year_that_the_text_has_named_is_not_repeated(dates, ukrainian, english):
    assert uk.dates.when(span(*dates), said=2024) == ukrainian
    assert en.dates.when(span(*dates), said=2024) == english


LISTED = [
    (("2024", None), "", ""),
    (("2024-03", None), "березень", "March"),
    (("2024-07-12", None), "12 липня", "12 July"),
    (("2024-05-13", "2024-05-19"), "13–19 травня", "13 to 19 May"),
    (("2023", "2024"), "2023–2024 роки", "2023–2024"),
    (("2023", None), "2023 рік", "2023"),
]


@pytest.mark.parametrize(("dates", "ukrainian", "english"), LISTED)
def test_an_item_of_a_list_begins_with_the_date_in_the_nominative(dates, ukrainian, english):
    assert uk.dates.listed(span(*dates), said=2024) == ukrainian
    assert en.dates.listed(span(*dates), said=2024) == english


AFTER_A_WORD = [
    ("підписано", "2008", "у 2008 році"),
    ("підписано", "2021-07", "в липні 2021 року"),
    ("підтримано", "1998", "в 1998 році"),
    ("розпочалась", "2022-03", "у березні 2022 року"),
    ("а", "2022-08", "в серпні 2022 року"),
    ("а", "2022-09", "у вересні 2022 року"),
]


@pytest.mark.parametrize(("word", "date", "expected"), AFTER_A_WORD)
def test_the_preposition_of_a_date_follows_the_word_before_it(word, date, expected):
    assert uk.dates.when(span(date), after=word) == expected


DURATION = [
    (("2021-03", None), "від березня 2021 року", "since March 2021"),
    (("2021", "2023"), "2021–2023 роки", "2021–2023"),
    (("2024", "2024"), "2024 рік", "2024"),
    ((None, "2026"), "до 2026 року", "until 2026"),
    (("2024-03", "2026"), "від березня 2024 року до 2026 року", "from March 2024 to 2026"),
    (("2024-05-13", "2024-05-19"), "13–19 травня 2024 року", "from 13 to 19 May 2024"),
    ((None, None), "", ""),
]


@pytest.mark.parametrize(("dates", "ukrainian", "english"), DURATION)
def test_a_duration_says_no_more_than_is_known(dates, ukrainian, english):
    assert uk.dates.duration(*span(*dates)) == ukrainian
    assert en.dates.duration(*span(*dates)) == english
