"""What makes a view a public page: which parameters it has, and how its address is normalised.

A public page is the same for every visitor, so it may be kept (publishing/page_cache.py). A
view says so of itself; whatever does not is never kept.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import override

from publishing.languages import language_of

LONGEST_QUERY = 1000  # characters; what is longer is answered and not kept


@dataclass(frozen=True)
class Declared:
    """What a view says of its pages: parameters by name (whether several values count), headers."""

    parameters: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)


def public_page(*parameters, headers=None):
    """Declare a view public: the same bytes for everyone who asks for the same address.

    `parameters` are names of query parameters and form classes whose fields are such; the view
    sees no others. `headers` are those of its 200 answers that the whole site does not have:
    a 304 repeats them. The page gets an ETag, is compressed and kept, and no view is called
    while neither the content version nor the day in Kyiv has changed.
    """

    def declare(view):
        view.public_page = Declared(dict(_named(parameters)), headers or {})
        return view

    return declare


def _named(parameters):
    for parameter in parameters:
        if isinstance(parameter, str):
            yield parameter, False
        else:
            for name, form_field in parameter.base_fields.items():
                yield name, getattr(form_field.widget, "allow_multiple_selected", False)


def declared(request):
    """What the view of this request's address declares; None where it is no public page."""
    if request.method not in ("GET", "HEAD"):
        return None
    return _declared_at(request.path_info)


@lru_cache(maxsize=1024)
def _declared_at(path):
    """Kept: going through all addresses of the portal takes longer than a page that is kept."""
    with override(language_of(path)):
        try:
            match = resolve(path)
        except Resolver404:
            return None
    return getattr(match.func, "public_page", None)


def normalise(request, page):
    """Leave of the request only what its page (a Declared) knows; gives the query that is left.

    No cookie: even one that no view reads would be answered, by the check of forged requests.
    """
    request.META.pop("HTTP_COOKIE", None)
    query = request.META.get("QUERY_STRING", "")
    if query:
        query = normal_query(query, page)
    request.META["QUERY_STRING"] = query
    return query


def normal_query(query, page):
    """The parameters that a page knows, sorted; empty ones, repeated ones and page 1 left out."""
    given = QueryDict(query)
    pairs = []
    for name in sorted(page.parameters.keys() & given.keys()):
        values = given.getlist(name) if page.parameters[name] else given.getlist(name)[-1:]
        if name == "page":
            values = [page_number(value) for value in values]
        pairs += [(name, value) for value in values if value.strip()]
    return urlencode(pairs)


def page_number(value):
    """The number of a page beyond the first as it is written in an address; else empty."""
    plain = value.isascii() and value.isdecimal() and len(value) < 10
    return str(int(value)) if plain and int(value) > 1 else ""
