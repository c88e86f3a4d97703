"""By which connection the portal reads: what serves the public is marked as such.

The mark alone does nothing; with PUBLIC_DATABASE_URL a router sends what is marked through the
narrow role of the database (dolyna_portal/public_database.py).
"""

from contextlib import contextmanager
from contextvars import ContextVar

_is_public = ContextVar("is_public", default=False)


def reads_are_public():
    return _is_public.get()


@contextmanager
def _marked(is_public):
    token = _is_public.set(is_public)
    try:
        yield
    finally:
        _is_public.reset(token)


def public_reads():
    """Within it, whatever is read is read for the public."""
    return _marked(True)


def own_reads():
    """Within it the portal keeps its own house (the index of search), whoever had it begin.

    What writes must read by the connection that writes: another one does not see its rows yet.
    """
    return _marked(False)


def in_public_reads(pieces):
    """The same pieces, each of them made within `public_reads`, whenever it is asked for."""
    pieces = iter(pieces)
    while True:
        with public_reads():
            try:
                piece = next(pieces)
            except StopIteration:
                return
        yield piece
