"""The money of a project: a column and a total for each currency, never added across them."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef
from django.utils.translation import gettext as _

from partners.nested import public_names
from partners.received import in_figures
from projects.models import FundingKind, FundingLine
from publishing.nested import Nested, NestedOne


@dataclass(frozen=True)
class Sum:
    """A cell of the table: figures in words of the page's language, empty for no money."""

    unit: str
    figures: str


@dataclass(frozen=True)
class Funding:
    """The units of the columns, the lines with their cells, and a row of totals or nothing."""

    units: list
    lines: list
    totals: list


def funding_of(project):
    """The Funding of a public project: one query."""
    partner = NestedOne(public_names().filter(pk=OuterRef("partner")))
    lines = list(project.funding.public().annotate(public_partner=partner))
    totals = defaultdict(Decimal)
    for line in lines:
        totals[line.currency] += line.amount
    units = {code: unit_of(code) for code in sorted(totals)}
    for line in lines:
        line.cells = [
            Sum(unit, in_figures(line.amount, 2) if line.currency == code else "")
            for code, unit in units.items()
        ]
    return Funding(
        units=list(units.values()),
        lines=lines,
        totals=[Sum(unit, in_figures(totals[code], 2)) for code, unit in units.items()]
        if len(lines) > len(units)
        else [],
    )


@dataclass(frozen=True)
class Source:
    """A row of the table over many projects: a kind of money, in how many of them, its cells."""

    name: str
    projects: int
    cells: list


def with_funding(projects):
    """Public projects, each with the lines of its money, which are public with it."""
    lines = FundingLine.objects.filter(project=OuterRef("pk"))
    return projects.annotate(lines=Nested(lines.only("kind", "project", "currency", "amount")))


def funding_by_kind(projects):
    """(units, rows, total) of the money of projects `with_funding` (a list), by its kind.

    Each project is counted once in a row and once in the total; currencies are never added.
    """
    lines = [
        (line.kind, line.project_id, line.currency, line.amount)
        for project in projects
        for line in project.lines
    ]
    units = {code: unit_of(code) for code in sorted({code for *_rest, code, _amount in lines})}
    rows = [
        row(kind.label, [line for line in lines if line[0] == kind], units)
        for kind in FundingKind
        if any(line[0] == kind for line in lines)
    ]
    return list(units.values()), rows, row(_("Total"), lines, units)


def row(name, lines, units):
    """The Source that these lines (kind, project, currency, amount) add up to."""
    totals = defaultdict(Decimal)
    for _kind, _project, currency, amount in lines:
        totals[currency] += amount
    cells = [
        Sum(unit, in_figures(totals[code], 2) if code in totals else "")
        for code, unit in units.items()
    ]
    return Source(name, len({project for _kind, project, *_rest in lines}), cells)


def unit_of(currency):
    """What the head of a column calls a currency."""
    return {"UAH": _("UAH"), "EUR": _("EUR"), "USD": _("USD")}.get(currency, currency)
