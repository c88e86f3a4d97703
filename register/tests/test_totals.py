"""What the portal tells of aid is the sum of the rows that its own files hold."""

import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aid.models import COUNTED, Shipment
from aid.tests.test_totals import by_key, loaded, near, registers, told
from aid.totals import HRYVNIA, OFFICE, totals
from partners.models import Partner
from publishing.dates import PartialDate
from register.exporting import sheets
from register.streaming import register_text

pytestmark = pytest.mark.django_db

WITH_FILES = settings(max_examples=settings.default.max_examples // 2)
NEAR = Decimal("0.02")  # kilograms by which a sum of divided weights may be rounded


class File:
    """The register's file, public or whole, and plain sums over its rows."""

    def __init__(self, public):
        text = "".join(register_text(sheets(public)))
        tables = {sheet["title"]: sheet["data"] for sheet in json.loads(text)}
        self.countries = {row["key"]: row["country"] for row in tables["partners"]}
        self.kinds = {row["key"]: row["kind"] for row in tables["recipients"]}
        self.rates = tables["rates"]
        self.shipments = {
            row["reference"]: row
            for row in tables["shipments"]
            if row["status"] in COUNTED and row.get("publication", "public") == "public"
        }
        self.items = {
            (row["shipment"], row["line"]): row
            for row in tables["items"]
            if row["shipment"] in self.shipments
        }
        self.acts = [
            row for row in tables["distributions"] if (row["shipment"], row["line"]) in self.items
        ]

    def drop(self, reference):
        """Forget a consignment and what hangs on it."""
        self.shipments.pop(reference)
        self.items = {place: row for place, row in self.items.items() if place[0] != reference}
        self.acts = [row for row in self.acts if row["shipment"] != reference]

    def known(self, shipment, column):
        """The consignment's own number, or else the sum of its items', or None."""
        if column == "value" and not shipment["currency"]:
            return None
        if shipment[column] is not None:
            return Decimal(shipment[column])
        own = [
            row for (reference, _), row in self.items.items() if reference == shipment["reference"]
        ]
        return sum_of(number(row[column]) for row in own)

    def rate(self, shipment):
        """Hryvnias for one unit of its currency by the rate that serves, or None."""
        if not shipment["received_on"]:
            return None
        last = PartialDate.parse(shipment["received_on"]).last
        serving = {
            row["date"]: number(row["uah"])
            for row in self.rates
            if row["currency"] == shipment["currency"]
            and last - timedelta(days=31) <= date.fromisoformat(row["date"]) <= last
        }
        return serving[max(serving)] if serving else None

    def figures(self, triples):
        """[consignments, kilograms, {currency: (sum, hryvnias)}] of (row, kilograms, value)."""
        values = defaultdict(list)
        for row, _weight, value in triples:
            if value is not None:
                values[row["currency"]].append((value, self.rate(row)))
        return [
            len({row["reference"] for row, _weight, _value in triples}),
            sum_of(weight for _row, weight, _value in triples),
            {
                code: (sum(value for value, _rate in some), in_hryvnias(code, some))
                for code, some in values.items()
            },
        ]

    def whole(self):
        """(row, kilograms, value) of each consignment."""
        return [
            (row, self.known(row, "weight_kg"), self.known(row, "value"))
            for row in self.shipments.values()
        ]

    def by_category(self):
        """{key: [(row, kilograms, value)]}, from the items alone."""
        groups = defaultdict(list)
        for item in self.items.values():
            row = self.shipments[item["shipment"]]
            value = number(item["value"]) if row["currency"] else None
            groups[item["category"]].append((row, number(item["weight_kg"]), value))
        return groups

    def by_kind(self):
        """{kind of recipient: [(row, kilograms, None)]}, from what acts handed out."""
        groups = defaultdict(list)
        for act in self.acts:
            item = self.items[act["shipment"], act["line"]]
            weight = None
            if item["weight_kg"] is not None and act["quantity"] is not None:
                weight = number(item["weight_kg"]) * act["quantity"] / item["quantity"]
            row = self.shipments[act["shipment"]]
            groups[self.kinds[act["recipient"]]].append((row, weight, None))
        return groups

    def balance(self):
        """[received, distributed, written off] in kilograms, of items that can be weighed."""
        handed_out = defaultdict(int)
        for act in self.acts:
            handed_out[act["shipment"], act["line"]] += act["quantity"]
        sums = [Decimal(0)] * 3
        for place, item in self.items.items():
            alone = self.shipments[place[0]]["beneficiaries"] == "defence"
            if item["weight_kg"] is None or not item["quantity"] or alone:
                continue
            parts = item["quantity"], handed_out[place], item["written_off"] or 0
            each = number(item["weight_kg"]) / item["quantity"]
            sums = [total + each * part for total, part in zip(sums, parts, strict=True)]
        return sums

    def agrees_with(self, kept):
        """The kept Totals are the sums over these rows and over no others."""
        whole = self.whole()
        pks = dict(Partner.objects.values_list("key", "pk")) | {"office": OFFICE, None: None}
        near(told(kept.total), self.figures(whole))
        for groups, rows in (
            (kept.years, grouped(whole, year_of)),
            (kept.partners, grouped(whole, lambda row: {pks[key] for key in donors_of(row)})),
            (kept.countries, grouped(whole, self.countries_of)),
            (by_key(kept.categories), self.by_category()),
            (kept.kinds, self.by_kind()),
        ):
            assert groups.keys() == rows.keys()
            for key, triples in rows.items():
                near(told(groups[key]), self.figures(triples))

    def countries_of(self, row):
        return {self.countries.get(key, "UA") for key in donors_of(row) if key}


def number(cell):
    return None if cell is None else Decimal(cell)


def sum_of(numbers):
    """The sum of the numbers that are known, None where none is."""
    known = [one for one in numbers if one is not None]
    return sum(known) if known else None


def in_hryvnias(currency, values):
    """The sum in hryvnias of (value, rate), None where a rate is missing."""
    if currency == HRYVNIA or any(rate is None for _value, rate in values):
        return None
    return round(sum(value * rate for value, rate in values), 2)


def donors_of(row):
    """Keys of donors, `office` for the own council; None alone where nobody is named."""
    return row["donors"].split(";") if row["donors"] else [None]


def year_of(row):
    return {row["received_on"][:4] if row["received_on"] else None}


def grouped(triples, keys_of):
    """{key: triples}; a row stands in the group of each key that it has."""
    groups = defaultdict(list)
    for triple in triples:
        for key in keys_of(triple[0]):
            groups[key].append(triple)
    return groups


@WITH_FILES
@given(registers)
def test_totals_are_the_sums_over_the_rows_of_the_public_file(register):
    with loaded(register):
        File(public=True).agrees_with(totals())


@WITH_FILES
@given(registers)
def test_the_balance_is_the_sum_over_the_rows_of_the_office_s_own_file(register):
    with loaded(register):
        sums, balance = File(public=False).balance(), totals().balance
        assert (balance is None) == (not sums[0])
        if balance:
            kept = balance.received, balance.distributed, balance.written_off
            assert all(abs(one - two) < NEAR for one, two in zip(kept, sums, strict=True))
            in_store = sums[0] - sums[1] - sums[2]
            assert abs(balance.in_store - in_store) < 2 * NEAR


@WITH_FILES
@given(registers, st.data())
def test_a_hidden_consignment_leaves_the_file_and_the_totals_with_exactly_its_rows(register, data):
    with loaded(register):
        before = File(public=True)
        if not before.shipments:
            return
        reference = data.draw(st.sampled_from(sorted(before.shipments)))
        state = data.draw(st.sampled_from(["draft", "review", "internal"]))
        Shipment.objects.filter(reference=reference).update(publication=state)
        before.drop(reference)
        before.agrees_with(totals())
        File(public=True).agrees_with(totals())
