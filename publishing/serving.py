"""How a stored file is answered: never in the page's context, never from a guess.

Documents are downloads, images may stand in pages; both carry a policy that runs nothing. The
bytes of an address never change, and whether it may be shown is asked each time.
"""

import logging
import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag

from publishing.models import DocumentKind, FileType

logger = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
LONGEST_NAME = 120  # characters of the name under which a file is saved


@dataclass(frozen=True)
class StoredFile:
    """A file of the storage as an answer needs it: `name` there, `saved_as` at the reader's."""

    name: str
    type: FileType
    tag: str
    changed_at: datetime
    saved_as: str
    storage: Storage = default_storage


def file_at(uid, name, documents, photos):
    """The StoredFile with this address among the querysets `documents` and `photos`.

    Raises Http404 where there is none; an address that named another kind of the same document
    is its address still.
    """
    if document := documents.defer("text").filter(uid=uid).first():
        names = {f"{kind}.{document.type}" for kind in DocumentKind}
        if name in names:
            return stored_document(document)
    elif photo := photos.filter(uid=uid).first():
        return stored_photo(photo, name)
    raise Http404


def stored_document(document):
    """The file of a document, saved under its title."""
    title = re.sub(r'[\\/:*?"<>|\s]+', " ", document.title).strip(" .")[:LONGEST_NAME]
    return StoredFile(
        name=document.file.name,
        type=FileType(document.type),
        tag=document.uid.hex,
        changed_at=document.created_at,
        saved_as=f"{title or document.kind}.{document.type}",
    )


def stored_photo(photo, name):
    """The file of one size of a photograph. Raises Http404 for a size that it has not."""
    for width in photo.widths:
        for file_type in photo.RENDITIONS:
            if name == f"{width}.{file_type}":
                return StoredFile(
                    name=photo.stored_name(width, file_type),
                    type=file_type,
                    tag=f"{photo.uid.hex}-{name}",
                    changed_at=photo.created_at,
                    saved_as=name,
                )
    raise Http404


def answer(request, stored):
    """The answer with a stored file: whole, a part of it, its head, or “not modified”."""
    etag = quote_etag(stored.tag)
    changed = int(stored.changed_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = _content(request, stored, etag)
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed)
    return response


def _content(request, stored, etag):
    is_download, media_type = not stored.type.is_image, stored.type.media_type
    headers = {
        "Content-Disposition": content_disposition_header(is_download, stored.saved_as),
        "Accept-Ranges": "bytes",
    }
    if prefix := settings.X_ACCEL_PREFIX:
        headers["X-Accel-Redirect"] = f"{prefix}{stored.name}"
        return HttpResponse(content_type=media_type, headers=headers)
    try:
        file = stored.storage.open(stored.name)
    except FileNotFoundError:
        logger.error("A stored file is missing: %s", stored.name)
        raise Http404 from None
    span = _asked_span(request, file.size, etag)
    if span is None:
        return FileResponse(
            file,
            as_attachment=is_download,
            filename=stored.saved_as,
            content_type=media_type,
            headers=headers,
        )
    first, last = span
    if first > last:
        file.close()
        unmet = {"Content-Range": f"bytes */{file.size}"}
        return HttpResponse(status=416, content_type=media_type, headers=unmet)
    with file:
        file.seek(first)
        content = file.read(last - first + 1)
    headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    return HttpResponse(content, status=206, content_type=media_type, headers=headers)


def _asked_span(request, size, etag):
    """The first and last byte that the request asks for; None for the whole (RFC 9110, 14.2).

    A span that the file has not comes back with its first byte behind the last one.
    """
    match = RANGE.fullmatch(request.headers.get("Range", ""))
    if not match or request.headers.get("If-Range", etag) != etag or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last or size - 1), size - 1)
