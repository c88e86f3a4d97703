"""The history of records: told in words, restored, kept of bulk writing, forgetful of secrets."""

import pytest
from django.urls import reverse

from aid.models import Custody, Item, Recipient, Shipment
from aid.tests.records import make_distribution, make_item, make_recipient, make_shipment
from dolyna_portal.tests.staff import make_staff
from partners.models import Agreement, Contact, Partner
from partners.tests.records import make_agreement, make_area, make_partner
from projects.models import Event
from projects.tests.records import make_event
from register.importing import import_rows
from register.tests.registers import only
from reports.editions import publish
from reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.force_login(make_staff(*roles))
        return client

    return sign_in


def page_of(record, page, *more):
    options = record._meta
    return reverse(
        f"admin:{options.app_label}_{options.model_name}_{page}", args=[record.pk, *more]
    )


def form_of(partner, **changes):
    return {
        "kind": partner.kind,
        "relation": partner.relation,
        "country": partner.country.code,
        "name_uk": partner.name_uk,
        "name_en": partner.name_en or "",
        "key": partner.key,
        "status": partner.status,
        "publication": partner.publication,
        "contact-TOTAL_FORMS": 0,
        "contact-INITIAL_FORMS": 0,
    } | changes


def rows_of_agreement(agreement, *partners):
    stored = list(agreement.parties.all())
    data = {
        "kind": agreement.kind,
        "title_uk": agreement.title_uk,
        "key": agreement.key,
        "status": agreement.status,
        "publication": agreement.publication,
        "parties-TOTAL_FORMS": max(len(partners), len(stored)),
        "parties-INITIAL_FORMS": len(stored),
    }
    for number, party in enumerate(stored):
        data[f"parties-{number}-id"] = party.pk
        if party.partner not in partners:
            data[f"parties-{number}-DELETE"] = "on"
            data[f"parties-{number}-partner"] = party.partner_id
    for number, partner in enumerate(partners):
        data[f"parties-{number}-partner"] = partner.pk
    return data


class TestTold:
    def test_who_changed_what_in_the_words_of_the_form(self, signed_in):
        area = make_area(name_uk="Охорона здоров’я")
        partner = make_partner(name_uk="Давня назва", since="2021-03")
        client = signed_in("publisher")
        data = form_of(partner, name_uk="Нова <назва>", since="12.07.2022", areas=[area.pk])
        assert client.post(page_of(partner, "change"), data).status_code == 302
        response = client.get(page_of(partner, "history"))
        act = response.context["acts"][0]
        told = {one.label: (one.old, one.new) for one in act.events[0].differences}
        assert told == {
            "Назва (українською)": ("Давня назва", "Нова <назва>"),
            "Співпраця від": ("03.2021", "12.07.2022"),
            "Напрями співпраці": ("—", "Охорона здоров’я"),
        }
        page = response.content.decode()
        assert "publisher" in page
        assert "Нова &lt;назва&gt;" in page
        assert " style=" not in page

    def test_one_save_is_one_act_with_its_rows(self, signed_in):
        first, second = make_partner(), make_partner(name_uk="Друга сторона")
        agreement = make_agreement([first])
        client = signed_in("publisher")
        before = len(client.get(page_of(agreement, "history")).context["acts"])
        data = rows_of_agreement(agreement, first, second) | {"title_uk": "Інший договір"}
        assert client.post(page_of(agreement, "change"), data).status_code == 302
        acts = client.get(page_of(agreement, "history")).context["acts"]
        assert len(acts) == before + 1
        assert "Друга сторона" in str([event.row for event in acts[0].events])

    def test_links_that_the_shell_changes_are_told_too(self):
        event, partner = make_event(), make_partner()
        event.partners.add(partner)
        assert event.history.first().links == {"partners": [partner.pk]}
        event.partners.clear()
        assert event.history.first().links == {}

    def test_what_is_written_in_bulk_is_told(self):
        partner = make_partner(status="active")
        Partner.objects.filter(pk=partner.pk).update(status="paused")
        assert [version.status for version in partner.history.all()] == ["paused", "active"]
        area = make_area(key="health")
        row = {"key": partner.key, "status": "ended", "areas": area.key}
        assert not import_rows(only("partners", row)).faults
        assert partner.history.first().status == "ended"
        assert partner.history.first().links == {"areas": [area.pk]}
        count = partner.history.count()
        import_rows(only("partners", row))
        assert partner.history.count() == count

    def test_a_dry_run_leaves_no_version(self):
        row = {"key": "valley", "kind": "municipality", "name_uk": "Яр", "country": "LT"}
        import_rows(only("partners", row | {"status": "active"}), dry_run=True)
        assert not Partner.history.exists()

    def test_the_sum_that_follows_from_acts_makes_no_version(self):
        item = make_item()
        count = item.history.count()
        make_distribution(item)
        assert item.history.count() == count

    def test_pages_of_history_need_the_same_queries_for_2_and_20_acts(
        self, signed_in, django_assert_max_num_queries
    ):
        shipment = make_shipment()
        for number in range(20):
            make_item(shipment, line=number + 1)
            shipment.title_uk = f"Назва {number}"
            shipment.save()
        client = signed_in("publisher")
        with django_assert_max_num_queries(30):
            page = client.get(page_of(shipment, "history"))
        assert len(page.context["acts"]) > 10


