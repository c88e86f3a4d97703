"""Consignments, acts and recipients as clerks enter them."""

import re

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from aid.models import Custody, Item, Recipient, Shipment
from aid.tests.records import make_distribution, make_item, make_recipient, make_shipment
from dolyna_portal.tests.forms import sent

pytestmark = pytest.mark.django_db


def shipment_page(shipment):
    return reverse("admin:aid_shipment_change", args=[shipment.pk])


def stored_items(shipment, **extra):
    """The form of a stored consignment with its items as they are."""
    items = list(shipment.items.all())
    data = {
        "reference": shipment.reference,
        "title_uk": shipment.title_uk,
        "status": shipment.status,
        "publication": shipment.publication,
        "custody-TOTAL_FORMS": 0,
        "custody-INITIAL_FORMS": 0,
        "items-TOTAL_FORMS": len(items),
        "items-INITIAL_FORMS": len(items),
    }
    for number, item in enumerate(items):
        data |= {
            f"items-{number}-id": item.pk,
            f"items-{number}-line": item.line,
            f"items-{number}-name_uk": item.name_uk,
            f"items-{number}-quantity": item.quantity,
            f"items-{number}-unit": item.unit,
        }
    return data | extra


def test_a_new_item_gets_the_next_line(admin_client):
    shipment = make_shipment()
    make_item(shipment, line=3)
    data = stored_items(shipment) | {
        "items-TOTAL_FORMS": 2,
        "items-1-line": "",
        "items-1-name_uk": "ковдри",
        "items-1-quantity": "5",
        "items-1-unit": "pcs",
    }
    assert admin_client.post(shipment_page(shipment), data).status_code == 302
    assert list(shipment.items.values_list("line", flat=True)) == [3, 4]


def test_an_item_that_has_acts_is_not_deleted_with_its_row(admin_client):
    item = make_distribution(make_item()).item
    data = stored_items(item.shipment) | {"items-0-DELETE": "on"}
    response = admin_client.post(shipment_page(item.shipment), data)
    assert response.status_code == 200
    assert item.name in str(response.context["inline_admin_formsets"][0].formset.non_form_errors())
    assert Item.objects.filter(pk=item.pk).exists()


def test_an_item_without_acts_is_deleted_with_its_row(admin_client):
    item = make_item()
    data = stored_items(item.shipment) | {"items-0-DELETE": "on"}
    assert admin_client.post(shipment_page(item.shipment), data).status_code == 302
    assert not Item.objects.exists()


def save_acts(client, item, *quantities):
    """Save the page of the item with these quantities in its stored acts and then in new ones."""
    stored = list(item.distributions.all())
    data = {
        "shipment": item.shipment_id,
        "line": item.line,
        "name_uk": item.name_uk,
        "quantity": item.quantity,
        "unit": item.unit,
        "distributions-TOTAL_FORMS": len(quantities),
        "distributions-INITIAL_FORMS": len(stored),
    }
    for number, quantity in enumerate(quantities):
        act = stored[number] if number < len(stored) else None
        values = {
            "id": act.pk if act else "",
            "act_number": act.act_number if act else f"новий-{number}",
            "recipient": act.recipient_id if act else make_recipient().pk,
            "quantity": quantity,
        }
        data |= {f"distributions-{number}-{name}": value for name, value in values.items()}
    return client.post(reverse("admin:aid_item_change", args=[item.pk]), data)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ([60], [10, 80]),
        ([10, 80], [90, 10]),
        ([10, 10, 80], [45, 45, 10]),
        ([50, 50], [20, 20, 60]),
    ],
)
def test_acts_are_judged_as_they_now_stand_in_the_form(admin_client, stored, typed):
    item = make_item(quantity=100)
    for place, quantity in enumerate(stored):
        make_distribution(item, act_number=f"А-{place}", quantity=quantity)
    assert save_acts(admin_client, item, *typed).status_code == 302
    item.refresh_from_db()
    assert sorted(item.distributions.values_list("quantity", flat=True)) == sorted(typed)
    assert item.distributed == sum(typed)


