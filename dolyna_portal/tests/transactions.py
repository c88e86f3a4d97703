"""Requests that a test sends to the application itself, within the test's own transaction."""

from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@contextmanager
def connection_kept():
    """What the application does between requests would end the transaction, so it is left out.

    Django's test client does the same for its own requests.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
