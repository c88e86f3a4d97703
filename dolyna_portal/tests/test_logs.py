"""The log of production: JSON lines, numbered, silent about people and secrets."""

import json
import logging

import pytest
from django.core.handlers.exception import convert_exception_to_response
from django.test import RequestFactory

from dolyna_portal.logs import LineFormatter, RequestIdFilter, RequestLogMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """The lines that are logged, each read back from its JSON."""
    written = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    handler = Keep()
    handler.setFormatter(LineFormatter())
    handler.addFilter(RequestIdFilter())
    loggers = [logging.getLogger(name) for name in ("portal.requests", "django")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written]
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def test_each_request_is_one_line_with_its_number_and_time(client, lines):
    client.get("/about/")
    client.get("/privacy/")
    first, second = (line for line in lines() if line["message"] == "answered")
    assert (first["method"], first["path"], first["status"]) == ("GET", "/about/", 200)
    assert first["milliseconds"] > 0
    assert first["timestamp"].endswith("+00:00")
    assert first["request_id"] != second["request_id"]


def test_no_query_string_is_written(client, lines):
    client.get("/partners/?country=LT&q=Коваленко")
    assert "Коваленко" not in json.dumps(lines(), ensure_ascii=False)


@pytest.mark.parametrize("trick", ["%0aFAKE LINE", "%1b[31m", "%0d%0a{}"])
def test_no_path_breaks_the_line(client, lines, trick):
    client.get(f"/about{trick}/")
    assert all("\n" not in json.dumps(line) for line in lines())
    assert [line["status"] for line in lines() if line["message"] == "answered"] == [404]


def test_an_exception_tells_where_it_was_raised_and_not_what_it_said(lines):
    def broken(request):
        secret = "CANARY-OF-A-VARIABLE"
        raise ValueError(f"Key (name)=({secret}) already exists")

    serve = RequestLogMiddleware(convert_exception_to_response(broken))
    response = serve(RequestFactory().get("/about/"))
    assert response.status_code == 500
    told = json.dumps(lines())
    assert "CANARY" not in told
    assert "builtins.ValueError" in told
    assert "in broken" in told


def test_behind_the_proxy_both_logs_have_one_number(client, lines, settings):
    settings.BEHIND_PROXY = True
    client.get("/about/", headers={"X-Request-ID": "0123456789abcdef"})
    client.get("/about/", headers={"X-Request-ID": "forged\n{}"})
    numbers = [line["request_id"] for line in lines() if line["message"] == "answered"]
    assert numbers[0] == "0123456789abcdef"
    assert "forged" not in numbers[1]


def test_the_checks_of_health_fill_no_log(client, lines):
    client.get("/healthz")
    assert [line for line in lines() if line["message"] == "answered"] == []