def test_the_act_that_is_deleted_is_the_one_that_was_ticked(admin_client):
    item = make_item(quantity=100)
    for number, quantity in (("А-1", 10), ("А-2", 60)):
        make_distribution(item, act_number=number, quantity=quantity)
    page = reverse("admin:aid_item_change", args=[item.pk])
    data = sent(admin_client.get(page).content.decode())
    (row,) = {name.split("-")[1] for name, value in data.items() if value == ["А-2"]}
    data |= {f"distributions-{row}-DELETE": ["on"]}
    assert admin_client.post(page, data).status_code == 302
    assert list(item.distributions.values_list("act_number", flat=True)) == ["А-1"]


def test_acts_that_are_too_much_together_change_nothing(admin_client):
    item = make_item(quantity=100)
    make_distribution(item, quantity=60)
    response = save_acts(admin_client, item, 50, 51)
    (inline,) = response.context["inline_admin_formsets"]
    assert f"«{item.name}»: є 100" in str(inline.formset.non_form_errors())
    assert "101" in str(inline.formset.non_form_errors())
    item.refresh_from_db()
    assert item.distributed == 60


def test_a_recipient_with_acts_says_what_holds_it(admin_client):
    act = make_distribution()
    page = reverse("admin:aid_recipient_delete", args=[act.recipient_id])
    assert act.act_number in admin_client.get(page).content.decode()
    admin_client.post(page, {"post": "yes"})
    assert Recipient.objects.filter(pk=act.recipient_id).exists()


def test_custody_is_not_deleted_without_the_right(client, django_user_model):
    shipment = make_shipment()
    Custody.objects.create(shipment=shipment, store="Таємний склад")
    user = django_user_model.objects.create_user("clerk", is_staff=True)
    rights = ("view_shipment", "delete_shipment", "delete_item", "delete_distribution")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    page = reverse("admin:aid_shipment_delete", args=[shipment.pk])
    assert "Таємний" not in client.get(page).content.decode()
    assert client.post(page, {"post": "yes"}).status_code == 403
    assert Shipment.objects.exists()


def test_the_log_forgets_the_name_of_what_becomes_sensitive(admin_client, admin_user):
    recipient = make_recipient(name_uk="Таємний заклад")
    LogEntry.objects.create(
        user=admin_user,
        content_type=ContentType.objects.get_for_model(Recipient),
        object_id=recipient.pk,
        object_repr=str(recipient),
        action_flag=CHANGE,
    )
    data = {
        "kind": recipient.kind,
        "key": recipient.key,
        "name_uk": recipient.name_uk,
        "public_name_uk": "Заклад",
        "sensitive": "on",
        "identity-TOTAL_FORMS": 0,
        "identity-INITIAL_FORMS": 0,
    }
    page = reverse("admin:aid_recipient_change", args=[recipient.pk])
    assert admin_client.post(page, data).status_code == 302
    recipient.refresh_from_db()
    assert recipient.sensitive
    assert set(LogEntry.objects.values_list("object_repr", flat=True)) == {"Заклад"}


def test_the_identity_is_not_named_where_its_recipient_is_deleted(admin_client):
    recipient = make_recipient(name_uk="Таємний заклад", sensitive=True)
    page = reverse("admin:aid_recipient_delete", args=[recipient.pk])
    assert "Таємний" not in admin_client.get(page).content.decode()


def test_ten_items_are_typed_on_the_page_of_a_new_consignment(admin_client):
    page = reverse("admin:aid_shipment_add")
    html = admin_client.get(page).content.decode()
    assert 'name="items-9-name_uk"' in html and "js/paste-rows" in html
    data = {"reference": "7/24", "title_uk": "Ковдри", "status": "received"}
    data |= {"publication": "draft", "items-TOTAL_FORMS": 11, "items-INITIAL_FORMS": 0}
    data |= {"custody-TOTAL_FORMS": 0, "custody-INITIAL_FORMS": 0}
    for number in range(10):
        data |= {f"items-{number}-name_uk": f"річ {number}", f"items-{number}-unit": "pcs"}
    response = admin_client.post(page, data | rest_of(html))
    assert response.status_code == 302
    shipment = Shipment.objects.get()
    assert list(shipment.items.values_list("line", flat=True)) == list(range(1, 11))


def rest_of(html):
    """The counters of the other tables of the page, all of them empty."""
    names = re.findall(r'name="(\w+)-TOTAL_FORMS"', html)
    others = [name for name in names if name not in ("items", "custody")]
    return {f"{name}-{kind}_FORMS": 0 for name in others for kind in ("TOTAL", "INITIAL")}
