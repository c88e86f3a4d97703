"""The portal again from its archive: all rows and all files, or nothing."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from publishing.audit import replaceable
from publishing.storage import undone_on_error
from register.archives import (
    Broken,
    Summary,
    measured,
    members_of,
    opened,
    read_manifest,
    stored_files,
)
from register.rows import applied_migrations, continue_numbers, replace_rows
from register.sheets import SHEETS


def restore_archive(path, *, replace=False):
    """Put what the archive holds into the database and the storage; gives its Summary.

    The tables must be those of the release that wrote the archive. Raises Broken where they
    are not, where the archive is damaged, and where there are records already that nobody has
    said to `replace`. Nothing is changed then.
    """
    manifest = read_manifest(path)
    refuse_other_release(manifest["migrations"])
    if not replace and holds_records():
        raise Broken(_("There are records here already. To replace all of them, add --replace."))
    with undone_on_error(), transaction.atomic(), replaceable(), opened(path) as archive:
        for name, file in members_of(archive):
            folder, _slash, rest = name.partition("/")
            if folder == "database":
                replace_rows(apps.get_model(rest.removesuffix(".jsonl")), iter(file))
            elif folder == "media":
                put_file(rest, file, manifest["members"][name])
        Session.objects.all().delete()
        continue_numbers()
    ContentType.objects.clear_cache()
    remove_other_files(manifest)
    return Summary.of(manifest)


def refuse_other_release(migrations):
    here = applied_migrations()
    if absent := sorted(set(migrations) ^ set(here)):
        raise Broken(
            _("Another release wrote this archive (%(migration)s). Restore it with that one.")
            % {"migration": absent[0]}
        )


def holds_records():
    """Whether anybody has worked here: then nothing may be replaced by mistake."""
    models = [sheet.model for sheet in SHEETS] + [get_user_model()]
    return any(model._base_manager.exists() for model in models)


def put_file(name, file, member):
    """Store a file under the name that the rows know; one that is there and equal stays."""
    if default_storage.exists(name):
        with default_storage.open(name) as present:
            if measured(name, present) == member:
                return
        default_storage.delete(name)
    stored = default_storage.save(name, File(file))
    if stored != name:
        raise Broken(_("The storage gave “%(name)s” another name.") % {"name": name})


def remove_other_files(manifest):
    """Delete files that no row knows any more."""
    for name in list(stored_files()):
        if f"media/{name}" not in manifest["members"]:
            default_storage.delete(name)
