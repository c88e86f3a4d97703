"""What every template knows: whose portal it is, its theme, the page in each language."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from dolyna_portal.languages import addresses_by_language
from dolyna_portal.sharing import card_url
from partners.own_office import own_office
from publishing.models import is_preview
from publishing.public_page import page_number


def portal(request):
    """The office, its theme and the page's addresses; neither user nor session is read."""
    office = own_office(request)
    page = page_number(request.GET.get("page", ""))
    query = f"?page={page}" if page else ""
    return {
        "office": office,
        "theme": theme(office.code if office else "", get_language()),
        "language_urls": addresses_by_language(request),
        "data_url": reverse("data:page"),
        "canonical_url": settings.SITE_URL + request.path + query,
        "card_url": card_url(request),
        "is_preview": is_preview(),
    }


@cache
def theme(code, language):
    """What the portal has of one town's own: files of `theme/<code of the hromada>/`.

    Gives names for templates and static files; empty where the town has no such file, and the
    neutral form stands in.
    """
    files = {
        "mark": ("", "mark.svg"),
        "icon": ("theme/", "icon.svg"),
        "measure": ("", "measure.svg"),
        "measure_words": ("", f"measure.{language}.txt"),
    }
    folder = settings.THEME_DIR / Path(code or "-").name
    return {
        name: f"{prefix}{folder.name}/{file}" if (folder / file).is_file() else ""
        for name, (prefix, file) in files.items()
    }
