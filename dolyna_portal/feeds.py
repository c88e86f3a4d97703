"""Atom feeds (RFC 4287) of what has been published or changed: all of it, or of one partner."""

from datetime import datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from aid.models import Need, Shipment
from partners.models import Agreement, Partner
from partners.own_office import own_office
from projects.models import Event, Project
from publishing.addresses import get_public
from publishing.dates import KYIV
from publishing.text import paragraphs
from register.open_access import open_data
from reports.models import Edition
from search.feeds import ATOM

LENGTH = 60
MODELS = (Partner, Agreement, Project, Event, Shipment, Need)


class BilingualFeed(Atom1Feed):
    """Entries that lead to the page in both languages."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        english = {"rel": "alternate", "hreflang": "en", "href": item["link_en"]}
        handler.addQuickElement("link", "", english)


@open_data
def changes_feed(request):
    """Everything public, what changed last first."""
    records = [record for model in MODELS for record in newest(model.objects.public())]
    editions = Edition.objects.public().select_related("report").order_by("-published_at")[:LENGTH]
    return answer(
        request,
        title=_("All changes"),
        page=reverse("home"),
        entries=[*map(entry, records), *map(entry_of_edition, editions)],
    )


@open_data
def partner_feed(request, key):
    """One partner and everything public done with it, what changed last first."""
    partner = get_public(Partner.objects.public(), key)
    projects = Project.objects.public().filter(Q(partners=partner) | Q(lead=partner)).distinct()
    done_together = (
        partner.agreements.public(),
        projects,
        partner.events.public(),
        partner.shipments.public(),
        partner.needs.public(),
    )
    records = [partner, *(record for records in done_together for record in newest(records))]
    return answer(
        request,
        title=partner.name_uk,
        page=partner.get_absolute_url(),
        entries=map(entry, records),
    )


def newest(records):
    """Those that changed last, and those that came into view last by their day."""
    changed = records.order_by("-updated_at", "pk")[:LENGTH]
    shown = records.filter(public_from__isnull=False).order_by("-public_from", "pk")[:LENGTH]
    return {*changed, *shown}


def answer(request, *, title, page, entries):
    """The feed with the newest of these entries (dicts)."""
    council = getattr(own_office(request), "council_uk", "")
    feed = BilingualFeed(
        title=f"{title} · {council}" if council else title,
        link=settings.SITE_URL + page,
        description=None,
        language="uk",
        author_name=council or _("International cooperation"),
        feed_url=settings.SITE_URL + request.path,
        feed_guid=settings.SITE_URL + request.path,
        feed_copyright="CC BY 4.0",
    )
    for one in sorted(entries, key=lambda one: one["updateddate"], reverse=True)[:LENGTH]:
        feed.add_item(**one)
    return HttpResponse(feed.writeString("utf-8"), content_type=ATOM)


def entry(record):
    """What the feed says of a record; it changed too on the day on which it came into view."""
    changed = record.updated_at
    if record.public_from:
        changed = max(changed, datetime.combine(record.public_from, time(), KYIV))
    title = record.name_uk if isinstance(record, Partner) else record.title_uk
    return {
        "title": title,
        "unique_id": tag(record, record.created_at),
        "description": escape(next(iter(paragraphs(record.summary_uk)), "")),
        "categories": [record._meta.verbose_name],
        "pubdate": record.created_at,
        "updateddate": changed,
        **links(record.get_absolute_url()),
    }


def entry_of_edition(edition):
    words = _("Annual report for %(year)s, edition %(number)s")
    return {
        "title": words % {"year": edition.report.year, "number": edition.number},
        "unique_id": tag(edition, edition.published_at),
        "description": escape(edition.report.title_uk),
        "categories": [edition._meta.verbose_name],
        "pubdate": edition.published_at,
        "updateddate": edition.published_at,
        **links(edition.get_absolute_url()),
    }


def links(url):
    """The page in Ukrainian, and in English under its prefix."""
    return {"link": settings.SITE_URL + url, "link_en": f"{settings.SITE_URL}/en{url}"}


def tag(record, created):
    """An identifier that stays when key and title change (RFC 4151)."""
    host = urlsplit(settings.SITE_URL).hostname
    day = created.astimezone(KYIV).date().isoformat()
    return f"tag:{host},{day}:{record._meta.model_name}/{record.pk}"
