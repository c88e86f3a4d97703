"""Totals of aid agree with a plain sum over the rows, whatever the register holds."""

from collections import defaultdict
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import transaction
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from aid.forms import ShipmentFilter
from aid.models import COUNTED, Distribution, Rate, Shipment
from aid.tests.records import (
    make_category,
    make_distribution,
    make_item,
    make_rate,
    make_recipient,
    make_shipment,
)
from aid.totals import (
    HRYVNIA,
    OFFICE,
    by_category,
    by_partner,
    by_recipient_kind,
    received,
    totals,
)
from partners.models import Partner
from partners.tests.records import make_partner
from publishing.changes import as_one_change

pytestmark = pytest.mark.django_db

ZERO = Decimal(0)
KINDS = ["medical", "education", "defence", "idp"]
COUNTRIES = ["LT", "LT", "PL", "UA"]

amounts = st.none() | st.decimals("0.01", "99999.99", places=2)
weights = st.none() | st.decimals("0.001", "9999.999", places=3)
quantities = st.none() | st.integers(1, 1000)
rows_of_acts = st.tuples(st.integers(0, len(KINDS) - 1), st.integers(1, 400))
rows_of_items = st.fixed_dictionaries(
    {
        "category": st.integers(-1, 1),
        "quantity": quantities,
        "weight_kg": weights,
        "value": amounts,
        "acts": st.lists(rows_of_acts, max_size=3),
    }
)
rows_of_shipments = st.fixed_dictionaries(
    {
        "donors": st.sets(st.integers(0, len(COUNTRIES) - 1), max_size=3),
        "donor_office": st.booleans(),
        "received_on": st.sampled_from(
            [None, "2023", "2023-02", "2024-02", "2024-03-15", "2024-03-16", "2024-12-31"]
        ),
        "status": st.sampled_from(["announced", "in_transit", *COUNTED]),
        "publication": st.sampled_from(["public", "public", "public", "draft", "internal"]),
        "beneficiaries": st.sampled_from([(), ("medical",), ("medical", "defence"), ("defence",)]),
        "currency": st.sampled_from(["", "EUR", "USD", "UAH"]),
        "weight_kg": weights,
        "value": amounts,
        "items": st.lists(rows_of_items, max_size=3),
    }
)
rows_of_rates = st.dictionaries(
    st.tuples(
        st.sampled_from(["EUR", "USD"]),
        st.dates(date(2023, 1, 1), date(2024, 12, 31)),
    ),
    st.decimals("1", "99.999999", places=6),
    max_size=12,
)
registers = st.fixed_dictionaries(
    {"shipments": st.lists(rows_of_shipments, max_size=6), "rates": rows_of_rates}
)


@contextmanager
def loaded(register):
    """The register in the database, for as long as the block lasts."""
    with transaction.atomic():
        with as_one_change():
            partners = [make_partner(country=code) for code in COUNTRIES]
            categories = [make_category(), make_category()]
            recipients = [make_recipient(kind=kind) for kind in KINDS]
            for row in register["shipments"]:
                load_shipment(row, partners, categories, recipients)
            for (currency, day), uah in register["rates"].items():
                make_rate(currency=currency, date=day, uah=uah)
        yield
        transaction.set_rollback(True)


def load_shipment(row, partners, categories, recipients):
    fields = {name: row[name] for name in row if name not in ("donors", "items")}
    if not fields["currency"]:
        fields["value"] = None
    shipment = make_shipment([partners[place] for place in sorted(row["donors"])], **fields)
    for item_row in row["items"]:
        place = item_row["category"]
        item = make_item(
            shipment,
            category=categories[place] if place >= 0 else None,
            **{name: item_row[name] for name in ("quantity", "weight_kg", "value")},
        )
        left = item.quantity or 0
        for recipient, quantity in item_row["acts"]:
            if quantity <= left:
                make_distribution(item, recipients[recipient], quantity=quantity, date=None)
                left -= quantity


