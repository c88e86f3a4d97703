"""Whatever one visitor sends, the next one gets the same clean page."""

import pytest
from django.test import Client

from partners.tests.records import make_office, make_partner

pytestmark = pytest.mark.django_db

MARK = "poisoned.example"
PAGE = "/partners/remo/"

HEADERS = [
    {"host": MARK},
    {"host": f"testserver, {MARK}"},
    {"host": f"{MARK}:443"},
    {"host": "testserver:99999"},
    {"x-forwarded-host": MARK},
    {"x-host": MARK},
    {"x-forwarded-server": MARK},
    {"forwarded": f"host={MARK};proto=https"},
    {"x-forwarded-proto": "https"},
    {"x-forwarded-scheme": "nothttps"},
    {"x-forwarded-port": "8443"},
    {"x-forwarded-prefix": f"/{MARK}"},
    {"x-forwarded-for": MARK},
    {"x-original-url": "/admin/"},
    {"x-rewrite-url": "/admin/"},
    {"x-http-method-override": "POST"},
    {"x-http-method": "DELETE"},
    {"x-method-override": "PUT"},
    {"accept-language": "en"},
    {"accept-language": f"{MARK},*;q=0.1"},
    {"accept": "application/json"},
    {"accept": f"text/{MARK}"},
    {"accept-encoding": "identity;q=0, *;q=0"},
    {"accept-encoding": MARK * 100},
    {"accept-charset": "koi8-u"},
    {"authorization": "Basic YWRtaW46YWRtaW4="},
    {"cookie": "sessionid=0123456789abcdef0123456789abcdef"},
    {"cookie": f"csrftoken={MARK}"},
    {"cookie": "django_language=en"},
    {"cookie": f"messages={MARK}"},
    {"cookie": ""},
    {"referer": f"https://{MARK}/"},
    {"origin": f"https://{MARK}"},
    {"user-agent": f"<script src=//{MARK}>"},
    {"range": "bytes=0-10"},
    {"if-range": 'W/"0"'},
    {"if-none-match": "*"},
    {"if-none-match": f'"{MARK}"'},
    {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    {"if-match": f'"{MARK}"'},
    {"cache-control": "no-store, only-if-cached"},
    {"pragma": "no-cache"},
    {"x-requested-with": "XMLHttpRequest"},
    {"purpose": "prefetch"},
    {"sec-purpose": "prefetch;prerender"},
    {"te": "trailers"},
]
QUERIES = [
    f"utm_source={MARK}",
    f"next=//{MARK}",
    f"callback={MARK}",
    f"page={MARK}",
    f"page=1&page=2;{MARK}",
    f"_method=DELETE&{MARK}",
    f"language=en&{MARK}=1",
    f"%00={MARK}",
    f"utm%5Fsource={MARK}",
    f"a[]={MARK}&a[]=2",
    f"=&&={MARK}",
    f"%EF%BF%BD={MARK}",
    f"q={'x' * 3000}{MARK}",
]
PATHS = [
    f"/partners/remo/;{MARK}",
    f"/partners/remo/%3B{MARK}",
    f"//{MARK}/partners/remo/",
    "/partners//remo/",
    "/partners/remo//",
    "/partners/./remo/",
    "/partners/%2e%2e/partners/remo/",
    f"/partners/remo%2f{MARK}/",
    "/partners/remo/%00",
    "/partners/REMO/",
    "/partners/remo",
    f"/en//{MARK}/",
]
METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]


@pytest.fixture
def clean():
    """The page as it is for a visitor who sends nothing but its address."""
    make_office()
    make_partner(key="remo", name_uk="Ремо")
    return Client().get(PAGE)


def headers_of(answer):
    """The headers but the one that tells the second in which it was asked for."""
    return {name: value for name, value in answer.items() if name != "X-Accel-Expires"}


def assert_clean(process, clean):
    answer = process.get(PAGE)
    assert answer.content == clean.content
    assert headers_of(answer) == headers_of(clean)
    assert MARK not in answer.content.decode()


def poisons():
    for headers in HEADERS:
        yield ("GET", PAGE, headers, b"")
    for query in QUERIES:
        yield ("GET", f"{PAGE}?{query}", {}, b"")
    for path in PATHS:
        yield ("GET", path, {}, b"")
    for method in METHODS:
        yield (method, PAGE, {}, MARK.encode())
    yield ("GET", PAGE, {"content-type": "application/x-www-form-urlencoded"}, b"page=2")
    yield ("GET", PAGE, {"content-length": "7"}, MARK.encode())


@pytest.mark.parametrize(("method", "address", "headers", "body"), list(poisons()))
def test_the_next_visitor_gets_the_clean_page(clean, method, address, headers, body):
    process = Client(raise_request_exception=False)
    answer = process.generic(method, address, body, headers=headers)
    assert MARK not in answer.content.decode() or answer.status_code != 200
    assert not answer.cookies
    assert_clean(process, clean)


def test_there_are_enough_of_them():
    assert len(list(poisons())) >= 60


@pytest.mark.parametrize("host", [MARK, f"{MARK}:443", "testserver.poisoned.example"])
def test_a_host_that_is_not_ours_is_refused_though_the_page_is_kept(clean, host):
    process = Client()
    process.get(PAGE)
    assert process.get(PAGE, headers={"host": host}).status_code == 400
