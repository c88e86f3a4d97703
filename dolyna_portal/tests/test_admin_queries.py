"""No list of the admin needs more queries when the register grows."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
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
from dolyna_portal.tests.forms import sent
from partners.tests.records import make_agreement, make_area, make_office, make_partner
from projects.tests.records import make_event, make_funding, make_programme, make_project
from publishing.tests.records import make_document, make_photo
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
        for owner in (partner, agreement, project):
            make_document(owner)
            make_photo(owner)
        make_rate(date=f"2024-03-{number + 1:02}")
        publish(Report.objects.create(year=2000 + number, title_uk="Звіт"))


def queries(client, address, data=None):
    """How often the page, or its form with `data`, asks the database.

    Once a minute the session writes beside it; points to return to are no questions.
    """
    with CaptureQueriesContext(connection) as captured:
        response = client.post(address, data) if data else client.get(address)
    assert response.status_code == (302 if data else 200), address
    told = [query["sql"] for query in captured.captured_queries]
    aside = ("SAVEPOINT", "RELEASE", 'UPDATE "django_session"')
    return len([sql for sql in told if not sql.startswith(aside)])


def opened_and_saved(client, model, pk):
    """The queries of the form of a record and of saving it with its last text changed."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])
    page = client.get(address)
    opened = queries(client, address)
    fields = page.context["adminform"].form.fields
    data = sent(page.content.decode())
    for name in [name for name in data if name in fields and name.endswith("_uk")][-1:]:
        data[name] = [f"{data[name][0]} знову"]
    return opened, queries(client, address, data) if fields else 0


def warm(client):
    """Let the process and the session remember what they do from the first request on."""
    ContentType.objects.get_for_models(*MODELS)
    client.get(reverse("admin:index"))


def test_lists_need_the_same_queries_for_3_and_for_20(admin_client):
    make_office()
    lists = {
        model: reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in MODELS
    }
    grow(range(3))
    warm(admin_client)
    few = {model: queries(admin_client, address) for model, address in lists.items()}
    grow(range(3, 20))
    many = {model: queries(admin_client, address) for model, address in lists.items()}
    assert many == few
    assert max(many.values()) <= 15


def test_completing_a_reference_needs_the_same_queries(admin_client):
    query = {"app_label": "projects", "model_name": "event", "field_name": "partners", "term": "п"}
    address = reverse("admin:autocomplete", query=query)
    grow(range(2))
    warm(admin_client)
    few = queries(admin_client, address)
    grow(range(2, 12))
    assert queries(admin_client, address) == few


@pytest.mark.indexes
def test_opening_and_saving_a_record_needs_the_same_queries_for_2_and_for_6(admin_client):
    make_office()
    grow(range(2))
    pks = {model: model._base_manager.first().pk for model in MODELS}
    warm(admin_client)
    for model, pk in pks.items():
        opened_and_saved(admin_client, model, pk)  # from now on the index knows all words
    few = {model: opened_and_saved(admin_client, model, pk) for model, pk in pks.items()}
    grow(range(2, 6))
    many = {model: opened_and_saved(admin_client, model, pk) for model, pk in pks.items()}
    assert many == few
    assert {model: saved for model, (_opened, saved) in many.items() if saved > 70} == {}
