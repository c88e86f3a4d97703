"""Joint projects and aid as activities of IATI 2.03.

IATI wants full dates. Of a partial one stands the first day of its span (the last one for an
end), and a narrative beside it says what is known. What has no date at all is no activity: the
ruleset asks each one for its start. Goods are one transaction with their value, named in its
description; help for the forces alone is no humanitarian activity and is left out.
"""

import xml.etree.ElementTree as ET
from array import array
from urllib.parse import quote

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import override

from aid.models import Item, Shipment, ShipmentStatus
from aid.models.shipment import FOR_DEFENCE_ALONE
from partners.models import HOME_COUNTRY, Partner, PartnerKind
from projects.models import FundingKind, FundingLine, Programme, Project, ProjectStatus
from projects.spans import date_words
from publishing.dates import today
from register.cells import plain
from register.donations import in_words

VERSION = "2.03"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
AT_ONCE = 500  # records held in memory
LOCAL_GOVERNMENT = "11"  # codelist OrganisationType
FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"  # OrganisationRole
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"  # ActivityDateType
PIPELINE, UNDER_WAY, CLOSED, CANCELLED, SUSPENDED = "1", "2", "4", "5", "6"  # ActivityStatus
INCOMING_FUNDS, COMMITMENT, INCOMING_COMMITMENT, INCOMING_PLEDGE = "1", "2", "11", "13"
LOCAL_ADMINISTRATION, MATERIAL_RELIEF = "15185", "72010"  # Sector (OECD DAC)
WEB_PAGE = "A12"  # DocumentCategory
PARENT = "1"  # RelatedActivityType
STATUS_OF_PROJECT = {
    ProjectStatus.IDEA: PIPELINE,
    ProjectStatus.APPLICATION: PIPELINE,
    ProjectStatus.ACTIVE: UNDER_WAY,
    ProjectStatus.COMPLETED: CLOSED,
    ProjectStatus.SUSPENDED: SUSPENDED,
    ProjectStatus.REJECTED: CANCELLED,
}
STATUS_OF_SHIPMENT = {
    ShipmentStatus.ANNOUNCED: PIPELINE,
    ShipmentStatus.IN_TRANSIT: UNDER_WAY,
    ShipmentStatus.RECEIVED: UNDER_WAY,
    ShipmentStatus.DISTRIBUTING: UNDER_WAY,
    ShipmentStatus.DISTRIBUTED: CLOSED,
}
BEGUN = (ProjectStatus.ACTIVE, ProjectStatus.COMPLETED, ProjectStatus.SUSPENDED)


