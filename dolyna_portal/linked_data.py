"""What a page tells machines: its record, its way and its publisher in terms of schema.org.

Agreements have no term there; they are documents about both bodies. Only what the page itself
shows to everyone is told, in the language of the page.
"""

import json
from functools import singledispatch
from html import unescape

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aid.models import Need, Shipment
from aid.needs import CLOSED
from partners.models import HOME_COUNTRY, Agreement, Partner, PartnerKind
from projects.models import Event, Project
from publishing.dates import KYIV
from register.catalogue import FORMATS
from register.datasets import LICENCE
from reports.models import Edition
from reports.views import title_of

ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def script(nodes):
    """A data block of the nodes (dicts): never run, and safe in a page whatever they hold."""
    graph = {"@context": "https://schema.org", "@graph": [filled(node) for node in nodes]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def filled(node):
    """The node without its empty values."""
    if isinstance(node, list):
        return [filled(part) for part in node]
    if isinstance(node, dict):
        return {key: filled(value) for key, value in node.items() if value not in (None, "", [])}
    return node


def address(path):
    """The absolute address of a path on this portal."""
    return settings.SITE_URL + path


def office_id():
    return address("/#office")


def publisher(office, whole=False):
    """The council as a body, `whole` with its place and contacts; nothing without a name."""
    if not office or not office.council:
        return []
    node = {
        "@type": "GovernmentOrganization",
        "@id": office_id(),
        "name": office.council,
        "url": address(reverse("home")),
    }
    if whole:
        node |= {
            "department": office.department
            and {
                "@type": "GovernmentOrganization",
                "name": office.department,
                "url": address(reverse("about")),
            },
            "address": {
                "@type": "PostalAddress",
                "streetAddress": office.address,
                "addressLocality": office.place,
                "addressRegion": office.region,
                "addressCountry": HOME_COUNTRY,
            },
            "geo": point(office),
            "email": office.email,
            "telephone": office.phone,
            "sameAs": office.website,
        }
    return [node]


def site(office):
    """The portal itself."""
    return {
        "@type": "WebSite",
        "name": _("International cooperation"),
        "url": address(reverse("home")),
        "inLanguage": get_language(),
        "publisher": {"@id": office_id()} if office and office.council else None,
    }


def data_catalogue(listed, office):
    """The open data as a catalogue of datasets; `listed` as the page of the data lists them."""
    url = address(reverse("data:page"))
    keeper = {"@id": office_id()} if office and office.council else None
    shared = {
        "license": LICENCE,
        "creator": keeper,
        "inLanguage": ["uk", "en"],
        "isAccessibleForFree": True,
    }
    whole = {
        "@type": "Dataset",
        "@id": f"{url}#register",
        "url": url,
        "name": _("Open data of international cooperation"),
        "description": _("The whole public register in open formats."),
        "distribution": [
            download(suffix.upper(), reverse("open_data:register", args=[suffix]))
            for suffix in ("xlsx", "json")
        ],
    }
    return {
        "@type": "DataCatalog",
        "@id": url,
        "url": url,
        "name": _("Open data"),
        "publisher": keeper,
        "dataset": [whole | shared, *(dataset_terms(row, url) | shared for row in listed)],
    }


def dataset_terms(row, url):
    """One table of the register; `row` is its line on the page at `url`."""
    dataset, changed = row["dataset"], row["changed"]
    return {
        "@type": "Dataset",
        "@id": f"{url}#{dataset.title}",
        "url": f"{url}#{dataset.title}",
        "name": capfirst(str(dataset.label)),
        "description": str(dataset.description),
        "dateModified": changed and changed.astimezone(KYIV).isoformat("T", "seconds"),
        "distribution": [download(*file) for file in dataset.files],
    }


def download(file_format, path):
    """A file of a dataset."""
    return {
        "@type": "DataDownload",
        "encodingFormat": FORMATS[file_format][0],
        "contentUrl": address(path),
    }


def way(breadcrumbs, canonical_url):
    """The breadcrumbs, from the home page to this one."""
    steps = [(_("Home"), reverse("home")), *breadcrumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": plain(title),
                "item": address(url) if url else canonical_url,
            }
            for place, (title, url) in enumerate(steps, start=1)
        ],
    }


