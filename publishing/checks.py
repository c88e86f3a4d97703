"""What must be right before the portal starts."""

import os
from pathlib import Path

from django.conf import settings
from django.core.checks import Error

FOLDERS = ("MEDIA_ROOT", "KEPT_PAGES")  # in BACKUP_DIR another service writes


def folders_can_be_written(app_configs, **kwargs):
    """An Error for each folder of the settings in which the portal cannot write."""
    paths = {name: getattr(settings, name) for name in FOLDERS}
    return [
        Error(
            f"{name} is “{path}”, where nothing can be written.",
            hint="Give the folder to the user that runs the portal, or set another one.",
            id="publishing.E001",
        )
        for name, path in paths.items()
        if path and not can_be_written(Path(path))
    ]


def can_be_written(path):
    """Whether a folder, or the one in which it is still to be made, takes files."""
    while not path.exists():
        path = path.parent
    return path.is_dir() and os.access(path, os.W_OK | os.X_OK)
