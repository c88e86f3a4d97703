"""No list of the admin needs more queries when the register grows."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aid.models import Custody
from aid.tests.records import (
    make_category,
    make_distribution,
    make_item,
    make_need,
    make_rate,
    make_recipient,
    make_shipment,
)
from partners.tests.records import make_agreement, make_area, make_office, make_partner
from projects.tests.records import make_event, make_funding, make_programme, make_project
from reports.editions import publish
from reports.models import Report

pytestmark = pytest.mark.django_db

MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label != "auth"),
    key=lambda model: model._meta.label,
)


def grow(numbers):
    """One more record of every model for each number, all tied together."""
    for number in numbers:
        partner = make_partner([make_area()], country=("LT", "DK", "PL")[number % 3])
        agreement = make_agreement([partner])
        project = make_project([partner], programme=make_programme(), lead=partner)
        make_funding(project, partner=partner)
        make_event([partner], project=project, agreement=agreement)
        category = make_category()
        need = make_need([partner], category=category)
        shipment = make_shipment([partner], project=project, need=need)
        Custody.objects.create(shipment=shipment)
        make_distribution(make_item(shipment, category=category))
        make_recipient(sensitive=True)
        make_rate(date=f"2024-03-{number + 1:02}")
        publish(Report.objects.create(year=2000 + number, title_uk="Звіт"))


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_need_the_same_queries_for_3_and_for_20(admin_client):
    make_office()
    lists = {
        model: reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in MODELS
    }
    grow(range(3))
    few = {model: queries(admin_client, address) for model, address in lists.items()}
    grow(range(3, 20))
    many = {model: queries(admin_client, address) for model, address in lists.items()}
    assert many == few
    assert max(many.values()) <= 15


def test_completing_a_reference_needs_the_same_queries(admin_client):
    query = {"app_label": "projects", "model_name": "event", "field_name": "partners", "term": "п"}
    address = reverse("admin:autocomplete", query=query)
    grow(range(2))
    few = queries(admin_client, address)
    grow(range(2, 12))
    assert queries(admin_client, address) == few
