"""Acts typed on the page of a consignment, beside the goods that they give out."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from aid.doubts import doubts
from aid.models import Distribution, Item, Shipment
from aid.tests.records import (
    make_category,
    make_distribution,
    make_item,
    make_need,
    make_recipient,
    make_shipment,
)
from aid.tests.test_admin import shipment_page, stored_items

pytestmark = pytest.mark.django_db


def typed(*rows):
    """The table of new acts with these lines: dicts of its columns."""
    data = {"acts-TOTAL_FORMS": len(rows), "acts-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"acts-{number}-{name}": value for name, value in row.items()}
    return data


def errors(response):
    """The errors of each line of the table of new acts, as texts."""
    (rows,) = [one.formset for one in response.context["inline_admin_formsets"] if acts_are(one)]
    return [" ".join(message for told in row.values() for message in told) for row in rows.errors]


def acts_are(inline):
    return inline.formset.prefix == "acts"


def test_goods_and_the_act_that_gives_them_out_are_typed_at_once(admin_client):
    page = reverse("admin:aid_shipment_add")
    html = admin_client.get(page).content.decode()
    counters = re.findall(r'name="(\w+)-TOTAL_FORMS"', html)
    data = {f"{name}-{kind}_FORMS": 0 for name in counters for kind in ("TOTAL", "INITIAL")}
    data |= {"reference": "7/24", "title_uk": "Ковдри", "status": "distributing"}
    data |= {"publication": "draft", "received_on": "15.03.2024", "items-TOTAL_FORMS": 2}
    for number, name in enumerate(("ковдри", "подушки")):
        data |= {f"items-{number}-name_uk": name, f"items-{number}-unit": "pcs"}
        data |= {f"items-{number}-quantity": 100}
    hospital, school = make_recipient(), make_recipient()
    lines = [
        {"act_number": "А-1", "date": "20.03.2024", "line": 1, "recipient": hospital.pk},
        {"line": 2, "recipient": hospital.pk},
        {"act_number": "А-2", "line": 1, "recipient": school.pk},
    ]
    data |= typed(*(line | {"quantity": 40} for line in lines))
    assert admin_client.post(page, data).status_code == 302
    stored = Distribution.objects.order_by("pk").values_list("act_number", "item__line", "date")
    assert [(number, line, str(date)) for number, line, date in stored] == [
        ("А-1", 1, "2024-03-20"),
        ("А-1", 2, "2024-03-20"),
        ("А-2", 1, "None"),
    ]
    assert [int(item.distributed) for item in Item.objects.order_by("line")] == [80, 40]


def test_lines_that_are_too_much_together_keep_what_was_typed(admin_client):
    item = make_distribution(make_item(quantity=100), quantity=30).item
    recipient = make_recipient()
    line = {"act_number": "А-1", "line": 1, "recipient": recipient.pk, "quantity": 50}
    other = line | {"recipient": make_recipient().pk, "quantity": 21}
    data = stored_items(item.shipment) | typed(line, other)
    response = admin_client.post(shipment_page(item.shipment), data)
    first, second = errors(response)
    assert not first
    assert item.name in second and "20" in second and "21" in second
    html = response.content.decode()
    assert 'value="А-1"' in html and 'value="50"' in html and recipient.name in html
    item.refresh_from_db()
    assert item.distributed == 30
    assert (
        admin_client.post(
            shipment_page(item.shipment), data | typed(line, other | {"quantity": 20})
        ).status_code
        == 302
    )
    item.refresh_from_db()
    assert item.distributed == 100


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"line": 7}, "немає"),
        ({"act_number": ""}, "Заповніть"),
        ({"quantity": "1,5"}, "ціле"),
        ({"quantity": 0}, "більш"),
        ({"quantity": -1}, "більш"),
        ({"quantity": 10**13}, "цифр"),
        ({"date": "01.03.2024"}, "15.03.2024"),
        ({"act_number": "Б-1"}, "вже"),
    ],
)
def test_a_line_that_cannot_be_is_refused_in_words(admin_client, change, told):
    item = make_item(quantity=100)
    recipient = make_recipient()
    make_distribution(item, recipient, act_number="Б-1", quantity=1)
    line = {"act_number": "А-1", "line": 1, "recipient": recipient.pk, "quantity": 5}
    data = stored_items(item.shipment, received_on="15.03.2024") | typed(line | change)
    response = admin_client.post(shipment_page(item.shipment), data)
    assert response.status_code == 200
    assert told in errors(response)[0]
    assert Distribution.objects.count() == 1


def test_no_act_is_added_to_a_published_consignment_without_the_right(client, django_user_model):
    item = make_item(make_shipment())
    user = django_user_model.objects.create_user("clerk", is_staff=True)
    rights = ("view_shipment", "change_shipment", "view_item", "add_distribution")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    line = {"act_number": "А-1", "line": 1, "recipient": make_recipient().pk, "quantity": 5}
    client.post(shipment_page(item.shipment), stored_items(item.shipment) | typed(line))
    assert not Distribution.objects.exists()
    Shipment.objects.update(publication="draft")
    client.post(
        shipment_page(item.shipment), stored_items(item.shipment, publication="draft") | typed(line)
    )
    assert Distribution.objects.exists()


def test_goods_in_another_unit_than_their_need_are_a_warning_and_no_fault():
    category = make_category()
    need = make_need(category=category, quantity=10, unit="t")
    shipment = make_shipment(need=need)
    make_item(shipment, name_uk="мука", category=category, unit="kg")
    make_item(shipment, name_uk="олія", category=category, unit="t")
    make_item(shipment, name_uk="ковдри", unit="pcs")
    told = doubts(shipment)
    assert len(told) == 1 and told[0].startswith("Мука.") and "«т»" in told[0]
    shipment.need = None
    assert doubts(shipment) == []
