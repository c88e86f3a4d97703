"""What the state waits for: days are counted where a day of clearance is entered, no further."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from aid.models import Custody
from aid.tests.records import make_shipment
from publishing.dates import KYIV, today

pytestmark = pytest.mark.django_db


def cleared(days_ago, **values):
    """The custody of a consignment that customs cleared so many days ago."""
    day = today() - timedelta(days=days_ago)
    return Custody.objects.create(shipment=make_shipment(), cleared_on=day, **values)


@pytest.mark.parametrize(("days_ago", "left"), [(0, 90), (1, 89), (90, 0), (91, -1)])
def test_the_report_is_due_ninety_days_after_clearance(days_ago, left):
    custody = cleared(days_ago)
    assert custody.days_left == left
    assert custody.report_due == today() + timedelta(days=left)


def test_the_limit_and_the_first_day_are_settings(settings):
    settings.AID_REPORT_DAYS = 30
    assert cleared(10).days_left == 20
    settings.AID_REPORT_SINCE = today() - timedelta(days=9)
    assert cleared(10).days_left is None and cleared(9).days_left == 21
    assert [custody.days_left for custody in Custody.objects.at_risk()] == [21]


def test_days_are_counted_in_kyiv(monkeypatch):
    custody = Custody(shipment=make_shipment(), cleared_on=date(2026, 1, 1))
    night = datetime(2026, 1, 2, 0, 30, tzinfo=KYIV)  # still the first of January in Greenwich
    monkeypatch.setattr(timezone, "now", lambda: night)
    assert custody.days_left == 89


def test_nothing_is_counted_without_clearance_before_the_rule_or_after_the_report():
    Custody.objects.create(shipment=make_shipment(), store="склад")
    Custody.objects.create(shipment=make_shipment(), cleared_on=date(2024, 3, 31))
    cleared(200, reported_on=today())
    assert [custody.days_left for custody in Custody.objects.all()] == [None] * 3
    assert not Custody.objects.at_risk().exists()


def test_consignments_at_risk_stand_by_days_left():
    late, soon, far = cleared(95), cleared(80), cleared(2)
    cleared(99, reported_on=today())
    make_shipment()
    assert list(Custody.objects.at_risk()) == [late, soon, far]


class TestList:
    page = "admin:aid_custody_changelist"

    def test_what_is_due_first_stands_first(self, admin_client):
        far, late = cleared(2), cleared(95, declaration_code="UA-95")
        done = cleared(100, reported_on=today())
        response = admin_client.get(reverse(self.page))
        assert list(response.context["cl"].result_list) == [late, far, done]
        html = response.content.decode()
        assert "UA-95" in html and "Прострочено, днів: 5" in html and ">88<" in html
        response = admin_client.get(reverse(self.page), {"work": "account"})
        assert list(response.context["cl"].result_list) == [late, far]

    def test_it_takes_the_right_to_custody(self, client, django_user_model):
        cleared(95, declaration_code="UA-95")
        user = django_user_model.objects.create_user("clerk", is_staff=True)
        shipments = Permission.objects.filter(codename__endswith="_shipment")
        user.user_permissions.set(shipments)
        client.force_login(user)
        assert client.get(reverse(self.page)).status_code == 403
        for page in ("admin:aid_shipment_changelist", "admin:index"):
            html = client.get(reverse(page)).content.decode()
            assert "UA-95" not in html and "custody" not in html and "account" not in html
        user.user_permissions.add(Permission.objects.get(codename="view_custody"))
        assert "UA-95" in client.get(reverse(self.page)).content.decode()

    def test_a_report_filed_ends_the_count(self, admin_client):
        custody = cleared(95)
        page = reverse("admin:aid_custody_change", args=[custody.pk])
        data = {
            "shipment": custody.shipment_id,
            "cleared_on": custody.cleared_on,
            "reported_on": today(),
        }
        assert admin_client.post(page, data).status_code == 302
        assert not Custody.objects.at_risk().exists()

    def test_the_page_of_the_consignment_counts_too(self, admin_client):
        custody = cleared(95)
        page = reverse("admin:aid_shipment_change", args=[custody.shipment_id])
        assert "Прострочено, днів: 5" in admin_client.get(page).content.decode()
