"""The form of those who hold a report and ask whether it is ours."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.ASCII)
BETWEEN_GROUPS = re.compile(r"[\s:-]+")


class VerifyForm(forms.Form):
    """A file or a fingerprint; `sha256` of the cleaned data is the hash to look for."""

    file = forms.FileField(label=_("Report file"), required=False, allow_empty_file=True)
    sha256 = forms.CharField(
        label=_("or a SHA-256 fingerprint"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_sha256(self):
        sha256 = BETWEEN_GROUPS.sub("", self.cleaned_data["sha256"]).lower()
        if sha256 and not FINGERPRINT.fullmatch(sha256):
            raise ValidationError(
                _("A fingerprint has 64 characters: digits and the letters a to f")
            )
        return sha256

    def clean(self):
        file = self.cleaned_data.get("file")
        if file:
            self.cleaned_data["sha256"] = file.sha256
        elif not self.errors and not self.cleaned_data["sha256"]:
            self.add_error("file", _("Choose a file or enter a fingerprint"))
        return self.cleaned_data
