"""Nothing that is not public is at any address, in any format, by any method, at any time."""

import gzip
import re
import zipfile
from html import unescape
from io import BytesIO
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, URLResolver, get_resolver, resolve, reverse
from pypdf import PdfReader

from dolyna_portal.cards import Card
from dolyna_portal.sharing import KINDS
from dolyna_portal.sitemaps import SITEMAPS
from dolyna_portal.tests.marking import (
    MARK,
    STATES,
    add_files,
    add_hidden,
    free_fields,
    mark_all_hidden,
    public_models,
    put_marks,
)
from partners.models import Office, Partner
from publishing.changes import as_one_change
from publishing.models import Document, Documented, FormerAddress, Photo, Publication
from register.exporting import GENERATOR
from register.importing import import_file
from register.records import ADDRESSES, data_url
from register.sheets import BY_TITLE
from register.tests.open_files import content
from register.tests.registers import OTHER_TOWN
from reports.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.indexes, pytest.mark.typesets]

NOT_PUBLIC = ("/admin/", "/en/admin/", "/static/")
COSTLY = {"partner_brief"}  # typeset when it is asked for: those of the starts are enough
STARTS = [
    *(f"/sitemap-{section}-1.xml" for section in SITEMAPS),
    *("/", "/en/", "/sitemap.xml", "/robots.txt", "/theme.css", "/.well-known/security.txt"),
    *("/feed.atom", "/events.ics", "/agreements.ics", "/files/arms.png", "/healthz", "/readyz"),
    *("/partners/map/embed/", "/en/partners/map/embed/", "/reports/verify/?sha256=" + "0" * 64),
    *(f"/data/{name}" for name in ("register.json", "register.xlsx", "donations.csv")),
    *(f"/data/{name}" for name in ("agreements-register.csv", "iati-activities.xml")),
    "/data/catalog.jsonld",
    *(f"/data/{title}.{kind}" for title in BY_TITLE for kind in ("csv", "json", "xlsx")),
    *(f"/data/{title}-{part}.csv" for title in BY_TITLE for part in ("passport", "structure")),
    *(f"{prefix}/search/?q={word}" for word in ("hid", "hid0", "рад") for prefix in ("", "/en")),
    *("/search/feed.atom?q=hid", "/nothing/", "/en/nothing/", "/partners/nobody/", "/files/x/y"),
]
METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
HIDDEN = re.compile("hid[0-9]{4}mark|canary", re.IGNORECASE)
QUANTITY = re.compile(r"(?<![0-9a-f])77770")  # of hidden items; not inside an ETag or a hash
FIRST_TOWN = re.compile("долин|dolyn|boikivshchyna|бойківщин|siauliai", re.IGNORECASE)
ABSENT = {Report: "1992", Document: str(UUID(int=0)), Photo: str(UUID(int=0))}


def key_of(record):
    """What stands in the record's address, as it stands there."""
    key = record.year if isinstance(record, Report) else getattr(record, record.address_field)
    return quote(str(key))


def of_record(record):
    """The addresses that one record has, or would have if it were public."""
    url = record.get_absolute_url()
    yield url
    if isinstance(record, Document | Photo):
        return
    yield from (f"/en{url}", data_url(url))
    if isinstance(record, Partner):
        yield from (f"{url}embed/", f"/en{url}embed/", f"{url}feed.atom", f"{url}brief.pdf")
    kind = next(kind for kind, (model, _words) in KINDS.items() if isinstance(record, model))
    yield from (
        reverse("card", args=[language, kind, unquote(key_of(record))]) for language in ("uk", "en")
    )
    if isinstance(record, Report):
        files = ("print/", "1/")
        yield from (f"{lang}{url}{file}" for file in files for lang in ("", "/en"))
        base = url.rstrip("/")
        yield from (f"{lang}{base}.{file}" for file in ("pdf", "docx") for lang in ("", "/en"))


