"""A partner's briefing note: two pages for whoever is about to meet them.

Who they are, what was agreed, the last contacts, projects, aid, needs and promises. The public
note is made of public records alone; the staff's holds everything but what is internal, marks
what is not published, and tells the contacts to those who may see them.
"""

from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from aid.amounts import in_kg, in_money
from aid.models import Need, NeedStatus, Shipment
from aid.papers.frame import paper, paragraph, table
from papers.paper import Mark, Section
from papers.pdf import pdf
from partners.models import Agreement, Office
from partners.own_office import arms_of
from partners.steps import renewal
from projects.models import Event, Project
from publishing.dates import typed
from publishing.models import Publication
from publishing.text import paragraphs

PAGES = 2
ROWS = (6, 5, 4, 3, 2, 1)  # of each table: as many as two pages take
OPEN = (NeedStatus.OPEN, NeedStatus.NEGOTIATION, NeedStatus.PROMISED, NeedStatus.PARTLY_MET)


@dataclass(frozen=True)
class Reader:
    """For whom a note is: the public, or staff; `contact` is a Contact that they may see."""

    is_staff: bool = False
    contact: object = None

    def records(self, model):
        """What of a model the note may tell."""
        if self.is_staff:
            return model.objects.exclude(publication=Publication.INTERNAL)
        return model.objects.public()

    def title(self, record):
        """The title of a record, marked where it is not published."""
        if record.publication == Publication.PUBLIC:
            return record.title
        return f"{record.title} ({record.get_publication_display().lower()})"


PUBLIC = Reader()


def brief(partner, reader=PUBLIC):
    """The note about a Partner in the active language, as the bytes of a PDF of two pages.

    Raises papers.pdf.TypesettingError where it cannot be typeset.
    """
    # Notes are seldom asked for, and this takes 5 MB of memory.
    from pypdf import PdfReader

    office = Office.objects.current()
    for rows in ROWS:
        note = pdf(compose(partner, office, reader, rows), arms_of(office))
        if len(PdfReader(BytesIO(note)).pages) <= PAGES:
            break
    return note


def compose(partner, office, reader, rows):
    """The note as a Paper; its tables have at most `rows` rows, the newest first."""
    sections = [
        (_("In brief"), _facts(partner)),
        (_("Contacts"), _contact(reader.contact)),
        (_("Agreements"), _agreements(partner, reader, rows)),
        (_("Last contacts"), _events(partner, reader, rows)),
        (_("Projects"), _projects(partner, reader, rows)),
        (_("Humanitarian aid"), _shipments(partner, reader, rows)),
        (_("Open needs and promises"), _needs(partner, reader, rows)),
    ]
    numbered = enumerate(((name, blocks) for name, blocks in sections if blocks), 1)
    return paper(
        office,
        _("BRIEFING NOTE"),
        _("on cooperation with a partner: %(partner)s") % {"partner": partner.name},
        tuple(Section(name, f"{number}.", tuple(blocks)) for number, (name, blocks) in numbered),
        is_registered=False,
        mark=Mark(settings.SITE_URL + partner.get_absolute_url(), _("The partner’s page"))
        if partner.publication == Publication.PUBLIC
        else None,
    )


def _facts(partner):
    population = partner.population and number_format(partner.population, force_grouping=True)
    if population and partner.population_year:
        population = f"{population} ({partner.population_year})"
    facts = (
        (_("Country"), partner.country.name),
        (_("Region"), partner.region),
        (_("Kind"), partner.get_kind_display()),
        (_("Relation"), partner.get_relation_display()),
        (_("Population"), population),
        (_("State"), partner.get_status_display()),
        (_("Start of cooperation"), partner.since and typed(partner.since)),
        (_("Areas of cooperation"), ", ".join(area.name for area in partner.areas.all())),
    )
    lines = [f"{name}: {value}." for name, value in facts if value]
    return [paragraph(*lines), *(paragraph(text) for text in paragraphs(partner.summary)[:1])]


def _contact(contact):
    if contact is None:
        return []
    parts = (contact.name, contact.role, contact.email, contact.phone)
    said = [", ".join(filter(None, parts)), *paragraphs(contact.notes_internal)]
    return [paragraph(text) for text in said if text]


def _table(caption, columns, records, rows, row, numeric=()):
    """A table of the first `rows` records; the caption says how many there are in all."""
    found = list(records[:rows])
    if not found:
        return []
    count = records.count()
    caption = (
        caption
        if count == len(found)
        else _("%(caption)s (%(shown)s of %(all)s)")
        % {
            "caption": caption,
            "shown": len(found),
            "all": count,
        }
    )
    return [table(caption, columns, [row(record) for record in found], numeric)]


def _agreements(partner, reader, rows):
    agreements = reader.records(Agreement).filter(partners=partner)
    columns = (_("Document"), _("Signed on"), _("Valid until"), _("State"), _("What it is about"))

    def row(agreement):
        until = filter(None, (_day(agreement.valid_until), renewal(agreement)))
        summary = next(iter(paragraphs(agreement.summary)), "")
        return (
            reader.title(agreement),
            _day(agreement.signed_on),
            ", ".join(until),
            str(agreement.state.label),
            summary,
        )

    return _table(_("Agreements and contracts"), columns, agreements, rows, row)


def _events(partner, reader, rows):
    events = reader.records(Event).filter(partners=partner)
    columns = (_("Date"), _("Event"), _("Kind"), _("Place"))

    def row(event):
        kind = capfirst(event.get_kind_display())
        return (_day(event.start or event.end), reader.title(event), kind, event.place)

    return _table(_("The newest first"), columns, events, rows, row)


def _projects(partner, reader, rows):
    projects = reader.records(Project).filter(Q(partners=partner) | Q(lead=partner)).distinct()
    columns = (_("Project"), _("Start"), _("End"), _("State"))

    def row(project):
        dates = (project.start, project.end)
        return (reader.title(project), *map(_day, dates), project.get_status_display())

    return _table(_("Joint projects"), columns, projects, rows, row)


def _shipments(partner, reader, rows):
    shipments = reader.records(Shipment).filter(donors=partner).with_sums()
    columns = (_("Consignment"), _("Date"), _("Weight"), _("Value"), _("State"))

    def row(shipment):
        weight, value = shipment.known_weight, shipment.known_value
        return (
            reader.title(shipment),
            _day(shipment.received_on),
            "" if weight is None else in_kg(weight),
            "" if value is None else in_money(value, shipment.currency),
            shipment.get_status_display(),
        )

    caption = _("Consignments from this partner")
    return _table(caption, columns, shipments, rows, row, numeric=columns[2:4])


def _needs(partner, reader, rows):
    """What the partner promised or talks of, then what the community asks of everyone."""
    needs = reader.records(Need).filter(status__in=OPEN)
    needs = needs.filter(Q(partners=partner) | Q(partners=None)).distinct()
    needs = needs.order_by(F("partners").asc(nulls_last=True), "key")
    columns = (_("Need"), _("State"), _("Urgency"))

    def row(need):
        return (reader.title(need), need.get_status_display(), need.get_urgency_display())

    return _table(_("Needs of the community"), columns, needs, rows, row)


def _day(date):
    return typed(date) if date else ""
