"""The home page, the small pages about the site, and the files for crawlers."""

import sys
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.defaults import server_error as default_server_error

from dolyna_portal import front_page
from dolyna_portal.sharing import chosen_pairs
from partners.colours import theme_css as stylesheet
from partners.distance import own_place
from partners.own_office import own_office
from publishing.away import is_away, unavailable
from publishing.public_page import public_page

CONTACT_DAYS = 180  # how long security.txt may be relied on


@public_page()
@require_safe
def home(request):
    """The map of partners, what is new, what is needed, what was received."""
    own = own_place(own_office(request))
    map_and_partners = front_page.around(own)
    news = front_page.news()
    year = front_page.newest_year(news)
    context = map_and_partners | {
        "page_title": map_and_partners["headline"] or _("Home"),
        "needs": front_page.needs(),
        "news": news,
        "year": year,
        "figures": front_page.in_figures(year) if year else [],
        "tonnes": front_page.tonnes(),
        "contract": front_page.newest_contract(),
        "report": front_page.newest_report(),
    }
    return render(request, "home.html", context)


@public_page()
@require_safe
def about(request):
    """The office and its contacts."""
    return render(request, "pages/about.html", {"page_title": _("About the office")})


@public_page()
@require_safe
def accessibility(request):
    """The accessibility statement."""
    return render(request, "pages/accessibility.html", {"page_title": _("Accessibility")})


@public_page()
@require_safe
def privacy(request):
    """What the portal knows about people, and what it never publishes."""
    return render(request, "pages/privacy.html", {"page_title": _("Personal data")})


@public_page()
@require_safe
def theme_css(request):
    """The colours of the public partners, one class for each."""
    css = stylesheet(chosen_pairs())
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@public_page()
@require_safe
def robots_txt(request):
    """Everything public may be read; where the map of the site is."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /en/admin/",
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return plain_text(lines)


@public_page()
@require_safe
def security_txt(request):
    """Whom to tell about a weakness of the site (RFC 9116): by mail, or as its own page says."""
    email = getattr(own_office(request), "email", "")
    page = settings.SITE_URL + reverse("about")
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires = midnight + timedelta(days=CONTACT_DAYS)
    lines = [
        f"Contact: mailto:{email}" if email else f"Contact: {page}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: uk, en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
    ]
    return plain_text(lines)


def plain_text(lines):
    body = "\n".join([*lines, ""])
    return HttpResponse(body, content_type="text/plain; charset=utf-8")


def not_found(request, exception):
    """The same page for what is not there and what is not public, in the path's language."""
    context = {"language_urls": homes_by_language(), "canonical_url": "", "card_url": ""}
    return render(request, "404.html", context, status=404)


def server_error(request):
    """The page for what broke: 503 where only the database is away, else 500."""
    if is_away(sys.exc_info()[1]):
        return unavailable()
    return default_server_error(request)


def homes_by_language():
    """The home page in each language, shaped as `addresses_by_language` gives a page's own."""
    current = translation.get_language()
    homes = []
    for code, name in settings.LANGUAGES:
        with translation.override(code):
            url = reverse("home")
        homes.append(
            {
                "code": code,
                "name": name,
                "url": url,
                "absolute_url": settings.SITE_URL + url,
                "current": code == current,
            }
        )
    return homes
