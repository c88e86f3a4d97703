"""The pages of the admin that staff use, in a real browser: for everyone, under the strict policy.

They are of few kinds, of which each is looked at wide in light and narrow in dark, by turns. Those
of every day are looked at in English too, the other way round.
"""

from itertools import cycle

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib import admin
from django.db import transaction
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from dolyna_portal.tests.staff import make_staff
from partners.models import Partner
from partners.tests.records import make_partner
from publishing.models import Publication
from publishing.tests.browsing import NARROW, WIDE, broken_rules, browser, running_portal
from publishing.tests.records import make_document, make_photo
from register.importing import import_file
from register.tests.registers import OTHER_TOWN

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

OTHER_PAGES = [
    "/admin/",
    "/admin/register/",
    "/admin/handbook/",
    "/admin/handbook/agreement/",
    "/admin/password_change/",
    "/admin/partners/partner/deleted/",
    "/admin/partners/partner/add/",
    "/admin/aid/shipment/add/",
]
OF_EVERY_DAY = ["/admin/", "/admin/register/", "/admin/partners/agreement/", "/admin/aid/shipment/"]
SETTINGS = {
    "uk": ((WIDE, "light"), (NARROW, "dark")),
    "en": ((WIDE, "dark"), (NARROW, "light")),
}


def page_of(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def pages_of_records(user):
    """The list of every kind of record, and the form of one record or else an empty one."""
    request = RequestFactory().get("/admin/")
    request.user = user
    for model, model_admin in admin.site._registry.items():
        if model_admin.has_view_permission(request):
            yield page_of(model, "changelist")
            if record := model._base_manager.first():
                yield page_of(model, "change", record.pk)
            elif model_admin.has_add_permission(request):
                yield page_of(model, "add")


class Walk:
    """A walk of one member of staff through a running portal, and the faults met on it."""

    def __init__(self, chromium, portal, client):
        context = chromium.new_context(base_url=portal, reduced_motion="reduce")
        cookies = [
            {"name": c.key, "value": c.value, "url": portal} for c in client.cookies.values()
        ]
        context.add_cookies(cookies)
        self.page, self.seen, self.faults = context.new_page(), [], []
        self.turns = {
            # Lists and forms follow each other: neither has always the same turn.
            language: cycle((one, other, other, one))
            for language, (one, other) in SETTINGS.items()
        }
        self.page.on("console", self.hear)

    def hear(self, said):
        if said.type == "error":
            self.faults.append((self.page.url, "console", said.text))

    def go(self, address, language="uk"):
        answer = self.page.goto(address if language == "uk" else f"/en{address}")
        if answer.status != 200:
            self.faults.append((address, "status", answer.status))
        self.look(language)

    def look(self, language="uk"):
        """Look for faults of the page as it now is."""
        page = self.page
        self.seen.append(page.url)
        page.evaluate(AXE_SCRIPT)
        size, scheme = next(self.turns[language])
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        self.faults += [(page.url, "axe", fault) for fault in broken_rules(page)]
        page.set_viewport_size(NARROW)
        if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
            self.faults.append((page.url, "sideways", NARROW["width"]))


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker):
    """The walk of an administrator through the register of an invented town."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(ALLOWED_HOSTS=["localhost", "testserver"]),
    ):
        import_file(OTHER_TOWN)
        user, client = make_staff("administrator"), Client()
        client.force_login(user)
        partner = make_partner(name_uk="На перевірці", publication=Publication.REVIEW)
        make_document(partner), make_photo(partner)
        addresses = [*OTHER_PAGES, *pages_of_records(user)]
        partner = page_of(Partner, "change", partner.pk)
        with running_portal() as portal, browser() as chromium:
            walked = Walk(chromium, portal, client)
            for address in addresses:
                walked.go(address)
            for address in OF_EVERY_DAY:
                walked.go(address, "en")
            walk_on(walked, partner)
            sign_in(walked)
        transaction.set_rollback(True)
    return walked


def walk_on(walk, partner):
    """The pages that only an act leads to."""
    page = walk.page
    walk.go(partner.replace("/change/", "/delete/"))
    walk.go(partner.replace("/change/", "/history/"))
    walk.go("/admin/partners/partner/?work=review")
    page.get_by_role("checkbox").nth(1).check()
    page.locator("[name=action]").select_option("return_with_note")
    page.locator("[name=index]").click()
    page.wait_for_selector("[name=note]")
    walk.look()
    page.goto("/admin/partners/agreement/add/")
    page.evaluate("document.querySelector('#agreement_form').noValidate = true")
    for rows in ("parties-group", "publishing-document-owner_type-owner_id-group"):
        page.locator(f"#{rows} .add-row a").click()
    page.locator("[name=_save]").last.click()
    page.wait_for_selector(".errornote")
    walk.look()
    page.goto("/admin/register/")
    page.set_input_files("[name=file]", OTHER_TOWN)
    page.locator("[type=submit]").last.click()
    page.wait_for_selector("#content-main .messagelist")
    walk.look()


def sign_in(walk):
    """The pages before all others: of the password, and of the code with its picture."""
    with override_settings(SECOND_FACTOR_REQUIRED=True):
        walk.go("/admin/login/code/")
    walk.page.context.clear_cookies()
    walk.go("/admin/login/")


def of_kind(walk, kind):
    return [(address, what) for address, fault, what in walk.faults if fault == kind]


def test_every_page_is_there(walk):
    assert len(walk.seen) > 60
    assert of_kind(walk, "status") == []


def test_no_page_breaks_a_rule_of_wcag(walk):
    assert of_kind(walk, "axe") == []


def test_no_page_scrolls_sideways(walk):
    assert of_kind(walk, "sideways") == []


def test_no_page_is_refused_a_part_of_itself(walk):
    """The console tells what the policy of content has blocked, and every other fault."""
    assert of_kind(walk, "console") == []