def plain(title):
    """A title without the markup that says in which language it is."""
    return unescape(strip_tags(title)) if isinstance(title, SafeString) else str(title)


def point(record):
    """The coordinates of a place, or None."""
    if record.latitude is None or record.longitude is None:
        return None
    return {
        "@type": "GeoCoordinates",
        "latitude": float(record.latitude),
        "longitude": float(record.longitude),
    }


def named(kind, record, **terms):
    """A node of a record that has a page."""
    url = address(record.get_absolute_url())
    return {"@type": kind, "@id": url, "url": url, "name": str(record)} | terms


def text_of(date):
    return str(date) if date else None


@singledispatch
def node(record):
    """The node of a public record, None where schema.org has no honest term for it."""
    return


@node.register
def partner_terms(partner: Partner):
    is_place = kind_of(partner) != "Organization"
    country = {
        "@type": "Country",
        "name": partner.country.name,
        "identifier": partner.country.code,
    }
    return named(
        kind_of(partner),
        partner,
        alternateName=partner.name_native,
        description=partner.summary,
        sameAs=partner.website,
        geo=point(partner) if is_place else None,
        containedInPlace=country if is_place else None,
        location=None if is_place else country,
    )


def partner_node(partner):
    """A partner that another record names."""
    return named(kind_of(partner), partner)


def kind_of(partner):
    return "Organization" if partner.kind == PartnerKind.ORGANISATION else "AdministrativeArea"


@node.register
def agreement_terms(agreement: Agreement):
    parties = [party.partner for party in agreement.parties.all() if party.partner]
    return named(
        "DigitalDocument",
        agreement,
        description=agreement.summary,
        identifier=agreement.number,
        dateCreated=text_of(agreement.signed_on),
        expires=text_of(agreement.valid_until),
        about=[{"@id": office_id()}, *map(partner_node, parties)],
    )


@node.register
def project_terms(project: Project):
    programme = project.programme
    funder = programme and programme.funder
    return named(
        "Project",
        project,
        description=project.summary,
        foundingDate=text_of(project.start),
        dissolutionDate=text_of(project.end),
        funder=funder and {"@type": "Organization", "name": funder, "url": programme.website},
        member=[partner_node(partner) for partner in project.public_partners],
    )


@node.register
def event_terms(event: Event):
    """None without a day and a place: schema.org asks for both."""
    if not event.start or not (event.online or event.place):
        return None
    mode = "OnlineEventAttendanceMode" if event.online else "OfflineEventAttendanceMode"
    url = address(event.get_absolute_url())
    return named(
        "Event",
        event,
        description=event.summary,
        startDate=text_of(event.start),
        endDate=text_of(event.end),
        eventAttendanceMode=f"https://schema.org/{mode}",
        location={"@type": "VirtualLocation", "url": url}
        if event.online
        else {"@type": "Place", "name": event.place, "address": event.place},
        organizer={"@id": office_id()},
        contributor=[partner_node(partner) for partner in event.public_partners],
    )


@node.register
def shipment_terms(shipment: Shipment):
    state = "CompletedActionStatus" if shipment.is_counted else "ActiveActionStatus"
    return named(
        "DonateAction",
        shipment,
        description=shipment.summary,
        actionStatus=f"https://schema.org/{state}",
        endTime=text_of(shipment.received_on) if shipment.is_counted else None,
        agent=[partner_node(partner) for partner in shipment.public_partners],
        recipient={"@id": office_id()},
    )


@node.register
def need_terms(need: Need):
    """An act of giving that is still awaited; None once nothing more is asked for."""
    if need.status in CLOSED:
        return None
    return named(
        "DonateAction",
        need,
        description=need.summary,
        actionStatus="https://schema.org/PotentialActionStatus",
        recipient={"@id": office_id()},
    )


@node.register
def edition_terms(edition: Edition):
    report = edition.report
    return named(
        "Report",
        report,
        name=title_of(report),
        version=edition.number,
        datePublished=str(edition.published_on),
        temporalCoverage=str(report.year),
        inLanguage=["uk", "en"],
        author={"@id": office_id()},
    )
