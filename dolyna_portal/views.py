"""The home page, the small pages about the site, and the files for crawlers."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from dolyna_portal import front_page
from partners.colours import pairs_by_key
from partners.colours import theme_css as stylesheet
from partners.distance import own_place
from partners.models import Partner
from partners.own_office import own_office

CONTACT_DAYS = 180  # how long security.txt may be relied on


@require_safe
def home(request):
    """The map of partners, what is new, what is needed, what was received."""
    own = own_place(own_office(request))
    map_and_partners = front_page.around(own)
    context = map_and_partners | {
        "page_title": map_and_partners["headline"] or _("Home"),
        "needs": front_page.needs(),
        "news": front_page.news(),
        "tonnes": front_page.tonnes(),
        "contract": front_page.newest_contract(),
        "report": front_page.newest_report(),
    }
    return render(request, "home.html", context)


@require_safe
def about(request):
    """The office and its contacts."""
    return render(request, "pages/about.html", {"page_title": _("About the office")})


@require_safe
def accessibility(request):
    """The accessibility statement."""
    return render(request, "pages/accessibility.html", {"page_title": _("Accessibility")})


@require_safe
def privacy(request):
    """What the portal knows about people, and what it never publishes."""
    return render(request, "pages/privacy.html", {"page_title": _("Personal data")})


@require_safe
@conditional_page
@cache_control(no_cache=True)
def theme_css(request):
    """The colours of the public partners: the register's, else one of the palette for each."""
    chosen = {
        key: (ground, mark) if ground and mark else None
        for key, ground, mark in Partner.objects.public()
        .order_by("pk")
        .values_list("key", "colour_ground", "colour_mark")
    }
    css = stylesheet(pairs_by_key(chosen))
    return HttpResponse(css, content_type="text/css; charset=utf-8")


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


@require_safe
def security_txt(request):
    """Whom to tell about a weakness of the site (RFC 9116); 404 while the office has no e-mail."""
    office = own_office(request)
    if not office or not office.email:
        raise Http404
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires = midnight + timedelta(days=CONTACT_DAYS)
    lines = [
        f"Contact: mailto:{office.email}",
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
    context = {"language_urls": homes_by_language(), "canonical_url": ""}
    return render(request, "404.html", context, status=404)


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
