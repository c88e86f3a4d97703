"""The two languages of every record: the labels and the fallback of translated columns."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

IN_LANGUAGE = {"uk": _("in Ukrainian"), "en": _("in English")}


def column_label(verbose_name, language):
    """How the admin calls one language's column of a translated field."""
    return format_lazy("{} ({})", verbose_name, IN_LANGUAGE[language])
