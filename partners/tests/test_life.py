"""The line of an agreement's life draws what is known, and nothing else."""

from datetime import date

import pytest

from partners.life import Label, Scale, agreement_line
from partners.models import Agreement
from publishing.dates import PartialDate

DAY = date(2026, 7, 1)


def drawn(**values):
    agreement = Agreement(kind="cooperation", title_uk="Угода", **{"status": "active"} | values)
    dates = [agreement.talks_from, agreement.signed_on, agreement.valid_until]
    return agreement_line(agreement, Scale.of(dates, DAY))


def texts(life):
    return [label["text"] for label in life["labels"]]


def test_the_scale_reaches_from_before_the_first_year_to_five_years_ahead():
    scale = Scale.of([PartialDate(2008), None, PartialDate(2022, 7)], DAY)
    assert (scale.first, scale.last) == (date(2007, 1, 1), date(2031, 12, 31))
    assert scale.x(date(1990, 1, 1)) == 0
    assert scale.x(date(2999, 1, 1)) == 240


def test_a_year_stands_in_its_middle_not_on_its_first_of_january():
    assert drawn(signed_on="2008")["deed"] == drawn(signed_on="2008-07-01")["deed"]


def test_in_force_until_today_and_silent_about_what_is_not_known():
    life = drawn(signed_on="2022-07-12")
    span = life["spans"][0]
    assert float(span["x"]) + float(span["width"]) == pytest.approx(float(life["today"]), abs=0.2)
    assert life["ahead"] is None
    assert life["end"] == ""


def test_a_term_that_is_known_is_dotted_up_to_its_end():
    life = drawn(signed_on="2022", valid_until="2028-07")
    assert life["ahead"]["x"] == life["today"]
    assert life["ahead"]["to"] == life["end"]
    assert texts(life) == ["2022", "2028"]


def test_without_an_end_the_dots_go_on():
    life = drawn(signed_on="2022", term="indefinite")
    assert life["ahead"]["to"] == "240.0"
    assert texts(life) == ["2022", "без строку"]


def test_an_expired_one_ends_where_its_term_did():
    life = drawn(signed_on="2009", valid_until="2019")
    span = life["spans"][0]
    assert float(span["x"]) + float(span["width"]) == pytest.approx(float(life["end"]), abs=0.2)
    assert life["ahead"] is None


def test_a_suspended_one_stops_the_day_it_was_suspended():
    life = drawn(signed_on="2009", status="suspended", status_on="2015")
    assert float(life["end"]) < float(life["today"])
    assert life["ahead"] is None


def test_a_stopped_one_without_a_date_is_only_known_to_have_been_signed():
    life = drawn(signed_on="2009", status="terminated")
    assert (life["spans"], life["end"]) == ([], "")


def test_talks_are_dots_alone():
    life = drawn(status="negotiation", talks_from="2025")
    assert (life["deed"], life["spans"]) == ("", [])
    assert life["start"]
    assert life["ahead"] == {"x": life["today"], "to": "240.0"}


@pytest.mark.parametrize(
    "values",
    [
        {"signed_on": "2025-12", "valid_until": "2026-12"},
        {"signed_on": "2024-03", "term": "indefinite"},
        {"signed_on": "2026", "valid_until": "2026"},
        {"signed_on": "1998", "status": "terminated", "status_on": "1999"},
        {"signed_on": "2020", "valid_until": "2099"},
    ],
)
def test_labels_stay_inside_the_line_and_apart(values):
    life = drawn(**values)
    reached = 0
    for label in life["labels"]:
        left, right = Label(float(label["x"]), label["text"], label["anchor"]).extent
        assert reached <= left < right <= 240
        reached = right
