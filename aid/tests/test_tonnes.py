"""Tonnes by year: what is counted, and how it is drawn."""

from decimal import Decimal

import pytest

from aid.models import Shipment
from aid.tonnes import in_tonnes, kilograms_by_year, measured
from aid.totals import by_year
from partners.tests.records import make_partner

pytestmark = pytest.mark.django_db


def give(reference, *donors, **values):
    values = {"title_uk": "Вантаж", "status": "received", "publication": "public"} | values
    shipment = Shipment.objects.create(reference=reference, **values)
    shipment.donors.set(donors)
    return shipment


def test_each_consignment_counts_once_by_its_own_weight_or_that_of_its_items():
    give("1", make_partner(), make_partner(), received_on="2022-03", weight_kg=1000)
    shipment = give("2", received_on="2022")
    for line, weight in ((1, 300), (2, 200), (3, None)):
        shipment.items.create(line=line, name_uk="Мука", unit="kg", weight_kg=weight)
    own = give("3", received_on="2023-07-12", weight_kg=Decimal("7.5"))
    own.items.create(line=1, name_uk="Мука", unit="kg", weight_kg=9999)
    assert kilograms_by_year(by_year()) == [("2022", 1500), ("2023", Decimal("7.5"))]


def test_promised_hidden_undated_and_unweighed_ones_do_not_count():
    give("1", received_on="2022", weight_kg=1, status="announced")
    give("2", received_on="2022", weight_kg=1, status="in_transit")
    give("3", received_on="2022", weight_kg=1, publication="internal")
    give("4", make_partner(publication="draft"), received_on="2022", weight_kg=1)
    give("5", weight_kg=1)
    give("6", received_on="2022")
    assert kilograms_by_year(by_year()) == []


def test_a_remainder_fills_the_last_sign_from_below():
    rows = measured([("2022", Decimal(23400)), ("2023", Decimal(2000))]).rows
    assert (rows[0]["whole"], rows[0]["rest_x"]) == ("460", "460")
    assert (rows[0]["rest_y"], rows[0]["rest_height"]) == ("15.6", "8.4")
    assert (rows[1]["whole"], rows[1]["rest_height"]) == ("40", "")
    assert [row["percent"] for row in rows] == ["100.0", "8.5"]


@pytest.mark.parametrize(
    ("tonnes", "ten", "width"),
    [(3, False, 480), (30, False, 620), (41, True, 480), (900, True, 1820)],
)
def test_every_row_keeps_one_scale_and_none_is_cut_off(tonnes, ten, width):
    measure = measured([("2022", Decimal(tonnes * 1000))])
    assert (measure.ten, measure.width) == (ten, width)
    assert int(measure.rows[0]["whole"]) < measure.width


@pytest.mark.parametrize(
    ("tonnes", "words"),
    [
        ("23.44", "23,4\u00a0т"),
        ("20", "20\u00a0т"),
        ("0.0125", "0,012\u00a0т"),
        ("1234", "1\u00a0234\u00a0т"),
    ],
)
def test_tonnes_in_words(tonnes, words):
    assert in_tonnes(Decimal(tonnes)) == words
