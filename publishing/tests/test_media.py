"""`check_media`: files that no row names go, rows without a file are named."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from partners.tests.records import make_office, make_partner
from publishing.storage import StagedFile, incoming_folder
from publishing.tests.records import make_document, make_photo
from publishing.tests.test_storage import stored_files

pytestmark = pytest.mark.django_db


def check(**options):
    out = StringIO()
    call_command("check_media", stdout=out, **options)
    return out.getvalue().splitlines()


def two_hours_old(path):
    past = time.time() - 7200
    os.utime(Path(settings.MEDIA_ROOT) / path, (past, past))


def test_all_that_rows_name_stays():
    office = make_office()
    office.arms.save("arms.png", ContentFile(b"arms"))
    partner = make_partner()
    make_document(partner)
    make_photo(partner, publication="internal")
    for name in stored_files():
        two_hours_old(name)
    before = stored_files()
    lines = check()
    assert stored_files() == before
    assert lines[-1].startswith("0 orphans")


def test_what_a_killed_process_left_behind_is_removed():
    make_document(make_partner())
    kept = stored_files()
    default_storage.save("ab/abandoned.pdf", ContentFile(b"1"))
    (incoming_folder() / "tmphalf").write_bytes(b"half of a file")
    for name in ("ab/abandoned.pdf", ".incoming/tmphalf"):
        two_hours_old(name)
    assert check(dry_run=True)[-1] == "2 orphans, 0 missing"
    assert len(stored_files()) == 3
    assert check()[-1] == "2 orphans, 0 missing"
    assert stored_files() == kept


def test_a_file_on_its_way_to_its_row_is_left_alone():
    make_document(make_partner())
    staged = StagedFile()
    default_storage.save("ab/new.pdf", ContentFile(b"1"))
    assert check()[-1] == "0 orphans, 0 missing"
    assert default_storage.exists("ab/new.pdf")
    assert Path(staged.file.name).exists()


def test_a_missing_file_is_named_and_the_command_fails():
    document = make_document(make_partner())
    Path(default_storage.path(document.file.name)).unlink()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_media", stdout=out)
    assert f"missing: {document.file.name}" in out.getvalue()


def test_nothing_is_removed_beside_a_database_that_knows_no_file():
    default_storage.save("ab/other.pdf", ContentFile(b"1"))
    two_hours_old("ab/other.pdf")
    with pytest.raises(CommandError, match="right database"):
        check()
    assert default_storage.exists("ab/other.pdf")
