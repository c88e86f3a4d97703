"""Make the large workbooks of the open data, to be run by a timer."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from register.workbooks import prepare


class Command(BaseCommand):
    @property
    def help(self):
        return _("Makes the workbooks of the open data that are too large to be made on request.")

    def handle(self, **options):
        for name in prepare():
            self.stdout.write(name)
