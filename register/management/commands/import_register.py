"""Load a register file: all of it, or nothing."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from register.importing import import_file


class Command(BaseCommand):
    @property
    def help(self):
        return _("Loads a register file (.xlsx or .json): all of it, or nothing.")

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help=_("say what would change, and write nothing")
        )

    def handle(self, *, file, dry_run, **options):
        outcome = import_file(file, dry_run=dry_run)
        for warning in outcome.warnings:
            self.stderr.write(_("Warning: %(text)s") % {"text": warning})
        for fault in outcome.faults:
            self.stderr.write(str(fault))
        if outcome.faults:
            number = len(outcome.faults)
            raise CommandError(
                ngettext(
                    "Nothing was saved. Fix %(number)s fault and upload the file again.",
                    "Nothing was saved. Fix %(number)s faults and upload the file again.",
                    number,
                )
                % {"number": number}
            )
        for title, count in outcome.counts.items():
            self.stdout.write(
                _("%(sheet)s: created %(created)s, changed %(changed)s, unchanged %(unchanged)s")
                % {"sheet": title, **vars(count)}
            )
        if dry_run:
            self.stdout.write(_("Nothing was saved: this was a dry run."))
