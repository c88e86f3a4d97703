"""The paths of pages are those that Django's reverse finds, in both languages."""

import pytest
from django.urls import reverse, set_script_prefix
from django.utils.translation import override

from publishing.paths import path_of, path_to

KEYS = [
    ("partners:detail", "green-valley"),
    ("projects:event_detail", "key"),
    ("aid:shipment_detail", "Ґ-12/2022"),
    ("aid:shipment_detail", "key/key"),
]


@pytest.fixture
def under_a_folder():
    set_script_prefix("/town/")
    yield
    set_script_prefix("/")


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize(("view", "key"), KEYS)
def test_a_record_has_the_path_that_leads_to_it(language, view, key):
    with override(language):
        assert path_of(view, key) == reverse(view, args=[key])


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_page_has_the_path_that_leads_to_it(language):
    with override(language):
        assert path_to("aid:shipment_list") == reverse("aid:shipment_list")


def test_a_portal_may_stand_in_a_folder(under_a_folder):
    assert path_of("partners:detail", "one") == "/town/partners/one/"


@pytest.mark.parametrize("key", ['"><b>', "a?b#c", "a b"])
def test_a_key_leaves_its_place_in_no_path(key):
    path = path_of("partners:detail", key)
    assert path.startswith("/partners/") and path.endswith("/")
    assert not set(path) & set('"<>?# ')
