"""The table of items on the page of a consignment: whole on a desk and on a phone."""

import pytest
from django.urls import reverse

from aid.tests.records import make_category, make_item, make_shipment
from publishing.tests.browsing import browser, running_portal

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

OUTSIDE = """() => {
  const edge = document.querySelector("#items-group").getBoundingClientRect().right;
  const row = document.querySelector("#items-0");
  return [...row.querySelectorAll("input:not([type=hidden]), select, a")]
    .filter((one) => one.getBoundingClientRect().right > edge + 1)
    .map((one) => one.name || one.textContent);
}"""
HEADS = "document.querySelector('#items-group thead').getBoundingClientRect().height > 10"


@pytest.mark.parametrize(("width", "has_heads"), [(1440, True), (1100, True), (375, False)])
def test_every_field_of_an_item_is_in_sight(admin_client, settings, width, has_heads):
    settings.ALLOWED_HOSTS = ["localhost"]
    shipment = make_shipment()
    make_item(shipment, category=make_category(), weight_kg="120000.5", value="12000.5")
    cookies = admin_client.cookies.values()
    with running_portal() as portal, browser() as chromium:
        context = chromium.new_context(
            base_url=portal, locale="uk", viewport={"width": width, "height": 900}
        )
        context.add_cookies([{"name": c.key, "value": c.value, "url": portal} for c in cookies])
        page = context.new_page()
        page.goto(reverse("admin:aid_shipment_change", args=[shipment.pk]))
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(HEADS) is has_heads
        for name in ("line", "name_uk", "quantity", "value", "DELETE"):
            assert page.locator(f"[name=items-0-{name}]").is_visible()
        page.locator("#items-group .add-row a").click()
        assert page.locator("[name=items-1-name_uk]").is_visible()
