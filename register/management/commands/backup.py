"""The whole portal in one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from register.archives import PATTERN, Broken, read_manifest, write_archive


class Command(BaseCommand):
    @property
    def help(self):
        return _("Writes database and files into one archive in DIR, and reads it back.")

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument(
            "--keep", type=int, default=0, metavar="N", help=_("keep the newest N archives in DIR")
        )

    def handle(self, *, folder, keep, **options):
        try:
            path, summary = write_archive(folder)
        except OSError as error:
            raise CommandError(
                _("Nothing was written: %(reason)s") % {"reason": error.strerror or error}
            ) from error
        try:
            read_manifest(path)
        except Broken as broken:
            raise CommandError(str(broken)) from broken
        for old in sorted(folder.glob(PATTERN))[:-keep] if keep > 0 else []:
            old.unlink()
        self.stdout.write(str(path))
        self.stdout.write(_("Rows: %(rows)s, files: %(files)s, digest: %(digest)s") % vars(summary))
