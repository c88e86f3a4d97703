"""Add up all aid anew and compare it with the sums that are kept."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from aid.keeping import ANALYZED, differences, rebuild
from publishing.statistics import analyze


class Command(BaseCommand):
    @property
    def help(self):
        return _("Adds up all aid again and compares it with the sums that pages show.")

    def add_arguments(self, parser):
        parser.add_argument(
            "--repair", action="store_true", help=_("Recompute the sums that differ.")
        )

    def handle(self, *, repair, **options):
        with transaction.atomic():
            lines = differences()
            if lines and repair:
                rebuild()
                analyze(ANALYZED)
        for line in lines:
            self.stdout.write(line)
        if lines and not repair:
            raise CommandError(_("Sums that differ: %(count)s") % {"count": len(lines)})
        self.stdout.write(
            _("Sums recomputed: %(count)s") % {"count": len(lines)}
            if lines
            else _("The sums agree with the records.")
        )
