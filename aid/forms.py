"""The filters of the ledger and of the list of needs: only what the public may see."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from aid.models import (
    Category,
    Distribution,
    Item,
    Need,
    NeedStatus,
    RecipientKind,
    Shipment,
    ShipmentStatus,
    Urgency,
)
from aid.totals import COUNTED, NOT_STATED, OFFICE
from partners.forms import among, named_countries
from partners.models import HOME_COUNTRY, Partner
from publishing.collation import in_order
from publishing.lists import FilterForm

SHOWN_KINDS = [choice for choice in RecipientKind.choices if choice[0] != RecipientKind.DEFENCE]


class ShipmentFilter(FilterForm):
    """Consignments by year, donor and its country, category, recipients, state, need."""

    year = forms.ChoiceField(label=_("Year"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    category = forms.ChoiceField(label=_("Aid category"), required=False)
    recipient = forms.ChoiceField(
        label=_("Who received it"),
        required=False,
        choices=[("", _("All recipients")), *SHOWN_KINDS],
    )
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Any state")),
            (COUNTED, _("All that arrived")),
            *ShipmentStatus.choices,
        ],
    )
    currency = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    need = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, office=None, **kwargs):
        super().__init__(*args, **kwargs)
        public = Shipment.objects.public().order_by()
        facets = public.annotate(year=Substr("received_on", 1, 4)).values_list(
            "year", "currency", "donor_office"
        )
        used = [set(column) for column in zip(*facets.distinct(), strict=True)] or [set()] * 3
        years = sorted((year for year in used[0] if year), reverse=True)
        links = Shipment.donors.through.objects.filter(shipment__in=public)
        donors = Partner.objects.public().filter(pk__in=links.values("partner"))
        donors = list(donors.order_by(in_order("name")))
        countries = {donor.country.code for donor in donors}
        if True in used[2]:
            countries.add(HOME_COUNTRY)
        items = Item.objects.public().order_by()
        categories = Category.objects.public().filter(pk__in=items.values("category"))
        self.fields["year"].choices = [
            ("", _("All years")),
            *((year, year) for year in years),
            *([(NOT_STATED, _("Date not stated"))] if None in used[0] else []),
        ]
        self.fields["partner"].choices = [
            ("", _("All partners")),
            *((donor.key, donor.name) for donor in donors),
            *([(OFFICE, office or _("Own council"))] if True in used[2] else []),
            (NOT_STATED, _("Donor not stated")),
        ]
        self.fields["country"].choices = [("", _("All countries")), *named_countries(countries)]
        self.fields["category"].choices = [
            ("", _("All categories")),
            *((category.key, category.name) for category in categories.order_by(in_order("name"))),
            (NOT_STATED, _("Category not stated")),
        ]
        self.fields["currency"].choices = [(code, code) for code in used[1] if code]

    def by_year(self, records, year):
        if year == NOT_STATED:
            return records.filter(received_on__isnull=True)
        return records.filter(received_on__startswith=year)

    def by_partner(self, records, key):
        if key == OFFICE:
            return records.filter(donor_office=True)
        if key == NOT_STATED:
            return records.filter(donors__isnull=True, donor_office=False)
        return records.filter(donors__key=key)

    def by_country(self, records, code):
        links = Shipment.donors.through.objects
        given = Exists(links.filter(shipment=OuterRef("pk"), partner__country=code))
        if code == HOME_COUNTRY:
            return records.filter(Q(given) | Q(donor_office=True))
        return records.filter(given)

    def by_category(self, records, key):
        items = Item.objects.public()
        if key == NOT_STATED:
            items = items.filter(category__isnull=True)
        else:
            items = items.filter(category__key=key)
        return records.filter(pk__in=items.order_by().values("shipment"))

    def by_recipient(self, records, kind):
        acts = Distribution.objects.public().filter(recipient__kind=kind)
        return records.filter(pk__in=acts.order_by().values("item__shipment"))

    def by_status(self, records, status):
        if status == COUNTED:
            return records.counted()
        return records.filter(status=status)

    def by_currency(self, records, code):
        return records.with_sums().filter(currency=code, known_value__isnull=False)

    def by_need(self, records, key):
        return records.filter(need__in=Need.objects.public().filter(key=key))


class NeedFilter(FilterForm):
    """Needs by urgency, category and state."""

    urgency = forms.ChoiceField(
        label=_("Urgency"), required=False, choices=[("", _("Any urgency")), *Urgency.choices]
    )
    category = forms.ChoiceField(label=_("Aid category"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        needs = Need.objects.public().order_by()
        used = needs.values_list("status", flat=True).distinct()
        categories = Category.objects.public().filter(pk__in=needs.values("category"))
        self.fields["category"].choices = [
            ("", _("All categories")),
            *((category.key, category.name) for category in categories.order_by(in_order("name"))),
        ]
        self.fields["status"].choices = [
            ("", _("Any state")),
            *among(NeedStatus.choices, set(used)),
        ]

    def by_urgency(self, records, urgency):
        return records.filter(urgency=urgency)

    def by_category(self, records, key):
        return records.filter(category__key=key)

    def by_status(self, records, status):
        return records.filter(status=status)
