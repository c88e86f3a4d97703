"""Take the pictures of the handbook from a running portal, without what names its town.

    .venv/bin/python docs/handbook_pictures.py http://127.0.0.1:8000 USER PASSWORD

The portal runs with DEBUG=1; the account is of a superuser. Needs the system's Chromium.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "static/img/handbook"
WINDOW = {"width": 1280, "height": 900}
WIDTH, HEIGHT = 960, 600
PAGES = {
    "partner": "/admin/partners/partner/add/",
    "agreement": "/admin/partners/agreement/add/",
    "shipment": "/admin/aid/shipment/add/",
    "report": "/admin/reports/report/add/",
}


def take(page, name):
    """Store the upper part of the page's own content as `<name>.webp`; what is narrow, amid it."""
    content = page.locator("#content").bounding_box()
    spare = max(0, WIDTH - content["width"]) / 2
    area = {"x": content["x"] - spare, "y": content["y"], "width": WIDTH, "height": HEIGHT}
    picture = Image.open(BytesIO(page.screenshot(clip=area)))
    picture.convert("RGB").save(PICTURES / f"{name}.webp", quality=80, method=6)


def main(portal, username, password):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_context(viewport=WINDOW, color_scheme="light").new_page()
        page.goto(f"{portal}/admin/login/")
        take(page, "sign-in")
        page.fill("[name=username]", username)
        page.fill("[name=password]", password)
        page.click("[type=submit]")
        for name, path in PAGES.items():
            page.goto(portal + path)
            take(page, name)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
