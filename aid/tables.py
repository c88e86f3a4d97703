"""The tables of totals: rows with their names, the largest first."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import get_language
from django_countries import countries

from aid.models import RecipientKind
from aid.totals import OFFICE, Figures
from partners.models import Partner
from publishing.collation import sort_key

ZERO = Decimal(0)


@dataclass
class Row:
    """One row: its name in both languages, its figures, the partner where it is one."""

    uk: str
    en: str
    figures: Figures
    partner: Partner | None = None
    percent: str = ""  # of the heaviest row, as a string with a point

    @property
    def name(self):
        return self.en if get_language() == "en" and self.en else self.uk


@dataclass
class Tables:
    """The tables of the overview, each a list of rows."""

    years: list
    partners: list
    countries: list
    categories: list
    recipients: list
    has_joint: bool  # whether a consignment stands in the rows of several donors


def tables_of(totals, office):
    """The Tables of kept Totals; `office` gives the own council its name."""
    partners = rows_of_partners(totals.partners, office)
    return Tables(
        years=years(totals.years),
        partners=partners,
        countries=rows_of_countries(totals.countries),
        categories=rows_of_categories(totals.categories),
        recipients=rows_of_kinds(totals.kinds),
        has_joint=sum(row.figures.shipments for row in partners) > totals.total.shipments,
    )


def years(groups):
    """The newest year first; what has no date is last."""
    return [
        Row(year or "", "", figures)
        for year, figures in sorted(groups.items(), key=lambda group: group[0] or "", reverse=True)
    ]


def rows_of_partners(groups, office):
    """Rows of donors: partners, the own council, and what has no donor, which has no name."""
    groups = dict(groups)
    rows = []
    if figures := groups.pop(OFFICE, None):
        council = (office.council_uk, office.council_en) if office else ("", "")
        rows.append(Row(council[0] or "", council[1] or "", figures))
    if figures := groups.pop(None, None):
        rows.append(Row("", "", figures))
    partners = Partner.objects.public().filter(pk__in=groups)
    rows += [Row(one.name_uk, one.name_en or "", groups[one.pk], one) for one in partners]
    return largest_first(rows)


def rows_of_countries(groups):
    return largest_first(Row(countries.name(code), "", row) for code, row in groups.items())


def rows_of_categories(groups):
    """Rows of the categories of aid; what has none has no name."""
    return largest_first(
        Row(uk or "", en or "", figures) for (_key, uk, en), figures in groups.items()
    )


def rows_of_kinds(groups):
    return largest_first(
        Row(capfirst(str(RecipientKind(kind).label)), "", figures)
        for kind, figures in groups.items()
    )


def largest_first(rows):
    """Rows by weight, the unknown ones last, then by name; each with its share of the largest."""
    rows = sorted(rows, key=lambda row: (-(row.figures.weight or ZERO), sort_key(row.name)))
    most = max((row.figures.weight or ZERO for row in rows), default=ZERO)
    for row in rows:
        if most and row.figures.weight:
            row.percent = f"{row.figures.weight / most * 100:.1f}"
    return rows
