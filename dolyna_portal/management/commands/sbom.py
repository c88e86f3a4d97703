"""Print the bill of materials: every library with its version and licence."""

import json

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from dolyna_portal.components import bill_of_materials


class Command(BaseCommand):
    @property
    def help(self):
        return _("Prints every library of the portal with version and licence (CycloneDX JSON).")

    def handle(self, **options):
        self.stdout.write(json.dumps(bill_of_materials(), indent=1))