class TestRestored:
    def test_an_earlier_version_and_the_state_stays(self, signed_in):
        area = make_area()
        partner = make_partner([area], name_uk="Давня назва", publication="draft")
        version = partner.history.first()
        partner.name_uk, partner.publication = "Нова назва", "public"
        partner.save()
        partner.areas.clear()
        client = signed_in("publisher")
        asked = client.get(page_of(partner, "version", version.pk)).content.decode()
        assert "Давня назва" in asked
        assert Partner.objects.get().name_uk == "Нова назва"
        client.post(page_of(partner, "version", version.pk))
        partner.refresh_from_db()
        assert (partner.name_uk, partner.publication) == ("Давня назва", "public")
        assert list(partner.areas.all()) == [area]

    def test_with_the_rows_as_they_were(self, signed_in):
        first, second, third = (make_partner() for _ in range(3))
        agreement = make_agreement([first, second])
        client = signed_in("publisher")
        client.post(page_of(agreement, "change"), rows_of_agreement(agreement, first, second))
        version = agreement.history.first()
        data = rows_of_agreement(agreement, first, third)
        assert client.post(page_of(agreement, "change"), data).status_code == 302
        client.post(page_of(agreement, "version", version.pk))
        assert set(agreement.partners.all()) == {first, second}

    def test_a_row_that_has_acts_is_not_taken_away(self, signed_in):
        shipment = make_shipment()
        version = shipment.history.first()
        item = make_item(shipment)
        make_distribution(item)
        client = signed_in("publisher")
        response = client.post(page_of(shipment, "version", version.pk), follow=True)
        assert item.name in str([str(one) for one in response.context["messages"]])
        assert Item.objects.filter(pk=item.pk).exists()

    def test_a_deleted_internal_record_as_internal(self, signed_in):
        event = make_event(publication="internal")
        client = signed_in("editor")
        client.post(page_of(event, "delete"), {"post": "yes"})
        ((version, _name),) = client.get(reverse("admin:projects_event_deleted")).context["deleted"]
        client.post(reverse("admin:projects_event_version", args=[version.id, version.pk]))
        assert Event.objects.get().publication == "internal"

    def test_a_deleted_record_with_its_rows_as_a_draft(self, signed_in):
        partner = make_partner()
        agreement = make_agreement([partner], title_uk="Давній договір")
        client = signed_in("publisher")
        client.post(page_of(agreement, "delete"), {"post": "yes"})
        assert not Agreement.objects.exists()
        page = client.get(reverse("admin:partners_agreement_deleted"))
        ((version, name),) = page.context["deleted"]
        assert "Давній договір" in name
        address = reverse("admin:partners_agreement_version", args=[version.id, version.pk])
        assert client.get(address).status_code == 200
        client.post(address)
        restored = Agreement.objects.get()
        assert (restored.pk, restored.publication) == (version.id, "draft")
        assert list(restored.partners.all()) == [partner]

    def test_not_by_who_may_not_change_the_record(self, signed_in):
        partner = make_partner(name_uk="Давня назва")
        version = partner.history.first()
        partner.name_uk = "Нова назва"
        partner.save()
        client = signed_in("editor")
        assert client.get(page_of(partner, "history")).status_code == 200
        assert client.post(page_of(partner, "version", version.pk)).status_code == 403
        assert Partner.objects.get().name_uk == "Нова назва"

    def test_a_sensitive_recipient_is_not_disclosed_by_it(self, signed_in):
        recipient = make_recipient(name_uk="Клініка")
        version = recipient.history.first()
        recipient.sensitive = True
        recipient.save()
        client = signed_in("administrator")
        assert client.post(page_of(recipient, "version", version.pk)).status_code == 403
        assert Recipient.objects.get().sensitive