def said(response):
    """All that an answer says: its headers and its body, unpacked."""
    data = content(response)
    headers = "".join(f"{name}: {value}\n" for name, value in response.items())
    return unquote(headers) + unpacked(data)


def unpacked(data):
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return unescape(
                " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
            )
    if data.startswith(b"%PDF") and data[:9] != b"%PDF-1.4\n":
        pdf = PdfReader(BytesIO(data))
        return f"{pdf.metadata} " + " ".join(page.extract_text() for page in pdf.pages)
    return unquote(data.decode(errors="replace"))


def links(text):
    """The addresses on the own site that a page or the sitemap names."""
    found = re.findall(r'(?:href|src)="(/[^"#]*)', text)
    found += re.findall(r"(/files/[^\s,\"]+)", text)
    found += [urlsplit(url).path for url in re.findall(r"<loc>([^<]+)</loc>", text)]
    return [unescape(link) for link in found]


def route_of(address):
    """The name of the pattern that an address belongs to, without the parameters."""
    try:
        return resolve(unquote(urlsplit(address.removeprefix("/en")).path)).view_name
    except Resolver404:
        return None


class Crawl:
    """What every public address answers: `pages` is {address: all that it says}."""

    def __init__(self, client, starts):
        self.client, self.pages, self.followed = client, {}, set()
        for address in starts:
            self.read(address)

    def read(self, start):
        waiting = [start]
        while waiting:
            address = waiting.pop()
            if address in self.pages or not (address == start or self.is_worth(address)):
                continue
            response = self.client.get(address)
            assert response.status_code == 200 or address == start, address
            assert response.status_code < 500, address
            assert not response.cookies, address
            self.pages[address] = said(response)
            if response["Content-Type"].startswith(("text/html", "application/xml")):
                waiting += links(self.pages[address])

    def is_worth(self, address):
        """Of lists each filter is followed once, and none on top of another."""
        if address.startswith(NOT_PUBLIC) or route_of(address) in COSTLY:
            return False
        parts = urlsplit(address)
        names = tuple(name for name, _value in parse_qsl(parts.query))
        is_new = (parts.path, names) not in self.followed
        self.followed.add((parts.path, names))
        return not names or (is_new and len(names) == 1)


def shown_records():
    """{record: its marks}: one public record of each model that has pages, marked as public."""
    texts = {}
    for model in public_models():
        if issubclass(model, Documented):
            record = model.objects.public().order_by("pk").first()
            texts[record] = put_marks(record, "pub", leave={"key", "reference"})
            add_files(record, "pub")
    for model in (Document, Photo):
        partner = next(record for record in texts if isinstance(record, Partner))
        record = model.objects.public().of(partner).order_by("-pk").first()
        texts[record] = put_marks(record, "pub")
    return {record: set(MARK.findall(str(values))) for record, values in texts.items()}


def hidden_records():
    """Of each model with addresses records in every state that the public may not see."""
    for model in [*(BY_TITLE[title].model for title in ADDRESSES), Document, Photo]:
        hidden = model.objects.exclude(pk__in=model.objects.public().values("pk"))
        yield from hidden.order_by("-pk")[: len(STATES)]


