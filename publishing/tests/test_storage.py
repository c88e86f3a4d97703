"""A stored file is whole or it is not there."""

import errno
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from publishing.storage import undone_on_error


def stored_files():
    """All files under MEDIA_ROOT, by their path there."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


class FailingFile(ContentFile):
    """A file after whose first piece the disk is full."""

    def chunks(self, chunk_size=None):
        yield b"the first half"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_is_stored_for_its_owner_and_group_alone():
    name = default_storage.save("ab/abcdef.pdf", ContentFile(b"content"))
    path = Path(default_storage.path(name))
    assert path.read_bytes() == b"content"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert stored_files() == ["ab/abcdef.pdf"]


def test_a_full_disk_leaves_no_half_of_a_file():
    with pytest.raises(OSError, match="No space left"):
        default_storage.save("ab/abcdef.pdf", FailingFile(b""))
    assert stored_files() == []


def test_what_fails_as_a_whole_leaves_none_of_its_files():
    default_storage.save("ab/before.pdf", ContentFile(b"1"))
    with pytest.raises(RuntimeError), undone_on_error():
        default_storage.save("ab/within.pdf", ContentFile(b"2"))
        with undone_on_error():
            default_storage.save("ab/deep-within.pdf", ContentFile(b"3"))
        raise RuntimeError("the rows could not be written")
    assert stored_files() == ["ab/before.pdf"]
