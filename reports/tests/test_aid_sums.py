"""The annex of aid: the sums of one year by partner, category and kind of recipient."""

import pytest

from aid.models import Shipment
from reports.composing import compose
from reports.editions import publish
from reports.models import Edition
from reports.tests.years import YEAR, partner, report_of, shipment

pytestmark = pytest.mark.django_db

ITEM = {"line": 1, "name_uk": "ковдри", "name_en": "blankets", "unit": "pcs"}


def year_of_aid():
    """Two donors, two categories, a school, the forces; and what other years and drafts hold."""
    received = {"beneficiaries": "education", "currency": "EUR"}
    return report_of(
        partners=[partner("remo"), partner("lund")],
        categories=[
            {"key": "bedding", "name_uk": "Постіль", "name_en": "Bedding"},
            {"key": "hidden", "name_uk": "Прихована", "name_en": "Concealed"},
        ],
        recipients=[
            {"key": "school", "kind": "education", "name_uk": "Школа", "name_en": "School"},
            {"key": "unit", "kind": "defence", "name_uk": "Частина"},
        ],
        shipments=[
            shipment("1", "remo", value=100, **received),
            shipment("2", "remo;lund", weight_kg=50, value=7, **received),
            shipment("3", "lund", received_on=f"{YEAR - 1}-06", weight_kg=900),
            shipment("4", "lund", publication="draft", weight_kg=7000),
            shipment("5", "lund", status="announced", weight_kg=8000),
        ],
        items=[
            ITEM | {"shipment": "1", "category": "bedding", "quantity": 40, "weight_kg": 80},
            ITEM | {"shipment": "2", "quantity": 10},
            ITEM | {"shipment": "3", "category": "hidden", "quantity": 10, "weight_kg": 900},
            ITEM | {"shipment": "4", "category": "hidden", "quantity": 10, "weight_kg": 7000},
        ],
        distributions=[
            {"act_number": "1", "shipment": "1", "line": 1, "recipient": "school", "quantity": 10},
            {"act_number": "2", "shipment": "2", "line": 1, "recipient": "unit", "quantity": 4},
            {"act_number": "3", "shipment": "3", "line": 1, "recipient": "school", "quantity": 4},
        ],
    )


def annex(language="uk"):
    return compose(year_of_aid(), language).appendices[-1]


def test_holds_the_sums_of_the_year_and_of_nothing_else():
    partners, categories, kinds = annex().blocks
    assert partners.rows == (
        ("Місто remo", "2", "130", "107 євро".replace(" ", "\u00a0")),
        ("Місто lund", "1", "50", "7 євро".replace(" ", "\u00a0")),
    )
    assert partners.notes == ("Спільний вантаж наведено в\u00a0рядку кожного з\u00a0донорів.",)
    assert categories.rows == (("Постіль", "1", "80"), ("Категорію не\u00a0зазначено", "1", ""))
    assert kinds.rows == (("Заклади освіти", "1", "20"),)
    note = "Вагу обчислено за\u00a0часткою розподіленого; наведено там, де вона відома."
    assert kinds.notes == (note,)


def test_says_nothing_of_weight_where_none_is_given():
    report = report_of(
        partners=[partner("remo")],
        recipients=[{"key": "school", "kind": "education", "name_uk": "Школа"}],
        shipments=[shipment("1", "remo")],
        items=[ITEM | {"shipment": "1", "quantity": 10}],
        distributions=[
            {"act_number": "1", "shipment": "1", "line": 1, "recipient": "school", "quantity": 10}
        ],
    )
    kinds = compose(report, "uk").appendices[-1].blocks[-1]
    assert kinds.head == ("Набувачі", "Вантажів")
    assert kinds.notes == ()


def test_is_told_in_english_too():
    section = annex("en")
    assert section.heading == "Aid received and distributed"
    partners, categories, kinds = section.blocks
    assert partners.head == ("Donor", "Consignments", "Weight, kg", "Value")
    assert [row[0] for row in categories.rows] == ["Bedding", "Category not stated"]
    assert kinds.rows == (("Educational institutions", "1", "20"),)


def test_a_consignment_that_it_counts_withdraws_the_edition_when_it_is_hidden():
    edition = publish(year_of_aid())
    assert edition.content["uk"]["appendices"]
    Shipment.objects.filter(reference="1").update(publication="draft")
    assert Edition.objects.get(pk=edition.pk).withdrawn_at is not None
