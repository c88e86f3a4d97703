"""Partial dates: each is the span that it names."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from publishing.dates import PartialDate, typed


@pytest.mark.parametrize(
    ("text", "stored", "first", "last"),
    [
        ("2008", "2008", date(2008, 1, 1), date(2008, 12, 31)),
        ("2022-03", "2022-03", date(2022, 3, 1), date(2022, 3, 31)),
        ("03.2022", "2022-03", date(2022, 3, 1), date(2022, 3, 31)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-07-12", "2022-07-12", date(2022, 7, 12), date(2022, 7, 12)),
        ("12.07.2022", "2022-07-12", date(2022, 7, 12), date(2022, 7, 12)),
        ("1.7.2022", "2022-07-01", date(2022, 7, 1), date(2022, 7, 1)),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(text, stored, first, last):
    value = PartialDate.parse(text)
    assert (str(value), value.first, value.last) == (stored, first, last)


@pytest.mark.parametrize(
    "text",
    ["", "22", "2022-13", "13.2022", "2022-7-1", "0000", "у 2022 році", "٢٠٢٢"],
)
def test_what_is_no_date_is_refused_in_words(text):
    with pytest.raises(ValidationError, match="2008, 03.2022 або 12.07.2022"):
        PartialDate.parse(text)


partial_dates = st.dates(date(1000, 1, 1), date(9999, 12, 31)).flatmap(
    lambda day: st.sampled_from(
        [
            PartialDate(day.year),
            PartialDate(day.year, day.month),
            PartialDate(day.year, day.month, day.day),
        ]
    )
)


@given(partial_dates)
def test_what_is_stored_or_shown_reads_back_as_the_same_date(value):
    assert PartialDate.parse(str(value)) == value
    assert PartialDate.parse(typed(value)) == value


@given(partial_dates, partial_dates)
def test_the_order_of_dates_is_the_order_of_their_text(one, other):
    assert (one < other) == (str(one) < str(other))
    if one.last < other.first:
        assert one < other