# The independent sum: plain Python over the rows, by the words of the contract


def counted_rows():
    return [
        shipment
        for shipment in Shipment.objects.order_by("pk").prefetch_related("donors", "items")
        if shipment.publication == "public" and shipment.status in COUNTED
    ]


def own_or_sum(shipment, column):
    if shipment.beneficiaries == ("defence",):
        return None
    if column == "value" and not shipment.currency:
        return None
    if (own := getattr(shipment, column)) is not None:
        return own
    known = [
        number for item in shipment.items.all() if (number := getattr(item, column)) is not None
    ]
    return sum(known) if known else None


def rate_of(shipment):
    if shipment.received_on is None:
        return None
    last = shipment.received_on.last
    serving = [
        rate
        for rate in Rate.objects.filter(currency=shipment.currency)
        if last - timedelta(days=31) <= rate.date <= last
    ]
    return max(serving, key=lambda rate: rate.date).uah if serving else None


def plain(rows):
    """[shipments, weight, {currency: (sum, hryvnias or None)}] of (shipment, kg, value) rows."""
    weighed_rows = [weight for _shipment, weight, _value in rows if weight is not None]
    sums, hryvnias = defaultdict(Decimal), defaultdict(Decimal)
    missing = set()
    for shipment, _weight, value in rows:
        if value is None:
            continue
        sums[shipment.currency] += value
        if (rate := rate_of(shipment)) is None or shipment.currency == HRYVNIA:
            missing.add(shipment.currency)
        else:
            hryvnias[shipment.currency] += value * rate
    return [
        len({shipment.pk for shipment, _weight, _value in rows}),
        sum(weighed_rows) if weighed_rows else None,
        {
            code: (total, None if code in missing else round(hryvnias[code], 2))
            for code, total in sums.items()
        },
    ]


def told(figures):
    """The same of the portal's Figures."""
    return [
        figures.shipments,
        figures.weight,
        {
            money.currency: (
                money.amount,
                None if money.in_hryvnias is None else round(money.in_hryvnias, 2),
            )
            for money in figures.sums
        },
    ]


def near(told_figures, plain_figures):
    """Equal; hryvnias to the kopiyka, weight to a gram for each part that was divided."""
    (count, weight, sums), (count_, weight_, sums_) = told_figures, plain_figures
    assert count == count_ and sums.keys() == sums_.keys()
    assert (weight is None) == (weight_ is None)
    assert weight is None or abs(weight - weight_) < Decimal("0.02")
    for code, (total, hryvnias) in sums.items():
        assert total == sums_[code][0]
        assert (hryvnias is None) == (sums_[code][1] is None)
        assert hryvnias is None or abs(hryvnias - sums_[code][1]) <= Decimal("0.02")


def compare(groups, plain_groups):
    assert groups.keys() == plain_groups.keys()
    for key, rows in plain_groups.items():
        near(told(groups[key]), plain(rows))


def rows_of(shipments):
    return [
        (shipment, own_or_sum(shipment, "weight_kg"), own_or_sum(shipment, "value"))
        for shipment in shipments
    ]


def grouped(rows, keys_of):
    groups = defaultdict(list)
    for row in rows:
        for key in keys_of(row[0]):
            groups[key].append(row)
    return groups


def donors_of(shipment):
    donors = [donor.pk for donor in shipment.donors.all()]
    return donors + [OFFICE] * shipment.donor_office or [None]


def countries_of(shipment):
    codes = {donor.country.code for donor in shipment.donors.all()}
    return codes | ({"UA"} if shipment.donor_office else set())


def category_rows(shipments):
    rows = defaultdict(list)
    for shipment in shipments:
        if shipment.beneficiaries == ("defence",):
            continue
        for item in shipment.items.all():
            key = item.category.key if item.category else None
            value = item.value if shipment.currency else None
            rows[key].append((shipment, item.weight_kg, value))
    return rows


