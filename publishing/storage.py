"""Where uploaded files live: a file is there whole or it is not there.

Files are written in a folder of their own on the same disk, brought to the disk and only then
moved to their place, so that neither a full disk nor a killed process leaves half of one.
"""

import os
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import uuid4
from weakref import finalize

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

INCOMING = ".incoming"  # the folder of MEDIA_ROOT where files are written

_act = ContextVar("act", default=None)


def incoming_folder():
    """The folder where files are written before they get their place; made where it is absent."""
    folder = Path(settings.MEDIA_ROOT) / INCOMING
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    return folder


def random_name(extension):
    """A name that nobody guesses, in one of 256 folders: `3f/3f9c….pdf`."""
    name = uuid4().hex
    return f"{name[:2]}/{name}.{extension}"


class _Act:
    """The files that were prepared and stored within one `undone_on_error`."""

    def __init__(self):
        self.staged, self.stored = [], []


class StagedFile(File):
    """A file on its way, written beside those that are stored; gone where nobody stores it."""

    def __init__(self):
        # It stays open until it is stored or discarded.
        super().__init__(NamedTemporaryFile(dir=incoming_folder(), delete=False))  # noqa: SIM115
        self._removal = finalize(self, _remove, self.file.name)
        if (act := _act.get()) is not None:
            act.staged.append(self)

    def store_as(self, path):
        """Bring the content to the disk and move it whole to its place."""
        self.file.flush()
        os.fchmod(self.file.fileno(), settings.FILE_UPLOAD_PERMISSIONS)
        os.fsync(self.file.fileno())
        os.replace(self.file.name, path)
        self._removal.detach()
        _bring_to_disk(path.parent)

    def discard(self):
        """Remove the file where it was not stored."""
        self._removal()


def _remove(path):
    with suppress(FileNotFoundError):
        os.unlink(path)


@deconstructible(path="publishing.storage.WholeFileStorage")
class WholeFileStorage(FileSystemStorage):
    """Keeps files under MEDIA_ROOT, each of them whole."""

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        staged(content).store_as(path)
        if (act := _act.get()) is not None:
            act.stored.append((self, name))
        return name


def staged(content):
    """`content` (a File) as a StagedFile; raises OSError where the disk takes no more."""
    if isinstance(content, StagedFile):
        return content
    copy = StagedFile()
    for chunk in content.chunks():
        copy.write(chunk)
    copy.flush()
    return copy


def _bring_to_disk(folder):
    """Make sure that the entry of a new file survives a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def undone_on_error():
    """Where the act within fails, delete the files that it stored: its rows are undone too.

    Files that it prepared and did not store are gone in any case.
    """
    outer, act = _act.get(), _Act()
    token = _act.set(act)
    try:
        yield
    except BaseException:
        for storage, name in act.stored:
            with suppress(OSError):
                storage.delete(name)
        raise
    finally:
        _act.reset(token)
        for file in act.staged:
            file.discard()
    if outer is not None:
        outer.stored += act.stored
