"""Which release of the portal makes the pages: another one may write them in another way."""

from functools import cache
from hashlib import blake2b

from django.conf import settings

MADE_OF = {".py", ".html", ".mo", ".css", ".js", ".svg", ".txt"}


@cache
def release():
    """A fingerprint of code, templates, texts and styles, and of the settings that pages show.

    Equal on all machines that run the same release.
    """
    fingerprint = blake2b(f"{settings.SITE_URL} {settings.DEBUG}".encode(), digest_size=16)
    for path in sorted(path for folder in folders() for path in folder.rglob("*")):
        if path.suffix in MADE_OF and "tests" not in path.parts:
            fingerprint.update(str(path.relative_to(settings.BASE_DIR)).encode())
            fingerprint.update(path.read_bytes())
    return fingerprint.hexdigest()


def folders():
    """The packages of the portal, its templates, texts and styles; nothing made at run time."""
    made = {str(settings.STATIC_ROOT), str(settings.MEDIA_ROOT)}
    return [
        path
        for path in settings.BASE_DIR.iterdir()
        if path.is_dir() and not path.name.startswith(".") and str(path) not in made
    ]
