"""The public page cache: an unchanged page costs one tiny read, a revalidation no rendering.

The key of a page is made of its address, the content version and the day in Kyiv, and so is
its ETag: both are known before anything is rendered, and both are others as soon as a change
can be seen. After a change a page is rendered anew only where the database answers one of its
questions otherwise than before (publishing/questions.py).

Django's own page cache is not used: it keeps what staff saw for everybody (security.md, finding
1). Only views that declare themselves public pages are kept.
"""

import logging
import re
from functools import lru_cache, partial
from hashlib import blake2b
from time import monotonic, time

from django.conf import settings
from django.db import Error
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.translation import override

from publishing.away import unavailable
from publishing.dates import today
from publishing.kept_pages import KeptPages, name_of
from publishing.languages import language_of
from publishing.page_store import Entry, page_store
from publishing.public_page import LONGEST_QUERY, declared, normalise
from publishing.questions import noted
from publishing.release import release
from publishing.version import content_version

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_TRIES = 1
LARGEST = 2 * 1024**2  # bytes of a body that is kept
REFUSED = re.compile(r";q=0(\.0*)?$")
LONGEST_HEADER = 200
NOT_KEPT = {"content-length", "etag", "vary", "cache-control"}


class PublicPageMiddleware:
    """Answers for public pages that are kept; keeps those that are rendered."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.store = page_store(settings.CACHE_URL)
        self.kept = KeptPages(settings.KEPT_PAGES)
        self.away_until = 0
        self.secret = blake2b(f"{settings.SECRET_KEY} {release()}".encode()).digest()

    def __call__(self, request):
        page = declared(request)
        if page is None:
            return self.get_response(request)
        request.get_host()  # a host that is not ours is refused, as everywhere
        query = normalise(request, page)
        if len(query) > LONGEST_QUERY:
            return self.get_response(request)
        read_at = time()
        version = self.version()
        if version is None:
            return self.last_good(request, query) or unavailable()
        place = "\n".join((today().isoformat(), request.path, query))
        key = self.key(place, version)
        if key in request.META.get("HTTP_IF_NONE_MATCH", ""):  # a key stands in its ETag alone
            return finished(HttpResponseNotModified(), key, page)
        copy = name_of(request.path, query)
        keep = partial(self.kept.keep, copy, version, read_at) if copy else None
        response = self.answer(request, page, place, key, keep)
        if response.status_code == 503:
            return self.last_good(request, query) or response
        return response

    def last_good(self, request, query):
        """The last good copy of a page, in its language; None where there is none."""
        language = language_of(request.path_info)
        with override(language):
            response = self.kept.answer(name_of(request.path, query))
        if response:
            response.headers["Content-Language"] = language
        return response

    def version(self):
        """The content version; None while the database is away, which is asked once a second."""
        if monotonic() < self.away_until:
            return None
        try:
            return content_version()
        except Error:  # the database's, whichever
            logger.exception("The database is away")
            self.away_until = monotonic() + SECONDS_BETWEEN_TRIES
            return None

    def key(self, place, version):
        """The name of a page as it is now: nobody can guess it who was not given it.

        It serves as the ETag too, so that only who had the page can ask whether it has changed.
        """
        name = f"{version}\n{place}"
        return blake2b(name.encode(), key=self.secret, digest_size=16).hexdigest()

    def answer(self, request, page, place, key, keep):
        """The page from the store; else from its view, which one thread calls at a time.

        `keep` takes in the last good copy of what is shown; None where it needs none.
        """
        encoding = best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")[:LONGEST_HEADER])
        if entry := self.store.get(place, key):
            return finished(restored(entry, encoding), key, page)
        with self.store.turn(key):
            told = {}
            if entry := self.store.get(place, key):
                pass
            elif (entry := self.store.earlier(place)) and entry.is_still_right(told):
                self.take_in(place, key, entry, keep)
            else:
                with noted(told) as questions:
                    response = self.get_response(request)
                if not is_the_same_for_all(response):
                    return response
                if response.streaming or len(response.content) > LARGEST:
                    return finished(response, key, page)
                entry = Entry.of(kept_headers(response), response.content, questions)
                self.take_in(place, key, entry, keep)
        return finished(restored(entry, encoding), key, page)

    def take_in(self, place, key, entry, keep):
        """Put the page, and keep its last good copy: a full disk is no reason to refuse it."""
        self.store.put(place, key, entry)
        if keep:
            try:
                keep(entry)
            except OSError:
                logger.exception("The page has no last good copy")


def is_the_same_for_all(response):
    """Whether an answer may be kept: a full one, with nothing of one visitor in it.

    Nor one whose view has changed the policies of the site, which stand in no header yet.
    """
    return (
        response.status_code == 200
        and not response.cookies
        and not response.has_header("Content-Encoding")
        and "cookie" not in response.headers.get("Vary", "").lower()
        and not any(name.startswith("_csp") for name in vars(response))
    )


def kept_headers(response):
    return [(name, value) for name, value in response.items() if name.lower() not in NOT_KEPT]


def restored(entry, encoding):
    """The answer that an entry of the store was made of."""
    body = entry.body(encoding)
    response = HttpResponse(body, headers=dict(entry.headers))
    response.headers["Content-Length"] = str(len(body))
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def finished(response, key, page):
    """The answer with what the caches of others must know: ask again each time, with this ETag."""
    response.headers["ETag"] = f'W/"{key}"'
    response.headers.setdefault("Cache-Control", "no-cache")
    # nginx counts in whole seconds: a copy that is valid for one would be shown for nearly two.
    response.headers["X-Accel-Expires"] = f"@{int(time())}"
    patch_vary_headers(response, ["Accept-Encoding"])
    for name, value in page.headers.items():
        response.headers[name] = value
    return response


@lru_cache(maxsize=256)
def best_encoding(accepted):
    """The best of the encodings in which pages are kept: `br`, `gzip`, or none (empty)."""
    offers = [part.replace(" ", "") for part in accepted.lower().split(",")]
    accepts = {offer.partition(";")[0] for offer in offers if not REFUSED.search(offer)}
    return next((encoding for encoding in ("br", "gzip") if encoding in accepts), "")
