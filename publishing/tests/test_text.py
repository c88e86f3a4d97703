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


@pytest.mark.parametrize(
    "char",
    ["\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\x00", "\x1b", "\x07", "\ue000", "\u2028"],
)
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


def test_a_line_takes_no_line_breaks():
    with pytest.raises(ValidationError):
        Area(key="a", name_uk="один\nдва").clean_fields()


def test_a_blank_line_parts_paragraphs():
    assert paragraphs("один\nще\n\n\n\nдва") == ["один\nще", "два"]
    assert paragraphs(None) == []
