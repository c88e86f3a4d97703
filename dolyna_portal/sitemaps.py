"""The map of the site for crawlers: every public page, in both languages."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from aid.models import Need, Shipment
from partners.models import Agreement, Partner
from projects.models import Event, Project
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
