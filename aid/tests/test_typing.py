"""A consignment typed in a real browser: items pasted from a spreadsheet, acts beside them."""

from decimal import Decimal

import pytest
from django.conf import settings as portal_settings

from aid.models import Distribution, Item
from aid.tests.records import make_recipient
from publishing.tests.browsing import browser, running_portal

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SHEET = "\n".join(
    f"{name}\t\t\t{quantity}\t\t{unit}\t{weight}"
    for name, quantity, unit, weight in [
        ("ковдри вовняні", "100", "шт.", "250"),
        ("подушки", "1 200", "шт.", "800,5"),
        ("мука", "1,5", "т", "1500"),
        *((f"набір {number}", "10", "комплект", "") for number in range(4, 11)),
    ]
)


@pytest.fixture
def tab(admin_client, settings):
    """A tab of a signed-in clerk at a running portal."""
    settings.ALLOWED_HOSTS = ["localhost"]
    for name in ("Лікарня", "Школа"):
        make_recipient(name_uk=name)
    cookie = {
        "name": portal_settings.SESSION_COOKIE_NAME,
        "value": admin_client.cookies[portal_settings.SESSION_COOKIE_NAME].value,
    }
    with running_portal() as address, browser() as chromium:
        context = chromium.new_context(
            base_url=address, locale="uk", permissions=["clipboard-read", "clipboard-write"]
        )
        context.add_cookies([cookie | {"url": address}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        yield page
    given = Distribution.objects.order_by("pk").values_list(
        "act_number", "item__line", "quantity", "recipient__name_uk"
    )
    assert list(given) == [
        ("А-1", 1, 60, "Лікарня"),
        ("А-1", 3, Decimal("0.5"), "Лікарня"),
        ("А-2", 1, 40, "Школа"),
    ]
    assert Item.objects.get(line=2).quantity == 1200 and Item.objects.count() == 10


def type_act(page, number, *, recipient, **values):
    """One line of an act, by the keyboard alone."""
    for name, value in values.items():
        page.locator(f"[name=acts-{number}-{name}]").press_sequentially(value)
    box = f"[name=acts-{number}-recipient] + .select2-container .select2-selection"
    page.locator(box).press("Enter")
    page.keyboard.type(recipient)
    page.locator(".select2-results__option--highlighted", has_text=recipient).wait_for()
    page.keyboard.press("Enter")


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Зберегти", exact=True).first.press("Enter")


def test_ten_items_and_three_distributions_take_one_page_and_no_mouse(tab):
    tab.goto("/admin/aid/shipment/add/")
    tab.locator("[name=reference]").press_sequentially("2024/07")
    tab.locator("[name=status]").select_option("distributing")
    tab.locator("[name=received_on]").press_sequentially("15.07.2024")
    tab.locator("[name=title_uk]").press_sequentially("Ковдри й мука")
    tab.evaluate("text => navigator.clipboard.writeText(text)", SHEET)
    tab.locator("[name=items-0-name_uk]").press("Control+V")
    act = {"act_number": "А-1", "date": "20.07.2024"}
    type_act(tab, 0, recipient="Лікарня", line="1", quantity="60", **act)
    type_act(tab, 1, recipient="Лікарня", line="3", quantity="0,5")
    type_act(tab, 2, recipient="Школа", act_number="А-2", line="1", quantity="41")
    save(tab)
    told = tab.locator("#acts-group").inner_text()
    assert "«ковдри вовняні»: є 40" in told.replace("\xa0", " ")
    quantity = tab.locator("[name=acts-2-quantity]")
    assert quantity.input_value() == "41"
    assert tab.locator("[name=items-9-name_uk]").input_value() == "набір 10"
    quantity.fill("40")
    save(tab)
    told = tab.locator(".messagelist, .errorlist").all_inner_texts()
    assert tab.url.endswith("/admin/aid/shipment/"), told
