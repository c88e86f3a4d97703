"""Pages of partners and agreements."""

from pathlib import PurePath

from django.core.paginator import Paginator
from django.db.models import OuterRef, Prefetch, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.directory import directory, grouped, map_of, tally
from partners.distance import in_km, own_place, place_of, way_to
from partners.forms import AgreementFilter, PartnerFilter
from partners.geography import MANY, locator
from partners.life import Scale, agreement_dates, agreement_line
from partners.models import Agreement, AgreementKind, ContractForm, Partner, Party
from partners.names import many_together, marked, parted, together
from partners.nested import by_position, public_names, with_areas
from partners.own_office import own_office
from partners.received import received_from
from partners.steps import steps
from partners.story import origin_words, story
from publishing.addresses import get_public
from publishing.attached import attached_to
from publishing.models import FileType, once_a_day
from publishing.nested import Nested, NestedOne
from publishing.public_page import public_page
from publishing.serving import StoredFile, answer
from publishing.text import first_paragraph

PAGE_SIZE = 60
TOLD = ("key", "title_uk", "title_en", "summary_uk", "summary_en")  # by a history
TERMS = ("talks_from", "signed_on", "in_force_from", "valid_until", "renewal", "status_on")
REASON = ("status_reason_uk", "status_reason_en")
MOST_PHOTOS = 12  # on a partner’s page; each record’s own page shows all of its own


@public_page(PartnerFilter, "page")
@require_safe
def partner_list(request):
    """The directory with its map; more than a few partners abroad go by country."""
    form = PartnerFilter(request.GET)
    public = Partner.objects.public()
    form.offer(public)
    home = own_place(own_office(request))
    abroad, at_home = directory(form.narrow(by_position(with_areas(public))), home)
    page = Paginator([*abroad, *at_home], PAGE_SIZE).get_page(request.GET.get("page"))
    abroad_here = [entry for entry in page if entry.partner.is_abroad]
    many = len(abroad) > MANY
    context = {
        "page_title": _("Partners"),
        "page_description": _(
            "Partner municipalities and organisations on the map and by country."
        ),
        "breadcrumbs": [(_("Partners"), None)],
        "form": form,
        "page": page,
        "clear_url": request.path if form.is_narrowing else "",
        "abroad": abroad_here,
        "groups": grouped(abroad_here) if many else [],
        "tally": [
            (country.name, f"?country={country.code}", count) for country, count in tally(abroad)
        ]
        if many
        else [],
        "at_home": [entry for entry in page if not entry.partner.is_abroad],
        "map": map_of(abroad, at_home, home) if page.number == 1 else None,
    }
    return render(request, "partners/partner_list.html", context)


@public_page()
@require_safe
def partner_detail(request, key):
    """Everything public about the cooperation with one partner."""
    partner = get_public(with_areas(Partner.objects.public()), key)
    home, place = own_place(own_office(request)), place_of(partner)
    received = received_from(partner)
    shipments = (row.shipment for row in received.rows)
    agreements, projects, events, needs = deeds_of(partner)
    attached = attached_to(
        partner, *agreements, *projects, *events, *shipments, most_photos=MOST_PHOTOS
    )
    history = story(partner, agreements, events, received, projects, attached)
    told = {photo for entry in history for photo in entry.photos}
    context = {
        "partner": partner,
        "name": parted(partner.name),
        "page_title": f"{partner.name}, {partner.country.name}",
        "page_description": first_paragraph(partner.summary),
        "breadcrumbs": [(_("Partners"), reverse("partners:list")), (marked(partner, "name"), None)],
        "way": way_to(partner, home),
        "locator": locator(home, place, in_km) if home and place else None,
        "origin": origin_words(partner),
        "agreements": agreements,
        "signed": next((agreement for agreement in agreements if agreement.signed_on), None),
        "projects": projects,
        "received": received,
        "population": number_format(partner.population or 0, force_grouping=True),
        "needs": needs,
        "documents": attached.documents,
        "photos": [photo for photo in attached.photos if photo not in told],
        "history": history,
    }
    return render(request, "partners/partner_detail.html", context)


def deeds_of(partner):
    """The agreements, projects, events and needs of a partner, four lists in one query."""
    row = Partner.objects.public().filter(pk=partner.pk).order_by()
    return next(iter(row.values_list(*lists_of_deeds())), ([], [], [], []))


