"""Every answer has the headers of the site, whatever gives it: view, cache, error, redirect."""

import json

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import reverse

from aid.tests.records import make_item, make_shipment
from dolyna_portal.tests.staff import make_staff
from dolyna_portal.tests.test_settings import GOOD, run
from partners.tests.records import make_office, make_partner
from projects.tests.records import make_event
from publishing.tests.records import make_document, make_photo
from register.importing import import_rows
from register.tests.registers import only

pytestmark = pytest.mark.django_db

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
}
OFF = "accelerometer camera display-capture fullscreen geolocation gyroscope magnetometer "
OFF += "microphone midi payment usb"
POLICY = """default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;
font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';
object-src 'none'; manifest-src 'self'; upgrade-insecure-requests"""
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
OF_SETTINGS = """
import json
from django.conf import settings
names = [name for name in dir(settings) if name.startswith(("SECURE_", "PERMISSIONS_"))]
names += ["CONTENT_SECURITY_POLICY", "X_FRAME_OPTIONS", "MIDDLEWARE"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.fixture(scope="module")
def production():
    """The settings that make the headers, as they are in production."""
    result = run("shell", "--no-imports", "--command", OF_SETTINGS, **GOOD)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def visitor(production):
    with override_settings(**production, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True):
        yield Client(raise_request_exception=False)


@pytest.fixture
def remo():
    make_office()
    partner = make_partner(key="remo", latitude="45", longitude="7")
    make_event(key="camp", partners=[partner], start="2024")
    make_item(shipment=make_shipment(reference="1", donors=[partner], received_on="2024"))
    report = {"year": 2024, "title_uk": "Звіт за 2024 рік", "publication": "public"}
    assert import_rows(only("reports", report)).faults == []
    return partner


def parts(policy):
    """{directive: its sources} of a Content-Security-Policy."""
    directives = (part.split(" ") for part in " ".join(policy.split()).split("; "))
    return {name: set(sources) for name, *sources in directives}


def faults(response, policy, resource, framed, over_tls):
    """The headers of an answer that are not as they must be."""
    expected = HEADERS | {"Cross-Origin-Resource-Policy": resource}
    if framed:
        expected |= {"X-Frame-Options": None}
    found = {name: response.get(name) for name, value in expected.items()}
    wrong = {name: found[name] for name in expected if found[name] != expected[name]}
    if parts(response.get("Content-Security-Policy", "")) != parts(policy):
        wrong["Content-Security-Policy"] = response.get("Content-Security-Policy")
    off = {f"{name}=()" for name in OFF.split()}
    if set(response.get("Permissions-Policy", "").split(", ")) != off:
        wrong["Permissions-Policy"] = response.get("Permissions-Policy")
    hsts = response.get("Strict-Transport-Security", "")
    if over_tls != hsts.startswith("max-age=63072000; includeSubDomains"):
        wrong["Strict-Transport-Security"] = hsts
    return wrong


def check(client, status, address, method="GET", *, policy=POLICY, framed=False, **request):
    """Ask for an address; its answer has this status and all headers."""
    over_tls = request.setdefault("secure", True)
    resource = request.pop("resource", "same-origin")
    response = client.generic(method, address, **request)
    assert response.status_code == status, (method, address, request)
    wrong = faults(response, policy, resource, framed, over_tls)
    assert not wrong, (status, method, address, wrong)
    b"".join(response)
    return response


def test_pages_whether_rendered_kept_or_known(visitor, remo):
    for address in ("/", "/en/", "/partners/", "/partners/remo/", "/data/", "/search/?q=a"):
        first = check(visitor, 200, address)
        check(visitor, 200, address)
        check(visitor, 304, address, headers={"if-none-match": first["ETag"]})
        check(visitor, 200, address, "HEAD")
    for address in ("/robots.txt", "/sitemap.xml", "/theme.css", "/.well-known/security.txt"):
        check(visitor, 200, address)
    for address in ("/healthz", "/reports/verify/"):
        check(visitor, 200, address)
    check(visitor, 200, "/cards/uk/partners/remo.png", resource="cross-origin")  # shown by others


def test_redirects(visitor, remo):
    check(visitor, 301, "/partners", secure=True)
    response = check(visitor, 301, "/partners/", secure=False)
    assert response["Location"] == f"{GOOD['SITE_URL']}/partners/"
    foreign = check(visitor, 301, "/", secure=False, headers={"host": "elsewhere.example"})
    assert foreign["Location"] == f"{GOOD['SITE_URL']}/"
    check(visitor, 302, "/admin/")


def test_errors(visitor, remo, monkeypatch):
    check(visitor, 400, "/", headers={"host": "elsewhere.example"})
    fields = "&".join(f"f{number}=1" for number in range(30_001))
    form = {"data": fields, "content_type": "application/x-www-form-urlencoded"}
    check(visitor, 400, "/admin/login/", "POST", **form)
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    check(strict, 403, "/admin/login/", "POST")
    for address in ("/nothing/", "/en/nothing/", "/partners/nobody/", "/partners/nobody.json"):
        check(visitor, 404, address)
    for address in ("/files/x/y", "/static/nothing.css", "/data/secrets.csv"):
        check(visitor, 404, address)
    for method in ("POST", "PUT", "DELETE", "TRACE"):
        check(visitor, 405, "/partners/remo/", method)
    monkeypatch.setattr("register.views.MOST_ROWS", 0)
    check(visitor, 406, "/data/partners.xlsx", resource="cross-origin")


def test_faults_of_ours(visitor, remo, monkeypatch):
    def raising(error):
        def broken(*arguments, **named):
            raise error

        return broken

    monkeypatch.setattr("projects.views.render", raising(RuntimeError()))
    check(visitor, 500, "/projects/")
    monkeypatch.setattr("dolyna_portal.health.database", raising(RuntimeError()))
    check(visitor, 503, "/readyz")
    monkeypatch.setattr("publishing.page_cache.content_version", raising(OperationalError()))
    check(visitor, 503, "/about/")


def test_files_run_nothing(visitor, remo):
    document, photo = make_document(remo), make_photo(remo)
    address = document.get_absolute_url()
    first = check(visitor, 200, address, policy=SANDBOX)
    check(visitor, 304, address, policy=SANDBOX, headers={"if-none-match": first["ETag"]})
    check(visitor, 206, address, policy=SANDBOX, headers={"range": "bytes=0-9"})
    check(visitor, 416, address, policy=SANDBOX, headers={"range": "bytes=99999-"})
    check(visitor, 200, photo.get_absolute_url(), policy=SANDBOX)
    for address in ("/reports/2024.pdf", "/en/reports/2024.docx", "/partners/remo/brief.pdf"):
        check(visitor, 200, address, policy=SANDBOX)


def test_data_is_open_to_every_site(visitor, remo):
    files = ("partners.csv", "partners.json", "partners.xlsx", "register.json", "donations.csv")
    files += ("iati-activities.xml", "catalog.jsonld", "partners-passport.csv")
    others = ("/partners/remo.json", "/feed.atom", "/partners/remo/feed.atom", "/events.ics")
    for address in (*(f"/data/{name}" for name in files), *others, "/agreements.ics"):
        response = check(visitor, 200, address, resource="cross-origin")
        assert response["Access-Control-Allow-Origin"] == "*"
        known = {"if-none-match": response["ETag"]}
        check(visitor, 304, address, resource="cross-origin", headers=known)


def test_a_card_may_be_framed_and_nothing_else(visitor, remo):
    open_to_all = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    for address in ("/partners/remo/embed/", "/partners/map/embed/", "/en/partners/remo/embed/"):
        for _turn in range(2):
            card = {"policy": open_to_all, "resource": "cross-origin", "framed": True}
            check(visitor, 200, address, **card)
    check(visitor, 404, "/partners/nobody/embed/")


def test_the_admin_and_its_static_files(visitor, remo):
    check(visitor, 200, "/admin/login/")
    visitor.force_login(make_staff("auditor"))
    change = reverse("admin:partners_partner_change", args=[remo.pk])
    for address in ("/admin/", "/en/admin/", "/admin/partners/partner/", change):
        check(visitor, 200, address)
    check(visitor, 403, "/admin/register/")
    check(visitor, 404, "/admin/nothing/")
    for address in ("/static/css/base.css", "/static/admin/css/base.css"):
        check(visitor, 200, address)