def public_routes(patterns=None, before=()):
    """The names of all patterns of addresses that are not the admin's."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if str(pattern.pattern).startswith("admin/"):
            continue
        if isinstance(pattern, URLResolver):
            names = (*before, pattern.namespace) if pattern.namespace else before
            yield from public_routes(pattern.url_patterns, names)
        else:
            yield ":".join((*before, pattern.name))


@pytest.fixture
def visitor(tmp_path, settings, monkeypatch):
    """A visitor of a portal that keeps last good copies, and whose pictures tell their words."""
    settings.KEPT_PAGES = str(tmp_path / "kept")
    monkeypatch.setattr(Card, "png", lambda card: repr(card).encode())
    return Client(raise_request_exception=False)


def test_what_is_not_public_is_nowhere_and_what_becomes_internal_is_gone_at_once(
    visitor, tmp_path, django_capture_on_commit_callbacks
):
    assert import_file(OTHER_TOWN).faults == []
    with as_one_change():
        add_hidden()
        marked = mark_all_hidden()
        shown = shown_records()
    assert marked >= {(m, f.name) for m in public_models() for f in free_fields(m) if m != Office}
    public = [record for t in ADDRESSES for record in BY_TITLE[t].model.objects.public()]
    starts = [address for record in public for address in of_record(record)]
    pages = Crawl(visitor, [*STARTS, *starts]).pages
    assert_nothing_is_told(pages)
    assert_other_methods_tell_nothing(visitor, pages)
    assert_hidden_answers_as_absent(visitor)

    for record, marks in shown.items():
        traces = [address for address, text in pages.items() if marks & words(text)]
        own = [address for address in of_record(record) if address in pages]
        assert traces and own, record
        moved = former_address(record)
        before = [visitor.get(address) for address in [*own, *traces[:5]]]
        assert marks & words("".join(map(said, before))), "the copies that are kept have it"
        connection.run_on_commit.clear()  # of the import, which here is not committed
        with django_capture_on_commit_callbacks(execute=True):
            set_state(record, Publication.INTERNAL)
        assert not marks & words(kept(tmp_path / "kept"))
        for address in traces:
            assert not marks & words(said(visitor.get(address))), (record, address)
        for address in filter(None, [*own, moved]):
            assert visitor.get(address).status_code == 404, address
        set_state(record, Publication.PUBLIC)


def assert_nothing_is_told(pages):
    """Neither what is hidden, nor that the portal was first made for another town."""
    for address, text in pages.items():
        assert not HIDDEN.search(text), address
        assert not QUANTITY.search(text), address
        assert not FIRST_TOWN.search(text.replace(GENERATOR, "")), address
    assert "Золочівська міська рада" in pages["/"]
    unread = {*public_routes()} - {route_of(address) for address in pages}
    assert unread == set(), "a new kind of address stands in STARTS or is linked"


def assert_other_methods_tell_nothing(visitor, pages):
    one_of_each = {route_of(address): address for address in pages}
    for address in one_of_each.values():
        for method in METHODS:
            response = visitor.generic(method, address)
            assert response.status_code < 500, (method, address)
            assert not response.cookies, (method, address)
            assert not HIDDEN.search(said(response)), (method, address)


def assert_hidden_answers_as_absent(visitor):
    """In status, headers, body and the number of queries: nothing takes longer for being there."""
    absent = {}
    for record in hidden_records():
        key, nobody = key_of(record), ABSENT.get(type(record), "nobody")
        for address in filter(None, [*of_record(record), former_address(record)]):
            other = re.sub(f"{key}|former-[0-9]+", nobody, address)
            if other not in absent:
                visitor.get(other)  # what any first request reads once
                absent[other] = all_of_answer(visitor, other)
            answer = all_of_answer(visitor, address)
            assert answer == absent[other], address
            assert answer[0] == 404, address
            assert not {"ETag", "Last-Modified"} & dict(answer[1]).keys(), address


def all_of_answer(visitor, address):
    """What an answer tells: status, headers, body, and by its time how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        response = visitor.get(address)
    return response.status_code, sorted(response.items()), response.content, len(queries)


def former_address(record):
    """An address that leads to the record as long as that is public; None for files."""
    if isinstance(record, Document | Photo | Report):
        return None
    FormerAddress.objects.remember(record, f"former-{record.pk}", key_of(record))
    return record.get_absolute_url().replace(key_of(record), f"former-{record.pk}")


def set_state(record, state):
    stored = type(record).objects.get(pk=record.pk)
    stored.publication = state
    stored.save()


def words(text):
    return set(MARK.findall(text))


def kept(folder):
    """All that the last good copies say."""
    files = [path.read_bytes().split(b"\n", 1) for path in folder.rglob("*") if path.is_file()]
    return "".join(gzip.decompress(packed).decode() for _about, *some in files for packed in some)
