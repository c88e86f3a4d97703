"""The first page of the admin: what waits, and the lists that it leads to."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aid.tests.records import make_distribution, make_item, make_need, make_recipient, make_shipment
from dolyna_portal.work_list import SHOWN
from partners.models import Agreement, Partner
from partners.tests.records import make_agreement, make_partner
from projects.models import Event
from publishing.dates import today
from publishing.models import Publication
from publishing.tests.records import make_document

pytestmark = pytest.mark.django_db

INDEX = "/admin/"


def days_ago(days):
    return (today() - timedelta(days=days)).isoformat()


def made_event(partner, key, **dates):
    event = Event.objects.create(key=key, kind="visit", title_uk="Візит", **dates)
    event.partners.set([partner])


def tasks_of(response):
    """{name of the work: Task} of the page."""
    return {
        task.work.name: task for tasks in response.context["work_list"].values() for task in tasks
    }


def listed(client, task):
    """The keys of the records in the list that a task leads to."""
    response = client.get(task.url)
    assert response.status_code == 200
    return {str(record.pk) for record in response.context["cl"].queryset}


def counted(admin_client, name):
    """The identifiers of what waits for one kind of work, as the first page leads to it."""
    task = tasks_of(admin_client.get(INDEX)).get(name)
    if task is None:
        return set()
    found = listed(admin_client, task)
    assert len(found) == task.count
    return found


def test_a_file_that_the_storage_has_lost_waits_and_can_be_deleted(admin_client):
    kept, lost = (make_document(make_partner()) for _number in range(2))
    lost.file.storage.delete(lost.file.name)
    assert counted(admin_client, "lost") == {str(lost.pk)}
    deletion = reverse("admin:publishing_document_delete", args=[lost.pk])
    assert admin_client.get(deletion.replace("delete", "change")).status_code == 200
    assert admin_client.post(deletion, {"post": "yes"}).status_code == 302
    assert counted(admin_client, "lost") == set()
    assert kept.file.storage.exists(kept.file.name)


def test_an_empty_register_waits_for_nothing(admin_client):
    response = admin_client.get(INDEX)
    assert response.context["work_list"] == {}
    assert "Справ, що чекають на вас, немає" in response.content.decode()


def test_what_is_in_review_waits(admin_client):
    waiting = make_partner(publication=Publication.REVIEW)
    make_partner(publication=Publication.DRAFT)
    assert counted(admin_client, "review") == {str(waiting.pk)}


def test_a_draft_waits_after_a_month(admin_client):
    old = make_partner(publication=Publication.DRAFT)
    make_partner(publication=Publication.DRAFT)
    Partner.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=32))
    assert counted(admin_client, "draft") == {str(old.pk)}


def test_published_records_without_english_wait(admin_client):
    lacking = make_partner(name_en="")
    half = make_partner(summary_uk="Опис.", summary_en=None)
    make_partner(summary_uk="Опис.", summary_en="A summary.")
    make_partner(name_en="", publication=Publication.DRAFT)
    assert counted(admin_client, "english") == {str(lacking.pk), str(half.pk)}


def test_agreements_wait_half_a_year_before_their_end(admin_client):
    soon = make_agreement(valid_until=(today() + timedelta(days=100)).isoformat())
    make_agreement(valid_until=(today() + timedelta(days=300)).isoformat())
    make_agreement(valid_until=(today() + timedelta(days=100)).isoformat(), renewal="automatic")
    over = make_agreement(valid_until=days_ago(2))
    make_agreement(valid_until=days_ago(2), status="terminated")
    assert counted(admin_client, "expiring") == {str(soon.pk)}
    assert counted(admin_client, "expired") == {str(over.pk)}


def test_the_page_says_how_long_is_left_and_how_long_it_is_over(admin_client):
    make_agreement(valid_until=(today() + timedelta(days=21)).isoformat())
    make_agreement(valid_until=days_ago(2))
    page = admin_client.get(INDEX).content.decode()
    assert "лишився 21 день" in page
    assert "минуло 2 дні" in page


def test_an_active_partner_without_an_event_for_a_year_waits(admin_client):
    year = today().year
    silent = make_partner(since="2008")
    made_event(silent, "old", start=str(year - 3))
    never = make_partner(since="2008")
    lately = make_partner(since="2008")
    made_event(lately, "lately", start=days_ago(30))
    long_ago_and_lately = make_partner()
    made_event(long_ago_and_lately, "older", start=str(year - 3))
    made_event(long_ago_and_lately, "ends-lately", end=days_ago(3))
    make_partner(since=days_ago(50))
    make_partner(status="ended")
    assert counted(admin_client, "silent") == {str(silent.pk), str(never.pk)}


def test_an_event_known_by_its_year_may_have_been_at_the_end_of_it(admin_client):
    partner = make_partner(since="2008")
    made_event(partner, "some-time", start=str((today() - timedelta(days=365)).year))
    assert counted(admin_client, "silent") == set()


def test_a_shipment_with_something_in_store_waits(admin_client):
    open_one = make_shipment()
    make_distribution(make_item(open_one, quantity=10), quantity=4)
    closed = make_shipment()
    make_distribution(make_item(closed, quantity=10, written_off=6), quantity=4)
    announced = make_shipment(status="announced")
    make_item(announced, quantity=10)
    parts = make_item(make_shipment(), unit="kg", quantity="0.8", written_off="0.1")
    make_distribution(parts, quantity="0.7")
    assert counted(admin_client, "balance") == {str(open_one.pk)}


def test_of_many_records_the_first_are_shown_and_the_rest_counted(admin_client):
    for _number in range(SHOWN + 2):
        make_partner(publication=Publication.REVIEW)
    task = tasks_of(admin_client.get(INDEX))["review"]
    assert (len(task.waiting), task.more) == (SHOWN, 2)


def test_everybody_sees_only_the_work_of_the_lists_they_may_see(django_user_model):
    make_agreement(valid_until=days_ago(2))
    make_need(publication=Publication.REVIEW, title_uk="Таємна чернетка")
    user = django_user_model.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_agreement"))
    client = Client()
    client.force_login(user)
    response = client.get(INDEX)
    assert set(tasks_of(response)) == {"expired"}
    assert "Таємна чернетка" not in response.content.decode()


def test_an_unknown_kind_of_work_in_the_address_narrows_nothing(admin_client):
    make_partner()
    changelist = reverse("admin:partners_partner_changelist")
    assert admin_client.get(f"{changelist}?work=nothing").context["cl"].result_count == 1


def test_the_first_page_takes_as_many_queries_for_many_records_as_for_one(
    admin_client, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(number):
        for _one in range(number):
            partner = make_partner(publication=Publication.REVIEW, name_en="")
            make_agreement([partner], valid_until=days_ago(2))
            make_item(make_shipment([partner]), quantity=5)
        make_recipient()

    fill(1)
    admin_client.get(INDEX)  # what is asked once for each process
    with django_assert_max_num_queries(60) as first:
        admin_client.get(INDEX)
    fill(SHOWN + 3)
    with django_assert_num_queries(len(first)):
        admin_client.get(INDEX)
    assert Agreement.objects.count() > SHOWN


def test_a_long_wait_is_told_in_figures_that_can_be_read(admin_client):
    made_event(make_partner(), "old", start=days_ago(1428))
    assert "1\u00a0428 днів" in admin_client.get(INDEX).content.decode()
