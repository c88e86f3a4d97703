"""The filters of the ledger and of the list of needs: only what the public may see."""

from django import forms
from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from aid.models import (
    Distribution,
    Item,
    Need,
    NeedStatus,
    RecipientKind,
    Shipment,
    ShipmentStatus,
    Urgency,
)
from aid.models.shipment import COUNTED as ARRIVED
from aid.tallies import KEPT, Tallies, by_key
from aid.totals import COUNTED, NOT_STATED, OFFICE
from partners.forms import CountryFacet, partner_values, public_partner, values_of_links
from partners.models import HOME_COUNTRY
from publishing.lists import (
    FOUND,
    NOTHING,
    CodeFacet,
    Facet,
    FilterForm,
    Values,
    YearFacet,
    year_text,
)

SHOWN_KINDS = [choice for choice in RecipientKind.choices if choice[0] != RecipientKind.DEFENCE]


def with_all_that_arrived(status):
    """The states of the filter that a stored one belongs to."""
    return [status, COUNTED] if status in ARRIVED else [status]


class ShipmentFilter(FilterForm):
    """Consignments by year, donor and its country, category, recipients, state, need."""

    year = YearFacet(
        label=_("Year"),
        everything=_("All years"),
        apart=[(NOT_STATED, _("Date not stated"))],
        spread=lambda stored: [stored or NOT_STATED],
    )
    partner = Facet(
        label=_("Partner"),
        everything=_("All partners"),
        apart=[(OFFICE, _("Our council")), (NOT_STATED, _("Donor not stated"))],
    )
    country = CountryFacet(label=_("Country"), everything=_("All countries"))
    category = Facet(
        label=_("Aid category"),
        everything=_("All categories"),
        apart=[(NOT_STATED, _("Category not stated"))],
        spread=lambda stored: [stored or NOT_STATED],
    )
    recipient = CodeFacet(SHOWN_KINDS, label=_("Who received it"), everything=_("All recipients"))
    status = CodeFacet(
        [(COUNTED, _("All that arrived")), *ShipmentStatus.choices],
        label=_("State"),
        everything=_("Any state"),
        spread=with_all_that_arrived,
    )
    currency = forms.CharField(required=False, widget=forms.HiddenInput)
    need = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, office=None, **kwargs):
        super().__init__(*args, **kwargs)
        if office:
            self.fields["partner"].apart |= {OFFICE: office}

    def counted(self, records):
        """As they are kept where one value narrows beside the state, else of what is narrowed."""
        wanted = {name: self.beside(name) for name in (FOUND, *self.facets)}
        live = [name for name, given in wanted.items() if len(given) > 1 or given.keys() - KEPT]
        yield from self.kept(wanted, live)
        if live:
            found = by_key(self.narrow(records))
            branches = [one for name in live for one in self.narrowed(name, records, found)]
            yield from branches[0].union(*branches[1:], all=True)

    def beside(self, name):
        """{field: value} of what narrows a facet, or all that is FOUND; the state left out."""
        given = self.cleaned_data.items() if self.is_valid() else ()
        return {field: value for field, value in given if value and field not in (name, "status")}

    def narrowed(self, name, records, found):
        """The branches that count a facet among the records that the other values let through.

        `found` are those that all values let through.
        """
        among = self.narrow(records, but=name) if name in self.asked else found
        values = self.values(name, among) if name else [Values(among, NOTHING)]
        return [one.counted(name) for one in values]

    def kept(self, wanted, live):
        """Rows as `counted` gives them, as they are kept; zeros for the facets that are `live`."""
        tallies = Tallies({pair for given in wanted.values() for pair in given.items()})
        states = self.states()
        for name, given in wanted.items():
            pair = next(iter(given.items()), None)
            for value, words in tallies.known(name):
                among = [value] if name == "status" and states else states
                number = 0 if name in live else tallies.number(name, value, pair, among)
                yield name, *words, number

    def states(self):
        """The states that the filter lets through; none where a value is refused."""
        if not self.is_valid():
            return ()
        return [
            state
            for state in ShipmentStatus.values
            if self.cleaned_data["status"] in ("", *with_all_that_arrived(state))
        ]

    def values_of_year(self, records):
        return [Values(records, year_text("received_on"))]

    def values_of_partner(self, records):
        """The donors, the own council among them, and no donor at all."""
        unknown = self.by_partner(records, NOT_STATED)
        return [
            partner_values(records, "donors"),
            Values(records.filter(donor_office=True), Value(OFFICE)),
            Values(unknown, Value(NOT_STATED)),
        ]

    def values_of_country(self, records):
        """The countries of donors; the own one for all that came from it or the own council."""
        links = Shipment.donors.through.objects.filter(shipment__in=records)
        abroad = links.exclude(partner__country=HOME_COUNTRY)
        return [
            Values(abroad, "partner__country", record="shipment"),
            Values(self.by_country(records, HOME_COUNTRY), Value(HOME_COUNTRY)),
        ]

    def values_of_category(self, records):
        items = Item.objects.public().filter(shipment__in=records)
        return [values_of_links("category", items, "shipment")]

    def values_of_recipient(self, records):
        acts = Distribution.objects.public().filter(item__shipment__in=records)
        return [Values(acts, "recipient__kind", record="item__shipment")]

    def by_year(self, records, year):
        if year == NOT_STATED:
            return records.filter(received_on__isnull=True)
        return records.filter(received_on__startswith=year)

    def by_partner(self, records, key):
        if key == OFFICE:
            return records.filter(donor_office=True)
        if key == NOT_STATED:
            return records.filter(donors__isnull=True, donor_office=False)
        return records.filter(donors__in=public_partner(key))

    def by_country(self, records, code):
        links = Shipment.donors.through.objects
        given = Exists(links.filter(shipment=OuterRef("pk"), partner__country=code))
        if code == HOME_COUNTRY:
            return records.filter(Q(given) | Q(donor_office=True))
        return records.filter(given)

    def by_category(self, records, key):
        if key == NOT_STATED:
            return records.with_goods(category__isnull=True)
        return records.with_goods(category__key=key)

    def by_recipient(self, records, kind):
        return records.with_goods(distributions__recipient__kind=kind)

    def by_status(self, records, status):
        if status == COUNTED:
            return records.counted()
        return records.filter(status=status)

    def by_currency(self, records, code):
        return records.valued_in(code)

    def by_need(self, records, key):
        return records.filter(need__in=Need.objects.public().filter(key=key))


class NeedFilter(FilterForm):
    """Needs by urgency, category and state."""

    urgency = CodeFacet(Urgency.choices, label=_("Urgency"), everything=_("Any urgency"))
    category = Facet(label=_("Aid category"), everything=_("All categories"))
    status = CodeFacet(NeedStatus.choices, label=_("State"), everything=_("Any state"))

    def values_of_category(self, records):
        return [values_of_links("category", records.filter(category__isnull=False), "pk")]

    def by_category(self, records, key):
        return records.filter(category__key=key)