@once_a_day
def lists_of_deeds():
    """What the outer partner and the community did together."""
    projects, events, needs = (
        getattr(Partner, name).rel.related_model.objects.public()
        for name in ("projects", "events", "needs")
    )
    named = Q(partners=OuterRef("pk"))
    joined = Partner.projects.through.objects.filter(partner=OuterRef(OuterRef("pk")))
    own = projects.filter(Q(pk__in=joined.values("project")) | Q(lead=OuterRef("pk")))
    return (
        Nested(Agreement.objects.public().filter(named).only(*TOLD, *TERMS, "status", *REASON)),
        Nested(own.only(*TOLD, "status", "start", "end")),
        Nested(events.filter(named).only(*TOLD, "kind", "start", "end")),
        Nested(needs.filter(named).only(*TOLD, "status")),
    )


@require_safe
def arms(request):
    """The coat of arms of the own community; 404 while the office has uploaded none."""
    office = own_office(request)
    if not office or not office.arms:
        raise Http404
    stored = StoredFile(
        name=office.arms.name,
        type=FileType.PNG,
        tag=PurePath(office.arms.name).stem,
        changed_at=office.updated_at,
        saved_as="arms.png",
    )
    return answer(request, stored)


@public_page(AgreementFilter, "page")
@require_safe
def agreement_list(request):
    """International agreements, then inter-municipal ones, each with the line of its life."""
    form = AgreementFilter(request.GET)
    public = Agreement.objects.public()
    form.offer(public)
    found = list(form.narrow(with_others(public)))
    scale = Scale.of([date for agreement in found for date in agreement_dates(agreement)])
    found.sort(key=is_at_home)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    for agreement in page:
        agreement.life = agreement_line(agreement, scale)
        agreement.others_together = many_together(agreement.others)
    context = {
        "page_title": _("Agreements and contracts"),
        "page_description": _("International agreements and inter-municipal contracts."),
        "breadcrumbs": [(_("Agreements and contracts"), None)],
        "form": form,
        "page": page,
        "clear_url": request.path if form.is_narrowing else "",
        "international": [agreement for agreement in page if not is_at_home(agreement)],
        "intermunicipal": [agreement for agreement in page if is_at_home(agreement)],
    }
    return render(request, "partners/agreement_list.html", context)


@public_page()
@require_safe
def agreement_detail(request, key):
    """One agreement: its parties, its steps, its terms and what has been done under it."""
    parties = Prefetch("parties", Party.objects.public().select_related("partner"))
    reporting = public_names().filter(pk=OuterRef("reporting_party"))
    agreements = with_areas(Agreement.objects.public()).annotate(reporting=NestedOne(reporting))
    agreement = get_public(agreements.prefetch_related(parties), key)
    parties = agreement.parties.all()
    others = [party.partner for party in parties if party.partner]
    only = others[0] if len(others) == 1 else None
    name = f"{agreement.title}: {together([p.name for p in others])}" if others else agreement.title
    context = {
        "agreement": agreement,
        "page_title": name,
        "page_description": first_paragraph(agreement.summary),
        "breadcrumbs": [
            (_("Agreements and contracts"), reverse("partners:agreement_list")),
            (marked(agreement, "title"), None),
        ],
        "own_name": name_as_party(own_office(request), agreement),
        "own_role": next((p.get_role_display() for p in parties if not p.partner_id), ""),
        "parties": [party for party in parties if party.partner_id],
        "only": only,
        "way": way_to(only, own_place(own_office(request))) if only else None,
        "steps": steps(agreement),
        "forms": [ContractForm(code).label for code in agreement.form if code in ContractForm],
        "events": agreement.events.public(),
        "attached": attached_to(agreement),
    }
    return render(request, "partners/agreement_detail.html", context)


def name_as_party(office, agreement):
    """The Ukrainian and English name of the own side, as the report gives it.

    Communities, not their councils, are the parties of an inter-municipal contract.
    """
    if not office:
        return "", ""
    if agreement.kind == AgreementKind.INTERMUNICIPAL and office.municipality_uk:
        return office.municipality_uk, office.municipality_en
    return office.council_uk, office.council_en


def with_others(agreements):
    """The agreements with areas and `others`: their parties beside the own council, in order."""
    others = public_names().filter(parties__agreement=OuterRef("pk"))
    others = others.order_by("parties__position", "parties__pk")
    return with_areas(agreements).annotate(others=Nested(others))


def is_at_home(agreement):
    """Whether all its parties are hromadas and organisations of the own country."""
    if not agreement.others:
        return agreement.kind == AgreementKind.INTERMUNICIPAL
    return not any(partner.is_abroad for partner in agreement.others)
