"""A whole register on the public pages: every link leads somewhere, nothing hidden is shown."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from register.importing import import_file

pytestmark = pytest.mark.django_db

REAL = settings.BASE_DIR / "register/data/dolyna-2022.json"
INVENTED = settings.BASE_DIR / "register/tests/data/zoloch-2024.json"
NOT_PUBLIC = ("/admin/", "/en/admin/", "/static/")


@pytest.fixture
def crawled(client):
    """Every public page that can be reached by links: {address: text}."""

    def crawl():
        pages, waiting = {}, ["/", "/en/", "/sitemap.xml", "/robots.txt", "/theme.css"]
        while waiting:
            address = waiting.pop()
            if address in pages:
                continue
            response = client.get(address)
            assert response.status_code == 200, address
            assert not response.cookies, address
            text = b"".join(response).decode(errors="replace")
            pages[address] = text
            waiting += [link for link in links(text) if not link.startswith(NOT_PUBLIC)]
        return pages

    return crawl


def links(text):
    """The addresses on the own site that a page or the sitemap names."""
    found = re.findall(r'href="(/[^"#]*)', text)
    found += [urlsplit(url).path for url in re.findall(r"<loc>([^<]+)</loc>", text)]
    return [unescape(link) for link in found]


def test_the_first_register_has_its_pages(crawled):
    import_file(REAL)
    pages = crawled()
    for address in (
        "/partners/buyukcekmece/",
        "/en/partners/buyukcekmece/",
        "/agreements/eastern-boikivshchyna-2022/",
    ):
        assert address in pages
    assert "<h1>6\u00a0партнерів, 6\u00a0країн: угоди" in pages["/"]
    assert "<h1>6\u00a0partners, 6\u00a0countries: agreements" in pages["/en/"]


def test_nothing_that_is_not_public_is_on_any_page(crawled):
    import_file(INVENTED)
    for address, text in crawled().items():
        assert "canary" not in text.lower(), address


def test_another_town_has_no_trace_of_the_first(crawled):
    import_file(INVENTED)
    pages = crawled()
    assert "Золочівська міська рада" in pages["/"]
    for address, text in pages.items():
        for word in ("долин", "dolyn", "boikivshchyna", "бойківщин", "siauliai"):
            assert word not in text.lower(), (address, word)
