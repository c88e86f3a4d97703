"""Reading the portal’s own pages from a command, as an anonymous visitor reads them."""

import re
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.wsgi import get_wsgi_application

LOCATION = re.compile(r"<loc>([^<]+)</loc>")


@dataclass(frozen=True)
class Answer:
    """What an address answers: status, type without parameters, body."""

    status: int
    type: str
    body: bytes


class Visitor:
    """Asks the portal itself: no cookie, no compression, its own host, by https where it has it."""

    def __init__(self):
        self.application = get_wsgi_application()
        self.site = urlsplit(settings.SITE_URL)

    def get(self, path, query=""):
        """The Answer of an address (a decoded path); every file whole, whoever else serves it."""
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": self.site.hostname,
            "SERVER_PORT": str(self.site.port or (443 if self.site.scheme == "https" else 80)),
            "HTTP_HOST": self.site.netloc,
            "HTTP_X_FORWARDED_PROTO": self.site.scheme,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": self.site.scheme,
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
        }
        started = {}

        def start_response(status, headers, exc_info=None):
            started["status"] = int(status.split()[0])
            started["headers"] = {name.lower(): value for name, value in headers}

        response = self.application(environ, start_response)
        try:
            body = b"".join(response)
        finally:
            response.close()
        headers = started["headers"]
        if inside := headers.get("x-accel-redirect"):
            name = unquote(inside).removeprefix(settings.X_ACCEL_PREFIX).lstrip("/")
            with default_storage.open(name) as file:
                body = file.read()
        return Answer(started["status"], headers.get("content-type", "").split(";")[0], body)

    def pages(self):
        """The paths of all pages that the map of the site names, and of the files of its index."""
        paths = self.named_by("/sitemap.xml")
        files = [path for path in paths if path.endswith(".xml")]
        return [*paths, *(page for file in files for page in self.named_by(file))]

    def named_by(self, file):
        """The paths that a map of the site names."""
        text = self.get(file).body.decode()
        return [unquote(urlsplit(unescape(found)).path) for found in LOCATION.findall(text)]
