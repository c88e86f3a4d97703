"""What the admin of every record shares: its words and its spellings."""

import pytest

from partners.tests.records import make_area
from publishing.admin import spellings, words


@pytest.mark.django_db
def test_the_same_page_in_the_other_language_is_a_link_away(admin_client):
    page = admin_client.get("/admin/partners/partner/?status=active").content.decode()
    assert 'href="/en/admin/partners/partner/?status=active"' in page
    page = admin_client.get("/en/admin/").content.decode()
    assert 'href="/admin/" lang="uk"' in page


def test_a_word_is_sought_in_every_case_and_with_both_apostrophes():
    assert {"здоров'я", "Здоров'я", "ЗДОРОВ'Я", "здоров’я"} <= set(spellings("Здоров'я"))
    assert {"Бая-Спріє", "бая-спріє"} <= set(spellings("БАЯ-СПРІЄ"))


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("два слова", ["два", "слова"]),
        ('"два слова"', ["два слова"]),
        ("нуль\x00", ["нуль"]),
        ('"', ['"']),
        ("", []),
    ],
)
def test_a_search_is_parted_into_words(term, found):
    assert list(words(term)) == found


@pytest.mark.django_db
def test_a_search_finds_a_word_by_any_of_its_forms(admin_client):
    make_area(name_uk="Школи й табори")
    make_area(name_uk="Довкілля")
    for term in ("шкіл", "табір", "ШКОЛАМИ таборів"):
        page = admin_client.get("/admin/partners/area/", {"q": term}).content.decode()
        assert "Школи й табори" in page
        assert "Довкілля" not in page
