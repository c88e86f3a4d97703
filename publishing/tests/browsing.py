"""The system's Chromium, over pages that the test client has answered or over a portal that runs.

While Playwright runs, its event loop forbids the test itself the database.
"""

from contextlib import contextmanager
from shutil import which
from socketserver import ThreadingMixIn
from threading import Lock, Thread
from urllib.parse import parse_qsl, urlencode, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from playwright.sync_api import sync_playwright

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
ORIGIN = "https://portal.example"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_OPTIONS = {"runOnly": WCAG, "resultTypes": ["violations"], "preload": False}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def fetched(client, addresses):
    """{address: (status, headers, body)} of what the client answers."""
    pages = {}
    for address in addresses:
        response = client.get(address)
        assert not response.cookies, address
        body = b"".join(response) if response.streaming else response.content
        pages[address] = response.status_code, dict(response.headers), body
    return pages


@contextmanager
def browser():
    """The system's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@contextmanager
def tab(chromium, pages, strangers=None, **options):
    """A tab to which `pages` answer; whatever else it asks for stands in the list `strangers`."""
    context = chromium.new_context(base_url=ORIGIN, **options)
    opened = context.new_page()
    context.route("**/*", lambda route: answer(route, pages, strangers))
    yield opened
    context.close()


def answer(route, pages, strangers):
    """Give a fetched page or a static file."""
    parts = urlsplit(route.request.url)
    query = urlencode(parse_qsl(parts.query))  # a form sends the fields left empty as well
    address = f"{parts.path}?{query}" if query else parts.path
    if f"{parts.scheme}://{parts.netloc}" == ORIGIN:
        if address in pages:
            status, headers, body = pages[address]
            return route.fulfill(status=status, headers=headers, body=body)
        if file := parts.path.startswith("/static/") and finders.find(parts.path[8:]):
            return route.fulfill(path=file)
    if strangers is not None:
        strangers.append(route.request.url)
    return route.abort()


def broken_rules(page):
    """(rule, elements) of WCAG that the page breaks as it now is; it holds axe."""
    broken = page.evaluate("options => axe.run(options)", AXE_OPTIONS)["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in broken]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *args):
        """Say nothing of requests."""


@contextmanager
def running_portal():
    """The address of a portal that runs inside the transaction of the test.

    It answers one request at a time, since all share the connection of the test.
    """
    own, turn, portal = connections[DEFAULT_DB_ALIAS], Lock(), StaticFilesHandler(WSGIHandler())

    def answer_in_turn(environ, start_response):
        with turn:
            connections[DEFAULT_DB_ALIAS] = own
            response = portal(environ, start_response)
            body = b"".join(response)
            response.close()
        return [body]

    own.inc_thread_sharing()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # between two requests the transaction goes on
    with make_server("localhost", 0, answer_in_turn, Server, Silent) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://localhost:{server.server_port}"
        finally:
            server.shutdown()
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)
            own.dec_thread_sharing()
