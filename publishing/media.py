"""Whether the files under MEDIA_ROOT and the rows that name them agree."""

import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import FileField

from publishing.models import Attachment

BEING_WRITTEN = 3600  # seconds in which a file may still wait for its row


def named_files():
    """The names of all files that rows of the database name, as the storage knows them."""
    return {name for model in apps.get_models() for name in _named_by(model)}


def _named_by(model):
    if issubclass(model, Attachment):
        for attachment in model._base_manager.all().iterator():
            yield from attachment.stored_names()
        return
    for field in model._meta.concrete_fields:
        if isinstance(field, FileField):
            names = model._base_manager.exclude(**{field.name: ""})
            yield from names.values_list(field.name, flat=True)


def kept_files():
    """The names of all files under MEDIA_ROOT, those on their way among them."""
    root = Path(settings.MEDIA_ROOT)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def compared():
    """(orphans, missing): files that no row names, and names without a file, each sorted.

    What was written within the last hour is left out of the orphans: its row may be under way.
    """
    kept, named = kept_files(), named_files()
    orphans = [name for name in sorted(kept - named) if _age_of(name) > BEING_WRITTEN]
    return orphans, sorted(named - kept)


def _age_of(name):
    try:
        return time.time() - (Path(settings.MEDIA_ROOT) / name).stat().st_mtime
    except FileNotFoundError:  # it has found its row and place meanwhile
        return 0


def remove(names):
    """Delete these files, and folders that are empty then."""
    for name in names:
        path = Path(settings.MEDIA_ROOT) / name
        path.unlink(missing_ok=True)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
