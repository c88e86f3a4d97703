"""Print the SQL that narrows a PostgreSQL role to what public pages read."""

import re

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from dolyna_portal.public_database import role_statements


class Command(BaseCommand):
    @property
    def help(self):
        return _("Prints the SQL that lets a role read public tables alone; run it after migrate.")

    def add_arguments(self, parser):
        parser.add_argument("role", metavar="ROLE")

    def handle(self, *, role, **options):
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
            raise CommandError(
                _("The name of a role consists of lower-case Latin letters, digits and “_”.")
            )
        for statement in role_statements(role):
            self.stdout.write(f"{statement};")
