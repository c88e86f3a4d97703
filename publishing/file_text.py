"""The text of a document, read in a process of its own.

`read` starts this very file as a program, which limits its processor time and memory before it
opens the document: whatever a hostile file makes of a reader, it dies alone. The program knows
nothing of the portal; it takes the type as its argument, the document as its standard input
and answers in JSON.
"""

import json
import re
import resource
import subprocess
import sys
import time
import unicodedata
from collections import namedtuple
from zipfile import ZipFile

SECONDS = 8  # of processor time, after which the process is ended
MEMORY = 512 * 1024**2  # bytes of address space
TEXT_SECONDS = 3  # after which the pages that are left stay unread
MOST_TEXT = 400_000  # characters
MOST_PAGES = 300
OUT_OF_BOUNDS = "out_of_bounds"

Reading = namedtuple("Reading", "pages text refusal", defaults=(None, "", ""))


def read(file, file_type):
    """The Reading of a staged document: pages (None where not known), text, refusal.

    The refusal is "" or `protected`, `active`, `damaged`, `out_of_bounds`.
    """
    file.flush()
    with open(file.name, "rb") as document:
        try:
            answer = subprocess.run(
                [sys.executable, "-I", __file__, file_type],
                stdin=document,
                capture_output=True,
                timeout=SECONDS * 3,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return Reading(refusal=OUT_OF_BOUNDS)
    return Reading(*json.loads(answer.stdout))


def main():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    reader = read_pdf if sys.argv[1] == "pdf" else read_package
    reading = reader(sys.stdin.buffer)
    json.dump(reading._replace(text=plain(reading.text)), sys.stdout)


def plain(text):
    """The text without what no record may hold, its blanks made one, its words whole."""
    text = text.replace("\u00ad", "")  # soft hyphens
    kept = (" " if unicodedata.category(char)[0] in "CZ" else char for char in text[:MOST_TEXT])
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def read_pdf(file):
    """The Reading of a PDF; its refusal where it runs or opens anything, or needs a password."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            return Reading(refusal="protected")
        if is_active(reader):
            return Reading(refusal="active")
        pages = len(reader.pages)
    except DependencyError:  # encrypted in a way that needs more than the reader has
        return Reading(refusal="protected")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Reading(refusal="damaged")
    return Reading(pages, " ".join(texts_of(reader))) if pages else Reading(refusal="damaged")


def is_active(reader):
    """Whether the PDF holds scripts, attached files, or starts programs."""
    root = reader.trailer["/Root"]
    names = root.get("/Names") or {}
    names = names.get_object() if names else {}
    if "/JavaScript" in names or "/EmbeddedFiles" in names or "/AA" in root:
        return True
    actions = [root.get("/OpenAction")]
    for page in reader.pages:
        if "/AA" in page:
            return True
        for annotation in page.get("/Annots") or []:
            entry = annotation.get_object()
            if entry.get("/Subtype") in ("/FileAttachment", "/RichMedia", "/Movie", "/3D"):
                return True
            if "/AA" in entry:
                return True
            actions.append(entry.get("/A"))
    return any(is_dangerous(action) for action in actions if action is not None)


def is_dangerous(action):
    """Whether an action does more than lead to a page."""
    action = action.get_object()
    kind = action.get("/S") if hasattr(action, "get") else "/GoTo"
    return kind not in ("/GoTo", "/URI", "/Named", None)


def texts_of(reader):
    """The texts of the pages, as far as the time goes; a page that cannot be read has none."""
    until = time.monotonic() + TEXT_SECONDS
    length = 0
    for page in reader.pages[:MOST_PAGES]:
        if time.monotonic() > until or length > MOST_TEXT:
            return
        try:
            text = page.extract_text()
        except MemoryError:
            raise
        except Exception:  # fonts and operators of all sorts fail in as many ways
            continue
        length += len(text)
        yield text


PARTS = {
    "docx": re.compile(r"word/document\.xml"),
    "odt": re.compile(r"content\.xml"),
    "xlsx": re.compile(r"xl/(sharedStrings|worksheets/[^/]+)\.xml"),
}
BETWEEN_WORDS = frozenset(["p", "h", "si", "is", "tab", "br", "cr", "s", "line-break"])
PIECE = 64 * 1024


class TextOfParts:
    """Collects the text of a part of a package, as the XML parser meets it.

    In DOCX and XLSX only `t` elements hold words that readers see.
    """

    def __init__(self, only_t):
        self.only_t = only_t
        self.open = []
        self.texts = []
        self.length = 0

    def start(self, tag, attributes):
        self.open.append(tag.rpartition("}")[2])

    def end(self, tag):
        if self.open.pop() in BETWEEN_WORDS:
            self.texts.append(" ")

    def data(self, text):
        if not self.only_t or self.open[-1] == "t":
            self.texts.append(text)
            self.length += len(text)

    def close(self):
        return "".join(self.texts)


def read_package(file):
    """The Reading of the parts of a DOCX, XLSX or ODT that hold its words."""
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    file_type, until = sys.argv[1], time.monotonic() + TEXT_SECONDS
    text = TextOfParts(only_t=file_type != "odt")
    with ZipFile(file) as package:
        for name in filter(PARTS[file_type].fullmatch, package.namelist()):
            parser = DefusedXMLParser(target=text, forbid_dtd=True)
            with package.open(name) as part:
                try:
                    while piece := part.read(PIECE):
                        parser.feed(piece)
                        if time.monotonic() > until or text.length > MOST_TEXT:
                            return Reading(text=text.close())
                    parser.close()
                except ParseError:
                    return Reading(refusal="damaged")
    return Reading(text=text.close())


if __name__ == "__main__":
    main()
