"""The public site as static files."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from dolyna_portal.mirror import NotBuilt, build


class Command(BaseCommand):
    @property
    def help(self):
        return _(
            "Writes the whole public site into DIR as static files: both languages, all files."
        )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR")

    def handle(self, *, folder, **options):
        try:
            number = build(folder)
        except NotBuilt as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Files in the mirror: %(number)s") % {"number": number})
