"""The frame of every public page: styles, base template, includes, interface texts."""

import re
import zlib
from shutil import which
from subprocess import run
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import ngettext, override

STYLES = settings.BASE_DIR / "static" / "css"
PUBLIC_STYLES = ["tokens.css", "base.css", "components.css", "pages.css", "print.css"]
TEMPLATES = settings.BASE_DIR / "templates"
PUBLIC_TEMPLATES = [path for path in sorted(TEMPLATES.rglob("*.html")) if "admin" not in path.parts]
CATALOGUES = [path for folder in settings.LOCALE_PATHS for path in sorted(folder.rglob("*.po"))]


def include(name, **context):
    return render_to_string(f"includes/{name}.html", context)


def an_office(**columns):
    names = ("council", "department", "address", "place", "region", "email", "phone", "website")
    empty = {f"{name}_{language}": "" for name in names for language in ("uk", "en")}
    return SimpleNamespace(**(dict.fromkeys(names, "") | empty | columns))


@pytest.mark.parametrize("name", PUBLIC_STYLES)
def test_styles_need_no_important_and_fetch_nothing_from_elsewhere(name):
    text = (STYLES / name).read_text()
    assert "!important" not in text
    assert all(url.startswith("../fonts/") for url in re.findall(r"url\(([^)]*)\)", text))


@pytest.mark.parametrize("name", PUBLIC_STYLES[1:])
def test_colours_have_their_names_in_the_tokens_alone(name):
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", (STYLES / name).read_text())


def test_public_styles_keep_to_their_budget():
    sizes = [len(zlib.compress((STYLES / name).read_bytes())) for name in PUBLIC_STYLES]
    assert sum(sizes) <= 12 * 1024


@pytest.mark.parametrize("path", PUBLIC_TEMPLATES, ids=lambda path: path.name)
def test_public_templates_hold_no_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=", text)


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_error_pages_need_neither_context_nor_request(name):
    page = render_to_string(name)
    assert page.count("<h1") == 1
    assert "Помилка" in page
    assert 'lang="en"' in page


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html"])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_error_pages_speak_the_language_of_the_address(name, language):
    with override(language):
        page = render_to_string(name)
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1
    assert ("Помилка" in page) == (language == "uk")


def test_an_empty_database_gives_a_neutral_name_and_no_empty_lines():
    page = render_to_string("base.html", {"page_title": "Партнери"})
    assert "<title>Партнери · Міжнародна співпраця</title>" in page
    assert "mailto:" not in page
    assert "tel:" not in page
    assert "Контакти" not in page


def test_the_footer_shows_only_what_is_known_of_the_office():
    office = an_office(council_uk="Тестівська міська рада", email="rada@example.org")
    page = render_to_string("base.html", {"office": office})
    footer = page.partition("<footer")[2]
    assert 'href="mailto:rada@example.org"' in footer
    assert "tel:" not in footer
    assert "<p></p>" not in footer


def test_the_footer_has_no_empty_heading_and_names_the_town_once():
    silent = render_to_string("base.html", {"office": an_office(council_uk="Тестівська рада")})
    assert "Контакти" not in silent
    office = an_office(
        address_uk="вул. Рибна, 1, м. Тестів", place_uk="м. Тестів", region_uk="Край"
    )
    footer = render_to_string("base.html", {"office": office}).partition("<footer")[2]
    assert footer.count("м.\u00a0Тестів") == 1 and "<p>Край</p>" in footer
    office.address_uk = "вул. Рибна"
    footer = render_to_string("base.html", {"office": office}).partition("<footer")[2]
    assert "<p>м.\u00a0Тестів, Край</p>" in footer


def test_the_skip_link_comes_first_and_leads_to_the_matter():
    page = render_to_string("base.html")
    first = re.search(r"<(?:a|button)\b[^>]*>", page).group(0)
    assert 'href="#main"' in first
    assert '<main id="main">' in page


def test_each_page_names_itself_in_every_language():
    languages = [
        {
            "code": code,
            "name": name,
            "url": f"{prefix}/events/",
            "absolute_url": f"https://portal.example{prefix}/events/",
            "current": code == "uk",
        }
        for code, name, prefix in (("uk", "Українська", ""), ("en", "English", "/en"))
    ]
    page = render_to_string("base.html", {"language_urls": languages})
    assert '<a href="/en/events/" lang="en" hreflang="en"' in page
    assert 'hreflang="en" href="https://portal.example/en/events/"' in page
    assert 'hreflang="x-default" href="https://portal.example/events/"' in page


def test_a_text_without_english_says_so_before_it():
    with override("en"):
        text = include("prose", uk="Перший.\n\nДругий.", en="")
    assert text.index("Text in Ukrainian only.") < text.index('lang="uk"') < text.index("Перший.")
    assert "Text in Ukrainian only." not in include("prose", uk="Перший.", en="")


def test_texts_are_escaped():
    assert "<script>" not in include("prose", uk="<script>", en="")


@pytest.mark.django_db
def test_pages_of_a_list_keep_its_filter():
    request = RequestFactory().get("/events/", {"year": "2022", "page": "3"})
    page = Paginator(range(100), 10).page(3)
    links = render_to_string("includes/pagination.html", {"page": page}, request)
    assert 'href="?year=2022&amp;page=4"' in links
    assert "Сторінка 3 з 10" in links


def test_counted_words_take_the_four_ukrainian_forms():
    words = [
        ngettext("%(count)s consignment", "%(count)s consignments", count) % {"count": count}
        for count in (1, 2, 5, 11, 22, 111)
    ]
    assert words == [
        "1 вантаж",
        "2 вантажі",
        "5 вантажів",
        "11 вантажів",
        "22 вантажі",
        "111 вантажів",
    ]


@pytest.mark.skipif(not which("msgfmt"), reason="msgfmt of GNU gettext is not installed")
@pytest.mark.parametrize(
    "catalogue", CATALOGUES, ids=lambda path: str(path.relative_to(settings.BASE_DIR))
)
def test_a_compiled_catalogue_agrees_with_its_source(catalogue, tmp_path):
    compiled = tmp_path / catalogue.with_suffix(".mo").name
    run(["msgfmt", "--check-format", "-o", compiled, catalogue], check=True)
    assert compiled.read_bytes() == catalogue.with_suffix(".mo").read_bytes()
