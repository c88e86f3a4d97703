"""The next edition of a report before it is frozen: for who works on it, and never stored."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse, translate_url
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.formats import written
from papers.paper import to_data
from papers.pdf import TypesettingError
from partners.models import Office
from partners.own_office import arms_of
from publishing.admin_rights import has_right
from publishing.models import FileType
from publishing.serving import HEADERS
from reports.composing import compose
from reports.frozen import Frozen
from reports.models import Edition, Report
from reports.views import ROWS_SHOWN, title_of

PAGE, FILE = "admin:reports_report_preview", "admin:reports_report_preview_file"


def next_edition(report, language):
    """The Edition that would be frozen now, in one language: it is not stored."""
    newest = report.editions.light().first()
    number = newest.number + 1 if newest else 1
    content = {"year": report.year, "number": number}
    content[language] = to_data(compose(report, language))
    return Edition(report=report, number=number, content=content)


class PreviewingEditions:
    """Adds to the admin of reports the next edition as a page and as a file to print."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/preview/",
                view(require_safe(self.preview_view)),
                name=PAGE.removeprefix("admin:"),
            ),
            path(
                "<path:object_id>/preview.pdf",
                view(require_safe(self.preview_file)),
                name=FILE.removeprefix("admin:"),
            ),
            *super().get_urls(),
        ]

    def may_preview(self, request):
        """Whether the user writes or publishes reports."""
        return has_right(request.user, "change", Report) or self.has_publish_permission(request)

    def _previewed(self, request, object_id):
        report = self.get_object(request, unquote(object_id))
        if report is None:
            raise Http404
        if not self.has_view_permission(request, report) or not self.may_preview(request):
            raise PermissionDenied
        return report

    def preview_view(self, request, object_id):
        """The next edition to read, as the page of the year will have it."""
        report = self._previewed(request, object_id)
        edition = next_edition(report, get_language())
        context = {
            "report": report,
            "page_title": title_of(report),
            "is_preview": True,
            "edition": edition,
            "frozen": Frozen(edition, report.editions.current().first(), get_language()),
            "rows_shown": ROWS_SHOWN,
        }
        return unfound(render(request, "reports/report_preview.html", context))

    def preview_file(self, request, object_id):
        """The next edition as a PDF, without the code that leads to an edition."""
        report = self._previewed(request, object_id)
        paper = next_edition(report, get_language()).paper(get_language())
        try:
            content = written(paper, "pdf", arms_of(Office.objects.current()))
        except TypesettingError:
            self.message_user(request, _("The paper is too large to be typeset."), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:reports_report_change", args=[report.pk]))
        response = HttpResponse(content, content_type=FileType.PDF.media_type)
        for name, value in (HEADERS | {"Cache-Control": "private, no-store"}).items():
            response[name] = value
        name = _("preview-%(year)s") % {"year": report.year}
        response["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf")
        return unfound(response)

    def preview_links(self, request, report):
        """(code, words, address) of the page and the file in each language, this one first."""
        if not self.may_preview(request):
            return []
        pages = reverse(PAGE, args=[report.pk]), reverse(FILE, args=[report.pk])
        languages = sorted(settings.LANGUAGES, key=lambda one: one[0] != get_language())
        return [
            (code, words, translate_url(address, code))
            for code, name in languages
            for address, words in zip(pages, (name, f"PDF, {name}"), strict=True)
        ]


def unfound(response):
    """The response, which no search engine may keep."""
    response["X-Robots-Tag"] = "noindex"
    return response
