"""One archive with the whole portal: every row, every file, and the means to check both.

A compressed tar: `database/<Model>.jsonl`, `media/<name>`, and `manifest.json` at its end with
size and SHA-256 of each, rows by table, the migrations that made the tables and the versions.
It comes from either database and goes into either; a portal that holds the same gives the same
digest. Whoever holds it holds personal data and the seeds of second factors: keep it encrypted.
"""

import gzip
import hashlib
import json
import os
import tarfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile

import django
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.storage import INCOMING
from register.rows import applied_migrations, one_moment, tables, written_rows

FORMAT = 1
PATTERN = "portal-*.tar.gz"
MANIFEST = "manifest.json"
LONGEST_MANIFEST = 256 * 1024**2
BLOCK = 1024**2
# No name, no time: the only bytes of a gzip file that no checksum covers are always the same.
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


class Broken(Exception):
    """The archive cannot be used; says in words why."""


@dataclass(frozen=True)
class Summary:
    """What an archive holds: rows, files, and the digest by which two portals compare."""

    rows: int
    files: int
    digest: str

    @classmethod
    def of(cls, manifest):
        members = manifest["members"]
        rows = sum(member.get("rows", 0) for member in members.values())
        files = sum(name.startswith("media/") for name in members)
        named = sorted((name, member["sha256"]) for name, member in members.items())
        return cls(rows, files, hashlib.sha256(json.dumps(named).encode()).hexdigest())


def write_archive(folder):
    """Write an archive into `folder`; gives (its Path, its Summary). There whole or not at all."""
    folder = Path(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"portal-{timezone.now():%Y%m%dT%H%M%S%fZ}.tar.gz"
    part = path.with_suffix(".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            manifest = write_members(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path, Summary.of(manifest)


def write_members(file):
    members = {}
    with (
        gzip.GzipFile("", "wb", compresslevel=9, fileobj=file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        with one_moment():
            manifest = {
                "format": FORMAT,
                "made": timezone.now().isoformat(),
                "django": django.get_version(),
                "database": connection.vendor,
                "migrations": applied_migrations(),
                "members": members,
            }
            for model in tables():
                with TemporaryFile() as rows:
                    rows.writelines(written_rows(model))
                    name = f"database/{model._meta.label}.jsonl"
                    members[name] = add(archive, name, rows)
        for name in stored_files():
            with default_storage.open(name) as content:
                members[f"media/{name}"] = add(archive, f"media/{name}", content)
        add(archive, MANIFEST, BytesIO(json.dumps(manifest, ensure_ascii=False).encode()))
    return manifest


def stored_files(folder=""):
    """The names of all files in the storage, in order; not those that are still coming in."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    for name in sorted(files):
        yield prefix + name
    for name in sorted(folders):
        if prefix + name != INCOMING:
            yield from stored_files(prefix + name)


def add(archive, name, content):
    """Write a member from an open file; gives what the manifest says of it."""
    content.seek(0)
    found = measured(name, content)
    content.seek(0)
    member = tarfile.TarInfo(name)
    member.size, member.mode = found["size"], 0o600
    archive.addfile(member, content)
    return found


@contextmanager
def opened(path):
    """The members of an archive as a tar to read from start to end; raises Broken."""
    try:
        with open(path, "rb") as file:
            if file.read(len(GZIP_HEADER)) != GZIP_HEADER:
                raise Broken(_("This is not an archive of the portal, or its first bytes changed."))
            file.seek(0)
            with gzip.GzipFile(fileobj=file) as packed:
                with tarfile.open(fileobj=packed, mode="r|") as archive:
                    yield archive
                while packed.read(BLOCK):  # to the checksum at the end
                    pass
    except FileNotFoundError as error:
        raise Broken(_("There is no file “%(path)s”.") % {"path": path}) from error
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise Broken(_("The archive is damaged: %(reason)s") % {"reason": error}) from error


def members_of(archive):
    """(name, file) of each member; raises Broken where one is no file or would leave its folder."""
    for member in archive:
        path = PurePosixPath(member.name)
        inside = path.parts and path.parts[0] in ("database", "media", MANIFEST)
        if not member.isfile() or not inside or ".." in path.parts or "\\" in member.name:
            raise Broken(_("The archive holds what it must not: “%(name)s”.") % {"name": path})
        yield member.name, archive.extractfile(member)


def read_manifest(path):
    """Read the archive to its end and compare every byte; gives its manifest, raises Broken."""
    found, manifest = {}, None
    with opened(path) as archive:
        for name, file in members_of(archive):
            if name in found or manifest is not None:
                raise Broken(_("The archive holds what it must not: “%(name)s”.") % {"name": name})
            if name == MANIFEST:
                manifest = parsed(file.read(LONGEST_MANIFEST))
            else:
                found[name] = measured(name, file)
    if manifest is None:
        raise Broken(_("The archive has no manifest: it was not written to the end."))
    for name in sorted(manifest["members"].keys() | found.keys()):
        if manifest["members"].get(name) != found.get(name):
            raise Broken(_("Not as the manifest says: “%(name)s”.") % {"name": name})
    return manifest


def parsed(text):
    try:
        manifest = json.loads(text)
        if manifest["format"] == FORMAT:
            return manifest
        found = manifest["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(_("The manifest of the archive cannot be read.")) from error
    raise Broken(
        _("The archive has format %(found)s; this release reads format %(known)s.")
        % {"found": found, "known": FORMAT}
    )


def measured(name, file):
    """Size, SHA-256 and for a table the number of rows, as the manifest has them."""
    sha256, size, lines = hashlib.sha256(), 0, 0
    while data := file.read(BLOCK):
        sha256.update(data)
        size += len(data)
        lines += data.count(b"\n")
    rows = {"rows": lines - 1} if name.startswith("database/") else {}
    return {"size": size, "sha256": sha256.hexdigest()} | rows
