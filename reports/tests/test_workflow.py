"""From draft by review to an edition in the admin, and what the staff are told on the way."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.urls import reverse

from dolyna_portal.tests.forms import sent
from partners.models import Partner
from publishing.models import Publication
from reports.approval import give_back
from reports.composing import compose
from reports.editions import publish
from reports.models import Report, ReportText
from reports.tests.years import YEAR, agreement, partner, report_of

pytestmark = pytest.mark.django_db

LIST = "admin:reports_report_changelist"


@pytest.fixture
def report():
    return report_of(
        partners=[partner("remo", since="2020"), partner("sava")],
        agreements=[agreement("pact", "remo")],
    )


@pytest.fixture
def act(client, report):
    """A function that takes an action on the report with nothing but these rights.

    Gives the report as it is then, with what the page `told`.
    """

    def run(action, *rights, **data):
        user, _made = User.objects.get_or_create(username="clerk", is_staff=True)
        wanted = ["view_report", *rights]
        user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
        client.force_login(user)
        data |= {"action": action, "_selected_action": [report.pk]}
        answer = client.post(reverse(LIST), data, follow=True)
        report.refresh_from_db()
        report.told = " ".join(str(message) for message in answer.context["messages"])
        return report

    return run


@pytest.fixture
def press(client, report):
    """A function that presses a button on the page of the report with nothing but these rights.

    Gives the report as it is then, with what the page `told`.
    """

    def run(name, *rights, **data):
        user, _made = User.objects.get_or_create(username="clerk", is_staff=True)
        wanted = ["view_report", *rights]
        user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
        client.force_login(user)
        address = reverse("admin:reports_report_change", args=[report.pk])
        form = sent(client.get(address).text)
        answer = client.post(address, form | data | {name: "1"}, follow=True)
        report.refresh_from_db()
        report.told = " ".join(str(message) for message in answer.context["messages"])
        return report

    return run


def page(client, record):
    address = f"admin:reports_{record._meta.model_name}_change"
    return client.get(reverse(address, args=[record.pk])).text.replace("\u00a0", " ")


class TestSteps:
    def test_each_asks_for_a_right_of_its_own(self, act):
        others = ("change_report", "review_report", "publish_report")
        assert act("send_to_review", *others).publication == Publication.DRAFT
        assert act("send_to_review", "submit_report").publication == Publication.REVIEW
        others = ("change_report", "submit_report", "publish_report")
        assert act("return_with_note", *others, note="Додати").publication == Publication.REVIEW
        returned = act("return_with_note", "review_report", note="Додати")
        assert returned.publication == Publication.DRAFT
        act("send_to_review", "submit_report")
        act("approve", "change_report", "submit_report", "review_report")
        assert not Report.objects.public().exists()
        assert act("approve", "publish_report").editions.get().number == 1
        assert act("hide", "submit_report", "review_report").publication == Publication.PUBLIC
        assert act("hide", "publish_report").publication == Publication.DRAFT

    def test_a_draft_that_nobody_reviewed_is_not_published(self, act):
        refused = act("approve", "publish_report", "change_report")
        assert refused.publication == Publication.DRAFT
        assert not refused.editions.exists()
        assert "надішліть" in refused.told

    def test_a_report_that_was_given_back_is_reviewed_again(self, act, report):
        Report.objects.update(publication=Publication.REVIEW)
        act("return_with_note", "review_report", note="Додати")
        assert not act("approve", "publish_report").editions.exists()

    def test_the_form_takes_no_step(self, admin_client, report):
        address = reverse("admin:reports_report_change", args=[report.pk])
        form = admin_client.get(address).context["adminform"].form
        assert "publication" not in form.fields

    def test_it_is_given_back_with_a_note_alone(self, act, client, report):
        Report.objects.update(publication=Publication.REVIEW)
        for note in ({}, {"note": ""}, {"note": "  "}):
            returned = act("return_with_note", "review_report", **note)
            assert returned.publication == Publication.REVIEW
        with pytest.raises(ValidationError):
            give_back(report, User.objects.create_superuser("head"), " ")
        act("return_with_note", "review_report", note="Додати дату рішення ради")
        text = page(client, report)
        assert "Додати дату рішення ради" in text
        assert "clerk" in text

    def test_a_report_in_review_waits_on_a_list(self, admin_client, report):
        waiting = {"work": "review"}
        assert not admin_client.get(reverse(LIST), waiting).context["cl"].queryset
        Report.objects.update(publication=Publication.REVIEW)
        assert list(admin_client.get(reverse(LIST), waiting).context["cl"].queryset) == [report]

    def test_a_published_report_is_not_taken_back_by_them(self, act, report):
        publish(report)
        assert act("send_to_review", "submit_report").publication == Publication.PUBLIC
        returned = act("return_with_note", "review_report", note="Додати")
        assert returned.publication == Publication.PUBLIC
        assert "на перевірці" in returned.told


class TestButtons:
    def test_they_stand_on_the_page_as_far_as_the_state_and_the_rights_go(
        self, act, client, report
    ):
        def offered():
            address = reverse("admin:reports_report_change", args=[report.pk])
            return [name for name, _words in client.get(address).context["state_steps"]]

        act("", "submit_report", "review_report", "publish_report")
        for state, names in (
            ("draft", ["_review"]),
            ("review", ["_approve", "_return"]),
            ("public", ["_approve", "_hide"]),
        ):
            Report.objects.update(publication=state)
            assert offered() == names
        act("", "change_report")
        assert offered() == []

    def test_they_lead_from_draft_to_the_public_and_back(self, press):
        assert press("_review", "submit_report").publication == Publication.REVIEW
        returned = press("_return", "review_report", return_note="Додати")
        assert returned.publication == Publication.DRAFT
        press("_review", "submit_report")
        assert press("_approve", "publish_report").editions.get().number == 1
        assert press("_hide", "publish_report").publication == Publication.DRAFT

    def test_who_may_change_the_report_saves_it_with_the_step(self, press):
        rights = ("change_report", "submit_report")
        saved = press("_review", *rights, title_uk="Інша назва")
        assert saved.publication == Publication.REVIEW
        assert saved.title_uk == "Інша назва"

    def test_who_may_only_look_changes_nothing_else(self, press, report):
        before = report.title_uk
        assert press("_review", "submit_report", title_uk="Інша назва").title_uk == before

    def test_a_report_is_not_returned_without_a_note(self, press):
        Report.objects.update(publication=Publication.REVIEW)
        refused = press("_return", "review_report")
        assert refused.publication == Publication.REVIEW
        assert "Напишіть" in refused.told


class TestCorrection:
    def test_the_staff_see_which_records_withdrew_the_edition(self, admin_client, report):
        edition = publish(report)
        assert "Місто sava</a>" not in page(admin_client, report)
        sava = Partner.objects.get(key="sava")
        sava.publication = "draft"
        sava.save()
        address = reverse("admin:partners_partner_change", args=[sava.pk])
        assert f'<a href="{address}">Місто sava</a>' in page(admin_client, report)
        waiting = admin_client.get(reverse(LIST), {"work": "correct"})
        assert list(waiting.context["cl"].queryset) == [report]
        publish(report)
        assert f'<a href="{address}">Місто sava</a>' not in page(admin_client, report)
        assert edition.files.count() == 4

    def test_a_deleted_record_is_named_too(self, admin_client, report):
        publish(report)
        Partner.objects.get(key="sava").delete()
        assert "Місто sava</a>" in page(admin_client, report)

    def test_the_staff_keep_the_files_of_a_withdrawn_edition(self, admin_client, client, report):
        edition = publish(report)
        file = edition.files.get(language="uk", kind="pdf")
        address = reverse("admin:reports_edition_file", args=[edition.pk, file.pk])
        Partner.objects.get(key="sava").delete()
        assert address in page(admin_client, edition)
        answer = admin_client.get(address)
        assert answer.content == bytes(file.content)
        assert "no-store" in answer["Cache-Control"]
        client.logout()
        assert client.get(address).status_code == 302


def test_a_text_instead_tells_the_staff_which_facts_it_hides(admin_client, report):
    remo = Partner.objects.get(key="remo")
    assert "Співпраця розпочалась у 2020 році" not in page(admin_client, report)
    report.texts.create(partner=remo, place=ReportText.Place.INSTEAD, text_uk="Своїми словами.")
    text = page(admin_client, report)
    assert "<strong>Місто remo</strong>: Співпраця розпочалась у 2020 році" in text


def test_an_annex_is_printed_where_the_report_asks_for_it(report):
    assert not compose(report, "uk").appendices
    report.with_agreements = report.with_events = True
    (annex,) = compose(report, "uk").appendices  # of events there are none
    assert annex.number == "Додаток 1."
    assert "Угода pact" in annex.blocks[0].rows[0]


def test_the_report_of_a_year_without_facts_has_no_annex(admin_client):
    empty = report_of(year=YEAR + 1)
    empty.with_agreements = empty.with_shipments = True
    assert not compose(empty, "uk").appendices
