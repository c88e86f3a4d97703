"""Send the weekly letter of the work list; a timer of the server calls it."""

from django.core.management.base import BaseCommand, CommandError
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
        number, failed = send_digest()
        message = ngettext("%(number)s letter sent.", "%(number)s letters sent.", number)
        self.stdout.write(message % {"number": number})
        if failed:
            message = ngettext(
                "%(number)s letter could not be sent: see the log.",
                "%(number)s letters could not be sent: see the log.",
                failed,
            )
            raise CommandError(message % {"number": failed})
