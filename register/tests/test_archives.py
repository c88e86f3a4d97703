"""One archive with the whole portal: written, compared byte by byte, restored elsewhere."""

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
import zlib
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from aid.models import Item
from partners.models import Partner
from partners.tests.records import make_partner
from publishing.version import content_version
from register import archives
from register.archives import GZIP_HEADER, Broken, Summary, read_manifest, write_archive
from register.importing import import_rows
from register.models import Upload
from register.restoring import restore_archive
from register.rows import tables, written_rows
from register.tests.registers import in_form, small
from reports.editions import publish
from reports.models import Edition, EditionFile, Report

pytestmark = pytest.mark.django_db

EVERY_BYTE = bytes(range(256))


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def portal(media):
    """A row in every table that a clerk fills, a published edition among them, and two files."""
    assert import_rows(in_form(small())).faults == []
    user = get_user_model().objects.create_user("clerk", password="a long password of hers")
    Upload.objects.create(user=user, name="регістр.xlsx", sha256="0" * 64, data=EVERY_BYTE)
    edition = publish(Report.objects.get())
    Edition.objects.filter(pk=edition.pk).update(arms=EVERY_BYTE)
    default_storage.save("3f/лист.pdf", ContentFile("%PDF шлях".encode()))
    default_storage.save("photo.jpg", ContentFile(EVERY_BYTE * 50))


@pytest.fixture
def archive(portal, tmp_path):
    return write_archive(tmp_path / "backups")[0]


def all_rows():
    return {model: list(written_rows(model)) for model in tables()}


def packed(*members):
    """The bytes of an archive that has these members, each a TarInfo or (TarInfo, data)."""
    found = io.BytesIO()
    with (
        gzip.GzipFile("", "wb", fileobj=found, mtime=0, compresslevel=9) as file,
        tarfile.open(fileobj=file, mode="w|") as archive,
    ):
        for member in members:
            member, data = member if isinstance(member, tuple) else (member, b"")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return found.getvalue()


def repacked(path, change):
    """The archive with its members changed by `change(name, data)`, None leaving one out."""
    with tarfile.open(path) as archive:
        members = [(member, archive.extractfile(member).read()) for member in archive]
    changed = [(member, change(member.name, data)) for member, data in members]
    other = path.with_name("other.tar.gz")
    other.write_bytes(packed(*(pair for pair in changed if pair[1] is not None)))
    return other


class TestAnArchive:
    def test_names_rows_files_versions_and_checksums(self, archive):
        manifest = read_manifest(archive)
        assert manifest["database"] == connection.vendor
        assert "register" not in manifest["members"]
        partners = manifest["members"]["database/partners.Partner.jsonl"]
        assert partners["rows"] == Partner.objects.count()
        assert len(partners["sha256"]) == 64
        assert manifest["members"]["media/3f/лист.pdf"]["size"] == len("%PDF шлях".encode())
        assert any(name.startswith("publishing.") for name in manifest["migrations"])

    def test_is_for_its_owner_alone(self, archive):
        assert archive.stat().st_mode & 0o777 == 0o600

    def test_holds_no_session_of_anybody(self, archive):
        assert not [name for name in read_manifest(archive)["members"] if "Session" in name]

    def test_of_the_same_portal_has_the_same_digest(self, archive, tmp_path):
        _path, again = write_archive(tmp_path / "again")
        assert again == Summary.of(read_manifest(archive))
        Partner.objects.filter(key=Partner.objects.first().key).update(population=1)
        _path, other = write_archive(tmp_path / "other")
        assert other.digest != again.digest

    def test_is_there_whole_or_not_at_all(self, portal, tmp_path, monkeypatch):
        def full(*args):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(archives, "written_rows", full)
        with pytest.raises(CommandError, match="No space left"):
            call_command("backup", str(tmp_path / "backups"))
        assert list((tmp_path / "backups").iterdir()) == []

    def test_the_oldest_make_room(self, portal, tmp_path, capsys):
        for _number in range(4):
            call_command("backup", str(tmp_path / "backups"), keep=2)
        left = sorted((tmp_path / "backups").iterdir())
        assert len(left) == 2
        assert str(left[-1]) in capsys.readouterr().out


def is_padding(damaged, data):
    """Whether both unpack alike: DEFLATE has bits that mean nothing (RFC 1951, section 3.2.4)."""
    header = len(GZIP_HEADER)
    if damaged[:header] != data[:header] or damaged[-8:] != data[-8:]:
        return False
    try:
        return gzip.decompress(damaged) == gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return False


