"""The year in figures, the year before beside it, each leading to the list that makes it.

They are counted anew for every page, by the filters of those lists, so that a list has exactly
as many rows as its figure says. The frozen text of an edition has no part in it.
"""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from aid.forms import ShipmentFilter
from aid.models import Shipment
from partners.forms import AgreementFilter
from partners.models import Agreement
from projects.forms import EventFilter, ProjectFilter
from projects.models import Event, Project


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


def figures_of(report):
    """The Rows of a report's year: one query; empty where neither year has anything."""
    lists = (
        (_("Agreements and contracts"), "partners:agreement_list", AgreementFilter, Agreement),
        (_("Joint projects"), "projects:list", ProjectFilter, Project),
        (_("Events"), "projects:event_list", EventFilter, Event),
        (_("Consignments of aid"), "aid:shipment_list", ShipmentFilter, Shipment),
    )
    years = (report.year, report.year - 1)
    counted = [
        _count(form().by_year(model.objects.public(), str(year)))
        for _name, _url, form, model in lists
        for year in years
    ]
    same = type(report).objects.public().filter(pk=report.pk).order_by()
    found = iter(same.values_list(*counted).get())
    rows = [
        Row(name, *(Figure(next(found), f"{reverse(url)}?year={year}") for year in years))
        for name, url, _form, _model in lists
    ]
    return [row for row in rows if row.year.count or row.before.count]


def _count(records):
    """The number of `records` as a column of another query."""
    one = records.order_by().annotate(one=Value(1)).values("one")
    number = one.annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)
