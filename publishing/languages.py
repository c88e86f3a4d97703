"""The two languages: which one a page is in, and what translated columns are called."""

from functools import lru_cache, wraps

from django.conf import settings
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

IN_LANGUAGE = {"uk": _("in Ukrainian"), "en": _("in English")}
CODES = list(IN_LANGUAGE)


def language_of(path):
    """The language of the page at a path: the prefix alone decides, the first one has none."""
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def in_each(words):
    """A text that may be lazy in Ukrainian and in English."""
    texts = []
    for code in CODES:
        with translation.override(code):
            texts.append(str(words))
    return texts


def column_label(verbose_name, language):
    """How the admin calls one language's column of a translated field."""
    return format_lazy("{} ({})", verbose_name, IN_LANGUAGE[language])


def said_once(make):
    """Keep the newest words that `make` makes of its arguments, apart in each language."""

    @lru_cache(maxsize=1000)
    def kept(language, *args, **kwargs):
        return make(*args, **kwargs)

    @wraps(make)
    def said(*args, **kwargs):
        return kept(translation.get_language(), *args, **kwargs)

    return said
