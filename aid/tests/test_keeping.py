"""The kept sums move with the records, whatever happens to them, and a command proves it."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from aid import keeping
from aid.forms import ShipmentFilter
from aid.keeping import differences
from aid.models import Distribution, Item, Rate, Recipient, Shipment, Standing, Total
from aid.tests.records import (
    make_distribution,
    make_item,
    make_rate,
    make_recipient,
    make_shipment,
)
from aid.tests.test_totals import agree, counted_rows, loaded, registers
from aid.totals import totals
from partners.models import Partner
from partners.tests.records import make_partner
from publishing import dates
from publishing.changes import as_one_change
from publishing.dates import KYIV

pytestmark = pytest.mark.django_db

TODAY = date(2024, 6, 1)


def on(monkeypatch, day):
    """Let it be that day in Kyiv, at noon."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=KYIV)
    monkeypatch.setattr(dates.timezone, "now", lambda: noon)


def one_of(model, number):
    """Some stored record, by a number; None where there is none."""
    rows = list(model.objects.order_by("pk"))
    return rows[number % len(rows)] if rows else None


def publish(shipment, number):
    states = ["public", "draft", "review", "internal"]
    Shipment.objects.filter(pk=shipment.pk).update(publication=states[number % 4])


def hide_until(record, number):
    record.public_from = [None, date(2000, 1, 1), date(2999, 1, 1)][number % 3]
    record.save()


def change_state(shipment, number):
    shipment.status = ["announced", "received", "distributed"][number % 3]
    shipment.save()


def change_value(shipment, number):
    shipment.currency = ["EUR", "USD", "UAH"][number % 3]
    shipment.value = number or None
    shipment.save()


def change_date(shipment, number):
    Shipment.objects.filter(pk=shipment.pk).update(received_on=["2023-12-31", None][number % 2])


def change_donors(shipment, number):
    donors = list(Partner.objects.order_by("pk"))
    match number % 4:
        case 0:
            shipment.donors.clear()
        case 1:
            shipment.donors.set(donors[:2])
        case 2:
            shipment.donors.remove(*donors[:1])
        case 3 if donors:
            donors[0].shipments.add(shipment)


def delete(record, number):
    if number % 2:
        type(record).objects.filter(pk=record.pk).delete()
    else:
        record.delete()


def change_partner(partner, number):
    partner.publication = ["public", "draft"][number % 2]
    partner.country = ["LT", "UA"][number // 2 % 2]
    partner.save()


def add_goods(shipment, number):
    item = make_item(shipment, weight_kg=number, value=number, quantity=100)
    make_distribution(item, one_of(Recipient, number), quantity=1 + number % 50, date=None)


def move_goods(item, number):
    Item.objects.filter(pk=item.pk).update(shipment=one_of(Shipment, number), line=900 + item.pk)


def weigh(item, number):
    item.weight_kg = number or None
    item.save()


def give_back(act, number):
    delete(act, number)


def change_kind(recipient, number):
    recipient.kind = ["medical", "defence", "idp"][number % 3]
    recipient.save()


def change_rate(rate, number):
    Rate.objects.filter(pk=rate.pk).update(uah=1 + number, date=date(2024, 1, 1 + number % 28))


def add_rate(shipment, number):
    day = date(2024, 3, 1 + number % 15)
    if shipment.currency and not Rate.objects.filter(currency=shipment.currency, date=day):
        make_rate(currency=shipment.currency, date=day, uah=number + 1)


ACTS = [
    (Shipment, publish),
    (Shipment, hide_until),
    (Shipment, change_state),
    (Shipment, change_value),
    (Shipment, change_date),
    (Shipment, change_donors),
    (Shipment, delete),
    (Shipment, add_goods),
    (Shipment, add_rate),
    (Partner, change_partner),
    (Partner, hide_until),
    (Partner, delete),
    (Item, move_goods),
    (Item, weigh),
    (Item, delete),
    (Distribution, give_back),
    (Recipient, change_kind),
    (Rate, change_rate),
    (Rate, delete),
]
acts = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 99), st.integers(0, 99)), max_size=6
)


def seen_rows():
    """The counted consignments of the public, by plain Python over the rows."""
    return [
        one for one in counted_rows() if all(is_seen(record) for record in (one, *one.donors.all()))
    ]


def is_seen(record):
    day = record.public_from
    return record.publication == "public" and (day is None or day <= dates.today())


