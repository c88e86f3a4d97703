"""The filters of the projects' list and of the chronicle: only what the public may see."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.forms import among
from partners.models import Area, Partner
from projects.duration import RUNNING, years_of
from projects.models import Event, EventKind, Programme, Project, ProjectStatus
from publishing.collation import in_order
from publishing.dates import today, touching
from publishing.lists import FilterForm


def used_names(model, field, records):
    """(key, name) of the public rows of `model` that the records name by `field`."""
    rows = (
        model.objects.public()
        .filter(pk__in=records.order_by().values(field))
        .order_by(in_order("name"))
    )
    return [(row.key, row.name) for row in rows]


def as_choices(years):
    """Years as choices, the newest first."""
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


class ProjectFilter(FilterForm):
    """Projects by partner, state, area, programme and year."""

    partner = forms.ChoiceField(label=_("Partner"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)
    area = forms.ChoiceField(label=_("Area of cooperation"), required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        public = Project.objects.public()
        facets = list(public.order_by().values_list("status", "start", "end"))
        partners = Partner.objects.public().filter(
            Q(projects__in=public) | Q(led_projects__in=public)
        )
        statuses = among(ProjectStatus.choices, {status for status, *_dates in facets})
        years = {year for facet in facets for year in years_of(*facet)}
        self.fields["partner"].choices = [
            ("", _("All partners")),
            *((one.key, one.name) for one in partners.distinct().order_by(in_order("name"))),
        ]
        self.fields["status"].choices = [("", _("Any state")), *statuses]
        self.fields["area"].choices = [("", _("All areas")), *used_names(Area, "areas", public)]
        self.fields["programme"].choices = [
            ("", _("All programmes")),
            *used_names(Programme, "programme", public),
        ]
        self.fields["year"].choices = [("", _("All years")), *as_choices(years)]

    def by_partner(self, records, key):
        return records.filter(Q(partners__key=key) | Q(lead__key=key)).distinct()

    def by_status(self, records, status):
        return records.filter(status=status)

    def by_area(self, records, key):
        return records.filter(areas__key=key)

    def by_programme(self, records, key):
        return records.filter(programme__key=key)

    def by_year(self, records, year):
        running = Q(status__in=RUNNING, end__isnull=True, start__lt=str(int(year) + 1))
        if int(year) > today().year:
            return records.filter(touching(int(year), "start", "end"))
        return records.filter(touching(int(year), "start", "end") | running)


class EventFilter(FilterForm):
    """Events by year, partner, kind and area."""

    year = forms.ChoiceField(label=_("Year"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    area = forms.ChoiceField(label=_("Area of cooperation"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        public = Event.objects.public()
        facets = list(public.order_by().values_list("kind", "start", "end").distinct())
        kinds = among(EventKind.choices, {kind for kind, *_dates in facets})
        years = {
            year
            for _kind, start, end in facets
            if start or end
            for year in range((start or end).year, (end or start).year + 1)
        }
        self.fields["year"].choices = [("", _("All years")), *as_choices(years)]
        self.fields["partner"].choices = [
            ("", _("All partners")),
            *used_names(Partner, "partners", public),
        ]
        self.fields["kind"].choices = [("", _("All kinds")), *kinds]
        self.fields["area"].choices = [("", _("All areas")), *used_names(Area, "areas", public)]

    def by_year(self, records, year):
        return records.filter(touching(int(year), "start", "end"))

    def by_partner(self, records, key):
        return records.filter(partners__key=key)

    def by_kind(self, records, kind):
        return records.filter(kind=kind)

    def by_area(self, records, key):
        return records.filter(areas__key=key)
