"""The last good copies of public pages, for the hours in which the database is away.

They lie on disk, all of one content version: a change that the public can see removes every
one of them, and what a slower request still renders from the time before is not taken in. So
a copy never shows again what was hidden (security.md, R5), at the price that only pages seen
since the last change have one; `warm_pages` visits them all. Several machines share the folder.
"""

import gzip
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

OLDEST = timedelta(days=7)
KINDS = ("text/html", "text/css")
STATE = "state.json"
BEFORE_MATTER = b'<main id="main">'


@dataclass(frozen=True)
class State:
    """Of which version the copies are (empty: of none), and since when it is known."""

    version: str = ""
    since: float = 0.0


class KeptPages:
    """The copies under one folder; where it is empty (""), nothing is kept."""

    def __init__(self, folder):
        self.folder = Path(folder) if folder else None

    def state(self):
        try:
            return State(**json.loads((self.folder / STATE).read_text()))
        except (OSError, ValueError, TypeError):
            return State()

    def enter(self, state):
        """Drop all copies; those of `state` may come."""
        self.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        self.write(self.folder / STATE, json.dumps(vars(state)).encode())
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name != state.version:
                shutil.rmtree(folder, ignore_errors=True)

    def forget_all(self, version=""):
        """A change was committed, which made `version`: what was rendered until now is older."""
        if self.folder and self.folder.exists():
            self.enter(State(str(version), time()))

    def keep(self, name, version, read_at, entry):
        """Keep a page (an Entry) that was right under `version`, which was read at `read_at`."""
        kind = dict(entry.headers).get("Content-Type", "")
        if not self.folder or not kind.startswith(KINDS):
            return
        version, state = str(version), self.state()
        if state.version != version:
            if read_at <= state.since:
                return
            self.enter(State(version, read_at))
        path = self.folder / version / name
        path.parent.mkdir(mode=0o750, exist_ok=True)
        about = {"type": kind, "kept": timezone.now().isoformat()}
        self.write(path, json.dumps(about).encode() + b"\n" + entry.gzipped)
        if self.state().version != version:  # a change has come in between
            path.unlink(missing_ok=True)

    def write(self, path, data):
        """Write a file whole or not at all."""
        with NamedTemporaryFile(dir=self.folder, delete=False) as file:
            try:
                file.write(data)
                file.close()
                os.replace(file.name, path)
            except BaseException:
                with suppress(FileNotFoundError):
                    os.unlink(file.name)
                raise

    def answer(self, name):
        """The copy with a banner that says of when it is; None where there is none, or too old."""
        if not self.folder or not name or not (version := self.state().version):
            return None
        try:
            about, packed = (self.folder / version / name).read_bytes().split(b"\n", 1)
        except OSError:
            return None
        about = json.loads(about)
        kept = datetime.fromisoformat(about["kept"])
        if timezone.now() - kept > OLDEST:
            return None
        body = with_banner(gzip.decompress(packed), kept)
        headers = {"Content-Type": about["type"], "Cache-Control": "no-store"}
        return HttpResponse(body, headers=headers)


def with_banner(body, moment):
    """A page with the words above its matter that it is a copy made at `moment`."""
    shown = date_format(timezone.localtime(moment), _("j F Y, H:i"))
    text = _("Saved copy shown: %(moment)s") % {"moment": shown}
    banner = render_to_string("includes/saved_copy.html", {"text": text}).encode()
    return body.replace(BEFORE_MATTER, banner + BEFORE_MATTER, 1)


def name_of(path, query):
    """Under which name the copy of an address is kept; None where it is not worth one.

    Searches and filters make pages without end; the pages of a list do not.
    """
    if query and not query.startswith("page="):
        return None
    return blake2b(f"{path}?{query}".encode(), digest_size=16).hexdigest()
