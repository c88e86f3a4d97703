"""Requests that no visitor would send, to every public address: none may end in a fault.

The addresses come from the urlconf, their parts from the register and from hostile values. Run
with a database that holds a register; the number of requests and the seed repeat a run:

    DEBUG=1 DATABASE_URL=sqlite:////tmp/bench.sqlite3 python -m bench fuzz 20000 1
"""

import logging
import re
import sys
from collections import Counter
from random import Random
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver

from aid.models import Need, Shipment
from partners.models import Agreement, Partner
from projects.models import Event, Project
from publishing.models import Document, Photo
from register.sheets import BY_TITLE

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
METHODS = ["GET"] * 12 + ["HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]
NAMES = "q kind year page country area status partner role form unit urgency category need "
NAMES += "project donor recipient sha256 sort lang a[] __class__ pk id"
HOSTILE = [
    *("", " ", "0", "-1", "1e999", "NaN", "９", "٣", "99999999999999999999", "2022", "1'--", "%"),
    *("null", "true", "../../etc/passwd", "..%2f", "<script>alert(1)</script>", "{{7*7}}", "${7}"),
    *("\0", "\x1b[31m", "\r\nX-A: b", "\u202e", "\ufeff", "\ud800", "\U0010ffff", "І\u0308жак"),
    *("a" * 5000, "«" * 300, '"' * 99, "'" * 99, "(" * 200, "\\", "|", "*", "_", "ї", "LT", "UA"),
    *(
        "undisclosed",
        "office",
        "public",
        "internal",
        "pdf",
        "csv",
        "1" * 400,
        "2022-02-30",
        "лікар",
    ),
]
HEADERS = {
    "accept": ["*/*", "application/json", "\xff", "a" * 3000, ";q=x"],
    "accept-encoding": ["gzip", "br;q=0", "*;q=nan", ",,,", "a" * 3000],
    "accept-language": ["en", "*", "x" * 3000, ",;q=1"],
    "if-none-match": ["*", '"a"', 'W/"', '"' * 999, "\xff"],
    "if-modified-since": ["Thu, 01 Jan 1970 00:00:00 GMT", "yesterday", "Fri, 99 Xyz 99999"],
    "range": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=a-b", "bytes=" + "0-1," * 200],
    "cookie": ["sessionid=x", "csrftoken=\xff", "a=b;" * 200, "="],
    "content-type": ["multipart/form-data; boundary=a", "application/json", "text/plain;charset=x"],
    "content-length": ["-1", "x", "0"],
    "referer": ["https://a.example/", "javascript:x"],
    "x-forwarded-for": ["a, b", "\xff", "1.2.3.4"],
    "x-http-method-override": ["DELETE"],
}


def patterns(resolver, before=""):
    """The public addresses as they stand in the urlconf, with the names of their parts."""
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern).lstrip("^")
        if path.removeprefix("/").startswith("admin/"):
            continue
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, path)
        else:
            yield path


def parts_of_register():
    """What stands in addresses of records, files and sheets that are there."""
    found = ["uk", "en", "partners", "shipments", "reports", "portal", "2022", "2024", "1"]
    for model in (Partner, Agreement, Project, Event, Need):
        found += model.objects.values_list("key", flat=True)[:20]
    found += Shipment.objects.values_list("reference", flat=True)[:20]
    for model in (Document, Photo):
        found += map(str, model.objects.values_list("uid", flat=True)[:20])
    return [*found, *BY_TITLE]


class Fuzzer:
    """Makes requests from a seed."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.paths, self.parts = sorted(set(patterns(get_resolver()))), parts_of_register()

    def value(self):
        known = self.random.random() < 0.6
        value = self.random.choice(self.parts if known else HOSTILE)
        if self.random.random() < 0.1:
            place = self.random.randrange(len(value) + 1)
            value = value[:place] + self.random.choice(HOSTILE)[:50] + value[place:]
        return value

    def path(self):
        path = PARAMETER.sub(lambda _part: self.value(), self.random.choice(self.paths))
        if self.random.random() < 0.1:
            path += self.random.choice(["/", "//", ".json", "/..", ";a", "%00", self.value()])
        language = self.random.choice(["", "", "en/"])
        return f"/{language}{path}"

    def query(self):
        names = self.random.choices([*NAMES.split(), self.value()], k=self.random.randrange(4))
        return "&".join(f"{written(name)}={written(self.value())}" for name in names)

    def request(self):
        """(method, path, query, headers, body) of one request."""
        names = self.random.sample(sorted(HEADERS), self.random.choice([0, 0, 1, 3]))
        headers = {name: self.random.choice(HEADERS[name]) for name in names}
        method = self.random.choice(METHODS)
        body = b"" if method == "GET" else self.value().encode(errors="surrogatepass")
        return method, self.path(), self.query(), headers, body


def written(text):
    return quote(text.encode(errors="surrogatepass"))


def main():
    number, seed = (int(word) for word in [*sys.argv[1:], "1"][:2])
    logging.disable()
    # With DEBUG Django itself faults forms that are sent to an address without its last “/”.
    host = urlsplit(settings.SITE_URL).netloc
    settings.DEBUG, settings.ALLOWED_HOSTS = False, [urlsplit(settings.SITE_URL).hostname]
    fuzzer, client, statuses = Fuzzer(seed), Client(raise_request_exception=False), Counter()
    for _number in range(number):
        method, path, query, headers, body = fuzzer.request()
        path = path.encode(errors="surrogatepass").decode("latin-1")
        answer = client.generic(
            method, "/", body, headers=headers | {"host": host}, PATH_INFO=path, QUERY_STRING=query
        )
        size = sum(map(len, answer))
        statuses[answer.status_code] += 1
        if answer.status_code >= 500 or size > 50_000_000:
            print(answer.status_code, method, repr(path[:300]), query[:300], headers, body[:80])
    print(f"{number} requests to {len(fuzzer.paths)} addresses:", dict(sorted(statuses.items())))
