"""Every kind of page in a real browser: for everyone, on any screen, with or without a script.

Each page is looked at in both languages: a Ukrainian one wide in light and narrow in dark, an
English one, which differs in its words alone, wide in dark.
"""

import re
import zlib
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client

from aid.tests.records import make_shipment
from partners.models import PartnerStatus
from publishing.tests.browsing import NARROW, WIDE, broken_rules, browser, fetched, tab
from register.importing import import_file
from register.tests.registers import OTHER_TOWN

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.indexes]

LISTS = [
    "/partners/",
    "/agreements/",
    "/projects/",
    "/events/",
    "/aid/shipments/",
    "/aid/needs/",
    "/reports/",
]
PAGES = [
    "/",
    *LISTS,
    "/aid/",
    "/reports/2024/",
    "/reports/2024/print/",
    "/reports/verify/",
    "/data/",
    "/search/",
    "/search/?q=%D0%BF%D0%B0%D1%80%D1%82%D0%BD%D0%B5%D1%80",
    "/about/",
    "/accessibility/",
    "/privacy/",
    "/nothing-is-here/",
]
NARROWEST = {"width": 320, "height": 640}
FILTERED = [f"/partners/?status={code}" for code in PartnerStatus.values]


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """{address: answer} of every kind of page of an invented town, in both languages."""
    with django_db_blocker.unblock(), transaction.atomic():
        import_file(OTHER_TOWN)
        client = Client()
        addresses = [*PAGES, *(first_record(client, address) for address in LISTS[:-1])]
        both = [prefix + address for address in addresses for prefix in ("", "/en")]
        found = fetched(client, [*both, *FILTERED, "/theme.css"])
        transaction.set_rollback(True)
    return found


def first_record(client, address):
    """The address of the first record that a list links to."""
    text = client.get(address).content.decode().split("<main", 1)[1]
    return re.search(rf'href="({address}[^"?#/][^"?#]*/)"', text)[1]


@pytest.fixture(scope="module")
def walk(pages):
    """One walk over all pages: what it found wrong, and the words of each Ukrainian page.

    `faults` is a list of (address, kind of fault, what).
    """
    faults, words = [], {}
    with browser() as chromium, tab(chromium, pages, strangers=(asked := [])) as page:
        page.context.add_init_script(AXE_SCRIPT)
        page.on("console", lambda said: faults.append((page.url, "console", said.text)))
        for address in pages:
            if address == "/theme.css":
                continue
            english = address.startswith("/en/")
            settings = [(WIDE, "dark")] if english else [(WIDE, "light"), (NARROW, "dark")]
            page.set_viewport_size(settings[0][0])
            page.emulate_media(color_scheme=settings[0][1])
            page.goto(address)
            if not english:
                words[address] = page.locator("body").inner_text()
            if address in FILTERED:
                continue
            for size, scheme in settings:
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                faults += [(address, "axe", fault) for fault in broken_rules(page)]
            page.set_viewport_size(NARROWEST)
            if page.evaluate("document.documentElement.scrollWidth") > NARROWEST["width"]:
                faults.append((address, "sideways", ""))
        faults += [(url, "stranger", "") for url in asked]
        faults += [(cookie["name"], "cookie", "") for cookie in page.context.cookies()]
    return SimpleNamespace(faults=faults, words=words)


@pytest.fixture
def seen(walk):
    return walk.faults


def of_kind(seen, kind):
    return [(address, what) for address, fault, what in seen if fault == kind]


def test_every_kind_of_page_is_walked(pages):
    assert len(pages) == 2 * (len(PAGES) + len(LISTS) - 1) + len(FILTERED) + 1
    broken = [address for address, (status, *_rest) in pages.items() if status >= 400]
    assert sorted(broken) == ["/en/nothing-is-here/", "/nothing-is-here/"]


def test_every_date_is_written_as_html_wants(pages):
    moment = re.compile(rb"\d{4}(-\d\d){0,2}(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z))?")
    wrong = {
        (address, value)
        for address, (_status, _headers, body) in pages.items()
        for value in re.findall(rb'datetime="([^"]*)"', body)
        if not moment.fullmatch(value)
    }
    assert not wrong


def test_no_page_breaks_a_rule_of_wcag(seen):
    assert of_kind(seen, "axe") == []


