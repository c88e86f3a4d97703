"""The year in figures, the year before beside it, each leading to the list that makes it.

They are those of now, counted by the filters of those lists or kept for the ledger's, so that a
list has exactly as many rows as its figure says. The frozen text of an edition has no part in it.
"""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aid.keeping import catch_up
from aid.tallies import in_year
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


def counted(form, model):
    """What counts the public records of a year (text) as the filter of their list does."""

    def of_year(year):
        records = form().by_year(model.objects.public(), year).order_by()
        one = records.annotate(one=Value(1)).values("one")
        return one.annotate(number=Count("pk", distinct=True)).values("number")

    return of_year


LISTS = (
    (_("Agreements and contracts"), "partners:agreement_list", counted(AgreementFilter, Agreement)),
    (_("Joint projects"), "projects:list", counted(ProjectFilter, Project)),
    (_("Events"), "projects:event_list", counted(EventFilter, Event)),
    (_("Consignments of aid"), "aid:shipment_list", in_year),
)


def figures_of(report):
    """The Rows of a report's year: two queries; empty where neither year has anything."""
    catch_up()
    found = iter(*answers(Report, query_of(report.year)))
    rows = [
        Row(
            name,
            *(Figure(next(found), f"{reverse(url)}?year={year}") for year in years(report.year)),
        )
        for name, url, _of_year in LISTS
    ]
    return [row for row in rows if row.year.count or row.before.count]


def years(year):
    """The year and the one beside it."""
    return year, year - 1


@once_a_day
def query_of(year):
    """The query of the report of a year: one row with a number for each list and each year."""
    numbers = [
        Coalesce(Subquery(of_year(str(one)), output_field=IntegerField()), 0)
        for _name, _url, of_year in LISTS
        for one in years(year)
    ]
    # A plain QuerySet keeps the order of the columns; the one of modeltranslation does not.
    same = QuerySet(Report).filter(year=year).order_by()
    return compiled(same.values_list(*numbers))