def kind_rows(shipments):
    rows = defaultdict(list)
    for act in Distribution.objects.filter(item__shipment__in=shipments).select_related(
        "item__shipment", "recipient"
    ):
        item, shipment = act.item, act.item.shipment
        if shipment.beneficiaries == ("defence",) or act.recipient.kind == "defence":
            continue
        hidden = item.distributions.filter(recipient__kind="defence").exists()
        weight = None
        if item.weight_kg is not None and not hidden:
            weight = item.weight_kg * act.quantity / item.quantity
        rows[act.recipient.kind].append((shipment, weight, None))
    return rows


def balance_of(shipments):
    """[received, distributed, written off], in kilograms, of items that can be weighed."""
    sums = [ZERO, ZERO, ZERO]
    for shipment in shipments:
        for item in shipment.items.all():
            if item.weight_kg is None or not item.quantity:
                continue
            if shipment.beneficiaries == ("defence",):
                continue
            for place, part in enumerate((item.quantity, item.distributed, item.written_off or 0)):
                sums[place] += item.weight_kg * part / item.quantity
    return sums


def by_key(categories):
    return {key: figures for (key, _uk, _en), figures in categories.items()}


def agree(kept, shipments):
    """The Totals are the plain sums of these consignments and of no others."""
    rows = rows_of(shipments)
    near(told(kept.total), plain(rows))
    compare(kept.years, grouped(rows, lambda one: [year_of(one)]))
    compare(kept.partners, grouped(rows, donors_of))
    compare(kept.countries, grouped(rows, countries_of))
    compare(by_key(kept.categories), category_rows(shipments))
    compare(kept.kinds, kind_rows(shipments))
    received, *gone = balance_of(shipments)
    assert (kept.balance is None) == (not received)
    if kept.balance:
        assert kept.balance.received == received
        told_gone = kept.balance.distributed, kept.balance.written_off
        assert all(
            abs(one - two) < Decimal("0.02") for one, two in zip(told_gone, gone, strict=True)
        )


def year_of(shipment):
    return str(shipment.received_on.year) if shipment.received_on else None


@given(registers)
def test_totals_agree_with_a_plain_sum_over_the_rows(register):
    with loaded(register):
        agree(totals(), counted_rows())
        for year in ("2023", "2024"):
            shipments = [one for one in counted_rows() if year_of(one) == year]
            arrived = received(year)
            near(told(arrived.total), plain(rows_of(shipments)))
            compare(by_partner(arrived, year), grouped(rows_of(shipments), donors_of))
            compare(by_key(by_category(year)), category_rows(shipments))
            compare(by_recipient_kind(year), kind_rows(shipments))


@given(registers)
def test_every_figure_leads_to_exactly_its_rows(register):
    with loaded(register):
        kept = totals()
        whole = [kept.total, *kept.years.values()]
        tables = (kept.partners, kept.countries, kept.categories, kept.kinds)
        for one in [*whole, *(row for table in tables for row in table.values())]:
            assert shown(one.url).count() == one.shipments
        for one in whole:
            ledger = shown(one.url)
            weights_shown = [row.known_weight for row in ledger if row.known_weight is not None]
            assert sum(weights_shown) == (one.weight or 0)
            for money in one.sums:
                values = [row.known_value for row in shown(money.url)]
                assert len(values) == money.valued and sum(values) == money.amount


def test_every_figure_leads_to_the_address_that_the_ledger_calls_its_own(client, settings):
    make_shipment([make_partner()], value=100, currency="EUR")
    kept = totals()
    for figures in (*kept.years.values(), *kept.partners.values(), *kept.countries.values()):
        for url in (figures.url, figures.url_for("EUR")):
            page = client.get(url).content.decode()
            assert f'hreflang="uk" href="{settings.SITE_URL}{escape(url)}"' in page


def shown(url):
    """The rows of the ledger at this address."""
    form = ShipmentFilter(dict(parse_qsl(urlsplit(url).query)))
    return form.narrow(Shipment.objects.public().with_sums())


