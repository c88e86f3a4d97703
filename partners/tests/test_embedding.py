"""The card and the map that other sites may frame."""

import pytest
from django.conf import settings

from partners.tests.records import make_office, make_partner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_card_and_the_map_may_be_framed_by_any_site(client, prefix):
    make_office()
    make_partner(key="lypove", name_uk="Липове", name_en="Lypove", latitude="55", longitude="23")
    for address in ("/partners/lypove/embed/", "/partners/map/embed/"):
        response = client.get(prefix + address)
        assert response.status_code == 200
        assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in response.headers
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert not response.cookies
        page = response.content.decode()
        assert ("Lypove" if prefix else "Липове") in page
        assert "<form" not in page and "<script" not in page
        assert f'rel="canonical" href="{settings.SITE_URL}{prefix}{address}"' in page
        for language in ("uk", "en", "x-default"):
            assert f'hreflang="{language}"' in page


@pytest.mark.parametrize("address", ["/", "/partners/", "/partners/lypove/", "/data/"])
def test_no_other_page_may(client, address):
    make_partner(key="lypove")
    response = client.get(address)
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_a_hidden_partner_has_no_card_and_no_place_on_the_map(client):
    make_office()
    make_partner(
        key="hidden", name_uk="ХОВАНИЙ", latitude="55", longitude="23", publication="internal"
    )
    assert client.get("/partners/hidden/embed/").status_code == 404
    assert "ХОВАНИЙ" not in client.get("/partners/map/embed/").content.decode()
