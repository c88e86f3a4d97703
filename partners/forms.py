"""The filters of the partners' and of the agreements' list: only what the public may see."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from partners.models import (
    AgreementKind,
    Partner,
    PartnerKind,
    PartnerStatus,
    Relation,
    State,
)
from partners.models.agreement import end_in_database, state_in_database
from partners.models.partner import to_public
from publishing.dates import today, touching
from publishing.lists import CodeFacet, Facet, FilterForm, Values, YearFacet, years_in, years_text


class CountryFacet(Facet):
    """A choice among countries, by name."""

    def word(self, value, names):
        return countries.name(value)


def values_of_links(relation, links, record):
    """Values of a facet that stand in the rows `links`, which lead to records by `relation`."""
    names = (f"{relation}__name_{language}" for language in ("uk", "en"))
    return Values(links, f"{relation}__key", *names, record=record)


def partner_values(records, relation="partners"):
    """The public partners of the records."""
    name = records.model._meta.model_name
    through = records.model._meta.get_field(relation).remote_field.through
    links = through.objects.filter(**{f"{name}__in": records})
    return values_of_links("partner", to_public(links), name)


def public_partner(key):
    """The public partner of this key, to look for: one that is not public finds nothing."""
    return Partner.objects.public().filter(key=key)


class AreaFilterForm(FilterForm):
    """A filter of records that have areas of cooperation."""

    def values_of_area(self, records):
        """The areas of public records: each is public because of them."""
        name = records.model._meta.model_name
        links = records.model.areas.through.objects.filter(**{f"{name}__in": records})
        return [values_of_links("area", links, name)]

    def by_area(self, records, key):
        return records.filter(areas__key=key)


class PartnerFilter(AreaFilterForm):
    """Partners by country, area, kind, relation and state."""

    country = CountryFacet(label=_("Country"), everything=_("All countries"))
    area = Facet(label=_("Area of cooperation"), everything=_("All areas"))
    kind = CodeFacet(PartnerKind.choices, label=_("Kind"), everything=_("All kinds"))
    relation = CodeFacet(Relation.choices, label=_("Relation"), everything=_("Any relation"))
    status = CodeFacet(PartnerStatus.choices, label=_("State"), everything=_("Any state"))


class AgreementFilter(AreaFilterForm):
    """Agreements by party, kind, state as pages show it, area and year."""

    partner = Facet(label=_("Partner"), everything=_("All partners"))
    kind = CodeFacet(AgreementKind.choices, label=_("Kind"), everything=_("All kinds"))
    status = CodeFacet(State.choices, label=_("State"), everything=_("Any state"))
    area = Facet(label=_("Area of cooperation"), everything=_("All areas"))
    year = YearFacet(
        label=_("Year"),
        everything=_("All years"),
        spread=lambda stored: [f"{year:04d}" for year in years_of(*years_in(stored))],
    )

    def values_of_partner(self, records):
        return [partner_values(records)]

    def values_of_status(self, records):
        return [Values(records, state_in_database(today()))]

    def values_of_year(self, records):
        return [Values(records, years_text("talks_from", "signed_on", end_in_database(today())))]

    def by_partner(self, records, key):
        return records.filter(partners__in=public_partner(key))

    def by_status(self, records, state):
        return records.in_state(state)

    def by_year(self, records, year):
        talked = Q(signed_on__isnull=True, end__isnull=True, talks_from__startswith=year)
        ending = records.alias(end=end_in_database(today()))
        return ending.filter(touching(int(year), "signed_on", "end") | talked)


def years_of(talked, signed, ends):
    """The years that an agreement belongs to: from its signing to its end (numbers or None)."""
    known = [year for year in (signed, ends) if year]
    if not known:
        return [talked] if talked else []
    return range(known[0], known[-1] + 1)
