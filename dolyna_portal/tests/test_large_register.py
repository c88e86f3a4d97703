"""A register of many partners with long names and empty texts: every page still reads well."""

import re
from html import unescape

import pytest
from django.test import Client

from publishing.tests.browsing import browser, fetched, tab
from register.importing import import_rows
from register.tests.registers import in_form

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COUNTRIES = [
    "AT",
    "BE",
    "BG",
    "CH",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GB",
    "GR",
    "HR",
    "HU",
    "IE",
    "IS",
    "IT",
    "LI",
    "LT",
    "LU",
    "LV",
    "MC",
    "MD",
    "ME",
    "MK",
    "MT",
    "NL",
    "NO",
    "PL",
    "PT",
    "RO",
    "RS",
    "SE",
    "SI",
    "SK",
    "TR",
    "US",
    "CA",
    "MX",
    "BR",
    "AR",
    "CL",
    "AU",
    "NZ",
    "JP",
    "KR",
    "IN",
    "IL",
    "GE",
    "AM",
    "AZ",
    "KZ",
    "ZA",
    "EG",
    "MA",
    "KE",
    "NG",
    "TH",
]
WORDS = "Надзвичайнодовгослівноназване місто-громада над річкою Великою Мельничанкою"
LONG = (f"{WORDS} " * 2)[:120].strip()  # many words, some of them long
UNBROKEN = "Щ" * 120  # no place to break a line at all
PAGES = [
    "/",
    "/partners/",
    "/partners/?page=2",
    "/partners/p-0/",
    "/partners/p-1/",
    "/agreements/",
    "/agreements/a-8/",
    "/projects/",
    "/projects/r-8/",
    "/events/",
    "/events/e-8/",
    "/aid/",
    "/aid/shipments/",
    "/aid/shipments/8/",
    "/aid/needs/",
    "/aid/needs/n-8/",
    "/reports/2024/",
    "/en/reports/2024/",
]


def name(number):
    return f"{number:03d} {[LONG, UNBROKEN, 'Місто'][number % 3]}"[:120].strip()


def some_partners(number):
    return ";".join(f"p-{other}" for other in range(number, number + 1 + number))


def register():
    """{sheet: rows}: 200 partners in 60 countries, a fifth of them without coordinates."""
    partners = [
        {
            "key": f"p-{number}",
            "kind": "municipality",
            "name_uk": name(number),
            "country": COUNTRIES[number % 60],
            "status": ["active", "prospective", "paused", "ended"][number % 4],
            "latitude": None if number % 5 == 0 else str(-50 + number * 37 % 110),
            "longitude": None if number % 5 == 0 else str(-170 + number * 61 % 340),
            "publication": "public",
        }
        for number in range(200)
    ]
    return {
        "office": [
            {"code": "UA9", "council_uk": LONG, "latitude": "49", "longitude": "24"},
        ],
        "partners": partners,
        "agreements": [
            record(
                number,
                "a",
                kind="cooperation",
                status="active",
                parties=some_partners(number),
                signed_on="2024-06-15",
            )
            for number in range(9)
        ],
        "projects": [record(number, "r", partners=some_partners(number)) for number in range(9)],
        "events": [
            record(number, "e", kind="visit", partners=some_partners(number), start="2020")
            for number in range(9)
        ],
        "needs": [record(number, "n", quantity="1000000", unit="pcs") for number in range(9)],
        "shipments": [
            {
                "reference": str(number),
                "title_uk": name(number),
                "donors": some_partners(number % 9),
                "status": "received",
                "weight_kg": "12345.5",
                "value": "98765.43",
                "currency": "EUR",
                "received_on": "2024-11-28",
                "need": "n-8",
                "publication": "public",
            }
            for number in range(30)
        ],
        "reports": [{"year": 2024, "title_uk": f"Звіт, {LONG}", "publication": "public"}],
    }


def record(number, letter, **columns):
    title = {"key": f"{letter}-{number}", "title_uk": name(number), "publication": "public"}
    return title | columns


@pytest.fixture
def pages():
    outcome = import_rows(in_form(register()))
    assert not outcome.faults
    return fetched(Client(), [*PAGES, "/theme.css"])


def test_nothing_runs_out_of_a_page_of_any_width(pages):
    too_wide = []
    with browser() as chromium, tab(chromium, pages) as page:
        for address in PAGES:
            page.goto(address)
            for width in (320, 768, 992, 1024, 1280, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    too_wide.append((address, width))
    assert too_wide == []


def test_a_table_breaks_no_date_and_no_word_that_fits(pages):
    broken = r"""() => [...document.querySelectorAll('.table :is(th, td)')].flatMap(cell => {
        const found = [], range = document.createRange()
        const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
        while (texts.nextNode()) {
            const words = texts.currentNode.data.matchAll(/[\p{L}\d.]{2,}/gu)
            for (const {0: word, index} of [...words].filter(({0: word}) => word.length < 15)) {
                range.setStart(texts.currentNode, index)
                range.setEnd(texts.currentNode, index + word.length)
                const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)))
                if (lines.size > 1) found.push(word)
            }
        }
        return found
    })"""
    with browser() as chromium, tab(chromium, pages) as page:
        for address in ("/aid/shipments/", "/aid/needs/n-8/", "/reports/2024/"):
            page.goto(address)
            for width in (375, 768, 1024, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate(broken) == [], (address, width)


def test_every_partner_is_in_the_directory_by_country(pages):
    text = "".join(unescape(pages[address][2].decode()) for address in PAGES[1:3])
    listed = set(re.findall(r'href="/partners/(p-\d+)/"', text))
    rest = fetched(Client(), ["/partners/?page=3", "/partners/?page=4"])
    for _status, _headers, body in rest.values():
        listed |= set(re.findall(r'href="/partners/(p-\d+)/"', body.decode()))
    assert listed == {f"p-{number}" for number in range(200)}
    assert "<h3" in text and "Знайдено: 200" in text
