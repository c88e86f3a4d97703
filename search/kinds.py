"""The kinds of records that search knows, and what of each it reads."""

from dataclasses import replace
from itertools import zip_longest

from django.db.models import OuterRef, Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from aid.models import Distribution, Item, Need, Shipment
from papers.lines import lines as lines_of_paper
from partners.models import Agreement, Partner
from partners.nested import with_areas
from projects.models import Event, FundingLine, Project
from publishing.dates import PartialDate
from publishing.languages import CODES
from publishing.models import Document
from publishing.nested import Nested, NestedOne
from reports.models import Edition, Report
from search.composing import (
    Composition,
    Line,
    chosen,
    codes,
    country_names,
    joined,
    names_of_area,
    names_of_category,
    names_of_partner,
    names_of_programme,
    names_of_recipient,
    neutral,
    on_one_line,
    prose,
    translated,
)
from search.models import Place

LONGEST_TEXT = 200_000  # characters of one document that are searched


class Kind:
    """One kind of records.

    `paths` are the relations by which a record of the kind reaches what it tells of others:
    when one of those changes, so does the record's entry. Areas, programmes and categories need
    not be asked whether they are public: they are where a public record uses them.
    """

    code = ""
    label = ""  # what a list of them is called
    one = ""  # what one of them is called
    model = None
    paths = ()

    def public(self):
        """The public records with all that `compose` reads of them, in few queries."""
        return self.model.objects.public()

    def compose(self, record):
        """The Composition of a record that came from `public`."""
        urls = []
        for code in CODES:
            with override(code):
                urls.append(record.get_absolute_url())
        first, last = self.span(record)
        return Composition(
            record.pk,
            *urls,
            title=self.title(record),
            lines=tuple(line for line in self.lines(record) if line.texts),
            date=str(first or last or ""),
            first_year=(first or last).year if first or last else None,
            last_year=(last or first).year if first or last else None,
            updated_at=record.updated_at,
        )

    def title(self, record):
        """The Line by which a result is called."""
        return translated(Place.TITLE, record, "title")

    def lines(self, record):
        """The other Lines, those first that tell most about the record."""
        return ()

    def span(self, record):
        """The first and the last partial date of the record; None where not known."""
        return None, None


class PartnerKind(Kind):
    code, label, one = "partner", _("Partners"), _("partner")
    model = Partner
    paths = ("areas",)

    def public(self):
        return with_areas(super().public())

    def title(self, partner):
        return translated(Place.NAME, partner, "name")

    def lines(self, partner):
        yield from prose(partner, "summary")
        yield from prose(partner, "origin", "status_reason")
        yield neutral(Place.NAME, partner.name_native, *partner.aliases.split(";"))
        yield translated(Place.FACT, partner, "region")
        yield Line(Place.FACT, *country_names(partner.country.code))
        yield areas_of(partner)
        yield codes(partner.key, partner.code)

    def span(self, partner):
        return partner.since, partner.until


class AgreementKind(Kind):
    code, label, one = "agreement", _("Agreements and contracts"), _("agreement or contract")
    model = Agreement
    paths = ("areas", "parties", "parties__partner")

    def public(self):
        parties = told_partners(parties__agreement=OuterRef("pk"))
        parties = parties.order_by("parties__position", "parties__pk")
        return with_areas(super().public()).annotate(public_partners=Nested(parties))

    def lines(self, agreement):
        yield from prose(agreement, "summary")
        yield from partners_of(agreement.public_partners)
        yield chosen(agreement, "kind")
        yield codes(
            agreement.number,
            agreement.register_number,
            agreement.council_decision,
            agreement.ministry_approval,
        )
        yield translated(Place.FACT, agreement, "signed_place")
        yield areas_of(agreement)
        yield from prose(agreement, "legal_basis", "status_reason")
        yield codes(agreement.key)

    def span(self, agreement):
        if agreement.signed_on or agreement.valid_until:
            return agreement.signed_on, agreement.valid_until
        return agreement.talks_from, None


class ProjectKind(Kind):
    code, label, one = "project", _("Projects"), _("project")
    model = Project
    paths = ("areas", "programme", "lead", "partners", "funding")

    def public(self):
        projects = super().public().select_related("programme")
        funding = Prefetch("funding", FundingLine.objects.public())
        return with_areas(projects.prefetch_related(funding)).annotate(
            public_lead=NestedOne(told_partners(pk=OuterRef("lead"))),
            public_partners=Nested(told_partners(projects=OuterRef("pk"))),
        )

    def lines(self, project):
        yield from prose(project, "summary", "results")
        yield from partners_of([project.public_lead, *project.public_partners])
        if project.programme:
            yield from names_of_programme(project.programme)
        yield areas_of(project)
        yield joined(
            Place.FACT, [translated(Place.FACT, line, "source") for line in project.funding.all()]
        )
        yield codes(project.registration_card)
        yield codes(project.key)

    def span(self, project):
        return project.start, project.end


