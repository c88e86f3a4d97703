"""What the log says: one JSON object a line, a number for each request, nothing personal.

No query string is written, because people search for people; no message of an exception,
because databases quote in it what was typed (ASVS 5.0, 16.2 and 16.4).
"""

import logging
import re
import time
import traceback
from contextvars import ContextVar
from secrets import token_hex

from django.conf import settings
from pythonjsonlogger.json import JsonFormatter

logger = logging.getLogger("portal.requests")

request_id = ContextVar("request_id", default="")
GIVEN_ID = re.compile(r"[0-9a-f]{16,64}", re.ASCII)
QUIET = frozenset(["/healthz", "/readyz"])  # asked every few seconds


class RequestLogMiddleware:
    """Numbers each request and writes one line about it when it is answered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = request_id.set(id_of(request))
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            if request.path not in QUIET:
                logger.info(
                    "answered",
                    extra={
                        "method": request.method,
                        "path": request.path,
                        "status": response.status_code,
                        "milliseconds": round((time.perf_counter() - began) * 1000, 1),
                    },
                )
            return response
        finally:
            request_id.reset(token)


def id_of(request):
    """The number that the proxy gave the request, so that both logs tell of one; else a new one."""
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.BEHIND_PROXY else ""
    return given if GIVEN_ID.fullmatch(given) else token_hex(8)


class RequestIdFilter(logging.Filter):
    """Gives every line of the log the number of the request that it belongs to."""

    def filter(self, record):
        record.request_id = request_id.get()
        return True


class LineFormatter(JsonFormatter):
    """A line of the log as JSON: no line break or escape sequence of a visitor survives in it."""

    def __init__(self):
        super().__init__(
            "%(levelname)s %(name)s %(message)s %(request_id)s",
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp=True,
        )

    def formatException(self, exc_info):
        """Where it happened and of which kind it was, without the words of the exception."""
        kind, _error, trace = exc_info
        frames = traceback.format_list(traceback.extract_tb(trace))
        return "".join(frames) + f"{kind.__module__}.{kind.__qualname__}"

    def process_log_record(self, log_record):
        """Django gives the request and more along, which are no text."""
        for name in ("request", "server_time"):
            log_record.pop(name, None)
        return log_record


def configuration(level):
    """Django's LOGGING for production: everything from `level` on, to the standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "dolyna_portal.logs.RequestIdFilter"}},
        "formatters": {"line": {"()": "dolyna_portal.logs.LineFormatter"}},
        "handlers": {
            "standard_error": {
                "class": "logging.StreamHandler",
                "filters": ["request_id"],
                "formatter": "line",
            }
        },
        "root": {"handlers": ["standard_error"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
        },
    }
