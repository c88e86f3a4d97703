"""Several files given to a record at once in a real browser, with the script and without it."""

from contextlib import contextmanager

import pytest

from dolyna_portal.tests.staff import make_staff
from partners.tests.records import make_partner
from publishing.tests.browsing import browser, running_portal
from publishing.tests.hostile import pdf
from publishing.tests.records import jpeg

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DOCUMENT = "publishing-document-owner_type-owner_id-"
PHOTO = "publishing-photo-owner_type-owner_id-"
SCANS = [
    {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    for name in ("рішення_ради", "лист", "протокол")
]
PICTURES = [
    {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(600, 400)}
    for name in ("площа", "зала")
]
DROP = """
group => {
  const dropped = new DataTransfer();
  for (const name of ["площа.jpg", "зала.jpg"]) dropped.items.add(new File(["…"], name));
  group.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true }));
}
"""


@pytest.fixture
def partner(settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    return make_partner(publication="draft")


@contextmanager
def form(client, partner, **options):
    """The page with the form of the partner, before an editor."""
    client.force_login(make_staff("editor"))
    with running_portal() as portal, browser() as chromium:
        context = chromium.new_context(base_url=portal, locale="uk", **options)
        cookies = client.cookies.values()
        context.add_cookies([{"name": c.key, "value": c.value, "url": portal} for c in cookies])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"/admin/partners/partner/{partner.pk}/change/")
        yield page


def save(page):
    with page.expect_navigation():
        page.locator("[name=_save]").last.click()
    assert page.locator(".errornote").all_inner_texts() == []


@pytest.mark.parametrize("has_script", [True, False])
def test_files_chosen_together_become_a_row_each(client, partner, has_script):
    with form(client, partner, java_script_enabled=has_script) as page:
        page.locator(f"[name={DOCUMENT}0-kind]").select_option("decision")
        page.set_input_files(f"[name={DOCUMENT}0-upload]", SCANS)
        page.locator(f"[name={PHOTO}0-people]").select_option("nobody")
        page.set_input_files(f"[name={PHOTO}0-upload]", PICTURES)
        if has_script:
            titles = [page.input_value(f"[name={DOCUMENT}{row}-title_uk]") for row in range(3)]
            assert titles == ["рішення ради", "лист", "протокол"]
        save(page)
    documents = partner.documents.order_by("pk").values_list("title_uk", "kind")
    names = ("рішення ради", "лист", "протокол")
    assert list(documents) == [(name, "decision") for name in names]
    photos = partner.photos.order_by("pk").values_list("alt_uk", "people", "publication")
    assert list(photos) == [(name, "nobody", "draft") for name in ("площа", "зала")]


def test_files_dropped_on_the_photographs_stand_in_rows_of_their_own(client, partner):
    with form(client, partner) as page:
        page.locator(f"#{PHOTO}group").evaluate(DROP)
        rows = page.locator(f"#{PHOTO}group .inline-related:not(.empty-form) [name$='upload']")
        chosen = rows.evaluate_all("fields => fields.map(field => field.files[0].name)")
    assert chosen == ["площа.jpg", "зала.jpg"]
