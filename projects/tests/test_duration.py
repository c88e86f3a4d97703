"""The life of a project on a line of 240 units."""

from datetime import date

import pytest

from partners.life import Scale
from projects.duration import project_line
from projects.models import Project
from publishing.dates import PartialDate

DAY = date(2024, 7, 1)


def life(**values):
    project = Project(**values)
    scale = Scale.of([PartialDate(2020), project.start, project.end], DAY)
    return project_line(project, scale)


@pytest.mark.parametrize("status", ["active", "suspended"])
def test_what_runs_is_drawn_to_today(status):
    drawn = life(status=status, start="2021")
    (span,) = drawn["spans"]
    assert float(span["x"]) + float(span["width"]) == pytest.approx(float(drawn["today"]), abs=0.2)
    assert not drawn["ahead"]


def test_what_runs_with_an_end_has_dots_to_it():
    drawn = life(status="active", start="2021", end="2026")
    assert drawn["ahead"] == {"x": drawn["today"], "to": drawn["end"]}


def test_what_is_completed_is_drawn_to_its_end():
    drawn = life(status="completed", start="2021", end="2022")
    (span,) = drawn["spans"]
    assert float(span["x"]) + float(span["width"]) == pytest.approx(float(drawn["end"]), abs=0.2)


@pytest.mark.parametrize("status", ["idea", "application", "rejected"])
def test_what_has_not_begun_is_not_drawn_as_if_it_had(status):
    assert not life(status=status, start="2021")["spans"]


def test_an_application_for_times_to_come_has_dots_alone():
    drawn = life(status="application", start="2025", end="2026")
    assert drawn["ahead"] == {"x": drawn["start"], "to": drawn["end"]}
    assert not drawn["spans"]


def test_an_end_that_is_not_known_is_not_drawn():
    drawn = life(status="completed", start="2021")
    assert not drawn["spans"]
    assert drawn["end"] == ""
