"""Scripts in every field of text: no page runs one, none is even refused by the policy."""

from itertools import cycle
from os import environ

import pytest
from django.db import transaction
from django.test import Client

from aid.models import Recipient
from dolyna_portal.tests.marking import free_fields, public_models
from publishing.tests.browsing import browser, fetched, tab
from publishing.websites import WebsiteField
from register.importing import import_file
from register.records import ADDRESSES
from register.sheets import BY_TITLE
from register.tests.registers import OTHER_TOWN

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.indexes]

RUN = "alert(document.domain)"
EVENTS = "onerror onload onfocus onmouseover onclick onanimationstart ontoggle onpointerenter"
ELEMENTS = "img svg body video audio iframe input details marquee object"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"<SCRIPT/x>{RUN}</SCRIPT >",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "<script src=//evil.example/x.js></script>",
    f"';{RUN};//",
    f'";{RUN};//',
    f"\\';{RUN};//",
    f"</script><svg/onload={RUN}>",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    f"[a](javascript:{RUN})",
    f"<a href=javascript:{RUN}>a</a>",
    f"<a href='java&#9;script:{RUN}'>a</a>",
    f"<form action=javascript:{RUN}><button>a</button></form>",
    f"<math><mi xlink:href=javascript:{RUN}>a",
    f"<base href=javascript:{RUN}//>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import'//evil.example/x.css'</style>",
    "<p style=background:url(//evil.example/x.png)>",
    f"<iframe srcdoc='<script>{RUN}</script>'>",
    f"<embed src=javascript:{RUN}>",
    "<img src=//evil.example/x.png>",
    "{{7*7}}{% debug %}",
    "${alert(1)}#{alert(1)}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    f"<!--[if IE]><script>{RUN}</script><![endif]-->",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<xss contenteditable autofocus onfocus={RUN}>",
    f"<template><script>{RUN}</script></template>",
    *(f"<{name} src=x {EVENTS.split()[0]}={RUN} onload={RUN}>" for name in ELEMENTS.split()),
    *(f'" {event}={RUN} autofocus x="' for event in EVENTS.split()),
]
# In each round another payload stands in a field; after all of them each has stood in every one.
ROUNDS = range(len(PAYLOADS) if environ.get("EVERY_PAYLOAD") else 1)
PAGES = [
    *("/", "/partners/", "/agreements/", "/projects/", "/events/", "/aid/", "/aid/shipments/"),
    *("/aid/needs/", "/reports/", "/data/", "/about/", "/accessibility/", "/privacy/"),
    *("/partners/map/embed/", "/search/?q=%3Cscript%3Ealert%281%29%3C%2Fscript%3E"),
    *("/search/?q=alert", "/partners/?country=%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E"),
    *("/reports/verify/?sha256=%3Cscript%3E", "/%3Cscript%3Ealert(1)%3C/script%3E/"),
]
INJECTED = """() => [...document.querySelectorAll('*')].flatMap(one => [
    ...[...one.attributes].filter(attribute => /^on|^style$|^srcdoc$/i.test(attribute.name)
        || /^\\s*(javascript|vbscript|data:text)/i.test(attribute.value)
        && /^(href|src|action|formaction|xlink:href)$/.test(attribute.name))
        .map(attribute => one.tagName + ' ' + attribute.name),
    ...(/^(xss|iframe|object|embed|marquee|base|video|audio|math|mi)$/i.test(one.tagName)
        ? [one.tagName] : []),
])"""


def hostile(field, payload):
    """The payload as it may stand there: no field takes an address but of http and https."""
    before = "https://evil.example/" if isinstance(field, WebsiteField) else ""
    return f"{before}{payload}"[: field.max_length]


def fill(first):
    """Write a payload into every free text of every public record, each in its turn."""
    turn = cycle(PAYLOADS[first:] + PAYLOADS[:first])
    for model in public_models():
        named = model.objects.filter(sensitive=False) if model is Recipient else model.objects
        for record in named.public():
            fields = [field for field in free_fields(model) if not field.unique]
            values = {field.name: hostile(field, next(turn)) for field in fields}
            if values:
                model.objects.filter(pk=record.pk).update(**values)


@pytest.fixture(scope="module", params=ROUNDS)
def pages(request, django_db_setup, django_db_blocker):
    """{address: answer} of every kind of page, in both languages, once texts are scripts."""
    with django_db_blocker.unblock(), transaction.atomic():
        import_file(OTHER_TOWN)
        fill(request.param)
        records = [BY_TITLE[title].model.objects.public() for title in ADDRESSES]
        own = [one.get_absolute_url() for some in records for one in some.order_by("pk")[:2]]
        more = [f"{own[0]}embed/", "/reports/2024/print/"]
        both = [prefix + address for address in [*PAGES, *own, *more] for prefix in ("", "/en")]
        found = fetched(Client(), [*both, "/theme.css"])
        transaction.set_rollback(True)
    return found


def test_there_are_sixty_of_them():
    assert len(set(PAYLOADS)) >= 60


def test_no_text_runs_or_becomes_a_part_of_a_page(pages):
    faults, strangers = [], []
    with browser() as chromium, tab(chromium, pages, strangers=strangers) as page:
        page.on("console", lambda said: faults.append((page.url, said.text)))
        page.on("pageerror", lambda error: faults.append((page.url, str(error))))
        page.on("dialog", lambda dialog: (faults.append((page.url, "dialog")), dialog.dismiss()))
        for address, (status, _headers, _body) in pages.items():
            if address == "/theme.css":
                continue
            assert status < 500, address
            page.goto(address)
            faults += [(address, part) for part in page.evaluate(INJECTED)]
    assert [fault for fault in faults if "404" not in fault[1]] == []
    assert strangers == []
    assert b"&lt;script" in b"".join(body for _status, _headers, body in pages.values())
