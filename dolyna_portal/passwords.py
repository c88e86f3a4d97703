"""What no password may be made of: the words that everybody connects with this office."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partners.models import Office

SHORTEST = 4  # letters of a word that counts
OF_ANY_OFFICE = ("місто", "міськрада", "громада", "відділ", "співпраця", "office", "hromada")


class OfficeWordsValidator:
    """Refuses a password that is little else than the office's own words (ASVS 5.0, 6.2.11)."""

    def validate(self, password, user=None):
        rest = password.casefold()
        for word in sorted(office_words(), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < len(password) / 2:
            raise ValidationError(
                _("The password is made of words that everybody connects with the office."),
                code="password_of_office_words",
            )

    def get_help_text(self):
        return _("The password must not be made of the names of the office or its town.")


def office_words():
    """Words, in small letters, of the office's names in both languages."""
    office = Office.objects.current()
    names = [
        getattr(office, f"{name}_{language}", "") or ""
        for name in ("municipality", "council", "department", "region", "place")
        for language in ("uk", "en")
    ]
    found = re.findall(r"\w+", " ".join(names).casefold())
    return {word for word in found if len(word) >= SHORTEST} | set(OF_ANY_OFFICE)
