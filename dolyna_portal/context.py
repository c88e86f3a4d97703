"""What every template knows: whose portal it is, and the page's address in each language."""

from django.conf import settings

from dolyna_portal.languages import addresses_by_language
from partners.models import Office


def portal(request):
    """The office and the page's addresses; neither user nor session is read."""
    languages = addresses_by_language(request.path)
    return {
        "office": Office.objects.current(),
        "site_url": settings.SITE_URL,
        "language_urls": languages,
        "canonical_url": settings.SITE_URL + request.path,
    }
