"""The filters of the projects' list and of the chronicle: only what the public may see."""

from django import forms
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from partners.forms import among
from partners.models import Area, Partner
from projects.duration import in_year, years_of
from projects.models import Event, EventKind, Programme, Project, ProjectStatus
from publishing.collation import in_order
from publishing.dates import touching
from publishing.lists import FilterForm


class ProjectFilter(FilterForm):
    """Projects by state, partner, area, programme and year."""

    status = forms.ChoiceField(label=_("State"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    area = forms.ChoiceField(label=_("Area of cooperation"), required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        public = Project.objects.public().order_by()
        facets = spans_by(public, "status")
        years = {year for status, *span in facets for year in years_of(status, *span)}
        takes_part = Q(projects__in=public) | Q(led_projects__in=public)
        self.fields["status"].choices = [
            ("", _("Any state")),
            *among(ProjectStatus.choices, {status for status, *_span in facets}),
        ]
        self.fields["partner"].choices = [
            ("", _("All partners")),
            *by_name(Partner.objects.public().filter(takes_part)),
        ]
        self.fields["area"].choices = [
            ("", _("All areas")),
            *by_name(Area.objects.public().filter(projects__in=public)),
        ]
        self.fields["programme"].choices = [
            ("", _("All programmes")),
            *by_name(Programme.objects.public()),
        ]
        self.fields["year"].choices = [("", _("All years")), *newest_first(years)]

    def by_status(self, records, status):
        return records.filter(status=status)

    def by_partner(self, records, key):
        return records.filter(Q(partners__key=key) | Q(lead__key=key)).distinct()

    def by_area(self, records, key):
        return records.filter(areas__key=key)

    def by_programme(self, records, key):
        return records.filter(programme__key=key)

    def by_year(self, records, year):
        return records.filter(in_year(int(year)))


class EventFilter(FilterForm):
    """Events by year, partner, kind and area."""

    year = forms.ChoiceField(label=_("Year"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    area = forms.ChoiceField(label=_("Area of cooperation"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        public = Event.objects.public().order_by()
        facets = spans_by(public, "kind")
        years = {
            year
            for _kind, first, last in facets
            if first or last
            for year in range(first or last, (last or first) + 1)
        }
        self.fields["year"].choices = [("", _("All years")), *newest_first(years)]
        self.fields["partner"].choices = [
            ("", _("All partners")),
            *by_name(Partner.objects.public().filter(events__in=public)),
        ]
        self.fields["kind"].choices = [
            ("", _("All kinds")),
            *among(EventKind.choices, {kind for kind, *_span in facets}),
        ]
        self.fields["area"].choices = [
            ("", _("All areas")),
            *by_name(Area.objects.public().filter(events__in=public)),
        ]

    def by_year(self, records, year):
        return records.filter(touching(int(year), "start", "end"))

    def by_partner(self, records, key):
        return records.filter(partners__key=key)

    def by_kind(self, records, kind):
        return records.filter(kind=kind)

    def by_area(self, records, key):
        return records.filter(areas__key=key)


def spans_by(records, field):
    """Each (value of the field, year of start or None, year of end or None) that is there."""
    years = {"first": Substr("start", 1, 4), "last": Substr("end", 1, 4)}
    found = records.annotate(**years).values_list(field, "first", "last").distinct()
    return [(value, first and int(first), last and int(last)) for value, first, last in found]


def newest_first(years):
    """Years as choices, the newest first."""
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


def by_name(records):
    """Choices (key, name), each once, in the order of the alphabet."""
    return list({one.key: one.name for one in records.order_by(in_order("name"))}.items())
