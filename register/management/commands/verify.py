"""Whether an archive is whole."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from register.archives import Broken, Summary, read_manifest


class Command(BaseCommand):
    @property
    def help(self):
        return _("Reads an archive from end to end and compares every byte with its checksums.")

    def add_arguments(self, parser):
        parser.add_argument("archive", metavar="ARCHIVE")

    def handle(self, *, archive, **options):
        try:
            summary = Summary.of(read_manifest(archive))
        except Broken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Rows: %(rows)s, files: %(files)s, digest: %(digest)s") % vars(summary))
