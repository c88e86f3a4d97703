"""Pages of the annual reports and of the check whether a report is ours."""

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from papers.official import heading_lines, registration, short_ending
from publishing.attached import attached_to
from publishing.models import FileType
from publishing.public_page import public_page
from publishing.serving import HEADERS
from reports.editions import recognise
from reports.figures import figures_of
from reports.files import paper_to_print
from reports.fingerprints import LIMIT, FingerprintHandler, is_too_large
from reports.forms import VerifyForm
from reports.frozen import Frozen
from reports.models import Edition, EditionFile, Report, in_groups

ROWS_SHOWN = 100  # of a table of an edition that has files, which hold all of them


def reports_with_editions():
    """Public reports, newest year first, each with its public editions, newest first."""
    editions = with_files(Edition.objects.public().light())
    return Report.objects.public().prefetch_related(Prefetch("editions", editions))


def with_files(editions):
    """Editions with the public files of each, without their content."""
    files = EditionFile.objects.public().defer("content")
    return editions.prefetch_related(Prefetch("files", files))


@public_page()
@require_safe
def report_list(request):
    """Every year's report; the newest one as a cover."""
    reports = list(reports_with_editions())
    newest = next((report for report in reports if report.editions.all()), None)
    edition = newest.editions.all()[0] if newest else None
    context = {
        "page_title": _("Annual reports"),
        "page_description": _(
            "Annual reports on international and inter-municipal cooperation, all editions."
        ),
        "breadcrumbs": [(_("Reports"), None)],
        "reports": reports,
        "newest": newest,
        "edition": edition,
        "files": in_this_language_first(edition) if edition else [],
        "paper": edition.paper(get_language()) if edition else None,
    }
    return render(request, "reports/report_list.html", context)


@public_page()
@require_safe
def report_year(request, year):
    """The newest edition of a year's report, to read."""
    report, editions = report_of(year)
    if not editions:
        context = {"report": report, "page_title": title_of(report), "breadcrumbs": crumbs(report)}
        return render(request, "reports/report_awaited.html", context)
    return edition_page(request, report, editions, editions[0], figures_of(report))


@public_page()
@require_safe
def report_edition(request, year, number):
    """One edition of a year's report, to read; an earlier one says by which it is replaced."""
    report, editions = report_of(year)
    for edition in editions:
        if edition.number == number:
            return edition_page(request, report, editions, edition)
    raise Http404


@public_page()
@require_safe
def report_print(request, year):
    """The newest edition as an official paper for A4."""
    report, editions = report_of(year)
    if not editions:
        raise Http404
    paper = paper_to_print(editions[0], get_language())
    day, index = registration(paper)
    context = {
        "report": report,
        "page_title": title_of(report),
        "paper": paper,
        "arms": bytes(editions[0].arms),
        "heading_lines": heading_lines(paper.title),
        "day": day,
        "index": index,
        "short_ending": short_ending(paper),
    }
    return render(request, "reports/report_print.html", context)


@require_safe
def report_file(request, year, kind):
    """The newest edition as a file to keep, in the language of the address.

    Its bytes are those of the day of publication; an edition that is withdrawn has none.
    """
    report, editions = report_of(year)
    if not editions:
        raise Http404
    files = editions[0].files.public().filter(kind=kind, language=get_language())
    file = get_object_or_404(files.defer("content"))
    etag, changed = quote_etag(file.sha256), int(editions[0].published_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = HttpResponse(file.content, content_type=FileType(kind).media_type)
        response["Content-Disposition"] = content_disposition_header(True, file.saved_as)
    for name, value in (HEADERS | {"ETag": etag, "Last-Modified": http_date(changed)}).items():
        response[name] = value
    return response


def report_of(year):
    """The public report of a year and the list of its public editions, newest first, or 404."""
    report = get_object_or_404(Report.objects.public(), year=year)
    return report, list(with_files(report.editions.public().light()))


def in_this_language_first(edition):
    """The files of an edition, those in the language of the page first."""
    return sorted(edition.files.all(), key=lambda file: file.language != get_language())


def title_of(report):
    return _("Annual report for %(year)s") % {"year": report.year}


def crumbs(report, edition=None):
    """The way to a report, and on to an earlier edition of it."""
    way = [(_("Reports"), reverse("reports:list"))]
    if edition is None:
        return [*way, (report.year, None)]
    number = _("Edition %(number)s") % {"number": edition.number}
    return [*way, (report.year, report.get_absolute_url()), (number, None)]


def edition_page(request, report, editions, edition, figures=()):
    """An edition to read, with its records, its neighbours, what it changed, the year's figures."""
    place = editions.index(edition)
    is_current = place == 0
    previous = editions[place + 1] if place + 1 < len(editions) else None
    context = {
        "report": report,
        "page_title": title_of(report),
        "breadcrumbs": crumbs(report, None if is_current else edition),
        "edition": edition,
        "figures": figures,
        "years": (report.year, report.year - 1),
        "editions": editions,
        "current": editions[0],
        "is_current": is_current,
        "files": in_this_language_first(edition) if is_current else [],
        "awaits_correction": report.awaits_correction(),
        "frozen": Frozen(edition, previous, get_language()),
        "rows_shown": ROWS_SHOWN if is_current else None,
        "previous": previous,
        "attached": attached_to(report) if is_current else None,
    }
    return render(request, "reports/report_detail.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """Tells whether a file or a fingerprint is an edition of ours; nothing is kept."""
    too_large = is_too_large(request)
    form = VerifyForm() if too_large else asked(request)
    context = {
        "page_title": _("Is it the same report?"),
        "page_description": _("Is the file you received an edition that we published?"),
        "breadcrumbs": [
            (_("Reports"), reverse("reports:list")),
            (_("Verify an edition"), None),
        ],
        "form": form,
        "limit": LIMIT // 1024**2,
        "too_large": too_large,
        "reports": [report for report in reports_with_editions() if report.editions.all()],
    }
    if form.is_bound and form.is_valid():
        fingerprint = form.cleaned_data["sha256"]
        context["fingerprint"] = in_groups(fingerprint)
        context["verdict"], context["edition"] = verdict(fingerprint)
        context["current"] = current_of(context["edition"])
    return render(request, "reports/verify.html", context, status=413 if too_large else 200)


def asked(request):
    """The form with what the visitor asks."""
    if request.method == "POST":
        request.upload_handlers = [FingerprintHandler(request)]
        return VerifyForm(request.POST, request.FILES)
    return VerifyForm(request.GET if request.GET.get("sha256") else None)


def verdict(sha256):
    """(verdict, edition) on a hash: `current`, `replaced`, `withdrawn`, or `unknown` and None."""
    edition = recognise(sha256)
    if edition is None:
        return "unknown", None
    current = current_of(edition)
    if edition == current:
        return "current", edition
    is_public = edition.report.editions.public().filter(pk=edition.pk).exists()
    return ("replaced" if is_public else "withdrawn"), edition


def current_of(edition):
    """The newest public edition of the report that `edition` is of, or None."""
    return edition.report.editions.public().light().first() if edition else None
