"""Write the register to one file."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from register.exporting import NotExported, export_file


class Command(BaseCommand):
    @property
    def help(self):
        return _("Writes the whole register to one file (.xlsx or .json).")

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--public", action="store_true", help=_("only what the public may see"))

    def handle(self, *, file, public, **options):
        try:
            export_file(file, public=public)
        except NotExported as error:
            raise CommandError(str(error)) from error
