"""What every worker of the server would load by itself, loaded before they part.

They share its memory, and no first visitor waits for it.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from partners.terrain import load_world
from publishing.word_forms import readings


def preload():
    """Load the addresses and words of both languages, the map, the dictionaries of the search."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            reverse("home")
            gettext("Home")
    load_world()
    for word in ("громада", "community"):
        readings(word)
