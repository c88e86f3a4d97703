"""Advice on texts: what a careful editor would say, and where nothing is to be said."""

import pytest

from partners.models import Partner
from projects.models import Event, Project
from publishing.proofreading import advice


def told(record):
    return " ".join(str(line) for line in advice(record))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("партнери прийняли участь у заході", "брати участь"),
        ("на протязі року", "упродовж"),
        ("згідно договору", "згідно з"),
        ("даний муніципалітет", "цей"),
        ("було проведено зустріч", "проведено"),
        ("сайт cпівпраці", "латинські й кириличні"),
        ('зустріч "Мости"', "« »"),
        ("здоров'я", "’"),
        ("за підтримки партнерів.", "крапка"),
        ("Партнери організували поїздку", "малої літери"),
    ],
)
def test_a_fault_is_named_with_what_is_better(text, words):
    assert words in told(Event(title_uk="Зустріч", title_en="Meeting", clause_uk=text))


@pytest.mark.parametrize(
    "text",
    [
        "згідно з договором",
        "у межах проєкту «Проект для всіх»",
        "партнери передали 5 т борошна",
        "ЄС підтримав громаду",
        "проведено онлайн-зустріч",
        "підписано меморандум із м. Тарту",
    ],
)
def test_of_a_good_text_nothing_is_said(text):
    event = Event(title_uk="Зустріч", title_en="Meeting", clause_uk=text, clause_en="a meeting")
    assert advice(event) == []


def test_an_official_title_stays_word_for_word():
    assert advice(Project(title_uk="Проект розвитку", title_en="Development project")) == []


def test_fields_without_english_are_named_together():
    partner = Partner(name_uk="Тарту", summary_uk="Текст.", region_uk="Край", region_en="Land")
    (line,) = advice(partner)
    assert "Назва, Опис" in str(line)
    assert "Область" not in str(line)
