"""Whether the process lives, and whether it is ready to serve."""

import logging
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryFile
from time import time
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publishing.storage import incoming_folder
from register.archives import PATTERN

MEGABYTE = 1024**2
LEAST_FREE = 200 * MEGABYTE
OLDEST_BACKUP_HOURS = 48
logger = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """Database, migrations, disk, media and backup are right (200), or one is not (503).

    Which one fails is said in the log alone.
    """
    results = [passes(check) for check in (database, migrations, disk, media, backup)]
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
    """Temporary files can be written, and there is room where something is added."""
    with TemporaryFile() as file:
        file.write(b"ok")
    for folder in growing_folders():
        if (free := disk_usage(folder).free) < LEAST_FREE:
            raise RuntimeError(f"{free // MEGABYTE} MB are left at {folder}")


def growing_folders():
    """Where uploads go, and where a database lies that is a file."""
    yield incoming_folder()
    if connection.vendor == "sqlite":
        yield Path(connection.settings_dict["NAME"]).parent


def media():
    name = default_storage.save(f".ready/{uuid4().hex}", ContentFile(b"ok"))
    default_storage.delete(name)


def backup():
    """The newest archive in BACKUP_DIR, where that is set, is of today or yesterday."""
    if not settings.BACKUP_DIR:
        return
    archives = Path(settings.BACKUP_DIR).glob(PATTERN)
    newest = max((archive.stat().st_mtime for archive in archives), default=0)
    if (hours := (time() - newest) / 3600) > OLDEST_BACKUP_HOURS:
        raise RuntimeError(f"The newest backup in {settings.BACKUP_DIR} is {hours:.0f} hours old")
