"""What every file of the open data has: a version to ask about, and no lock to other sites."""

from datetime import datetime, time
from functools import wraps
from hashlib import blake2b

from django.conf import settings
from django.http import StreamingHttpResponse
from django.views.decorators.http import condition, require_safe

from publishing.dates import KYIV, today
from publishing.models import FileType
from publishing.release import release
from publishing.version import content_version
from register.changes import last_changes

CSV = "text/csv; charset=utf-8; header=present"
JSON = "application/json; charset=utf-8"
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Content-Disposition",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, no-cache",
    "Content-Language": "uk, en",
}
WORKBOOK = FileType.XLSX.media_type


def etag(request, **kwargs):
    """Another one for another address, after every change that the public sees, and each day.

    Nobody can guess it who was not given it, so nobody learns from it whether a file exists.
    """
    name = "\n".join((request.get_full_path(), str(content_version()), today().isoformat()))
    key = blake2b(f"{settings.SECRET_KEY} {release()}".encode()).digest()
    return f'"{blake2b(name.encode(), key=key, digest_size=16).hexdigest()}"'


def last_modified(request, **kwargs):
    """The last change that the public sees; a day may bring records into view by itself."""
    midnight = datetime.combine(today(), time(), KYIV)
    return max([midnight, *last_changes().values()])


def open_data(view):
    """A view of a file that any site may read, and that answers 304 where nothing has changed."""

    conditional = condition(etag_func=etag, last_modified_func=last_modified)(view)

    @require_safe
    @wraps(view)
    def opened(request, **kwargs):
        response = conditional(request, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if response.status_code >= 400:
            del response.headers["ETag"], response.headers["Last-Modified"]
        return response

    return opened


def streamed(request, pieces, content_type, name):
    """An answer that is sent piece by piece, to be kept under this name."""
    if request.method == "HEAD":
        pieces = ()
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
