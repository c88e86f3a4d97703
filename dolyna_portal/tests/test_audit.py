"""What has to be accounted for is written, and nobody changes it afterwards."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from aid.models import Custody
from aid.tests.records import make_shipment
from dolyna_portal.tests.staff import make_staff
from partners.models import Contact
from partners.tests.records import make_partner
from publishing.models import AuditEntry, StateChange

pytestmark = pytest.mark.django_db

PASSWORD = "long enough for everybody"
Act = AuditEntry.Act


def entries(act):
    """(who, on what, detail) of the entries of one act, oldest first."""
    found = AuditEntry.objects.filter(act=act).order_by("pk")
    return list(found.values_list("username", "subject", "detail"))


def sign_in(username, password=PASSWORD):
    client = Client()
    client.post(reverse("admin:login"), {"username": username, "password": password})
    return client


def test_sign_ins_and_refusals_are_noted_without_what_was_typed_by_mistake():
    User.objects.create_superuser("olena", password=PASSWORD)
    sign_in("olena").post(reverse("admin:logout"))
    sign_in("olena", "wrong")
    sign_in(PASSWORD, "olena")
    assert entries(Act.SIGN_IN) == [("olena", "olena", "")]
    assert entries(Act.SIGN_OUT) == [("olena", "olena", "")]
    assert entries(Act.REFUSED) == [("", "olena", ""), ("", "—", "")]
    assert AuditEntry.objects.filter(act=Act.SIGN_IN).get().address == "127.0.0.1"


def test_a_closed_sign_in_is_noted(settings):
    User.objects.create_superuser("olena", password=PASSWORD)
    for _try in range(settings.AXES_FAILURE_LIMIT):
        sign_in("olena", "wrong")
    assert entries(Act.LOCKED)[-1][1] == "olena"


def test_rights_are_noted_with_who_gave_them(admin_client):
    user = User.objects.create_user("clerk")
    page = reverse("admin:auth_user_change", args=[user.pk])
    form = admin_client.get(page).context["adminform"].form.initial
    data = {name: value for name, value in form.items() if isinstance(value, str | bool) and value}
    data |= {
        "groups": [Group.objects.get(name="editor").pk],
        "is_staff": "on",
        "date_joined_0": "2024-01-01",
        "date_joined_1": "10:00",
    }
    assert admin_client.post(page, data).status_code == 302
    given = entries(Act.RIGHTS)[-2:]
    assert given == [("admin", "clerk", "is_staff: True"), ("admin", "clerk", "+ editor")]


def test_a_new_password_is_noted_and_not_shown():
    user = User.objects.create_user("clerk")
    user.set_password(PASSWORD)
    user.save()
    assert entries(Act.RIGHTS)[-1] == ("", "clerk", "password")


def test_a_removed_account_is_noted():
    User.objects.create_user("clerk").delete()
    assert entries(Act.RIGHTS)[-1] == ("", "clerk", "deleted")


def test_reading_internal_data_is_noted_and_reading_the_rest_is_not(client):
    partner = make_partner()
    Contact.objects.create(partner=partner, phone="+370 600 00000")
    shipment = make_shipment()
    Custody.objects.create(shipment=shipment, store="Склад")
    pages = [
        reverse("admin:partners_partner_change", args=[partner.pk]),
        reverse("admin:aid_shipment_change", args=[shipment.pk]),
    ]
    for role in ("editor", "custodian"):
        client.force_login(make_staff(role))
        for page in pages:
            assert client.get(page).status_code == 200
    assert [(who, what) for who, what, _detail in entries(Act.READING)] == [
        ("custodian", str(partner)),
        ("custodian", str(shipment)),
    ]


def test_downloads_with_internal_columns_are_noted(admin_client):
    make_partner()
    chosen = {"action": "download", "_selected_action": [make_partner().pk]}
    admin_client.post(reverse("admin:partners_partner_changelist"), chosen)
    admin_client.get(reverse("admin:register_export"))
    subjects = [subject for _who, subject, _detail in entries(Act.READING)]
    assert subjects == ["partners.xlsx", "register.xlsx"]


def test_nothing_that_is_written_is_changed_or_deleted():
    entry = AuditEntry.objects.create(act=Act.SIGN_IN, subject="olena")
    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(subject="nobody"),
    ):
        with pytest.raises(TypeError):
            attempt()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="triggers stand on PostgreSQL")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE publishing_auditentry SET subject = 'nobody'",
        "DELETE FROM publishing_auditentry",
        "UPDATE publishing_statechange SET after = 'draft'",
        "DELETE FROM publishing_statechange",
    ],
)
def test_the_database_itself_refuses_to_rewrite(statement):
    AuditEntry.objects.create(act=Act.SIGN_IN, subject="olena")
    StateChange.objects.create(model="x", object_id=1, before="draft", after="public")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_the_audit_is_read_by_few_and_changed_by_nobody(client, role):
    entry = AuditEntry.objects.create(act=Act.SIGN_IN, subject="olena")
    client.force_login(make_staff(role))
    assert client.get(reverse("admin:publishing_auditentry_changelist")).status_code == 200
    page = reverse("admin:publishing_auditentry_change", args=[entry.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"subject": "nobody"}).status_code == 403
    assert client.get(reverse("admin:publishing_auditentry_add")).status_code == 403
    client.force_login(make_staff("publisher"))
    assert client.get(page).status_code == 403
