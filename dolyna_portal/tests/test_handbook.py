"""The handbook: a page for each task, with its picture, for the staff alone."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from dolyna_portal.handbook import PAGES
from dolyna_portal.tests.staff import make_staff
from partners.tests.records import make_partner
from publishing.models import Publication
from reports.models import Report

pytestmark = pytest.mark.django_db

NEW_RECORDS = [
    "/admin/partners/partner/add/",
    "/admin/partners/agreement/add/",
    "/admin/aid/shipment/add/",
    "/admin/aid/recipient/add/",
    "/admin/reports/report/add/",
]


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_task_has_its_page_in_ukrainian(client, language):
    client.force_login(make_staff("editor"))
    contents = client.get(f"{language}/admin/handbook/").content.decode()
    for name, heading in PAGES.items():
        assert heading in contents
        page = client.get(f"{language}/admin/handbook/{name}/")
        assert page.status_code == 200
        assert 'lang="uk"' in page.content.decode()


def test_every_picture_is_there_and_says_what_it_shows(client):
    client.force_login(make_staff("editor"))
    for name in PAGES:
        text = client.get(f"/admin/handbook/{name}/").content.decode()
        for picture in re.findall(r"<img[^>]*handbook[^>]*>", text):
            (file,) = re.findall(r'src="/static/([^"]+)"', picture)
            assert finders.find(file), file
            assert re.search(r'alt="[^"]{10,}"', picture)


def test_what_the_handbook_quotes_stands_on_the_forms_and_buttons(admin_client):
    partners = [
        make_partner(publication=state) for state in (Publication.DRAFT, Publication.REVIEW)
    ]
    report = Report.objects.create(year=2024, title_uk="Звіт")
    lists = ["/admin/", "/admin/partners/partner/", "/admin/reports/report/"]
    records = [f"/admin/partners/partner/{partner.pk}/change/" for partner in partners]
    records.append(f"/admin/reports/report/{report.pk}/change/")
    known = set()
    for address in (*NEW_RECORDS, *lists, *records):
        known |= labels(admin_client.get(address).content.decode())
    quoted = {
        (name, label)
        for name in PAGES
        for label in re.findall(
            "«([^»]+)»", admin_client.get(f"/admin/handbook/{name}/").content.decode()
        )
    }
    assert len(quoted) > 20
    assert {(name, label) for name, label in quoted if folded(label) not in known} == set()


def labels(page):
    """Everything that stands on a page between two tags, or on a button, on its own."""
    buttons = re.findall(r'<input type="submit"[^>]* value="(.*?)"', page)
    return {folded(text) for text in (*re.split(r"<[^>]*>", page), *buttons)}


def folded(label):
    """A label as it is compared: without its colon, its language, its capital."""
    text = re.sub(r" \((?:українською|англійською)\)", "", unescape(label))
    return " ".join(text.split()).rstrip(":").casefold()


def test_a_task_without_a_page_is_not_found(client):
    client.force_login(make_staff("editor"))
    assert client.get("/admin/handbook/nothing/").status_code == 404


def test_the_handbook_is_for_the_staff(client):
    assert client.get("/admin/handbook/").status_code == 302


def test_every_test_that_the_security_page_names_is_there():
    text = (settings.BASE_DIR / "SECURITY.md").read_text("utf-8")
    table = text.partition("| # |")[2].partition("\n\n")[0]
    for row in table.splitlines()[2:]:
        named = re.findall(r"`([^`]*(?:test_\w+\.py|/tests/))(?:::(test_\w+))?`", row)
        assert named, row
        folder = ""
        for name, test in named:
            folder = name.rpartition("/")[0] or folder
            at = [settings.BASE_DIR / name, settings.BASE_DIR / folder / name.rpartition("/")[2]]
            at.append(settings.BASE_DIR / "dolyna_portal/tests" / name)
            there = [path for path in at if path.exists()]
            assert there, name
            assert not test or f"def {test}(" in there[0].read_text("utf-8"), test