class EventKind(Kind):
    code, label, one = "event", _("Events"), _("event")
    model = Event
    paths = ("areas", "partners")

    def public(self):
        partners = Nested(told_partners(events=OuterRef("pk")))
        return with_areas(super().public()).annotate(public_partners=partners)

    def lines(self, event):
        yield from prose(event, "summary", "clause")
        yield from partners_of(event.public_partners)
        yield chosen(event, "kind")
        yield translated(Place.FACT, event, "place")
        yield areas_of(event)
        yield codes(event.key)

    def span(self, event):
        return event.start, event.end


class ShipmentKind(Kind):
    code, label, one = "shipment", _("Consignments"), _("consignment")
    model = Shipment
    paths = (
        "donors",
        "items",
        "items__category",
        "items__distributions",
        "items__distributions__recipient",
    )

    def public(self):
        acts = Distribution.objects.public().select_related("recipient")
        items = Item.objects.public().select_related("category")
        items = items.prefetch_related(Prefetch("distributions", acts))
        donors = Nested(told_partners(shipments=OuterRef("pk")))
        shipments = super().public().annotate(public_partners=donors)
        return shipments.prefetch_related(Prefetch("items", items))

    def lines(self, shipment):
        items = list(shipment.items.all())
        acts = [act for item in items for act in item.distributions.all()]
        yield from prose(shipment, "summary")
        yield joined(Place.FACT, [translated(Place.FACT, item, "name") for item in items])
        yield from partners_of(shipment.public_partners)
        categories = dict.fromkeys(item.category for item in items if item.category)
        yield joined(Place.FACT, [line for one in categories for line in names_of_category(one)])
        recipients = dict.fromkeys(act.recipient for act in acts)
        yield joined(Place.FACT, [line for one in recipients for line in names_of_recipient(one)])
        yield replace(codes(*(act.act_number for act in acts)), place=Place.FACT)
        yield codes(shipment.reference)

    def span(self, shipment):
        return shipment.received_on, None


class NeedKind(Kind):
    code, label, one = "need", _("Needs"), _("need")
    model = Need
    paths = ("category", "partners")

    def public(self):
        partners = Nested(told_partners(needs=OuterRef("pk")))
        return super().public().select_related("category").annotate(public_partners=partners)

    def lines(self, need):
        yield from prose(need, "summary")
        yield translated(Place.FACT, need, "beneficiary")
        if need.category:
            yield from names_of_category(need.category)
        yield from partners_of(need.public_partners)
        yield codes(need.key)

    def span(self, need):
        return need.published_on, None


class ReportKind(Kind):
    """Reports by the text of their newest edition in force: it is what the public may read."""

    code, label, one = "report", _("Annual reports"), _("annual report")
    model = Report
    paths = ("editions",)

    def public(self):
        editions = Edition.objects.public()
        return (
            super()
            .public()
            .filter(pk__in=editions.values("report"))
            .prefetch_related(Prefetch("editions", editions))
        )

    def title(self, report):
        papers = self.papers(report)
        return Line(Place.TITLE, *(on_one_line(paper.name) for paper in papers))

    def lines(self, report):
        lines = (lines_of_paper(paper) for paper in self.papers(report))
        for texts in zip_longest(*lines, fillvalue=""):
            yield Line(Place.TEXT, *(on_one_line(text) for text in texts))
        yield codes(report.registration_index, str(report.year))

    def papers(self, report):
        """The newest edition's paper in both languages."""
        newest = report.editions.all()[0]
        return [newest.paper(code) for code in CODES]

    def span(self, report):
        return PartialDate(report.year), None


class DocumentKind(Kind):
    code, label, one = "document", _("Documents"), _("document")
    model = Document

    def lines(self, document):
        yield chosen(document, "kind")
        for text in document.text[:LONGEST_TEXT].splitlines():
            yield neutral(Place.TEXT, text.strip())

    def span(self, document):
        return document.date, None


def told_partners(**condition):
    """The public partners that meet the condition, with what entries of others tell of them."""
    partners = Partner.objects.public().filter(**condition)
    return partners.only("name_uk", "name_en", "name_native", "aliases", "country")


def areas_of(record):
    """The areas of a record as one Line."""
    areas = record.public_areas
    return joined(Place.FACT, [line for area in areas for line in names_of_area(area)])


def partners_of(partners):
    """The Lines that name the partners of a record, each once."""
    for partner in dict.fromkeys(partner for partner in partners if partner):
        yield from names_of_partner(partner)


KINDS = {
    kind.code: kind
    for kind in (
        PartnerKind(),
        AgreementKind(),
        ProjectKind(),
        EventKind(),
        ShipmentKind(),
        NeedKind(),
        ReportKind(),
        DocumentKind(),
    )
}
BY_MODEL = {kind.model: kind for kind in KINDS.values()}