class TestDamage:
    def test_any_changed_byte_is_found(self, archive):
        data = archive.read_bytes()
        places = [*range(len(GZIP_HEADER)), *range(20, len(data), len(data) // 20)]
        for place in [*places, *range(len(data) - 8, len(data))]:
            damaged = bytearray(data)
            damaged[place] ^= 1
            if is_padding(damaged, data):
                continue
            archive.write_bytes(damaged)
            with pytest.raises(Broken):
                read_manifest(archive)
        archive.write_bytes(data)
        read_manifest(archive)

    @pytest.mark.parametrize("share", [0, 0.3, 0.9, 0.9999])
    def test_so_is_an_archive_cut_short(self, archive, share):
        data = archive.read_bytes()
        archive.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(CommandError):
            call_command("verify", str(archive))

    def test_what_is_changed_absent_or_added_though_well_packed(self, archive):
        def changed(name, data):
            return data + b"x" if name.startswith("media/") else data

        def absent(name, data):
            return None if name.startswith("media/") else data

        def unfinished(name, data):
            return None if name == "manifest.json" else data

        for change in (changed, absent, unfinished):
            with pytest.raises(Broken):
                read_manifest(repacked(archive, change))

    def test_another_format_is_refused_in_words(self, archive):
        def newer(name, data):
            if name == "manifest.json":
                data = json.dumps(json.loads(data) | {"format": 99}).encode()
            return data

        with pytest.raises(Broken, match="99"):
            read_manifest(repacked(archive, newer))

    @pytest.mark.parametrize("name", ["../evil", "/etc/evil", "media/../../evil", "other/evil"])
    def test_nothing_leaves_its_folder(self, archive, name):
        archive.write_bytes(packed(tarfile.TarInfo(name)))
        with pytest.raises(Broken, match="evil"):
            read_manifest(archive)

    def test_links_are_refused(self, archive):
        link = tarfile.TarInfo("media/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.write_bytes(packed(link))
        with pytest.raises(Broken, match="link"):
            read_manifest(archive)

    def test_what_is_no_archive_is_said_to_be_none(self, tmp_path):
        (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7")
        for name in ("letter.pdf", "absent.tar.gz"):
            with pytest.raises(CommandError):
                call_command("verify", str(tmp_path / name))


class TestRestoring:
    def test_gives_every_row_and_every_byte_again(self, archive, media):
        rows, version = all_rows(), content_version()
        Partner.objects.all().update(name_uk="Зіпсовано")
        Item.objects.update(written_off=Decimal(0))
        EditionFile.objects.update(content=b"other")
        get_user_model().objects.create_user("intruder")
        default_storage.delete("photo.jpg")
        default_storage.save("other.pdf", ContentFile(b"other"))
        summary = restore_archive(archive, replace=True)
        assert all_rows() == rows
        assert content_version() == version
        assert (media / "photo.jpg").read_bytes() == bytes(range(256)) * 50
        assert not (media / "other.pdf").exists()
        assert summary == Summary.of(read_manifest(archive))

    def test_numbers_go_on_after_those_that_are_there(self, archive):
        restore_archive(archive, replace=True)
        last = Partner.objects.order_by("-pk").first()
        new = make_partner()
        assert new.pk > last.pk

    def test_records_that_are_there_are_not_replaced_by_mistake(self, archive):
        rows = all_rows()
        with pytest.raises(CommandError, match="--replace"):
            call_command("restore", str(archive))
        assert all_rows() == rows

    def test_a_damaged_archive_changes_nothing(self, archive, media):
        data = bytearray(archive.read_bytes())
        data[len(data) // 2] ^= 1
        archive.write_bytes(data)
        rows = all_rows()
        with pytest.raises(CommandError):
            call_command("restore", str(archive), replace=True)
        assert all_rows() == rows
        assert (media / "photo.jpg").exists()

    def test_another_release_is_refused_by_name(self, archive):
        def older(name, data):
            if name == "manifest.json":
                manifest = json.loads(data)
                manifest["migrations"].remove("partners.0001_initial")
                data = json.dumps(manifest).encode()
            return data

        with pytest.raises(CommandError, match="partners.0001_initial"):
            call_command("restore", str(repacked(archive, older)), replace=True)


def manage(*arguments, **environment):
    """What a command prints that runs in a process of its own, on a database of its own."""
    result = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DEBUG": "1"} | {key: str(value) for key, value in environment.items()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_an_empty_machine_becomes_the_same_portal(archive, tmp_path):
    """From the database of this test run, whichever it is, into an empty SQLite file."""
    machine = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        "MEDIA_ROOT": tmp_path / "empty-media",
    }
    restored = manage("restore", archive, **machine)
    there = manage("backup", tmp_path / "there", **machine)
    assert Summary.of(read_manifest(archive)).digest in restored
    assert Summary.of(read_manifest(archive)).digest in there
    assert Path(tmp_path / "empty-media" / "photo.jpg").stat().st_mode & 0o777 == 0o640
