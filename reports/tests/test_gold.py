"""The office's own year: the report equals the text that a careful editor wrote from it."""

import json
from pathlib import Path

import pytest

from register.importing import import_file
from reports.composing import compose
from reports.models import Report
from reports.tests.printing import printed

DATA = Path(__file__).parent / "data"
REGISTER = Path(__file__).parents[2] / "register"
YEAR = 2022

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    import_file(REGISTER / "data" / "dolyna-2022.json")
    return Report.objects.get(year=YEAR)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_report_equals_the_gold_text_paragraph_by_paragraph(report, language):
    gold = (DATA / f"gold-{YEAR}.{language}.txt").read_text().splitlines()
    assert printed(compose(report, language)) == gold


def test_every_fact_of_the_source_stands_in_the_report(report):
    text = "\n".join(printed(compose(report, "uk")))
    facts = json.loads((REGISTER / "tests" / "data" / f"checklist-{YEAR}.json").read_text())
    assert [fact["fact"] for fact in facts if fact["report"] not in text] == []


def test_spaces_that_must_not_break_are_set(report):
    text = compose(report, "uk").sections[0].sections[0].blocks[0].text
    assert "12\u00a0липня\u00a02022\u00a0року" in text
    assert "у\u00a02021\u00a0році" in text


def test_each_composed_sentence_leads_to_its_record(report):
    entry = compose(report, "en").sections[0].sections[0]
    assert entry.source.key == "siauliai-district"
    assert entry.source.url == "/en/partners/siauliai-district/"
    beginning, aid = entry.blocks[0].sentences
    assert [source.key for source in beginning.sources] == [
        "siauliai-district",
        "siauliai-district-2022",
    ]
    assert {"2022-001", "summer-camp-2022"} <= {source.key for source in aid.sources}


def test_the_paper_stands_under_the_council_and_waits_for_its_registration(report):
    paper = compose(report, "uk")
    assert paper.kind == "ЗВІТ"
    assert paper.organisation[0] == "Долинська міська рада"
    assert paper.place == "м. Долина"
    assert (paper.registered_on, paper.registration_index) == ("", "")
    assert paper.appendices == ()
