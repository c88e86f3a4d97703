"""The briefing note about a partner as a file: one for everyone, a fuller one for the staff."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from papers.pdf import TypesettingError
from partners.models import Contact, Partner
from publishing.addresses import get_public
from publishing.models import FileType
from publishing.public_page import public_page
from publishing.serving import HEADERS
from reports.brief import Reader, brief

STAFF_RIGHTS = (
    "partners.view_partner",
    "partners.view_agreement",
    "projects.view_event",
    "projects.view_project",
    "aid.view_shipment",
    "aid.view_need",
)


@public_page(headers=HEADERS)
@require_safe
def partner_brief(request, key):
    """What the public knows of the cooperation with a partner, on two pages."""
    partner = get_public(Partner.objects.public().prefetch_related("areas"), key)
    try:
        return _file(partner, brief(partner))
    except TypesettingError:
        return render(request, "reports/brief_refused.html", status=503)


@never_cache
@require_safe
@admin.site.admin_view
def staff_brief(request, pk):
    """What the staff may know besides: what is not published yet, and contacts with their right."""
    user = request.user
    if not user.has_perms(STAFF_RIGHTS):
        raise PermissionDenied
    partner = get_object_or_404(Partner, pk=pk)
    contacts = Contact.objects.filter(partner=partner)
    contact = contacts.first() if user.has_perm("partners.view_contact") else None
    try:
        response = _file(partner, brief(partner, Reader(is_staff=True, contact=contact)))
    except TypesettingError:
        messages.error(request, _("The paper is too large to be typeset."))
        return redirect("admin:partners_partner_change", partner.pk)
    for name, value in (HEADERS | {"Cache-Control": "private, no-store"}).items():
        response[name] = value
    return response


def _file(partner, content):
    response = HttpResponse(content, content_type=FileType.PDF.media_type)
    response["Content-Disposition"] = f'attachment; filename="{partner.key}-brief.pdf"'
    return response
