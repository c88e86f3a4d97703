"""The printout on paper: printed to PDF by a real browser and read back."""

from io import BytesIO
from shutil import which
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from reports.editions import publish
from reports.tests.years import YEAR, agreement, partner, report_of

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
A4 = (595, 842)  # points
MM = 72 / 25.4
ADDRESS = f"/reports/{YEAR}/print/"
OFFICE = {
    "code": "UA1",
    "council_uk": "Липівська міська рада",
    "place_uk": "м. Липівка",
    "head_position_uk": "Начальник відділу",
    "head_name_uk": "Олег Нечуй-Левицький",
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]


@pytest.fixture
def sheets(client):
    """A function from the editor's last words to the HTML of the printout that ends so."""
    report = report_of(
        office=[OFFICE],
        partners=[partner("remo", since="2020")],
        agreements=[agreement("pact", "remo")],
    )

    def html(*closing, with_annex=False):
        report.with_agreements = with_annex
        report.closing_intermunicipal_uk = "\n\n".join(closing)
        report.save()
        publish(report)
        return client.get(ADDRESS).content

    return html


def to_pdf(pages):
    """A PdfReader for each of `pages` (HTML), printed as the style sheets say, off the network."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page()
        waiting = list(pages)
        tab.route("**/*", lambda route: answer(route, waiting[0]))
        readers = []
        while waiting:
            tab.goto(f"http://portal.example{ADDRESS}")
            readers.append(PdfReader(BytesIO(tab.pdf(prefer_css_page_size=True))))
            waiting.pop(0)
        browser.close()
    return readers


def answer(route, html):
    """Give the page itself or one of its static files."""
    path = urlsplit(route.request.url).path
    if path == ADDRESS:
        return route.fulfill(body=html, content_type="text/html; charset=utf-8")
    if file := finders.find(path.removeprefix("/static/")):
        return route.fulfill(path=file)
    return route.abort()


def rows(page):
    """The lines of text on a page of a PDF, from top to bottom."""
    return [line.strip() for line in page.extract_text().splitlines() if line.strip()]


def left_edges(page):
    """Text → where it begins, in millimetres from the left edge of the sheet."""
    found = {}

    def visit(text, user, matrix, _font, _size):
        if text.strip():
            found.setdefault(text.strip(), (matrix[4] * user[0] + user[4]) / MM)

    page.extract_text(visitor_text=visit)
    return found


def fonts_of(page):
    return [str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()]


def test_pages_are_numbered_in_the_top_margin_from_the_second_one(sheets):
    (reader,) = to_pdf([sheets(*["Довге речення про співпрацю громад. " * 12] * 12)])
    first, second = reader.pages[:2]
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
    assert "1" not in rows(first)
    assert rows(second)[0] == "2"
    for name in fonts_of(first):
        assert "LiberationSerif" in name or "TimesNewRoman" in name


def test_margin_indent_and_the_name_of_the_signatory_keep_their_distances(sheets):
    (reader,) = to_pdf([sheets("Кінець.")])
    edges = left_edges(reader.pages[0])
    assert edges["Начальник відділу"] == pytest.approx(30, abs=0.5)
    assert edges["Кінець."] == pytest.approx(40, abs=0.5)
    assert edges["Олег НЕЧУЙ-"] == pytest.approx(155, abs=0.5)


def test_heads_of_long_tables_repeat_on_every_page(client):
    count = range(60)
    publish(
        report_of(
            office=[OFFICE],
            partners=[partner("remo")],
            agreements=[agreement(f"a{number}", "remo", number=str(number)) for number in count],
        )
    )
    (reader,) = to_pdf([client.get(ADDRESS).content])
    tables = [page for page in map(rows, reader.pages) if any("Угода a" in row for row in page)]
    assert len(tables) == 2
    assert all("Документ Сторони Підписано" in page for page in tables)


def test_a_wide_register_lies_across_its_sheet(client):
    known = {"number": "7", "council_decision": "№ 5", "valid_until": "2030"}
    known |= {"legal_basis_uk": "Закон про співпрацю"}
    report = report_of(
        office=[OFFICE], partners=[partner("remo")], agreements=[agreement("pact", "remo", **known)]
    )
    publish(report)
    (reader,) = to_pdf([client.get(ADDRESS).content])
    first, annex = reader.pages
    assert (round(first.mediabox.width), round(first.mediabox.height)) == A4
    assert (round(annex.mediabox.height), round(annex.mediabox.width)) == A4
    assert rows(annex)[:2] == ["2", "Додаток 1"]


ENDINGS = [
    *([f"Речення {number}." for number in range(count)] for count in range(13, 20)),
    *(["Речення про співпрацю громад краю. " * count] for count in range(24, 44, 3)),
    *(["Речення про співпрацю громад краю. " * count, "Кінець."] for count in range(24, 44, 3)),
]


@pytest.mark.parametrize("with_annex", [False, True])
def test_a_signature_never_stands_alone_on_a_page(sheets, with_annex):
    readers = to_pdf([sheets(*closing, with_annex=with_annex) for closing in ENDINGS])
    turned = 0
    for closing, reader in zip(ENDINGS, readers, strict=True):
        pages = [rows(page) for page in reader.pages]
        place = next(i for i, page in enumerate(pages) if "Начальник відділу" in "\n".join(page))
        lines = "\n".join(row for row in pages[place] if not row.isdecimal())
        before = lines.partition("Начальник відділу")[0].partition("Додатки:")[0]
        assert len(before.splitlines()) >= 2, closing
        turned += place == 1
    assert turned
    assert with_annex or turned < len(ENDINGS)  # they lie around the foot of the page
