"""DOCX, XLSX and ODT: ZIP packages, looked into before anyone opens them.

Refused are packages that unpack to too much (a bomb), that lie about their sizes, that hold
macros or embedded objects, that fetch something from elsewhere, or whose XML declares entities.
"""

import re
import zlib
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.models import FileType
from publishing.models.file import OFFICE_OPEN_XML

MOST_ENTRIES = 2_000
MOST_UNPACKED = 150 * 1024**2
MOST_RATIO = 200
MOST_PARSED = 1024**2  # bytes of a part that is parsed here: tables of contents, relations
MOST_SEARCHED = 32 * 1024**2  # bytes of a part that is searched for references
PIECE = 256 * 1024

MAIN_PARTS = {
    f"{OFFICE_OPEN_XML}.wordprocessingml.document.main+xml": FileType.DOCX,
    f"{OFFICE_OPEN_XML}.spreadsheetml.sheet.main+xml": FileType.XLSX,
}
OPEN_DOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"
CONTENT_TYPES = "[Content_Types].xml"

MACROS = re.compile(r"vbaproject|vbadata|macrosheets|^basic/|^scripts/", re.IGNORECASE)
EMBEDDED = re.compile(r"/embeddings/|/activex/|^object ?\d|\.ole$", re.IGNORECASE)
XML_PART = re.compile(r"\.(xml|rels|vml|rdf)$", re.IGNORECASE)
DECLARATIONS = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
FETCHED_BY_ODF = re.compile(
    rb"""<(?:draw:(?:image|object|object-ole|plugin|frame|floating-frame)
    |form:\w+|text:section-source|office:script|script:\w+)\b[^>]*xlink:href=["'](?!\#|\.?/?Pictures/)
    """,
    re.VERBOSE,
)
FOLLOWED_BY_READERS = ("http://", "https://", "mailto:")
# What zipfile raises of a package that it cannot read: RuntimeError of an encrypted part,
# NotImplementedError of one that is packed by a method of others, ValueError of broken numbers.
UNREADABLE = (
    BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def package_type(file):
    """FileType.DOCX, XLSX or ODT by the package's own description, or None."""
    try:
        with ZipFile(file) as package:
            return _open_document(package) or _office_open_xml(package)
    except UNREADABLE:
        return None


def _open_document(package):
    first = package.infolist()[0] if package.infolist() else None
    if first is None or first.filename != "mimetype" or first.file_size > 100:
        return None
    return FileType.ODT if package.read(first) == OPEN_DOCUMENT_TEXT else None


def _office_open_xml(package):
    """The type whose main part the table of contents names."""
    if CONTENT_TYPES not in package.namelist():
        return None
    for part in _parsed(package, CONTENT_TYPES):
        if file_type := MAIN_PARTS.get(part.get("ContentType")):
            return file_type
    return None


def check_package(file, file_type):
    """Raise ValidationError where the package is a bomb, is broken or brings anything active."""
    try:
        with ZipFile(file) as package:
            _check_sizes(package, file.size)
            _check_names(package)
            for entry in package.infolist():
                _check_content(package, entry)
            if file_type == FileType.ODT:
                _check_references(package)
            else:
                _check_relationships(package)
    except UNREADABLE:
        raise damaged() from None


def damaged():
    return ValidationError(_("The file cannot be read: it may be damaged"), code="damaged")


def too_much():
    return ValidationError(_("The file is too large when unpacked"), code="bomb")


def active():
    return ValidationError(
        _("The document holds macros, embedded objects or links to files elsewhere. Save as PDF"),
        code="active_content",
    )


def _check_sizes(package, size):
    """By what the package declares, before anything is unpacked; overlapping parts count twice."""
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size:
        raise too_much()
    is_alone = entries and min(entry.header_offset for entry in entries) == 0
    if packed > size or not is_alone or package.comment:
        raise damaged()


def _check_names(package):
    names = package.namelist()
    if len(set(names)) < len(names):
        raise damaged()
    for name in names:
        if name.startswith("/") or ".." in name.split("/") or "\\" in name:
            raise damaged()
        if MACROS.search(name) or EMBEDDED.search(name):
            raise active()


def _check_content(package, entry):
    """Unpack a part piece by piece: its size and checksum are true, its XML declares nothing."""
    is_xml = XML_PART.search(entry.filename)
    tail = b""
    with package.open(entry) as part:
        while piece := part.read(PIECE):
            if is_xml and (DECLARATIONS.search(tail + piece) or b"\x00" in piece):
                raise ValidationError(
                    _("The file declares XML entities, which are never needed"), code="entities"
                )
            tail = piece[-16:]


def _check_relationships(package):
    """Hyperlinks may lead to pages and mail; nothing else may lead out of the package."""
    if any(
        "macroenabled" in (part.get("ContentType") or "").lower()
        for part in _parsed(package, CONTENT_TYPES)
    ):
        raise active()
    for name in package.namelist():
        if not name.lower().endswith(".rels"):
            continue
        for relationship in _parsed(package, name):
            if relationship.get("TargetMode") != "External":
                continue
            is_link = (relationship.get("Type") or "").endswith("/hyperlink")
            target = (relationship.get("Target") or "").strip().lower()
            if not (is_link and target.startswith(FOLLOWED_BY_READERS)):
                raise active()


def _check_references(package):
    for name in ("content.xml", "styles.xml"):
        if name in package.namelist() and FETCHED_BY_ODF.search(
            _read(package, name, MOST_SEARCHED)
        ):
            raise active()


def _parsed(package, name):
    """The root element of a part. Raises ValidationError where it is no sound XML."""
    try:
        return fromstring(_read(package, name, MOST_PARSED), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise damaged() from None


def _read(package, name, most):
    """The content of a part; at most `most` bytes are unpacked."""
    with package.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise too_much()
    return content
