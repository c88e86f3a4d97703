"""Visits every page, so that each has a last good copy and a visitor finds it rendered."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from dolyna_portal.visiting import Visitor


class Command(BaseCommand):
    @property
    def help(self):
        return _("Visits every page of the sitemap, so that each has its last good copy.")

    def handle(self, **options):
        visitor = Visitor()
        pages = [*visitor.pages(), "/theme.css"]
        number = sum(visitor.get(page).status == 200 for page in pages)
        self.stdout.write(_("Pages visited: %(number)s") % {"number": number})