def test_no_page_scrolls_sideways_on_the_narrowest_phone(seen):
    assert of_kind(seen, "sideways") == []


def test_no_page_asks_anyone_else_or_keeps_a_cookie(seen):
    assert of_kind(seen, "stranger") == []
    assert of_kind(seen, "cookie") == []


def test_no_page_is_refused_a_part_of_itself(seen):
    """The console tells what the policy of content has blocked, and every other fault.

    The answer 404 of the page that is not there is told as well.
    """
    told = [(url, text) for url, text in of_kind(seen, "console") if "404" not in text]
    assert told == []


def test_every_page_says_all_it_has_to_say_without_a_script(pages, walk):
    assert len(walk.words) == (len(pages) - 1 + len(FILTERED)) / 2
    without = {"java_script_enabled": False, "viewport": WIDE}
    with browser() as chromium, tab(chromium, pages, **without) as page:
        for address, words in walk.words.items():
            page.goto(address)
            assert page.locator("body").inner_text() == words, address
        page.set_viewport_size(NARROWEST)
        page.goto("/")
        assert page.get_by_role("button", name="Меню").is_visible()


@pytest.mark.parametrize("address", ["/", *LISTS, "/aid/", "/reports/2024/", "/data/"])
def test_a_first_visit_is_light_and_the_next_page_lighter(pages, address):
    """What travels, compressed: the page, its styles, the fonts that it needs, its sign."""
    asked = []
    with browser() as chromium, tab(chromium, pages, viewport=NARROW) as page:
        page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        page.goto(address, wait_until="networkidle")
        sign = page.locator("link[rel=icon]").get_attribute("href")
    files = {*asked, sign}
    assert sum(path.endswith(".woff2") for path in files) == 2
    assert len(files) < 12
    assert sum(travelling(pages, path) for path in files) < 150_000
    assert travelling(pages, address) < 25_000


def travelling(pages, path):
    """The size of an answer as servers send it."""
    if path in pages:
        return len(zlib.compress(pages[path][2], 6))
    file = Path(finders.find(path.removeprefix("/static/"))).read_bytes()
    return len(file) if path.endswith(".woff2") else len(zlib.compress(file, 6))


def test_the_keyboard_reaches_the_matter_the_menu_and_the_filter(pages):
    with browser() as chromium, tab(chromium, pages, viewport=NARROW) as page:
        page.goto("/partners/")
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.inner_text() == "Перейти до змісту"
        assert skip.bounding_box()["y"] >= 0
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        page.get_by_role("button", name="Меню").focus()
        page.keyboard.press("Enter")
        menu = page.locator("#nav")
        assert menu.get_by_role("link", name="Потреби").is_visible()
        page.keyboard.press("Escape")
        assert not menu.get_by_role("link", name="Потреби").is_visible()
        page.get_by_label("Стан").focus()
        page.keyboard.press("ArrowDown")
        page.get_by_role("button", name="Показати").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/partners/?*status=*")
        assert "status=&" not in page.url and not page.url.endswith("status=")


def test_a_choice_that_finds_nothing_is_kept_and_sent_again():
    make_shipment()
    asked = "/aid/shipments/?year=2023&status=announced"
    answers = fetched(Client(), [asked, "/theme.css"])
    with browser() as chromium, tab(chromium, answers, viewport=NARROW) as page:
        page.goto(asked)
        assert page.get_by_label("Стан").input_value() == "announced"
        with page.expect_navigation():
            page.get_by_role("button", name="Показати").click()
        assert page.get_by_label("Рік").input_value() == "2023"
        assert page.get_by_label("Стан").input_value() == "announced"


def test_paper_holds_the_matter_and_no_menu(pages):
    with browser() as chromium, tab(chromium, pages, viewport=WIDE) as page:
        for address in ("/", "/partners/", "/aid/", "/reports/2024/"):
            page.goto(address)
            matter = page.locator("main").inner_text().split("\n")[0]
            page.emulate_media(media="print")
            assert not page.locator("nav:visible").count(), address
            assert not page.locator("form:visible").count(), address
            assert page.locator("header .print-only").is_visible(), address
            assert matter and page.locator("h1").is_visible(), address
            assert not page.get_by_text("Завантажити перелік").is_visible(), address
            if address == "/partners/":
                assert page.locator(".dir h3").first.bounding_box()["width"] > 600
            page.emulate_media(media="screen")
