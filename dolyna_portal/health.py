"""Whether the process lives, and whether it is ready to serve."""

import logging
from tempfile import TemporaryFile

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """Database, migrations, disk and media are right (200), or one of them is not (503).

    Which one fails is said in the log alone.
    """
    results = [passes(check) for check in (database, migrations, disk, media)]
    body, status = ("ok\n", 200) if all(results) else ("fail\n", 503)
    return HttpResponse(body, status=status, content_type="text/plain")


def passes(check):
    """Whether a check finds everything right; whatever it raises goes to the log."""
    try:
        check()
    except Exception:
        logger.exception("Not ready: %s", check.__name__)
        return False
    return True


def database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations():
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError(f"{len(plan)} migrations are not applied")


def disk():
    with TemporaryFile() as file:
        file.write(b"ok")


def media():
    name = default_storage.save("readyz", ContentFile(b"ok"))
    default_storage.delete(name)
