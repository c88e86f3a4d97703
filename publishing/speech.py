"""Languages that documents are written in, by their BCP 47 codes."""

from functools import cache

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from publishing.collation import sort_key

OURS = ("uk", "en")
UNTRANSLATED = {"no": _("Norwegian"), "nb": _("Norwegian Bokmål")}  # Django names them in English


@cache
def language_codes():
    """The codes of languages that have a name, those of the portal first."""
    named = sorted(code for code, known in LANG_INFO.items() if len(code) == 2 and "name" in known)
    return (*OURS, *(code for code in named if code not in OURS))


def language_name(code):
    """What the language is called in the language of the page: «литовська», “Lithuanian”."""
    if code in UNTRANSLATED:
        return str(UNTRANSLATED[code])
    info = get_language_info(code)
    name = info["name_translated"].strip()
    return name if name == info["name"] else name.lower()  # English alone writes them large


def named_languages():
    """(code, name) of every language, those of the portal first, then by their names."""
    ours = [(code, language_name(code)) for code in OURS]
    others = [(code, language_name(code)) for code in language_codes()[len(OURS) :]]
    return [*ours, *sorted(others, key=lambda choice: sort_key(choice[1]))]


def validate_language(code):
    """Raises ValidationError for a code that names no language."""
    if code not in language_codes():
        raise ValidationError(_("There is no language “%(code)s”"), params={"code": code})


class LanguageCodeField(models.CharField):
    """The code of a language, such as `lt`."""

    default_validators = [validate_language]

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    @property
    def flatchoices(self):
        """The names by which the admin shows the codes."""
        return self.choices_by_name()

    def formfield(self, **kwargs):
        return forms.ChoiceField(
            choices=self.choices_by_name,
            label=self.verbose_name,
            help_text=self.help_text,
            required=not self.blank,
            initial=self.get_default(),
        )

    def choices_by_name(self):
        return [*([("", "—")] if self.blank else []), *named_languages()]