def text(office):
    """The pieces of the XML file; without an Office, whose the activities are, it has none."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="{VERSION}">\n'
    if office:
        yield from pieces(projects(), of_project, office)
        yield from pieces(shipments(), of_shipment, office)
    yield "</iati-activities>\n"


def pieces(records, activity, office):
    """Each record as the text of an activity, AT_ONCE of them held in memory."""
    found = records.prefetch_related(None).order_by("pk").values_list("pk", flat=True)
    pks = array("q", found.iterator())
    for start in range(0, len(pks), AT_ONCE):
        for record in records.order_by("pk").filter(pk__in=pks[start : start + AT_ONCE]):
            yield ET.tostring(activity(record, office), encoding="unicode") + "\n"


# Which records are activities


def projects():
    """The public projects of which a start is known."""
    return (
        Project.objects.public()
        .filter(start__isnull=False)
        .prefetch_related(
            Prefetch("lead", Partner.objects.public()),
            Prefetch("partners", Partner.objects.public().order_by("key")),
            Prefetch("programme", Programme.objects.public()),
            Prefetch("funding", FundingLine.objects.public().order_by("line")),
        )
    )


def shipments():
    """The public consignments with a date, but those for the defence forces alone."""
    return (
        Shipment.objects.public()
        .filter(received_on__isnull=False)
        .exclude(FOR_DEFENCE_ALONE)
        .with_sums()
        .prefetch_related(
            Prefetch("donors", Partner.objects.public().order_by("key")),
            Prefetch("items", Item.objects.public().order_by("line")),
            Prefetch("project", Project.objects.public()),
        )
    )


# Activities: the elements stand in the order of the schema


def of_project(project, office):
    """A joint project as an element `iati-activity`."""
    activity = begin(project, identifier(office, "project", project.key), office)
    names(activity, "description", project.summary_uk or project.title_uk, project.summary_en)
    participant(activity, office.council_uk, office.council_en, IMPLEMENTING, LOCAL_GOVERNMENT)
    if project.lead:
        partner(activity, project.lead, ACCOUNTABLE)
    for other in project.partners.all():
        if other != project.lead:
            partner(activity, other, IMPLEMENTING)
    if project.programme and project.programme.funder_uk:
        participant(activity, project.programme.funder_uk, project.programme.funder_en, FUNDING)
    element(activity, "activity-status", code=STATUS_OF_PROJECT[project.status])
    begun = project.status in BEGUN and project.start.first <= today()
    dated(activity, ACTUAL_START if begun else PLANNED_START, project.start, project.start.first)
    if project.end and project.end.last >= project.start.first:
        over = project.status == ProjectStatus.COMPLETED and project.end.last <= today() and begun
        dated(activity, ACTUAL_END if over else PLANNED_END, project.end, project.end.last)
    place_and_sector(activity, LOCAL_ADMINISTRATION)
    if begun:
        for line in project.funding.all():
            funding(activity, line, project.start.first)
    page(activity, project)
    return activity


def funding(activity, line, day):
    """A line of funding as a commitment, from the day on which the project began."""
    own = line.kind == FundingKind.OWN
    transaction = element(activity, "transaction")
    element(transaction, "transaction-type", code=COMMITMENT if own else INCOMING_COMMITMENT)
    worth(transaction, line.amount, line.currency, day)
    if line.source_uk:
        names(transaction, "description", line.source_uk, line.source_en)
        if not own:
            names(transaction, "provider-org", line.source_uk, line.source_en)


def of_shipment(shipment, office):
    """A consignment of aid as an element `iati-activity`."""
    activity = begin(shipment, identifier(office, "aid", shipment.reference), office)
    activity.set("humanitarian", "1")
    names(activity, "description", shipment.summary_uk or shipment.title_uk, shipment.summary_en)
    donors = shipment.donors.all()
    for donor in donors:
        partner(activity, donor, FUNDING)
    if shipment.donor_office:
        participant(activity, office.council_uk, office.council_en, FUNDING, LOCAL_GOVERNMENT)
    participant(activity, office.council_uk, office.council_en, IMPLEMENTING, LOCAL_GOVERNMENT)
    element(activity, "activity-status", code=STATUS_OF_SHIPMENT[shipment.status])
    day = shipment.received_on.first
    arrived = shipment.is_counted and day <= today()
    dated(activity, ACTUAL_START if arrived else PLANNED_START, shipment.received_on, day)
    place_and_sector(activity, MATERIAL_RELIEF)
    if shipment.known_value is not None and day <= today():
        goods(activity, shipment, donors, day)
    page(activity, shipment)
    if shipment.project and shipment.project.start:
        parent = identifier(office, "project", shipment.project.key)
        element(activity, "related-activity", ref=parent, type=PARENT)
    return activity


def goods(activity, shipment, donors, day):
    """What a consignment is worth, and what is in it."""
    kind = INCOMING_FUNDS if shipment.is_counted else INCOMING_PLEDGE
    transaction = element(activity, "transaction", humanitarian="1")
    element(transaction, "transaction-type", code=kind)
    worth(transaction, shipment.known_value, shipment.currency, day)
    if items := "; ".join(map(in_words, shipment.items.all())):
        names(transaction, "description", items)
    if len(donors) == 1 and not shipment.donor_office:
        names(transaction, "provider-org", donors[0].name_uk, donors[0].name_en)


# Parts of an activity


def element(parent, name, **attributes):
    return ET.SubElement(parent, name, attributes)


def begin(record, name, office):
    """An activity with its identifier, who reports it, and its title."""
    changed = record.updated_at.isoformat(timespec="seconds")
    activity = ET.Element("iati-activity", {LANGUAGE: "uk", "last-updated-datetime": changed})
    element(activity, "iati-identifier").text = name
    reporting = names(activity, "reporting-org", office.council_uk, office.council_en)
    reporting.set("ref", organisation(office))
    reporting.set("type", LOCAL_GOVERNMENT)
    names(activity, "title", record.title_uk, record.title_en)
    return activity


def organisation(office):
    """The identifier of the office by the register of Ukrainian legal persons (UA-EDR)."""
    return f"UA-EDR-{office.edrpou}" if office.edrpou else office.code


def identifier(office, kind, key):
    """The identifier of an activity; signs that the ruleset refuses are percent-encoded."""
    return f"{organisation(office)}-{kind}-{quote(key, safe='')}"


def names(parent, name, uk, en=""):
    """An element with a narrative in Ukrainian, and in English where there is one."""
    holder = element(parent, name)
    element(holder, "narrative").text = uk or en
    if uk and en:
        ET.SubElement(holder, "narrative", {LANGUAGE: "en"}).text = en
    return holder


def participant(activity, uk, en, role, kind=None):
    holder = names(activity, "participating-org", uk, en)
    holder.set("role", role)
    if kind:
        holder.set("type", kind)


def partner(activity, record, role):
    """A partner that takes part; towns and hromadas are local governments."""
    kind = None if record.kind == PartnerKind.ORGANISATION else LOCAL_GOVERNMENT
    participant(activity, record.name_uk, record.name_en, role, kind)


def dated(activity, kind, date, day):
    """A date of an activity: a full day as IATI wants it, and what is known of it in words."""
    holder = element(activity, "activity-date", type=kind, **{"iso-date": day.isoformat()})
    if not date.day:
        element(holder, "narrative").text = words(date, "uk")
        ET.SubElement(holder, "narrative", {LANGUAGE: "en"}).text = words(date, "en")


def words(date, language):
    with override(language):
        return date_words(date)


def place_and_sector(activity, sector):
    element(activity, "recipient-country", code=HOME_COUNTRY)
    element(activity, "sector", vocabulary="1", code=sector)


def worth(transaction, amount, currency, day):
    """When a transaction was, and of how much."""
    element(transaction, "transaction-date", **{"iso-date": day.isoformat()})
    value = {"currency": currency, "value-date": day.isoformat()}
    element(transaction, "value", **value).text = plain(amount)


def page(activity, record):
    """The record's page on the portal."""
    url = settings.SITE_URL + record.get_absolute_url()
    link = element(activity, "document-link", url=url, format="text/html")
    names(link, "title", record.title_uk, record.title_en)
    element(link, "category", code=WEB_PAGE)
    element(link, "language", code="uk")