class TestForgotten:
    def test_what_is_emptied_in_a_confidential_row(self):
        shipment = make_shipment()
        custody = Custody.objects.create(shipment=shipment, store="Ангар", carrier="Віз")
        custody.store = ""
        custody.save()
        assert "Ангар" not in str(list(Custody.history.values()))
        assert "Віз" in str(list(Custody.history.values()))

    def test_what_is_emptied_by_a_file(self):
        partner = make_partner(key="valley")
        Contact.objects.create(partner=partner, name="Особа", phone="+380")
        assert not import_rows(only("partners", {"key": "valley", "contact_phone": ""})).faults
        assert "+380" not in str(list(Contact.history.values()))

    def test_all_versions_of_a_deleted_confidential_row(self):
        shipment = make_shipment()
        Custody.objects.create(shipment=shipment, store="Ангар")
        Shipment.objects.all().delete()
        assert not Custody.history.exists()
        assert Shipment.history.filter(history_type="-").exists()

    @pytest.mark.parametrize("by_file", [False, True])
    def test_the_name_of_a_recipient_who_became_sensitive(self, by_file):
        recipient = make_recipient(key="clinic", name_uk="Клініка")
        if by_file:
            row = {"key": "clinic", "sensitive": "yes"}
            assert not import_rows(only("recipients", row)).faults
        else:
            recipient.sensitive = True
            recipient.save()
        told = str(list(Recipient.history.values()))
        assert "Клініка" not in told
        assert "clinic" not in told

    def test_confidential_rows_are_in_the_history_only_of_who_may_see_them(self, client):
        partner = make_partner()
        Contact.objects.create(partner=partner, name="Таємна Особа")
        for role, sees in (("publisher", False), ("auditor", True), ("custodian", True)):
            client.force_login(make_staff(role))
            page = client.get(page_of(partner, "history")).content.decode()
            assert ("Контактна особа" in page) is sees, role


class TestDeletion:
    def test_is_refused_where_a_published_edition_names_the_record(self, signed_in):
        partner = make_partner()
        agreement = make_agreement([partner], signed_on="2024-05")
        publish(Report.objects.create(year=2024, title_uk="Звіт"))
        client = signed_in("publisher")
        page = client.get(page_of(agreement, "delete"))
        assert "2024" in str(page.context["protected"])
        client.post(page_of(agreement, "delete"), {"post": "yes"})
        chosen = {"action": "delete_selected", "_selected_action": [agreement.pk], "post": "yes"}
        client.post(reverse("admin:partners_agreement_changelist"), chosen)
        assert Agreement.objects.exists()
        agreement.publication = "draft"
        agreement.save()
        assert client.post(page_of(agreement, "delete"), {"post": "yes"}).status_code == 302
        assert not Agreement.objects.exists()
