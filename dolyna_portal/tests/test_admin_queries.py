"""No list of the admin needs more queries when the register grows."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aid.models import Custody, Shipment
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
from partners.models import Partner
from partners.tests.records import make_agreement, make_area, make_office, make_partner
from projects.tests.records import make_event, make_funding, make_programme, make_project
from publishing.changes import as_one_change
from publishing.tests.records import make_document, make_photo
from reports.editions import publish
from reports.models import Report

pytestmark = pytest.mark.django_db

MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label != "auth"),
    key=lambda model: model._meta.label,
)


@as_one_change()
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
    assert {model: saved for model, (_opened, saved) in many.items() if saved >= 60} == {}


@pytest.mark.indexes
def test_renaming_a_partner_needs_the_same_queries_however_many_records_name_it(admin_client):
    make_office()
    grow(range(1))
    partner = Partner.objects.get()
    address = reverse("admin:partners_partner_change", args=[partner.pk])
    warm(admin_client)
    renamed(admin_client, address, "Перша")
    few = renamed(admin_client, address, "Друга")
    for _number in range(2):
        agreement = make_agreement([partner])
        project = make_project([partner], lead=partner)
        make_event([partner], project=project, agreement=agreement)
        make_distribution(make_item(make_shipment([partner])))
        make_document(agreement)
    assert renamed(admin_client, address, "Третя") == few < 60


def renamed(client, address, name):
    """The queries of giving the record of the form another name."""
    data = sent(client.get(address).content.decode())
    return queries(client, address, data | {"name_uk": [name]})


@pytest.mark.indexes
def test_a_consignment_needs_the_same_queries_for_2_and_for_12_items(admin_client):
    make_office()
    partner = make_partner()
    shipments = [make_shipment([partner]) for _number in range(2)]
    for shipment, count in zip(shipments, (2, 12), strict=True):
        for _number in range(count):
            make_distribution(make_item(shipment, category=make_category()))
    warm(admin_client)
    for shipment in shipments:
        opened_and_saved(admin_client, Shipment, shipment.pk)  # the index learns the words
    few, many = (opened_and_saved(admin_client, Shipment, one.pk) for one in shipments)
    assert many == few


@pytest.mark.indexes
def test_a_new_consignment_needs_the_same_queries_for_2_and_for_10_items(admin_client):
    make_office()
    partner, recipient, category = make_partner(), make_recipient(), make_category()
    address = reverse("admin:aid_shipment_add")
    form = sent(admin_client.get(address).content.decode())
    warm(admin_client)

    def added(reference, count):
        data = form | {"reference": [reference], "title_uk": ["Вантаж"], "donors": [partner.pk]}
        data |= {"status": ["received"], "publication": ["public"]}
        for row in range(count):
            item = {"name_uk": "ковдри", "quantity": "9", "unit": "pcs", "category": category.pk}
            data |= {f"items-{row}-{name}": [value] for name, value in item.items()}
        for row in range(2):
            act = {"act_number": "7", "line": row + 1, "recipient": recipient.pk, "quantity": "1"}
            data |= {f"acts-{row}-{name}": [value] for name, value in act.items()}
        return queries(admin_client, address, data)

    added("2024-1", 2)
    assert added("2024-2", 2) == added("2024-3", 10) <= 75
