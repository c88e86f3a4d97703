"""Sensitive recipients in the admin: told apart by all, known by those who may know them."""

import pytest
from django.urls import reverse

from aid.models import Recipient, RecipientIdentity
from aid.tests.records import make_distribution, make_item, make_recipient, make_shipment
from dolyna_portal.tests.forms import sent
from dolyna_portal.tests.staff import make_staff
from publishing.models import AuditEntry

pytestmark = pytest.mark.django_db

SECRET = "Застава Соколина"
LIST = reverse("admin:aid_recipient_changelist")
ADD = reverse("admin:aid_recipient_add")
CHOICES = reverse("admin:autocomplete")
FIELD = {"app_label": "aid", "model_name": "distribution", "field_name": "recipient"}


@pytest.fixture
def hidden():
    make_recipient(name_uk="Застава Журавлина", kind="defence", sensitive=True, key="crane")
    return make_recipient(name_uk=SECRET, kind="defence", sensitive=True, key="falcon")


def found(client, term):
    results = client.get(CHOICES, FIELD | {"term": term}).json()["results"]
    return [result["text"] for result in results]


def test_who_may_know_them_finds_them_by_name_and_it_is_noted(client, hidden):
    client.force_login(make_staff("custodian"))
    page = client.get(LIST, {"q": "соколиною"}).content.decode()
    assert SECRET in page and "Журавлина" not in page
    assert AuditEntry.objects.filter(act=AuditEntry.Act.READING).count() == 1
    act = make_distribution(make_item(make_shipment(publication="draft")), hidden)
    assert SECRET in client.get(reverse("admin:aid_distribution_changelist")).content.decode()
    client.force_login(make_staff("editor", "custodian"))
    assert [SECRET in text for text in found(client, "Соколина")] == [True]
    page = client.get(reverse("admin:aid_distribution_change", args=[act.pk])).content.decode()
    assert SECRET in page


def test_the_others_tell_them_apart_and_learn_nothing(client, hidden):
    client.force_login(make_staff("editor"))
    other = Recipient.objects.exclude(pk=hidden.pk).get()
    for term in ("Соколина", "falcon"):
        assert not found(client, term)
        assert SECRET not in client.get(LIST, {"q": term}).content.decode()
    texts = found(client, "undisclosed")
    assert len(set(texts)) == 2 and all(SECRET not in text for text in texts)
    page = client.get(LIST).content.decode()
    assert hidden.key in page and other.key in page and SECRET not in page
    make_distribution(make_item(make_shipment(publication="draft")), hidden)
    page = client.get(reverse("admin:aid_distribution_changelist")).content.decode()
    assert hidden.key in page and SECRET not in page
    assert not AuditEntry.objects.filter(act=AuditEntry.Act.READING).exists()


def test_visitors_are_told_as_little_as_before(client):
    recipient = make_recipient(name_uk=SECRET, kind="medical", sensitive=True)
    act = make_distribution(recipient=recipient)
    address = act.item.shipment.get_absolute_url()
    for path in (address, "/data/distributions.csv", "/data/recipients.json"):
        page = client.get(path).getvalue().decode()
        assert SECRET not in page and recipient.key not in page
    assert "заклади охорони здоров’я" in client.get(address).content.decode()


def typed(client, **values):
    fields = sent(client.get(ADD).content.decode())
    return fields | {name: [value] for name, value in values.items()}


def test_a_recipient_of_the_defence_forces_is_not_saved_openly(client):
    client.force_login(make_staff("editor"))
    values = typed(client, kind="defence", name_uk=SECRET, key="falcon")
    response = client.post(ADD, values)
    assert response.context["adminform"].form.errors.keys() == {"sensitive"}
    assert client.post(ADD, values | {"sensitive": ["on"]}).status_code == 302
    recipient = Recipient.objects.get()
    assert recipient.sensitive and not recipient.name_uk
    assert RecipientIdentity.objects.get().name_uk == SECRET


def test_the_box_says_what_it_does_and_no_heading_stands_above_nothing(admin_client, hidden):
    response = admin_client.get(ADD)
    assert response.context["adminform"].form.fields["sensitive"].help_text
    assert not response.context["inline_admin_formsets"]
    page = admin_client.get(reverse("admin:aid_recipient_change", args=[hidden.pk]))
    assert len(page.context["inline_admin_formsets"]) == 1
