"""Take the second factor of a member of staff away: the phone is lost, or somebody has left."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from dolyna_portal.sign_in import forget_second_factor


class Command(BaseCommand):
    @property
    def help(self):
        return _("Removes a user’s sign-in app and signs the user out; the next sign-in enrols.")

    def add_arguments(self, parser):
        parser.add_argument("user", metavar="USER")

    def handle(self, *, user, **options):
        person = get_user_model().objects.filter(username=user).first()
        if person is None:
            raise CommandError(_("There is no user “%(user)s”.") % {"user": user})
        forget_second_factor(person)
        self.stdout.write(
            _("The second factor of “%(user)s” is removed. The next sign-in asks for a new one.")
            % {"user": user}
        )
