"""What people type leads to the record that they mean: two registers, sixty searches each."""

import pytest
from django.conf import settings

from register.importing import import_file
from search.finding import Narrowing
from search.results import Search
from search.tests.queries import FIRST_REGISTER, INVENTED_TOWN

pytestmark = pytest.mark.django_db

REGISTERS = {
    "register/data/dolyna-2022.json": FIRST_REGISTER,
    "register/tests/data/zoloch-2024.json": INVENTED_TOWN,
}


@pytest.mark.parametrize("file", REGISTERS)
def test_the_record_that_is_meant_comes_first(file):
    assert not import_file(settings.BASE_DIR / file).faults
    queries = REGISTERS[file]
    assert len(dict(queries)) == 60
    first = {text: address_of_first(text) for text, _address in queries}
    assert first == dict(queries)


def address_of_first(text):
    groups = Search(text, Narrowing(), "uk").groups()
    return groups[0].results[0].url if groups else None


def test_the_english_page_leads_to_english_pages():
    import_file(settings.BASE_DIR / "register/data/dolyna-2022.json")
    (group, *_others) = Search("шяуляй", Narrowing(), "en").groups()
    assert group.results[0].url == "/en/partners/siauliai-district/"
    assert group.results[0].title.text == "Šiauliai District"
