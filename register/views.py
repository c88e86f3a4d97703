"""The page of the open data, and its files."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.own_office import own_office
from publishing.dates import today
from publishing.public_page import public_page
from register import agreements_register, donations, iati
from register.catalogue import catalogue
from register.changes import last_changes
from register.datasets import DATASETS
from register.exporting import NotExported
from register.open_access import CSV, JSON, WORKBOOK, open_data, streamed
from register.passports import PASSPORT, STRUCTURE, passport, structure
from register.sheet import public_counts
from register.sheets import SHEETS
from register.streaming import csv_text, json_row, json_text, register_text
from register.workbooks import MOST_ROWS, WHOLE, made_at_once, made_before, tables_of


@public_page()
@require_safe
def data_page(request):
    """What there is, in which formats, what its columns mean, under which licence."""
    changes, counts = last_changes(), public_counts(SHEETS)
    listed = [
        {"dataset": dataset, "count": counts[title], "changed": changes.get(title)}
        for title, dataset in DATASETS.items()
    ]
    context = {
        "page_title": _("Open data"),
        "page_description": _("The whole public register in open formats."),
        "breadcrumbs": [(_("Open data"), None)],
        "listed": listed,
        "total": sum(counts.values()),
        "filled": sum(map(bool, counts.values())),
        "day": today(),
        "site_url": settings.SITE_URL,
    }
    return render(request, "register/data.html", context)


def dataset_of(title):
    """The Dataset with this title; raises Http404."""
    if title not in DATASETS:
        raise Http404
    return DATASETS[title]


@open_data
def sheet_file(request, title, suffix):
    """The public rows of one sheet, all or those that the list's filter lets through."""
    dataset = dataset_of(title)
    name = f"{title}.{suffix}"
    if suffix == "csv":
        pieces = csv_text(dataset.names, dataset.rows(request.GET))
        return streamed(request, pieces, CSV, name)
    if suffix == "json":
        return streamed(request, json_text(dataset.rows(request.GET)), JSON, name)
    if dataset.records(request.GET).count() <= MOST_ROWS:
        table = (dataset.sheet, dataset.sheet.public_columns, dataset.rows(request.GET))
        return workbook(request, [table], name)
    return stored_workbook(request, title, whole=not dataset.is_filtered(request.GET))


@open_data
def register_file(request, suffix):
    """The whole public register, in the form that another portal can import."""
    if suffix == "csv":  # many tables are no one table
        raise Http404
    if suffix == "json":
        pieces = register_text(tables_of(WHOLE))
        return streamed(request, pieces, JSON, "register.json")
    if sum(public_counts(SHEETS).values()) <= MOST_ROWS:
        return workbook(request, tables_of(WHOLE), "register.xlsx")
    return stored_workbook(request, WHOLE)


def workbook(request, tables, name):
    """An answer with a workbook made now, or one that says why there is none."""
    try:
        content = made_at_once(tables)
    except NotExported as problem:
        return no_workbook(request, str(problem))
    response = HttpResponse(content, content_type=WORKBOOK)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def stored_workbook(request, title, *, whole=True):
    """An answer with the workbook made beforehand, its day in its name."""
    file = made_before(title) if whole else None
    if file is None:
        return no_workbook(
            request,
            _("More than %(limit)s rows: use CSV or JSON, which have no limit.")
            % {"limit": MOST_ROWS},
        )
    name = f"{title}-{today().isoformat()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=WORKBOOK)


def no_workbook(request, reason):
    """A page with the same rows in the formats that hold them."""
    context = {"page_title": _("Open data"), "reason": reason, "query": request.GET.urlencode()}
    return render(request, "register/no_workbook.html", context, status=406)


@open_data
def donations_file(request):
    """Aid that arrived, in the columns of the charity-donations schema."""
    pieces = csv_text(donations.COLUMNS, donations.rows(own_office(request)))
    return streamed(request, pieces, CSV, "donations.csv")


@open_data
def agreements_file(request):
    """International agreements, in the columns of the ministry's register."""
    pieces = csv_text(agreements_register.COLUMNS, agreements_register.rows(own_office(request)))
    return streamed(request, pieces, CSV, "agreements-register.csv")


@open_data
def iati_file(request):
    """Projects and aid as activities of IATI 2.03."""
    pieces = iati.text(own_office(request))
    return streamed(request, pieces, "application/xml; charset=utf-8", "iati-activities.xml")


@open_data
def catalogue_file(request):
    """The description of all datasets for data portals: DCAT-AP 3."""
    content = catalogue(own_office(request), last_changes())
    return HttpResponse(f"{json_row(content)}\n", content_type="application/ld+json")


@open_data
def passport_file(request, title):
    """Who keeps the dataset, what it is, how it may be used."""
    rows = passport(dataset_of(title), own_office(request), last_changes())
    return streamed(request, csv_text(PASSPORT, rows), CSV, f"{title}-passport.csv")


@open_data
def structure_file(request, title):
    """The columns of the dataset's files: what each means, in which form it stands there."""
    rows = structure(dataset_of(title))
    return streamed(request, csv_text(STRUCTURE, rows), CSV, f"{title}-structure.csv")
