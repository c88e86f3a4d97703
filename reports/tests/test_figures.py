"""The year in figures: each leads to a list that has exactly as many rows."""

import re

import pytest

from reports.editions import publish
from reports.tests.years import YEAR, agreement, event, partner, project, report_of, shipment

pytestmark = pytest.mark.django_db

ADDRESS = f"/reports/{YEAR}/"
FIGURE = re.compile(r'<td class="n"><a href="([^"]+)">(\d+)</a></td>')


@pytest.fixture
def report():
    """Records of the year, of the year before and of both; some of them not public."""
    last = str(YEAR - 1)
    hidden = [{"publication": "draft"}, {"publication": "internal"}, {"public_from": "2099-01-01"}]
    report = report_of(
        partners=[partner("remo"), partner("sava")],
        agreements=[
            agreement("new", "remo"),
            agreement("old", "remo;sava", signed_on=last),
            *(agreement(f"hidden{n}", "remo", **state) for n, state in enumerate(hidden)),
        ],
        projects=[
            project("long", "remo", start=last),
            project("short", "sava;remo", start=f"{YEAR}-02", end=f"{YEAR}-05", status="completed"),
            *(project(f"hidden{n}", "remo", start=last, **s) for n, s in enumerate(hidden)),
        ],
        events=[
            *(event(f"e{n}", "remo;sava") for n in range(3)),
            event("turn", "remo", start=f"{last}-12-30", end=f"{YEAR}-01-02"),
            *(event(f"hidden{n}", "remo", **state) for n, state in enumerate(hidden)),
        ],
        shipments=[
            *(shipment(f"{n}/24", "remo;sava") for n in range(2)),
            shipment("0/23", "remo", received_on=last),
            *(shipment(f"h{n}/24", "remo", **state) for n, state in enumerate(hidden)),
        ],
    )
    publish(report)
    return report


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_figure_leads_to_a_list_with_exactly_that_many_rows(client, report, language):
    figures = FIGURE.findall(client.get(language + ADDRESS).text)
    assert len(figures) == 8
    assert {f"year={YEAR}", f"year={YEAR - 1}"} == {url.split("?")[1] for url, _count in figures}
    for url, count in figures:
        assert url.startswith(f"{language}/")
        found = re.search(r"(?:Знайдено|Found): (\d+)", client.get(url).text.replace("\u00a0", " "))
        assert found[1] == count, url


def test_they_count_nothing_that_is_not_public(client, report):
    figures = [int(count) for _url, count in FIGURE.findall(client.get(ADDRESS).text)]
    assert figures[4:] == [4, 1, 2, 1]  # events, consignments: this year, the one before


def test_a_year_without_records_has_none(client):
    publish(report_of())
    assert "Рік у цифрах" not in client.get(ADDRESS).text


def test_the_frozen_text_has_no_part_in_them(client, report):
    assert "Рік у цифрах" not in client.get(f"{ADDRESS}1/").text
    assert "Рік у цифрах" not in client.get(f"{ADDRESS}print/").text
