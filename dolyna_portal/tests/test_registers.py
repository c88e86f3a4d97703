"""The register that the portal comes with, on the public pages."""

import re
from urllib.parse import urlsplit

import pytest

from register.importing import import_file
from register.tests.registers import OFFICE_REGISTER

pytestmark = pytest.mark.django_db


def test_the_first_register_has_its_pages(client):
    import_file(OFFICE_REGISTER)
    text = client.get("/sitemap.xml").content.decode()
    addresses = {urlsplit(url).path for url in re.findall(r"<loc>([^<]+)</loc>", text)}
    assert {
        "/",
        "/partners/buyukcekmece/",
        "/en/partners/buyukcekmece/",
        "/agreements/eastern-boikivshchyna-2022/",
    } < addresses
    pages = {address: client.get(address) for address in addresses}
    assert {page.status_code for page in pages.values()} == {200}
    assert "<h1>6\u00a0партнерів, 6\u00a0країн: угоди" in pages["/"].content.decode()
    assert "<h1>6\u00a0partners, 6\u00a0countries: agreements" in pages["/en/"].content.decode()
