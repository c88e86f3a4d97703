"""Send the weekly letter of the work list; a timer of the server calls it."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dolyna_portal.digest import send_digest


class Command(BaseCommand):
    @property
    def help(self):
        return _(
            "Writes to every member of staff what is waiting for them, unless they refused it."
        )

    def handle(self, **options):
        number = send_digest()
        message = ngettext("%(number)s letter sent.", "%(number)s letters sent.", number)
        self.stdout.write(message % {"number": number})
