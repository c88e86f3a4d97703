"""From when to when, worded in both languages."""

import pytest
from django.utils.translation import override

from projects.spans import span_words
from publishing.dates import PartialDate

WORDS = [
    ("2022", None, "2022 рік", "2022"),
    ("2022-03", None, "березень 2022 року", "March 2022"),
    ("2022-07-12", None, "12 липня 2022 року", "12 July 2022"),
    ("2022-07-12", "2022-07-12", "12 липня 2022 року", "12 July 2022"),
    ("2024-05-13", "2024-05-19", "13–19 травня 2024 року", "13–19 May 2024"),
    (
        "2024-05-28",
        "2024-06-03",
        "від 28 травня 2024 року до 3 червня 2024 року",
        "from 28 May 2024 to 3 June 2024",
    ),
    ("2024-03", "2024-05", "березень–травень 2024 року", "March–May 2024"),
    (
        "2023-12",
        "2024-01-05",
        "від грудня 2023 року до 5 січня 2024 року",
        "from December 2023 to 5 January 2024",
    ),
    ("2021", "2023", "2021–2023 роки", "2021–2023"),
    (None, "2022-02-24", "до 24 лютого 2022 року", "until 24 February 2022"),
    (None, "2022-02", "до лютого 2022 року", "until February 2022"),
    (None, "2022", "до 2022 року", "until 2022"),
    (None, None, "", ""),
]


def date(text):
    return text and PartialDate.parse(text)


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(("start", "end", "ukrainian", "english"), WORDS)
def test_a_span_is_said_as_exactly_as_it_is_known(start, end, ukrainian, english):
    assert plain(span_words(date(start), date(end))) == ukrainian
    with override("en"):
        assert plain(span_words(date(start), date(end))) == english


def test_a_number_does_not_part_from_its_month():
    assert "12\u00a0липня" in span_words(date("2022-07-12"), None)


def test_what_runs_has_a_beginning_alone():
    assert span_words(date("2021-03"), None, running=True) == "від березня 2021 року"
    with override("en"):
        assert span_words(date("2021"), None, running=True) == "since 2021"
