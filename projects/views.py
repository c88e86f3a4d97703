"""Pages of joint projects and of the chronicle."""

from django.core.paginator import Paginator
from django.db.models import F, OuterRef
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.distance import own_place, way_to
from partners.life import Scale
from partners.models import Agreement
from partners.names import many_together, marked
from partners.nested import public_names, with_areas, with_partners
from partners.own_office import own_office
from projects.chronicle import neighbours, page_of, parted, years_of
from projects.duration import OVER, RUNNING, project_line
from projects.forms import CHRONICLE, EventFilter, ProjectFilter
from projects.funding import funding_by_kind, funding_of, with_funding
from projects.models import Event, Project
from projects.spans import span_words
from publishing.addresses import get_public
from publishing.attached import attached_to
from publishing.nested import NestedOne
from publishing.public_page import public_page
from publishing.text import first_paragraph

PAGE_SIZE = 60


@public_page(ProjectFilter, "page")
@require_safe
def project_list(request):
    """Joint projects, those under way first, each with the line of its life."""
    form = ProjectFilter(request.GET)
    public = Project.objects.public()
    form.offer(public)
    found = list(form.narrow(with_funding(with_references(public))))
    scale = Scale.of([date for project in found for date in (project.start, project.end)])
    found.sort(key=lambda project: project.status in OVER)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    units, sources, total = funding_by_kind(found)
    for project in page:
        project.life = project_line(project, scale)
        project.everyone = lead_first(project)
        project.duration = duration_words(project)
    context = {
        "page_title": _("Joint projects"),
        "page_description": _("Joint projects with partners: programmes, funding, results."),
        "breadcrumbs": [(_("Projects"), None)],
        "form": form,
        "page": page,
        "clear_url": request.path if form.is_narrowing else "",
        "under_way": [project for project in page if project.status not in OVER],
        "over": [project for project in page if project.status in OVER],
        "units": units,
        "sources": sources,
        "total": total,
    }
    return render(request, "projects/project_list.html", context)


@public_page()
@require_safe
def project_detail(request, key):
    """One project: who carries it, who pays, what came of it."""
    project = get_public(with_areas(with_references(Project.objects.public())), key)
    everyone = lead_first(project)
    only = everyone[0] if len(everyone) == 1 else None
    context = {
        "project": project,
        "page_title": project.title,
        "page_description": first_paragraph(project.summary),
        "breadcrumbs": [
            (_("Projects"), reverse("projects:list")),
            (marked(project, "title"), None),
        ],
        "others": [partner for partner in everyone if partner != project.public_lead],
        "only": only,
        "way": way_to(only, own_place(own_office(request))) if only else None,
        "duration": duration_words(project),
        "is_over": project.status in OVER,
        "funding": funding_of(project),
        "events": project.events.public(),
        "shipments": project.shipments.public(),
        "attached": attached_to(project),
    }
    return render(request, "projects/project_detail.html", context)


@public_page(EventFilter, "page")
@require_safe
def event_list(request):
    """The chronicle by year and month, newest first."""
    form = EventFilter(request.GET)
    public = Event.objects.public()
    form.offer(public)
    years = years_of(form.counts[CHRONICLE])
    page = page_of(with_partners(form.narrow(public)), years, request.GET.get("page"))
    for event in page:
        event.together = many_together(event.public_partners)
    context = {
        "page_title": _("Chronicle of cooperation"),
        "page_description": _("Visits, meetings, talks, camps and other events, by year."),
        "breadcrumbs": [(_("Events"), None)],
        "form": form,
        "page": page,
        "clear_url": request.path if form.is_narrowing else "",
        "first_year": min((year.number for year in years if year.number), default=""),
        "years": years,
        "chronicle": parted(page, years),
    }
    return render(request, "projects/event_list.html", context)


@public_page()
@require_safe
def event_detail(request, key):
    """One event with its neighbours in the chronicle."""
    events = with_areas(with_partners(Event.objects.public())).annotate(
        public_project=NestedOne(Project.objects.public().filter(pk=OuterRef("project"))),
        public_agreement=NestedOne(Agreement.objects.public().filter(pk=OuterRef("agreement"))),
    )
    event = get_public(events, key)
    partners = event.public_partners
    only = partners[0] if len(partners) == 1 else None
    earlier, later = neighbours(event)
    context = {
        "event": event,
        "page_title": event.title,
        "page_description": first_paragraph(event.summary),
        "breadcrumbs": [
            (_("Events"), reverse("projects:event_list")),
            (marked(event, "title"), None),
        ],
        "when": span_words(event.start, event.end),
        "partners": partners,
        "only": only,
        "way": way_to(only, own_place(own_office(request))) if only else None,
        "earlier": earlier,
        "later": later,
        "attached": attached_to(event),
    }
    return render(request, "projects/event_detail.html", context)


def duration_words(project):
    """From when to when a project runs, in words; empty where no date is recorded."""
    return span_words(project.start, project.end, running=project.status in RUNNING)


def lead_first(project):
    """The public partners of a project, the one that leads it before the others."""
    lead = project.public_lead
    others = [partner for partner in project.public_partners if partner != lead]
    return [lead, *others] if lead else others


def with_references(projects):
    """The projects with their public partners and lead, newest first.

    The programme comes along: that of a public project is public (contract, section 3).
    """
    newest_first = projects.order_by(F("start").desc(nulls_last=True), "key")
    lead = NestedOne(public_names().filter(pk=OuterRef("lead")))
    return with_partners(newest_first.select_related("programme")).annotate(public_lead=lead)