@given(registers, acts, st.booleans())
def test_after_any_series_of_changes_the_sums_are_those_of_the_rows(register, series, together):
    with loaded(register):
        totals()
        if together:
            with as_one_change():
                perform(series)
        else:
            perform(series)
        agree(totals(), seen_rows())
        assert differences() == []


@given(registers, st.data())
def test_each_number_of_the_filter_is_what_it_finds_however_much_is_chosen(register, data):
    """One value beside the state is kept, two are counted."""
    with loaded(register):
        public = Shipment.objects.public()
        known = offered({})
        chosen = (
            dict(data.draw(st.lists(st.sampled_from(sorted(known)), max_size=3))) if known else {}
        )
        if data.draw(st.booleans()):
            chosen["currency"] = "EUR"
        numbers = offered(chosen)
        assert {name: value for name, value in chosen.items() if name != "currency"}.items() <= (
            numbers.keys()
        )
        for (name, value), number in numbers.items():
            found = ShipmentFilter(chosen | {name: value}).narrow(public)
            assert found.distinct().count() == number, (chosen, name, value)
        form = ShipmentFilter(chosen)
        assert form.offer(public) == form.narrow(public).distinct().count()


def offered(chosen):
    """{(field, value): number} of the choices of the ledger's filter."""
    form = ShipmentFilter(chosen)
    form.offer(Shipment.objects.public())
    return {
        (name, value): int(str(word).rpartition(" · ")[2])
        for name in form.facets
        for value, word in form.fields[name].widget.choices
        if value
    }


def test_a_value_that_is_refused_finds_nothing_and_offers_no_number():
    make_shipment([make_partner()])
    form = ShipmentFilter({"status": "lost", "year": "2024"})
    assert form.offer(Shipment.objects.public()) == 0
    assert offered({"status": "lost", "year": "2024"}) == {("year", "2024"): 0}


def perform(series):
    for (model, act), which, number in series:
        if record := one_of(model, which):
            act(record, number)


def test_a_change_that_is_undone_leaves_the_sums(monkeypatch):
    shipment = make_shipment(weight_kg=5)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        shipment.delete()
        assert totals().total.shipments == 0
        raise ZeroDivisionError
    assert totals().total.weight == 5 and differences() == []


@pytest.mark.parametrize("together", [True, False])
def test_what_is_shown_from_a_day_counts_from_that_day_in_kyiv(monkeypatch, together):
    on(monkeypatch, TODAY)
    later = TODAY + timedelta(days=30)
    make_shipment(weight_kg=1, public_from=later)
    make_shipment([make_partner(public_from=later)], weight_kg=10)
    make_shipment(weight_kg=100)
    assert totals().total.weight == 100
    on(monkeypatch, later - timedelta(days=1))
    assert totals().total.weight == 100
    monkeypatch.setattr(
        dates.timezone, "now", lambda: datetime(later.year, later.month, later.day, tzinfo=KYIV)
    )
    assert totals().total.weight == 111
    assert differences() == []


def test_an_act_of_many_records_adds_all_up_anew(monkeypatch):
    monkeypatch.setattr(keeping, "MANY", 2)
    make_shipment(weight_kg=7)
    with as_one_change():
        for _ in range(3):
            make_shipment([make_partner()], weight_kg=1)
    assert totals().total.weight == 10 and differences() == []
    Shipment.objects.all().delete()
    assert totals().total.shipments == 0 and not Standing.objects.exists()
    assert not Total.objects.exists()


def test_linking_a_donor_costs_the_same_however_much_it_has_given():
    donor, counts = make_partner(), []
    for _ in range(2):
        for _ in range(10):
            make_shipment([donor])
        shipment = make_shipment()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            shipment.donors.set([donor])
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Standing.objects.count() == 22


def test_the_command_finds_what_differs_and_repairs_it():
    item = make_item(make_shipment([make_partner()], weight_kg=5))
    make_distribution(item, make_recipient())
    call_command("check_totals", stdout=StringIO())
    Total.objects.filter(table="year").update(grams=1)
    Total.objects.filter(table="country").delete()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_totals", stdout=out)
    assert "year 2024" in out.getvalue() and "country" in out.getvalue()
    call_command("check_totals", "--repair", stdout=StringIO())
    call_command("check_totals", stdout=StringIO())
    assert totals().years["2024"].weight == 5


def test_the_command_finds_a_consignment_that_adds_nothing():
    make_shipment(status="announced")
    Standing.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("check_totals", stdout=StringIO())
