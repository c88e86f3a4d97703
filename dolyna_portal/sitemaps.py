"""The map of the site for crawlers: every public page, in both languages.

A file may name 50 000 addresses and have 50 MB (sitemaps.org). Where there are more addresses
than AT_MOST, `/sitemap.xml` is an index of files of each kind of page.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from aid.models import Need, Shipment
from partners.models import Agreement, Partner
from projects.models import Event, Project
from publishing.languages import CODES
from publishing.public_page import public_page
from reports.models import Report

PAGES = [
    "home",
    "partners:list",
    "partners:agreement_list",
    "projects:list",
    "projects:event_list",
    "aid:overview",
    "aid:shipment_list",
    "aid:need_list",
    "reports:list",
    "data:page",
    "search:results",
    "about",
    "accessibility",
    "privacy",
]


AT_MOST = 20_000  # addresses in a file: with the longest keys still under 50 MB
XML = "application/xml"


class InEachLanguage:
    """(record, language) of every record, read from the database as far as a file names them."""

    def __init__(self, records):
        self.records = records

    def count(self):
        return self.records.count() * len(CODES)

    def __getitem__(self, part):
        start, stop = part.start // len(CODES), part.stop // len(CODES)
        return [(record, code) for record in self.records[start:stop] for code in CODES]


class BilingualSitemap(Sitemap):
    """Addresses by SITE_URL, each naming its other language."""

    i18n = True
    alternates = True
    x_default = True

    @property
    def protocol(self):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class PageSitemap(BilingualSitemap):
    def items(self):
        return PAGES

    def location(self, item):
        return reverse(item)


class RecordSitemap(BilingualSitemap):
    """The public records of one model."""

    def __init__(self, model):
        self.model = model

    @property
    def paginator(self):
        return Paginator(InEachLanguage(self.items()), AT_MOST)

    def items(self):
        return self.model.objects.public().order_by("pk")

    def lastmod(self, item):
        return item.updated_at


SITEMAPS = {
    "pages": PageSitemap(),
    **{
        model._meta.model_name: RecordSitemap(model)
        for model in (Partner, Agreement, Project, Event, Shipment, Need, Report)
    },
}


@public_page()
@require_safe
def sitemap(request):
    """The whole map, or the index of its files."""
    files = {section: site.paginator for section, site in SITEMAPS.items()}
    if sum(pages.count for pages in files.values()) <= AT_MOST:
        return sitemap_views.sitemap(request, SITEMAPS)
    places = [
        {"location": settings.SITE_URL + reverse("sitemap_file", args=[section, number])}
        for section, pages in files.items()
        for number in pages.page_range
    ]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": places}, content_type=XML)


@public_page()
@require_safe
def sitemap_file(request, section, number):
    """One of the files that the index names."""
    try:
        urls = SITEMAPS[section].get_urls(number)
    except (KeyError, EmptyPage) as error:
        raise Http404 from error
    return TemplateResponse(request, "sitemap.xml", {"urlset": urls}, content_type=XML)