@given(registers, st.data())
def test_hiding_a_record_changes_totals_by_exactly_its_rows(register, data):
    with loaded(register):
        rows = counted_rows()
        if not rows:
            return
        chosen = data.draw(st.sampled_from(rows))
        before = totals()
        state = data.draw(st.sampled_from(["draft", "review", "internal"]))
        Shipment.objects.filter(pk=chosen.pk).update(publication=state)
        agree(totals(), [shipment for shipment in rows if shipment.pk != chosen.pk])
        Shipment.objects.filter(pk=chosen.pk).update(publication="public")
        assert totals() == before


def test_a_hidden_donor_hides_the_consignment_and_its_figures():
    kept, hidden = make_partner(), make_partner()
    make_shipment([kept], weight_kg=100)
    make_shipment([kept, hidden], weight_kg=7000)
    assert totals().total.weight == 7100
    Partner.objects.filter(pk=hidden.pk).update(publication="internal")
    assert totals().total.weight == 100
    assert list(totals().partners) == [kept.pk]


def test_tenths_add_up_without_a_remainder():
    for _ in range(30):
        make_shipment(weight_kg="0.1", value="0.1", currency="EUR")
    total = totals().total
    assert str(total.weight.normalize()) == "3" and total.sums[0].amount == 3


def test_what_one_third_weighs_is_not_cut_to_whole_numbers():
    item = make_item(quantity=3, weight_kg=100)
    make_distribution(item, quantity=1)
    assert totals().kinds["medical"].weight == Decimal("33.333")
    assert totals().balance.distributed == Decimal("33.333")
    assert totals().balance.in_store == Decimal("66.667")


@pytest.mark.parametrize(
    ("received_on", "day", "serves"),
    [
        ("2024-03-15", "2024-03-15", True),
        ("2024-03-15", "2024-02-13", True),
        ("2024-03-15", "2024-02-12", False),
        ("2024-03-15", "2024-03-16", False),
        ("2024-02", "2024-02-29", True),
        ("2024-02", "2024-01-29", True),
        ("2024-02", "2024-01-28", False),
        ("2024-02", "2024-03-01", False),
        ("2023", "2023-12-31", True),
        ("2023", "2023-11-30", True),
        ("2023", "2023-11-29", False),
        (None, "2023-11-29", False),
    ],
)
def test_a_rate_serves_the_last_day_and_31_days_after_its_own(received_on, day, serves):
    make_shipment(received_on=received_on, value=100, currency="EUR")
    rate = make_rate(date=day, uah=40)
    sums = totals().total.sums[0]
    assert sums.in_hryvnias == (4000 if serves else None)
    assert list(Rate.objects.public()) == totals().rates == ([rate] if serves else [])


def test_the_newest_rate_that_serves_is_used_and_only_that_one_is_public():
    make_shipment(value=100, currency="EUR")
    make_rate(date="2024-03-01", uah=41)
    newest = make_rate(date="2024-03-14", uah=42)
    make_rate(date="2024-03-14", uah=39, currency="USD")
    assert totals().total.sums[0].in_hryvnias == 4200
    assert list(Rate.objects.public()) == [newest]


def test_a_sum_is_not_converted_where_one_consignment_has_no_rate():
    make_shipment(value=100, currency="EUR")
    make_shipment(value=100, currency="EUR", received_on="2020")
    make_rate()
    assert totals().total.sums[0].in_hryvnias is None
    assert totals().years["2024"].sums[0].in_hryvnias is not None


def test_a_rate_of_a_hidden_consignment_is_not_public():
    make_shipment(value=100, currency="EUR", publication="draft")
    make_shipment(value=100, currency="EUR", status="announced")
    make_rate()
    assert not Rate.objects.public().exists()


def test_an_empty_register_has_empty_totals():
    kept = totals()
    assert kept.total.shipments == 0 and kept.total.weight is None
    assert kept.years == kept.partners == kept.countries == kept.categories == kept.kinds == {}
    assert kept.balance is None and kept.rates == []
