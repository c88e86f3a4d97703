"""Nobody withdraws a published report without being asked, or without being told."""

import pytest
from django.urls import reverse

from dolyna_portal.tests.forms import sent
from dolyna_portal.tests.staff import make_staff
from dolyna_portal.tests.test_workflow import page_of, state
from partners.models import Agreement, Party
from partners.tests.records import make_agreement, make_office, make_partner
from publishing.changes import as_one_change
from publishing.models import StateChange
from reports.editions import publish
from reports.models import Edition, Report

pytestmark = pytest.mark.django_db

YEAR = 2024
NAME = f"report for {YEAR}, edition 1"


@pytest.fixture
def remo():
    return make_partner(key="remo", since=str(YEAR))


@pytest.fixture
def edition(remo):
    make_office()
    make_agreement([remo], signed_on=str(YEAR))
    return publish(Report.objects.create(year=YEAR, title_uk="Звіт"))


@pytest.fixture
def publisher(client):
    client.force_login(make_staff("publisher"))
    return client


def is_withdrawn(edition):
    edition.refresh_from_db()
    return edition.withdrawn_at is not None


def told(response):
    return " ".join(str(message) for message in response.context["messages"])


def press(client, address, **typed):
    """Open the page of a record, type and press a button."""
    fields = sent(client.get(address).content.decode())
    return client.post(address, fields | {name: [value] for name, value in typed.items()})


@pytest.mark.parametrize(
    "typed",
    [{"_hide": "1"}, {"publication": "draft", "_save": "1"}, {"public_from": "2099-01-01"}],
)
def test_a_form_asks_first_and_keeps_what_was_typed(publisher, edition, remo, typed):
    address = f"/en{page_of(remo)}"
    response = press(publisher, address, name_uk="Нова назва", **typed)
    assert response.status_code == 200
    assert response.context["withdrawn"] == [NAME]
    page = response.content.decode()
    assert NAME in page and sent(page)["name_uk"] == ["Нова назва"]
    assert not is_withdrawn(edition) and state(remo) == "public"
    assert not StateChange.objects.exists()
    assert not list(response.context["messages"])
    button = response.context["confirming"]
    assert f'<button name="{button}" value="withdraw">' in page
    response = publisher.post(address, sent(page) | {button: ["withdraw"]}, follow=True)
    assert is_withdrawn(edition)
    assert NAME in told(response)


def test_a_return_to_a_version_asks_too(publisher, edition, remo):
    hidden = make_partner(publication="draft")
    pact = Agreement.objects.get()
    with as_one_change():
        Party.objects.create(agreement=pact, partner=hidden, position=1)
        pact.summary_uk = "Удвох із прихованим."
        pact.save()
        before = pact.history.first()
    Edition.objects.update(withdrawn_at=None)
    Party.objects.get(partner=hidden).delete()
    pact.summary_uk = "Удвох."
    pact.save()
    address = reverse("admin:partners_agreement_version", args=[pact.pk, before.pk])
    response = publisher.post(address)
    assert len(response.context["withdrawn"]) == 1
    assert not is_withdrawn(edition) and pact.parties.count() == 1
    assert publisher.post(address, {"_restore": "withdraw"}).status_code == 302
    assert is_withdrawn(edition) and pact.parties.count() == 2


def test_a_record_that_no_edition_names_is_hidden_at_once(publisher, edition):
    other = make_partner()
    response = press(publisher, page_of(other), _hide="1")
    assert response.status_code == 302 and state(other) == "draft"


def test_many_are_hidden_after_a_page_that_names_the_edition(publisher, edition, remo):
    address = f"/en{page_of(remo, 'changelist')}"
    chosen = {"action": "hide", "_selected_action": [remo.pk]}
    response = publisher.post(address, chosen)
    assert NAME in response.content.decode()
    assert not is_withdrawn(edition) and state(remo) == "public"
    fields = sent(response.content.decode())
    response = publisher.post(address, fields | {"_hide": ["withdraw"]}, follow=True)
    assert is_withdrawn(edition) and state(remo) == "draft"
    assert NAME in told(response)


@pytest.mark.parametrize(
    ("action", "before"),
    [
        ("send_to_review", "public"),
        ("send_to_review", "internal"),
        ("send_to_review", "review"),
        ("return_with_note", "public"),
        ("return_with_note", "draft"),
        ("hide", "internal"),
    ],
)
def test_acts_on_many_leave_records_of_other_states_alone(publisher, edition, remo, action, before):
    other = make_partner(status="prospective", publication=before)
    rows = [other.pk] if action == "hide" else [other.pk, remo.pk]
    chosen = {"action": action, "_selected_action": rows, "note": "Додайте дату"}
    publisher.post(page_of(other, "changelist"), chosen)
    assert (state(other), state(remo)) == (before, "public")
    assert not is_withdrawn(edition)
