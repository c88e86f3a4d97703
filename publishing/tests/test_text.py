"""One rule for every text that enters."""

import pytest
from django.core.exceptions import ValidationError

from partners.models import Area
from publishing.text import clean_text, paragraphs

pytestmark = pytest.mark.django_db


def test_composed_and_decomposed_letters_are_stored_alike():
    area = Area.objects.create(key="medicine", name_uk="Ї жа".replace("Ї", "І\u0308"))
    area.refresh_from_db()
    assert area.name_uk == "Ї жа"


# Turned about, invisible, of control, private, not assigned, half a character.
NEVER_TEXT = [
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
    *"\u200b\u200c\u200d\u2060\ufeff\u2028\u2029\U000e0041",
    *"\x00\x07\x08\x1b\x7f\x85\ue000\U0010fffe\u0378\ud800",
]


def test_there_are_enough_of_them():
    assert len(set(NEVER_TEXT)) >= 25


@pytest.mark.parametrize("char", NEVER_TEXT)
def test_a_question_may_hold_any_character_and_finds_nothing(char, client):
    Area.objects.create(key="medicine", name_uk="Охорона здоров’я")
    if char != "\ud800":  # no address can hold half a character
        assert client.get("/partners/", {"area": char}).status_code == 200
        assert not Area.objects.filter(key=f"medicine{char}").exists()


@pytest.mark.parametrize("char", NEVER_TEXT)
def test_what_hides_or_turns_text_is_refused_by_form_and_by_shell(char):
    with pytest.raises(ValidationError, match="U\\+"):
        clean_text(f"Охорона{char} здоров’я")
    with pytest.raises(ValidationError):
        Area.objects.create(key="medicine", name_uk=f"Охорона{char} здоров’я")
    with pytest.raises(ValidationError):
        Area.objects.filter(key="medicine").update(name_uk=f"а{char}")
    assert not Area.objects.exists()


def test_line_ends_are_made_alike_and_edges_trimmed():
    assert clean_text("  один\r\n\r\nдва \n") == "один\n\nдва"
    assert clean_text("\u3000один\u2003два\u2009") == "один\u2003два"
    assert clean_text("\u3000 \u2003") == ""


def test_a_line_takes_no_line_breaks():
    with pytest.raises(ValidationError):
        Area(key="a", name_uk="один\nдва").clean_fields()


def test_a_blank_line_parts_paragraphs():
    assert paragraphs("один\nще\n\n\n\nдва") == ["один\nще", "два"]
    assert paragraphs(None) == []
