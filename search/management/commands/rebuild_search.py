"""Make the index of the search anew."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from search.indexing import rebuild


class Command(BaseCommand):
    @property
    def help(self):
        return _("Rebuilds the search index while the portal goes on answering.")

    def handle(self, **options):
        for kind, done, total in rebuild():
            self.stdout.write(
                _("%(kind)s: %(done)s of %(total)s")
                % {"kind": kind.label, "done": done, "total": total}
            )
