"""Pages of joint projects and of the chronicle."""

from django.core.paginator import Paginator
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.distance import own_place, way_to
from partners.life import Scale
from partners.models import Agreement, Area, Partner
from partners.names import marked
from partners.own_office import own_office
from partners.views import first_paragraph
from projects.chronicle import chronicle
from projects.duration import project_line
from projects.forms import EventFilter, ProjectFilter
from projects.funding import funding_of
from projects.models import Event, Programme, Project, ProjectStatus
from publishing.addresses import get_public
from publishing.collation import in_order
from publishing.lists import list_page

PAGE_SIZE = 60
OVER = (ProjectStatus.COMPLETED, ProjectStatus.REJECTED)


@require_safe
def project_list(request):
    """Joint projects, those under way first, each with the line of its life."""
    form = ProjectFilter(request.GET)
    found = list(form.narrow(with_neighbours(Project.objects.public())))
    scale = Scale.of([date for project in found for date in (project.start, project.end)])
    for project in found:
        project.life = project_line(project, scale)
    found.sort(key=lambda project: project.status in OVER)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Joint projects"),
        "page_description": _("Joint projects with partners: programmes, funding, results."),
        "breadcrumbs": [(_("Projects"), None)],
        "form": form,
        "page": page,
        "clear_url": request.path if form.is_narrowing else "",
        "under_way": [project for project in page if project.status not in OVER],
        "over": [project for project in page if project.status in OVER],
    }
    return render(request, "projects/project_list.html", context)


@require_safe
def project_detail(request, key):
    """One project: who carries it, who pays, what came of it."""
    project = get_public(with_neighbours(Project.objects.public()), key)
    partners = project.partners.all()
    others = [partner for partner in partners if partner != project.lead]
    everyone = [*([project.lead] if project.lead else []), *others]
    only = everyone[0] if len(everyone) == 1 else None
    context = {
        "project": project,
        "page_title": project.title,
        "page_description": first_paragraph(project.summary),
        "breadcrumbs": [
            (_("Projects"), reverse("projects:list")),
            (marked(project, "title"), None),
        ],
        "others": others,
        "only": only,
        "way": way_to(only, own_place(own_office(request))) if only else None,
        "funding": funding_of(project),
        "events": project.events.public(),
        "shipments": project.shipments.public(),
    }
    return render(request, "projects/project_detail.html", context)


@require_safe
def event_list(request):
    """The chronicle by year and month, newest first."""
    form = EventFilter(request.GET)
    newest_first = Event.objects.public().order_by(
        Coalesce("start", "end").desc(nulls_last=True), "key"
    )
    events = newest_first.prefetch_related(Prefetch("partners", public_partners()))
    context = list_page(request, form, events, PAGE_SIZE)
    context |= {
        "page_title": _("Chronicle of cooperation"),
        "page_description": _("Visits, meetings, talks, camps and other events, by year."),
        "breadcrumbs": [(_("Events"), None)],
        "years": chronicle(context["page"].object_list),
    }
    return render(request, "projects/event_list.html", context)


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
        "partners": partners,
        "only": only,
        "way": way_to(only, own_place(own_office(request))) if only else None,
        "earlier": earlier,
        "later": later,
    }
    return render(request, "projects/event_detail.html", context)


def neighbours(event):
    """The public events just before and just after this one; None where there is none."""
    date = event.start or event.end
    if date is None:
        return None, None
    dated = Event.objects.public().annotate(day=Coalesce("start", "end"))
    earlier = dated.filter(Q(day__lt=date) | Q(day=date, key__lt=event.key))
    later = dated.filter(Q(day__gt=date) | Q(day=date, key__gt=event.key))
    return earlier.order_by("-day", "-key").first(), later.order_by("day", "key").first()


def with_neighbours(projects):
    """The projects with their public partners, lead, programme and areas, newest first."""
    return projects.order_by(F("start").desc(nulls_last=True), "key").prefetch_related(
        Prefetch("partners", public_partners()),
        Prefetch("lead", Partner.objects.public()),
        Prefetch("programme", Programme.objects.public()),
        Prefetch("areas", public_areas()),
    )


def public_partners():
    return Partner.objects.public().order_by(F("position").asc(nulls_last=True), in_order("name"))


def public_areas():
    return Area.objects.public().order_by(in_order("name"))
