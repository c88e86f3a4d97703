"""The datasets of the open data: what each sheet holds, in words for people and passports."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aid.forms import NeedFilter, ShipmentFilter
from partners.forms import AgreementFilter, PartnerFilter
from projects.forms import EventFilter, ProjectFilter
from register import cells
from register.columns import OfRecipient, Parties, Reference, Several
from register.exporting import cells as cells_of
from register.sheet import public_counts
from register.sheets import BY_TITLE, SHEETS, OpenKeys

BOTH = _("in both languages")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SUFFIXES = ("csv", "xlsx", "json")
FILTERS = {
    "partners": PartnerFilter,
    "agreements": AgreementFilter,
    "projects": ProjectFilter,
    "events": EventFilter,
    "needs": NeedFilter,
    "shipments": ShipmentFilter,
}
DESCRIPTIONS = {
    "office": _("The council and its department that keep the register."),
    "areas": _("Areas of cooperation to which other tables refer."),
    "partners": _("Municipalities, hromadas and organisations that the community works with."),
    "agreements": _("International agreements and inter-municipal contracts with their terms."),
    "programmes": _("Funding programmes to which projects belong."),
    "projects": _("Joint projects with partners: who leads, when, with what results."),
    "funding": _("Who pays how much for each project, in the currency of the source."),
    "events": _("Visits, meetings, talks, camps and other events of cooperation."),
    "categories": _("Kinds of aid to which needs and items refer."),
    "needs": _("What the community asks its partners for, and how much is promised."),
    "recipients": _("Institutions and groups that received aid; sensitive ones are one row."),
    "shipments": _("Consignments of humanitarian aid: from whom, when, weight and value."),
    "items": _("What was in each consignment: quantity, unit, weight, value."),
    "distributions": _("What each recipient received of each item, by act of transfer."),
    "rates": _("Exchange rates by which values are converted into hryvnias."),
    "reports": _("Annual reports of the office with their openings and closings."),
    "report_texts": _("Texts of the annual reports about one partner."),
}


@dataclass(frozen=True)
class Explained:
    """A column in words: its names in files, what it means, in which form it stands there."""

    names: tuple
    meaning: str
    help: str
    form: str


class Dataset:
    """A sheet of the register as open data: the rows of it that the public may see."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.title = sheet.title
        self.description = DESCRIPTIONS[sheet.title]

    @property
    def label(self):
        return self.sheet.label

    @property
    def names(self):
        """The names of the files' columns."""
        return [column.name for column in self.sheet.public_columns]

    def count(self):
        """How many rows the whole files have."""
        return public_counts([self.sheet])[self.title]

    def records(self, query):
        """The public records that the list's filter lets through; `query` is a QueryDict."""
        records = self.sheet.public_records()
        form = self._form(query)
        if form is None:
            return records
        return records.filter(pk__in=form.narrow(records).order_by().values("pk"))

    def is_filtered(self, query):
        """Whether the query asks for less than the whole list."""
        return self._form(query) is not None

    def _form(self, query):
        """The form of the list's filter; None where nothing is asked of it."""
        asked = FILTERS[self.title](query) if self.title in FILTERS and query else None
        return asked if asked and asked.is_narrowing else None

    @property
    def columns(self):
        """The columns of the files as Explained; those of two languages are one of them."""
        explained = {}
        for column in self.sheet.public_columns:
            stem = column.name.removesuffix("_uk").removesuffix("_en")
            explained.setdefault(stem, []).append(column)
        return [self._explained(stem, columns) for stem, columns in explained.items()]

    def _explained(self, stem, columns):
        label, help_text = columns[0].label, getattr(columns[0].field, "help_text", "")
        if len(columns) > 1:
            label = format_lazy("{}, {}", self.sheet.model._meta.get_field(stem).verbose_name, BOTH)
        return Explained(
            names=tuple(column.name for column in columns),
            meaning=label,
            help=help_text,
            form=form_of(columns[0]),
        )

    def rows(self, query):
        """The rows of the files as {column: cell}, ordered by key."""
        return cells_of(self.sheet, self.sheet.public_rows(OpenKeys(), self.records(query)))

    @property
    def files(self):
        """(format, path) of the files with the rows."""
        return [
            (suffix.upper(), reverse("open_data:sheet", args=[self.title, suffix]))
            for suffix in SUFFIXES
        ]

    @property
    def passport_url(self):
        return reverse("open_data:passport", args=[self.title])

    @property
    def structure_url(self):
        return reverse("open_data:structure", args=[self.title])


def form_of(column):
    """How the values of a column are written."""
    if isinstance(column, Parties):
        return _("keys of partners, each with its role: “office:coordinator;partner”")
    if isinstance(column, Several):
        return format_lazy(_("keys of “{table}”, separated by semicolons"), table=table(column))
    if isinstance(column, (Reference, OfRecipient)):
        return format_lazy(_("key of “{table}”"), table=table(column))
    kind = column.kind
    if isinstance(kind, cells.Choices):
        codes = ", ".join(kind.field.of.values)
        return format_lazy(_("one or more, separated by semicolons: {codes}"), codes=codes)
    if isinstance(kind, cells.Choice):
        return ", ".join(kind.codes)
    return next(words for kind_class, words in FORMS if isinstance(kind, kind_class))


FORMS = (
    (cells.PartDate, _("date as far as it is known: 2008, 2022-03 or 2022-07-12")),
    (cells.Day, _("date: 2022-07-12")),
    (cells.Whole, _("whole number")),
    (cells.Number, _("number with a decimal point; empty: not known")),
    (cells.Truth, _("yes or no")),
    (cells.Country, _("country by ISO 3166-1: LT")),
    (cells.Website, _("web address")),
    (cells.Text, _("text")),
)


def table(column):
    """What people call the table to whose rows a column refers."""
    return BY_TITLE[column.to].label


DATASETS = {sheet.title: Dataset(sheet) for sheet in SHEETS}
