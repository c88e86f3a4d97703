"""A day of two clerks in a real browser: enter, check, return, correct, publish, take back."""

import re
from base64 import b32decode

import pytest
from django_otp.oath import totp

from dolyna_portal.tests.staff import make_staff
from partners.tests.records import make_office, make_partner
from publishing.tests.browsing import browser, running_portal
from publishing.tests.hostile import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PASSWORD = "four sheep cross the bridge"
SCAN = {"name": "скан.pdf", "mimeType": "application/pdf", "buffer": pdf()}


@pytest.fixture
def portal(settings):
    """The address of a running portal that asks its staff for both factors."""
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.SECOND_FACTOR_REQUIRED = True
    make_office()
    make_partner(name_uk="Кленова громада", key="maple")
    for role in ("editor", "publisher"):
        user = make_staff(role)
        user.set_password(PASSWORD)
        user.save()
    with running_portal() as address:
        yield address


class Clerk:
    """A member of staff at a browser of their own."""

    def __init__(self, chromium, portal, name):
        self.page = chromium.new_context(base_url=portal, locale="uk").new_page()
        self.page.set_default_timeout(10_000)
        self.name = name

    def sign_in(self):
        """The first sign-in: the password, then the app that the page enrols."""
        page = self.page
        page.goto("/admin/")
        page.get_by_label("Ім’я користувача").fill(self.name)
        page.get_by_label("Пароль").fill(PASSWORD)
        page.get_by_role("button", name="Увійти", exact=True).click()
        page.get_by_text("Немає камери?").click()
        secret = page.locator("details code").inner_text().replace(" ", "")
        key = b32decode(secret + "=" * (-len(secret) % 8))
        page.get_by_label("Код із застосунку").fill(f"{totp(key, t0=0):06}")
        page.get_by_role("button", name="Увійти", exact=True).click()
        assert page.locator("h1").inner_text() == "Сьогодні"

    def fill(self, prefix="", **values):
        """Type or choose a value in each of the fields, by their names."""
        for name, value in values.items():
            field = self.page.locator(f'[name="{prefix}{name}"]')
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.press_sequentially(value)

    def complete(self, field, name):
        """Choose a record in the field of a reference by what its name begins with."""
        box = self.page.locator(f'[name="{field}"] + .select2-container')
        box.click()
        self.page.keyboard.type(name[:5].lower())
        self.page.get_by_role("option", name=name).click()

    def add_to(self, rows):
        """One more row in the table of that name."""
        self.page.get_by_role("group", name=rows).get_by_text("Додати рядок").click()

    def press(self, button):
        """Press a button of the form; gives what the page then says became of it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()
        return self.page.locator(".messagelist").inner_text()

    def meets(self, address):
        """Go to an address; gives the status of the answer."""
        return self.page.goto(address).status

    def open(self, name):
        """Follow a link of the first page of the admin; gives the address that it leads to."""
        self.page.goto("/admin/")
        with self.page.expect_navigation():
            self.page.locator("#content-main").get_by_role("link", name=name).first.click()
        return self.page.url


def test_a_day(portal):
    with browser() as chromium:
        editor, publisher, visitor = (
            Clerk(chromium, portal, name) for name in ("editor", "publisher", "visitor")
        )
        editor.sign_in()
        partner = enter_partner(editor)
        enter_agreement(editor)
        enter_shipment(editor)

        publisher.sign_in()
        assert publisher.open("Зелений Яр") == partner
        publisher.fill(return_note="Додайте, звідки взялася співпраця")
        assert "Чернетка" in publisher.press("Повернути з приміткою")

        correct(editor, partner)
        assert visitor.meets("/partners/green-ravine/") == 404

        assert publisher.open("Зелений Яр") == partner
        assert "Оприлюднено" in publisher.press("Оприлюднити")
        assert visitor.meets("/partners/green-ravine/") == 200
        assert "обмін учнями" in visitor.page.inner_text("main")
        publish_the_rest(publisher)
        look_at_the_rest(visitor)

        take_back(publisher, partner)
        assert visitor.meets("/partners/green-ravine/") == 200
        assert "обмін учнями" not in visitor.page.inner_text("main")
        assert visitor.meets("/aid/shipments/2024/07/") == 404


def enter_partner(clerk):
    """A partner, sent to review; gives the address of its record."""
    page = clerk.page
    page.goto("/admin/partners/partner/add/")
    clerk.fill(kind="муніципалітет", relation="партнерство", country="Литва", status="Триває")
    clerk.fill(name_uk="Зелений Яр", name_en="Green Ravine", since="03.2021")
    assert page.locator("[name=key]").input_value() == "green-ravine"
    assert "Зелений Яр" in clerk.press("Зберегти і продовжити редагування")
    assert "На перевірці" in clerk.press("Надіслати на перевірку")
    return page.url


def enter_agreement(clerk):
    """An agreement of three parties with a scanned file, sent to review with it."""
    page = clerk.page
    page.goto("/admin/partners/agreement/add/")
    clerk.fill(kind="угода про співпрацю", key="green-maple", status="Діє")
    clerk.fill(title_uk="Угода про співпрацю", signed_on="12.07.2024")
    for number, party in enumerate(("Зелений Яр", "Кленова громада", None)):
        clerk.add_to("Сторони")
        if party:
            clerk.complete(f"parties-{number}-partner", party)
    clerk.fill("parties-2-", role="координатор")
    scan = "publishing-document-owner_type-owner_id-0-"
    clerk.fill(scan, title_uk="Угода про співпрацю", kind="текст угоди чи договору")
    page.set_input_files(f"[name={scan}upload]", SCAN)
    assert "Ще немає англійською" in clerk.press("Зберегти і продовжити редагування")
    assert "На перевірці" in clerk.press("Надіслати на перевірку")


def enter_shipment(clerk):
    """A shipment with items, sent to review."""
    page = clerk.page
    page.goto("/admin/aid/shipment/add/")
    clerk.fill(reference="2024/07", status="Отримано", received_on="15.07.2024")
    clerk.fill(title_uk="Ковдри й генератор")
    clerk.complete("donors", "Зелений Яр")
    clerk.fill("items-0-", name_uk="ковдри", quantity="20", unit="шт.")
    clerk.fill("items-1-", name_uk="генератор", quantity="1,5", unit="т")
    clerk.press("Зберегти і продовжити редагування")
    assert "На перевірці" in clerk.press("Надіслати на перевірку")


def correct(clerk, partner):
    """What the note asks for, sent to review once more."""
    clerk.page.goto(partner)
    assert "Додайте, звідки взялася співпраця" in clerk.page.inner_text("#content")
    clerk.fill(origin_uk="обмін учнями")
    assert "На перевірці" in clerk.press("Надіслати на перевірку")


def publish_the_rest(clerk):
    """The agreement from the list, its scan and the shipment by their buttons."""
    page = clerk.page
    page.goto("/admin/partners/agreement/?work=review")
    page.get_by_role("checkbox", name=re.compile("Угода про співпрацю")).check()
    page.locator("[name=action]").select_option("Оприлюднити")
    assert "Оприлюднено: 1 запис" in clerk.press("Виконати")
    clerk.open("Документи")
    page.get_by_role("link", name="Угода про співпрацю").first.click()
    clerk.press("Оприлюднити")
    clerk.open("Ковдри й генератор")
    clerk.press("Оприлюднити")


def look_at_the_rest(visitor):
    """What visitors now see of the agreement and of the shipment."""
    page = visitor.page
    visitor.meets("/agreements/green-maple/")
    text = page.inner_text("main")
    assert all(name in text for name in ("Зелений Яр", "Кленова громада", "Липівська"))
    address = page.locator("main a[href^='/files/']").first.get_attribute("href")
    assert page.request.get(address).body() == SCAN["buffer"]
    assert visitor.meets("/aid/shipments/2024/07/") == 200
    assert "генератор" in page.inner_text("main")


def take_back(clerk, partner):
    """The partner becomes what it was before the last correction; the shipment is hidden."""
    page = clerk.page
    page.goto(partner)
    page.get_by_role("link", name="Історія").click()
    corrected = page.locator(".history > li").filter(has_text="обмін учнями")
    before = corrected.locator("xpath=following-sibling::li").first
    before.get_by_role("link", name="Відновити версію").click()
    assert "версію відновлено" in clerk.press("Відновити версію")
    page.goto("/admin/aid/shipment/")
    with page.expect_navigation():
        page.get_by_role("link", name="2024/07").click()
    assert "Чернетка" in clerk.press("Приховати від загалу")
