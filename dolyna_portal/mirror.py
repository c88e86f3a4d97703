"""The whole public site as static files, for any web server, when everything else is gone.

Pages are found by their links from the home page and from the map of the site, in both
languages. Pages of lists become folders (`?page=2` → `page-2/`); filters, which need a
database, lead to the whole list. Only what an anonymous visitor reads gets in.
"""

import json
import re
import shutil
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dolyna_portal.visiting import Visitor
from publishing.kept_pages import with_banner
from publishing.public_page import page_number

MARK = "mirror.json"  # says that a folder is a mirror and may be replaced
STARTS = ["/", "/en/", "/sitemap.xml", "/robots.txt", "/theme.css", "/.well-known/security.txt"]
NOT_COPIED = ("/admin/", "/en/admin/", "/healthz", "/readyz")
LINK = re.compile(r'(\s(?:href|src|srcset)=")([^"]*)(")')
IN_STYLES = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")


class NotBuilt(Exception):
    """The mirror cannot be built there; says in words why."""


def build(folder):
    """Build the mirror in `folder` and put it in the place of the one before; gives its number.

    A folder that holds something else is left alone, and so is the mirror before where a page
    does not answer, as without the database: raises NotBuilt.
    """
    folder = Path(folder).absolute()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise NotBuilt(_("“%(folder)s” holds something that is not a mirror.") % {"folder": folder})
    new, old = (folder.with_name(f"{folder.name}.{word}") for word in ("new", "old"))
    for path in (new, old):
        shutil.rmtree(path, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        number = Copying(new).run()
    except NotBuilt:
        shutil.rmtree(new)
        raise
    about = {"made": timezone.now().isoformat(), "site": settings.SITE_URL, "files": number}
    (new / MARK).write_text(json.dumps(about))
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return number


class Copying:
    """One mirror on its way: what is still to be read, what is read, where it goes."""

    def __init__(self, folder):
        self.folder, self.visitor, self.made = folder, Visitor(), timezone.now()
        self.site = urlsplit(settings.SITE_URL)
        self.waiting = [(start, "") for start in [*STARTS, *self.visitor.pages()]]
        self.known = set(self.waiting)

    def run(self):
        number = 0
        while self.waiting:
            path, query = self.waiting.pop()
            answer = self.visitor.get(path, query)
            if answer.status >= 500:
                raise NotBuilt(
                    _("The address “%(path)s” answers %(status)s.")
                    % {"path": path, "status": answer.status}
                )
            if answer.status == 200:
                self.write(self.place(path, query), self.read(path, answer))
                number += 1
        return number

    def read(self, path, answer):
        """The body as it is written; the addresses that it leads to are noted."""
        if answer.type == "text/html":
            text = LINK.sub(lambda link: self.relinked(path, link), answer.body.decode())
            with translation.override(translation.get_language_from_path(path) or "uk"):
                return with_banner(text.encode(), self.made)
        if answer.type == "text/css":
            for link in IN_STYLES.findall(answer.body.decode()):
                self.note(urljoin(path, link))
        return answer.body

    def relinked(self, path, link):
        """A link as it works in the mirror."""
        before, value, after = link.groups()
        if "srcset" in before:
            parts = (part.split() for part in unescape(value).split(","))
            ways = [" ".join([self.note(urljoin(quote(path), way)), *size]) for way, *size in parts]
            return before + escape(", ".join(ways)) + after
        url = unescape(value)
        if urlsplit(url).scheme not in ("", "http", "https") or url.startswith("#"):
            return link[0]
        return before + escape(self.note(urljoin(quote(path), url))) + after

    def note(self, url):
        """Remember an address of the site for reading; gives it as the mirror has it."""
        parts = urlsplit(url)
        path = unquote(parts.path)
        if (parts.netloc and parts.netloc != self.site.netloc) or path.startswith(NOT_COPIED):
            return url
        page = page_number(parse_qs(parts.query).get("page", [""])[-1])
        only_page = f"page={page}" if page and path.endswith("/") else ""
        if (path, only_page) not in self.known:
            self.known.add((path, only_page))
            self.waiting.append((path, only_page))
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        start = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        return start + quote(path) + (f"page-{page}/" if only_page else "") + fragment

    def place(self, path, query):
        """The file of an address; raises NotBuilt where it would leave the folder."""
        page = f"page-{query.removeprefix('page=')}/" if query else ""
        name = f"{path}{page}"
        file = self.folder / (name.lstrip("/") + ("index.html" if name.endswith("/") else ""))
        if ".." in file.parts or not file.is_relative_to(self.folder):
            raise NotBuilt(_("The address “%(path)s” leaves the folder.") % {"path": path})
        return file

    def write(self, file, body):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
