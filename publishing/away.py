"""The database is away: what is told, and how it is known from a fault of our own."""

import logging

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

SECONDS_UNTIL_RETRY = 30
logger = logging.getLogger(__name__)


def is_away(error):
    """Whether an exception says that the database cannot be reached or written just now.

    SQLite raises the same class for a table that is not there, which is a fault of ours.
    """
    of_database = isinstance(error, OperationalError | InterfaceError)
    return of_database and not str(error).startswith("no such ")


def unavailable():
    """503, the page that asks to come back, in both languages; needs no database."""
    headers = {"Retry-After": str(SECONDS_UNTIL_RETRY), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
