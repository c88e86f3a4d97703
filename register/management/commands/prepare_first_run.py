"""What `make run` needs once: the office's register, and somebody who may sign in."""

import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

import register
from register.sheets import SHEETS

FIRST_REGISTER = Path(register.__file__).parent / "data"  # its only register file
USERNAME = "office"


class Command(BaseCommand):
    @property
    def help(self):
        return _("Loads the office’s register and creates a staff account, once.")

    def handle(self, **options):
        if not any(sheet.model.objects.exists() for sheet in SHEETS):
            self.load_register()
        if not get_user_model().objects.filter(is_staff=True).exists():
            self.create_account()

    def load_register(self):
        (file,) = FIRST_REGISTER.glob("*.json")
        call_command("import_register", str(file), stdout=self.stdout, stderr=self.stderr)

    def create_account(self):
        password = secrets.token_urlsafe(15)
        get_user_model().objects.create_superuser(USERNAME, password=password)
        self.stdout.write(
            _("Staff account: user %(user)s, password %(password)s (shown only now)")
            % {"user": USERNAME, "password": password}
        )
