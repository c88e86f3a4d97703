"""Pages of joint projects and of the chronicle."""

from django.core.paginator import Paginator
from django.db.models import F, Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.distance import own_place, way_to
from partners.life import Scale
from partners.models import Agreement, Area, Partner
from partners.names import many_together, marked
from partners.own_office import own_office
from partners.views import first_paragraph
from projects.chronicle import neighbours, page_of, parted, years_of
from projects.duration import OVER, RUNNING, project_line
from projects.forms import CHRONICLE, EventFilter, ProjectFilter
from projects.funding import funding_by_kind, funding_of
from projects.models import Event, Project
from projects.spans import span_words
from publishing.addresses import get_public
from publishing.attached import attached_to
from publishing.collation import in_order
from publishing.public_page import public_page

PAGE_SIZE = 60


@public_page(ProjectFilter, "page")
@require_safe
def project_list(request):
    """Joint projects, those under way first, each with the line of its life."""
    form = ProjectFilter(request.GET)
    public = Project.objects.public()
    form.offer(public)
    found = list(form.narrow(with_references(public)))
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
    projects = with_references(Project.objects.public())
    project = get_public(projects.prefetch_related(Prefetch("areas", public_areas())), key)
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
        "others": [partner for partner in everyone if partner != project.lead],
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
    events = form.narrow(public).prefetch_related(Prefetch("partners", public_partners()))
    page = page_of(events, years, request.GET.get("page"))
    for event in page:
        event.together = many_together(event.partners.all())
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
    events = Event.objects.public().prefetch_related(
        Prefetch("partners", public_partners()),
        Prefetch("areas", public_areas()),
        Prefetch("project", Project.objects.public()),
        Prefetch("agreement", Agreement.objects.public()),
    )
    event = get_public(events, key)
    partners = event.partners.all()
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
    others = [partner for partner in project.partners.all() if partner != project.lead]
    return [project.lead, *others] if project.lead else others


def with_references(projects):
    """The projects with their public partners and lead, newest first.

    The programme comes along: that of a public project is public (contract, section 3).
    """
    newest_first = projects.order_by(F("start").desc(nulls_last=True), "key")
    return newest_first.select_related("programme").prefetch_related(
        Prefetch("partners", public_partners()),
        Prefetch("lead", Partner.objects.public()),
    )


def public_partners():
    return Partner.objects.public().order_by(F("position").asc(nulls_last=True), in_order("name"))


def public_areas():
    return Area.objects.public().order_by(in_order("name"))
