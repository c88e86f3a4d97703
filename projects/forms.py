"""The filters of the projects' list and of the chronicle: only what the public may see."""

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from partners.forms import AreaFilterForm, partner_values, public_partner, values_of_links
from partners.models import Partner
from projects.chronicle import DAY
from projects.duration import in_year, years_of
from projects.models import EventKind, Project, ProjectStatus
from publishing.dates import touching
from publishing.lists import CodeFacet, Facet, Values, YearFacet, years_in, years_text

CHRONICLE = "chronicle"  # the name under which events are counted by its years
STATUS_AND_YEARS = Concat(
    F("status"), Value("/"), years_text("start", "end"), output_field=CharField()
)


def project_years(stored):
    """The years of a project as choices, from its state and the years of its dates."""
    status, _mark, years = stored.partition("/")
    return [f"{year:04d}" for year in years_of(status, *years_in(years))]


def event_years(stored):
    """The years of an event as choices, from the years of its dates."""
    first, last = years_in(stored)
    if not (first or last):
        return []
    return [f"{year:04d}" for year in range(first or last, (last or first) + 1)]


class ProjectFilter(AreaFilterForm):
    """Projects by state, partner, area, programme and year."""

    status = CodeFacet(ProjectStatus.choices, label=_("State"), everything=_("Any state"))
    partner = Facet(label=_("Partner"), everything=_("All partners"))
    area = Facet(label=_("Area of cooperation"), everything=_("All areas"))
    programme = Facet(label=_("Programme"), everything=_("All programmes"))
    year = YearFacet(label=_("Year"), everything=_("All years"), spread=project_years)

    def values_of_partner(self, records):
        """Those that take part, and those that lead without being listed among them."""
        listed = Project.partners.through.objects.filter(
            project=OuterRef("pk"), partner=OuterRef("lead")
        )
        led = records.filter(~Exists(listed), lead__in=Partner.objects.public())
        return [partner_values(records), Values(led, "lead__key", "lead__name_uk", "lead__name_en")]

    def values_of_programme(self, records):
        named = records.filter(programme__isnull=False)
        return [values_of_links("programme", named, "pk")]

    def values_of_year(self, records):
        return [Values(records, STATUS_AND_YEARS)]

    def by_partner(self, records, key):
        links = Project.partners.through.objects.filter(partner__in=public_partner(key))
        return records.filter(Q(pk__in=links.values("project")) | Q(lead__in=public_partner(key)))

    def by_programme(self, records, key):
        return records.filter(programme__key=key)

    def by_year(self, records, year):
        return records.filter(in_year(int(year)))


class EventFilter(AreaFilterForm):
    """Events by year, partner, kind and area."""

    year = YearFacet(label=_("Year"), everything=_("All years"), spread=event_years)
    partner = Facet(label=_("Partner"), everything=_("All partners"))
    kind = CodeFacet(EventKind.choices, label=_("Kind"), everything=_("All kinds"))
    area = Facet(label=_("Area of cooperation"), everything=_("All areas"))

    def branches(self, records):
        """Beside the facets, the found events by the year under which the chronicle has them."""
        yield from super().branches(records)
        yield Values(records, Substr(DAY, 1, 4)).counted(CHRONICLE, self.narrow(records))

    def values_of_year(self, records):
        return [Values(records, years_text("start", "end"))]

    def values_of_partner(self, records):
        return [partner_values(records)]

    def by_year(self, records, year):
        return records.filter(touching(int(year), "start", "end"))

    def by_partner(self, records, key):
        return records.filter(partners__in=public_partner(key))
