"""The portal again from its archive."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from register.archives import Broken
from register.restoring import restore_archive


class Command(BaseCommand):
    @property
    def help(self):
        return _("Makes the tables and puts the rows and files of an archive into them.")

    def add_arguments(self, parser):
        parser.add_argument("archive", metavar="ARCHIVE")
        parser.add_argument(
            "--replace", action="store_true", help=_("replace the existing records")
        )

    def handle(self, *, archive, replace, **options):
        call_command("migrate", verbosity=0)
        try:
            summary = restore_archive(archive, replace=replace)
        except Broken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Rows: %(rows)s, files: %(files)s, digest: %(digest)s") % vars(summary))
