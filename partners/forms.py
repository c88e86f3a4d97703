"""The filters of the partners' and of the agreements' list: only what the public may see."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from partners.models import (
    Agreement,
    AgreementKind,
    Area,
    Partner,
    PartnerKind,
    PartnerStatus,
    Relation,
    State,
)
from publishing.collation import in_order, sort_key
from publishing.dates import touching
from publishing.lists import FilterForm


def among(choices, used):
    """Those of the choices that are used, in their own order."""
    return [(value, label) for value, label in choices if value in used]


class PartnerFilter(FilterForm):
    """Partners by country, area, kind, relation and state."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    area = forms.ChoiceField(label=_("Area of cooperation"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    relation = forms.ChoiceField(label=_("Relation"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        facets = (
            Partner.objects.public()
            .order_by()
            .values_list("country", "kind", "relation", "status")
            .distinct()
        )
        used = [set(column) for column in zip(*facets, strict=True)] or [set()] * 4
        areas = (
            Area.objects.public()
            .filter(partners__in=Partner.objects.public())
            .order_by(in_order("name"))
            .distinct()
        )
        self.fields["country"].choices = [("", _("All countries")), *named_countries(used[0])]
        self.fields["area"].choices = [("", _("All areas")), *((a.key, a.name) for a in areas)]
        self.fields["kind"].choices = [("", _("All kinds")), *among(PartnerKind.choices, used[1])]
        self.fields["relation"].choices = [
            ("", _("Any relation")),
            *among(Relation.choices, used[2]),
        ]
        self.fields["status"].choices = [
            ("", _("Any state")),
            *among(PartnerStatus.choices, used[3]),
        ]

    def by_country(self, records, code):
        return records.filter(country=code)

    def by_area(self, records, key):
        return records.filter(areas__key=key)

    def by_kind(self, records, kind):
        return records.filter(kind=kind)

    def by_relation(self, records, relation):
        return records.filter(relation=relation)

    def by_status(self, records, status):
        return records.filter(status=status)


def named_countries(codes):
    """(code, name) of the countries, by name."""
    named = [(code, countries.name(code)) for code in codes]
    return sorted(named, key=lambda pair: sort_key(pair[1]))


class AgreementFilter(FilterForm):
    """Agreements by party, kind, state as pages show it, area and year."""

    partner = forms.ChoiceField(label=_("Partner"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any state")), *State.choices]
    )
    area = forms.ChoiceField(label=_("Area of cooperation"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        public = Agreement.objects.public().order_by()
        facets = list(public.values_list("kind", "talks_from", "signed_on", "valid_until"))
        partners = (
            Partner.objects.public()
            .filter(agreements__in=public)
            .order_by(in_order("name"))
            .distinct()
        )
        areas = (
            Area.objects.public()
            .filter(agreements__in=public)
            .order_by(in_order("name"))
            .distinct()
        )
        kinds = among(AgreementKind.choices, {kind for kind, *_dates in facets})
        years = sorted({y for _kind, *dates in facets for y in years_of(*dates)}, reverse=True)
        self.fields["partner"].choices = [
            ("", _("All partners")),
            *((partner.key, partner.name) for partner in partners),
        ]
        self.fields["kind"].choices = [("", _("All kinds")), *kinds]
        self.fields["area"].choices = [("", _("All areas")), *((a.key, a.name) for a in areas)]
        self.fields["year"].choices = [("", _("All years")), *((str(y), str(y)) for y in years)]

    def by_partner(self, records, key):
        return records.filter(partners__key=key)

    def by_kind(self, records, kind):
        return records.filter(kind=kind)

    def by_status(self, records, state):
        return records.in_state(state)

    def by_area(self, records, key):
        return records.filter(areas__key=key)

    def by_year(self, records, year):
        signed = touching(int(year), "signed_on", "valid_until")
        talked = Q(signed_on__isnull=True, valid_until__isnull=True)
        return records.filter(signed | (talked & Q(talks_from__startswith=year)))


def years_of(talks_from, signed_on, valid_until):
    """The years that an agreement belongs to: from its signing to its end."""
    known = [value.year for value in (signed_on, valid_until) if value]
    if not known:
        return [talks_from.year] if talks_from else []
    return range(known[0], known[-1] + 1)
