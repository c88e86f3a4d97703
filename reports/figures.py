"""The year in figures, the year before beside it, each leading to the list that makes it.

They are counted anew for every page, by the filters of those lists, so that a list has exactly
as many rows as its figure says. The frozen text of an edition has no part in it.
"""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aid.forms import ShipmentFilter
from aid.models import Shipment
from partners.forms import AgreementFilter
from partners.models import Agreement
from projects.forms import EventFilter, ProjectFilter
from projects.models import Event, Project
from publishing.compiled import answers, compiled
from publishing.models import once_a_day
from reports.models import Report


@dataclass(frozen=True)
class Figure:
    """How many rows a list has of one year."""

    count: int
    url: str


@dataclass(frozen=True)
class Row:
    """What is counted, in the year and in the one before."""

    name: str
    year: Figure
    before: Figure


LISTS = (
    (_("Agreements and contracts"), "partners:agreement_list", AgreementFilter, Agreement),
    (_("Joint projects"), "projects:list", ProjectFilter, Project),
    (_("Events"), "projects:event_list", EventFilter, Event),
    (_("Consignments of aid"), "aid:shipment_list", ShipmentFilter, Shipment),
)


def figures_of(report):
    """The Rows of a report's year: one query; empty where neither year has anything."""
    found = iter(*answers(Report, query_of(report.year)))
    rows = [
        Row(
            name,
            *(Figure(next(found), f"{reverse(url)}?year={year}") for year in years(report.year)),
        )
        for name, url, _form, _model in LISTS
    ]
    return [row for row in rows if row.year.count or row.before.count]


def years(year):
    """The year and the one beside it."""
    return year, year - 1


@once_a_day
def query_of(year):
    """The query of the report of a year: one row with a number for each list and each year."""
    counted = [
        _count(form().by_year(model.objects.public(), str(one)))
        for _name, _url, form, model in LISTS
        for one in years(year)
    ]
    # A plain QuerySet keeps the order of the columns; the one of modeltranslation does not.
    same = QuerySet(Report).filter(year=year).order_by()
    return compiled(same.values_list(*counted))


def _count(records):
    """The number of `records` as a column of another query."""
    one = records.order_by().annotate(one=Value(1)).values("one")
    number = one.annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)
