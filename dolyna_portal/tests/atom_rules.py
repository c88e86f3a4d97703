"""The rules of RFC 4287 for a feed: which elements stand where, how often, and what they hold.

Written from its sections 2 to 4, with what they take from RFC 3339 (dates), RFC 3986 (addresses),
RFC 4288 (media types) and BCP 47 (languages). The RFC's own schema says less: it knows neither
that an author must come from somewhere nor that two links may not be alike.
"""

import re
from collections import Counter
from datetime import datetime

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
MEDIA_TYPE = re.compile(r".+/.+")
ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
ONCE, ONE, ANY = (1, 1), (0, 1), (0, None)
FEED = {
    **dict.fromkeys(("id", "title", "updated"), ONCE),
    **dict.fromkeys(("generator", "icon", "logo", "rights", "subtitle"), ONE),
    **dict.fromkeys(("author", "category", "contributor", "link", "entry"), ANY),
}
ENTRY = {
    **dict.fromkeys(("id", "title", "updated"), ONCE),
    **dict.fromkeys(("content", "published", "rights", "source", "summary"), ONE),
    **dict.fromkeys(("author", "category", "contributor", "link"), ANY),
}
PERSON = {"name": ONCE, "uri": ONE, "email": ONE}
TEXTS = {"title", "summary", "rights", "subtitle"}
ATTRIBUTES = {
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    "category": {"term", "scheme", "label"},
    "generator": {"uri", "version"},
    "content": {"type", "src"},
    **dict.fromkeys(TEXTS, {"type"}),
}


def faults(content):
    """What is wrong with the bytes of a feed, in sentences; empty where it is valid."""
    feed = etree.fromstring(content)
    if feed.tag != f"{ATOM}feed":
        return [f"{feed.tag} is no feed"]
    return [*of_feed(feed)]


def of_feed(feed):
    yield from of_children(feed, FEED)
    entries = feed.findall(f"{ATOM}entry")
    if not children(feed, "author") and not all(children(entry, "author") for entry in entries):
        yield "an entry has no author, nor has the feed"
    if not entries and not children(feed, "author"):
        yield "a feed without entries has no author"
    if not any(link.get("rel") == "self" for link in children(feed, "link")):
        yield "the feed does not name its own address"
    yield from of_links(feed)
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    yield from (f"two entries are {name}" for name, times in Counter(ids).items() if times > 1)
    for entry in entries:
        yield from of_entry(entry)
    for element in feed.iter(etree.Element):
        yield from of_element(element)


def of_entry(entry):
    yield from of_children(entry, ENTRY)
    yield from of_links(entry)
    alternate = [link for link in children(entry, "link") if link.get("rel") in (None, "alternate")]
    if not children(entry, "content") and not alternate:
        yield "an entry has neither content nor a page"
    elsewhere = any(content.get("src") for content in children(entry, "content"))
    if elsewhere and not children(entry, "summary"):
        yield "an entry whose content is elsewhere has no summary"


def children(element, name):
    return element.findall(f"{ATOM}{name}")


def of_children(element, known):
    """The elements in another one: no unknown ones of Atom, each as often as it may."""
    counts = Counter(
        etree.QName(child).localname for child in element if child.tag.startswith(ATOM)
    )
    yield from (f"{element.tag} holds {name}" for name in counts.keys() - known.keys())
    for name, (least, most) in known.items():
        if counts[name] < least or (most is not None and counts[name] > most):
            yield f"{element.tag} holds {counts[name]} of {name}"


def of_links(element):
    """No two pages of one type in one language (4.1.1, 4.1.2)."""
    pages = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in children(element, "link")
        if link.get("rel") in (None, "alternate")
    )
    yield from (f"two pages are alike: {page}" for page, times in pages.items() if times > 1)


def of_element(element):
    """What one element holds in itself and its attributes."""
    name = element.tag.removeprefix(ATOM)
    text = (element.text or "").strip()
    allowed = ATTRIBUTES.get(name, set()) | {f"{XML}lang", f"{XML}base"}
    yield from (f"{name} has {attribute}" for attribute in set(element.keys()) - allowed)
    if not LANGUAGE.fullmatch(element.get(f"{XML}lang", "uk")):
        yield f"{name} is in no language"
    if name in ("author", "contributor"):
        yield from of_children(element, PERSON)
    elif name in ("updated", "published"):
        if not is_date(text):
            yield f"{name} is no date: {text}"
    elif name in ("id", "icon", "logo", "uri"):
        yield from of_address(name, text)
    elif name in TEXTS:
        if element.get("type", "text") not in ("text", "html", "xhtml"):
            yield f"{name} is of the type {element.get('type')}"
        if element.get("type") != "xhtml" and len(element):
            yield f"{name} holds elements"
        if name == "title" and not text:
            yield "a title is empty"
    elif name == "name" and not text:
        yield "a person has no name"
    elif name == "email" and not re.fullmatch(r".+@.+", text):
        yield f"no address of mail: {text}"
    elif name == "category" and not element.get("term"):
        yield "a category has no term"
    elif name == "link":
        yield from of_link(element)


def is_date(text):
    try:
        return bool(DATE.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def of_link(link):
    yield from of_address("link", link.get("href", ""))
    if not LANGUAGE.fullmatch(link.get("hreflang", "uk")):
        yield f"a link leads to no language: {link.get('hreflang')}"
    if not MEDIA_TYPE.fullmatch(link.get("type", "text/html")):
        yield f"a link leads to no media type: {link.get('type')}"


def of_address(name, text):
    if not ADDRESS.fullmatch(text) or ESCAPE.search(text):
        yield f"{name} is no whole address: {text!r}"
