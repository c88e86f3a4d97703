"""Which card a page has, and the address that draws it."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from aid.models import Need, Shipment
from dolyna_portal.cards import Card
from partners.colours import pairs_by_key
from partners.distance import own_place, place_of
from partners.geography import bearing
from partners.models import Agreement, Partner
from partners.own_office import own_office
from projects.models import Event, Project
from publishing.addresses import get_public
from publishing.public_page import public_page
from reports.models import Report
from reports.views import title_of

PORTAL = "portal"  # the card of every page that shows no record of its own

# By the first word of a page's address: the model of its records and what the card calls them.
KINDS = {
    "partners": (Partner, gettext_lazy("Partners")),
    "agreements": (Agreement, gettext_lazy("Agreements and contracts")),
    "projects": (Project, gettext_lazy("Joint projects")),
    "events": (Event, gettext_lazy("Events")),
    "shipments": (Shipment, gettext_lazy("Humanitarian aid")),
    "needs": (Need, gettext_lazy("Needs")),
    "reports": (Report, gettext_lazy("Annual reports")),
}
PAGES = {
    "partners:detail": "partners",
    "partners:agreement_detail": "agreements",
    "projects:detail": "projects",
    "projects:event_detail": "events",
    "aid:shipment_detail": "shipments",
    "aid:need_detail": "needs",
    "reports:year": "reports",
    "reports:edition": "reports",
    "reports:print": "reports",
}


def card_url(request):
    """The absolute address of the card of the page that is asked for."""
    match = request.resolver_match
    kind = PAGES.get(match.view_name) if match else None
    key = next(iter(match.kwargs.values())) if kind else PORTAL
    address = reverse("card", args=[translation.get_language(), kind or PORTAL, key])
    return settings.SITE_URL + address


# Other sites may show the card in their pages.
@public_page(headers={"Cross-Origin-Resource-Policy": "cross-origin"})
@require_safe
def card(request, language, kind, key):
    """The card of one record, or of the portal; 404 for what the public may not see."""
    if language not in dict(settings.LANGUAGES) or (kind not in KINDS and kind != key != PORTAL):
        raise Http404
    with translation.override(language):
        office = own_office(request)
        wanted = card_of(kind, key, office) if kind in KINDS else card_of_portal(office)
        return HttpResponse(wanted.png(), content_type="image/png")


def card_of_portal(office):
    """The card of pages that show no record of their own."""
    return Card(
        council=office.council if office else "",
        title=_("International cooperation"),
        line=_("Partners, agreements, joint projects, humanitarian aid"),
    )


def card_of(kind, key, office):
    """The card of a public record; in its partner's colours where it has but one."""
    model, words = KINDS[kind]
    record = public_record(model, key)
    partner = record if model is Partner else only_partner(kind, record)
    home, place = own_place(office), place_of(partner) if partner else None
    ground, mark = chosen_pairs()[partner.key] if partner else (Card.ground, Card.mark)
    return Card(
        council=office.council if office else "",
        title=title(record),
        line=f"{_('International cooperation')} · {words}",
        ground=ground,
        mark=mark,
        bearing=bearing(home, place) if home and place else None,
    )


def public_record(model, key):
    if model is not Report:
        return get_public(model.objects.public(), key)
    is_year = key.isdecimal() and len(key) == 4
    report = Report.objects.public().filter(year=key).first() if is_year else None
    if report is None:
        raise Http404
    return report


def title(record):
    """What the card says in large letters."""
    if isinstance(record, Report):
        return title_of(record)
    return f"{record}, {record.country.name}" if isinstance(record, Partner) else str(record)


def only_partner(kind, record):
    """The one public partner of a record; None where it has none or several."""
    if kind in ("needs", "reports"):
        return None
    partners = list(Partner.objects.public().filter(**{kind: record})[:2])
    return partners[0] if len(partners) == 1 else None


def chosen_pairs():
    """{key: (ground, mark)} of the public partners: the register's colours, else the palette's."""
    chosen = {
        key: (ground, mark) if ground and mark else None
        for key, ground, mark in Partner.objects.public()
        .order_by("pk")
        .values_list("key", "colour_ground", "colour_mark")
    }
    return pairs_by_key(chosen)
