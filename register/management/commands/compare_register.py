"""Compare the own register with another portal's public one."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from register.comparing import compared
from register.fetching import NotFetched, fetched
from register.importing import KNOWN
from register.reading import BROWSER, read


class Command(BaseCommand):
    @property
    def help(self):
        return _("Lists where another portal’s public register says something else.")

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="FILE_OR_URL")

    def handle(self, *, source, **options):
        is_address = "://" in source
        try:
            file = fetched(source) if is_address else source
        except NotFetched as problem:
            raise CommandError(str(problem)) from problem
        tables, faults = read(file, BROWSER, KNOWN)
        if faults:
            raise CommandError("\n".join(map(str, faults)))
        number, differences = compared(tables)
        for found in differences:
            self.stdout.write(in_words(found))
        counts = {"shared": number, "differences": len(differences)}
        self.stdout.write(_("Shared records: %(shared)s; differences: %(differences)s") % counts)


def in_words(found):
    """One line about a Difference."""
    if found.column:
        return _("%(sheet)s, %(key)s, %(column)s: here %(here)s, there %(there)s") % vars(found)
    if found.there is None:
        return _("%(sheet)s, %(key)s: only here") % vars(found)
    return _("%(sheet)s, %(key)s: only there") % vars(found)
