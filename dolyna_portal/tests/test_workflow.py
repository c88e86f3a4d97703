"""From draft by review to the public: who may do what, by buttons, in bulk, by file and forged."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.urls import reverse

from aid.models import Custody, Distribution, Item, Shipment
from aid.tests.records import make_distribution, make_item, make_recipient, make_shipment
from dolyna_portal.tests.staff import make_staff
from partners.models import Contact, Partner
from partners.tests.records import make_agreement, make_area, make_partner
from projects.tests.records import make_event, make_project
from publishing.models import Publication, StateChange
from publishing.workflow import held_back_by, move
from register.importing import import_rows
from register.tests.registers import only

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    """Signs a member of staff with these roles in; the client is theirs."""

    def sign_in(*roles):
        client.force_login(make_staff(*roles))
        return client

    return sign_in


def page_of(record, page="change"):
    options = record._meta
    args = [record.pk] if page in ("change", "delete", "history") else []
    return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=args)


def form_of(partner, **changes):
    return {
        "kind": partner.kind,
        "relation": partner.relation,
        "country": partner.country.code,
        "name_uk": partner.name_uk,
        "key": partner.key,
        "status": partner.status,
        "publication": partner.publication,
        "contact-TOTAL_FORMS": 0,
        "contact-INITIAL_FORMS": 0,
    } | changes


def state(record):
    return type(record).objects.get(pk=record.pk).publication


def told(response):
    return " ".join(str(message) for message in response.context["messages"])


class TestEditor:
    @pytest.mark.parametrize("forged", [{"publication": "public"}, {"_publish": "1"}])
    def test_publishes_nothing_whatever_is_posted(self, signed_in, forged):
        partner = make_partner(publication="draft")
        response = signed_in("editor").post(page_of(partner), form_of(partner, **forged))
        assert "publication" in response.context["adminform"].form.errors
        assert state(partner) == "draft"
        fresh = form_of(partner, key="fresh", **forged)
        assert response.client.post(page_of(partner, "add"), fresh).status_code == 200
        assert not Partner.objects.filter(key="fresh").exists()

    def test_sends_a_draft_to_review_and_takes_it_back(self, signed_in):
        partner = make_partner(publication="draft")
        client = signed_in("editor")
        page = client.get(page_of(partner)).content.decode()
        assert 'name="_review"' in page
        assert 'name="_publish"' not in page
        typed = form_of(partner, _review="1", name_uk="Нова назва")
        assert client.post(page_of(partner), typed).status_code == 302
        partner.refresh_from_db()
        assert (partner.publication, partner.name_uk) == ("review", "Нова назва")
        client.post(page_of(partner), form_of(partner, _draft="1"))
        assert state(partner) == "draft"
        steps = StateChange.objects.order_by("pk").values_list("before", "after", "user__username")
        assert list(steps) == [("draft", "review", "editor"), ("review", "draft", "editor")]

    def test_reads_a_published_record_and_changes_nothing_of_it(self, signed_in):
        shipment = make_shipment()
        item = make_item(shipment)
        act = make_distribution(item)
        client = signed_in("editor")
        for record in (shipment, item, act, shipment.donors.first() or make_partner()):
            page = client.get(page_of(record))
            assert page.status_code == 200
            assert 'type="submit" value="Зберегти"' not in page.content.decode()
            assert client.post(page_of(record), {}).status_code == 403
            assert client.post(page_of(record, "delete"), {"post": "yes"}).status_code == 403

    def test_adds_no_row_to_a_published_record(self, signed_in):
        shipment, item = make_shipment(), make_item(make_shipment())
        client = signed_in("editor")
        data = {
            "shipment": shipment.pk,
            "line": 1,
            "name_uk": "ковдри",
            "unit": "pcs",
            "distributions-TOTAL_FORMS": 0,
            "distributions-INITIAL_FORMS": 0,
        }
        response = client.post(reverse("admin:aid_item_add"), data)
        assert "shipment" in response.context["adminform"].form.errors
        act = {"act_number": "1", "item": item.pk, "recipient": make_recipient().pk, "quantity": 1}
        response = client.post(reverse("admin:aid_distribution_add"), act)
        assert "item" in response.context["adminform"].form.errors
        assert not shipment.items.exists()
        assert not Distribution.objects.exists()

    def test_adds_rows_to_drafts(self, signed_in):
        item = make_item(make_shipment(publication="draft"))
        act = {"act_number": "1", "item": item.pk, "recipient": make_recipient().pk, "quantity": 1}
        client = signed_in("editor")
        assert client.post(reverse("admin:aid_distribution_add"), act).status_code == 302
        assert Item.objects.get().distributed == 1

    def test_renames_no_area_that_the_public_sees(self, signed_in):
        seen, unseen = make_area(), make_area()
        make_partner([seen])
        client = signed_in("editor")
        data = {"name_uk": "Інша назва", "key": "other"}
        assert client.post(page_of(seen), data).status_code == 403
        assert client.post(page_of(unseen), data).status_code == 302

    @pytest.mark.parametrize("after", ["draft", "review", "public"])
    def test_leaves_what_is_internal_internal(self, signed_in, after):
        partner = make_partner(publication="internal")
        client = signed_in("editor")
        data = form_of(partner, publication=after)
        assert client.post(page_of(partner), data).status_code == 200
        client.post(page_of(partner), form_of(partner, _draft="1"))
        assert state(partner) == "internal"

    @pytest.mark.parametrize("action", ["publish", "hide", "return_with_note", "send_to_review"])
    def test_moves_nothing_published_or_internal_in_bulk(self, signed_in, action):
        records = [make_partner(publication=name) for name in ("public", "internal")]
        chosen = {"action": action, "_selected_action": [one.pk for one in records], "note": "ні"}
        client = signed_in("editor")
        client.post(page_of(records[0], "changelist"), chosen, follow=True)
        assert [state(one) for one in records] == ["public", "internal"]

    def test_deletes_nothing_published_in_bulk(self, signed_in):
        partner = make_partner()
        chosen = {"action": "delete_selected", "_selected_action": [partner.pk], "post": "yes"}
        client = signed_in("editor")
        assert client.post(page_of(partner, "changelist"), chosen).status_code == 403
        assert Partner.objects.exists()

    @pytest.mark.parametrize("kind", ["medical", "defence"])
    def test_makes_no_recipient_of_the_forces_an_open_one(self, signed_in, kind):
        brigade = make_recipient(key="brigade", kind="defence")
        make_distribution(make_item(make_shipment(publication="draft")), brigade)
        data = {"key": "brigade", "kind": kind, "name_uk": "Назва", "public_name_uk": "Частина"}
        assert signed_in("editor").post(page_of(brigade), data).status_code == 302
        brigade.refresh_from_db()
        assert (brigade.kind, brigade.public_name_uk) == ("defence", "Частина")

    def test_publishes_nothing_by_deleting_what_held_it_back(self, signed_in, client):
        hidden = make_partner(publication="internal")
        shipment, other = make_shipment([hidden]), make_shipment([make_partner()])
        event, project = make_event([hidden]), make_project([hidden])
        signed_in("editor").post(page_of(hidden, "delete"), {"post": "yes"})
        assert not Partner.objects.filter(pk=hidden.pk).exists()
        assert [state(one) for one in (shipment, event, project, other)] == [
            *["draft"] * 3,
            "public",
        ]
        for record in (shipment, event, project):
            assert client.get(record.get_absolute_url()).status_code == 404

    def test_publishes_nothing_by_deleting_many_that_held_it_back(self, signed_in):
        hidden = [make_partner(publication="internal"), make_partner(publication="draft")]
        shipment, project = make_shipment(hidden), make_project(hidden)
        chosen = {"action": "delete_selected", "post": "yes"}
        chosen["_selected_action"] = [one.pk for one in hidden]
        signed_in("editor").post(page_of(hidden[0], "changelist"), chosen)
        assert not Partner.objects.exists()
        assert [state(one) for one in (shipment, project)] == ["draft", "draft"]


class TestPublisher:
    def test_publishes_by_a_button_and_the_page_is_there_at_once(self, signed_in):
        partner = make_partner(publication="review")
        client = signed_in("publisher")
        assert client.get(partner.get_absolute_url()).status_code == 404
        response = client.post(page_of(partner), form_of(partner, _publish="1"), follow=True)
        assert "Оприлюднено" in told(response)
        assert client.get(partner.get_absolute_url()).status_code == 200
        client.post(page_of(partner), form_of(partner, _hide="1", publication="public"))
        assert client.get(partner.get_absolute_url()).status_code == 404

    def test_returns_with_a_note_that_the_record_shows(self, signed_in):
        partner = make_partner(publication="review")
        client = signed_in("publisher")
        response = client.post(page_of(partner), form_of(partner, _return="1"))
        assert "return_note" in response.context["adminform"].form.errors
        assert state(partner) == "review"
        note = "Додайте <дату> рішення"
        client.post(page_of(partner), form_of(partner, _return="1", return_note=note))
        assert state(partner) == "draft"
        page = client.get(page_of(partner)).content.decode()
        assert "Додайте &lt;дату&gt; рішення" in page
        assert "publisher" in page

    def test_returns_many_with_one_note_after_asking_for_it(self, signed_in):
        records = [make_partner(publication="review") for _ in range(2)]
        address = page_of(records[0], "changelist")
        chosen = {"action": "return_with_note", "_selected_action": [one.pk for one in records]}
        client = signed_in("publisher")
        asked = client.post(address, chosen)
        assert records[1].name_uk in asked.content.decode()
        assert [state(one) for one in records] == ["review", "review"]
        again = client.post(address, chosen | {"note": ""})
        assert again.context["form"].errors
        client.post(address, chosen | {"note": "Без дати"})
        assert [state(one) for one in records] == ["draft", "draft"]
        assert set(StateChange.objects.values_list("note", flat=True)) == {"Без дати"}

    def test_publishes_many_and_is_told_of_what_holds_one_back(self, signed_in):
        hidden = make_partner(publication="draft", name_uk="Прихована громада")
        agreement = make_agreement([hidden], publication="draft")
        other = make_agreement([make_partner()], publication="review")
        chosen = {"action": "publish", "_selected_action": [agreement.pk, other.pk]}
        client = signed_in("publisher")
        response = client.post(page_of(agreement, "changelist"), chosen, follow=True)
        assert [state(agreement), state(other)] == ["public", "public"]
        assert "Спершу оприлюдніть пов’язаний запис: «Прихована громада»" in told(response)
        assert held_back_by(type(agreement).objects.get(pk=agreement.pk)) == [hidden]

    def test_takes_a_record_out_of_internal(self, signed_in):
        partner = make_partner(publication="internal")
        signed_in("publisher").post(page_of(partner), form_of(partner, publication="draft"))
        assert state(partner) == "draft"

    def test_does_not_see_confidential_rows(self, signed_in):
        partner = make_partner()
        Contact.objects.create(partner=partner, name="Таємна Особа")
        assert "Таємна" not in signed_in("publisher").get(page_of(partner)).content.decode()


class TestCustodian:
    def test_writes_custody_of_a_published_consignment_and_nothing_else_of_it(self, signed_in):
        shipment = make_shipment(title_uk="Ковдри")
        item = make_item(shipment, name_uk="ковдри")
        client = signed_in("custodian")
        page = client.get(page_of(shipment)).content.decode()
        assert 'name="custody-0-store"' in page or 'name="custody-__prefix__-store"' in page
        assert 'name="title_uk"' not in page
        assert 'name="items-0-line"' not in page
        before = Shipment.objects.get().updated_at
        data = {
            "title_uk": "Інше",
            "publication": "draft",
            "items-TOTAL_FORMS": 1,
            "items-INITIAL_FORMS": 1,
            "items-0-id": item.pk,
            "items-0-shipment": shipment.pk,
            "items-0-line": 1,
            "items-0-name_uk": "інше",
            "items-0-unit": "pcs",
            "items-0-DELETE": "on",
            "custody-TOTAL_FORMS": 1,
            "custody-INITIAL_FORMS": 0,
            "custody-0-store": "Склад",
        }
        assert client.post(page_of(shipment), data).status_code == 302
        shipment.refresh_from_db()
        assert (shipment.title_uk, shipment.publication) == ("Ковдри", "public")
        assert shipment.updated_at == before
        assert list(shipment.items.values_list("name_uk", flat=True)) == ["ковдри"]
        assert Custody.objects.get().store == "Склад"


class TestAdministrator:
    def test_makes_no_superuser_and_changes_none(self, signed_in, admin_user):
        client = signed_in("administrator")
        boss = client.get("/admin/").wsgi_request.user
        page = reverse("admin:auth_user_change", args=[boss.pk])
        data = {
            "username": boss.username,
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "groups": list(boss.groups.values_list("pk", flat=True)),
            "date_joined_0": "2026-01-01",
            "date_joined_1": "10:00",
        }
        client.post(page, data)
        assert not User.objects.get(pk=boss.pk).is_superuser
        other = reverse("admin:auth_user_change", args=[admin_user.pk])
        assert client.post(other, data).status_code == 403
        password = reverse("admin:auth_user_password_change", args=[admin_user.pk])
        assert client.get(password).status_code == 403

    def test_roles_are_named_in_the_language_of_the_page(self, signed_in):
        client = signed_in("administrator")
        page = reverse("admin:auth_user_change", args=[User.objects.get().pk])
        assert re.search(r">\s*редактор</label>", client.get(page).content.decode())
        assert re.search(r">\s*editor</label>", client.get(f"/en{page}").content.decode())
        assert ">адміністратор<" in client.get("/admin/auth/user/").content.decode()


class TestImport:
    def register(self, **cells):
        row = {"key": "valley", "kind": "municipality", "name_uk": "Яр", "country": "LT"}
        return only("partners", row | {"status": "active"} | cells)

    def faults(self, user, register):
        return {(fault.sheet, fault.column) for fault in import_rows(register, user=user).faults}

    def test_publishes_only_what_its_user_may(self):
        register = self.register(publication="public")
        editor = make_staff("editor")
        assert self.faults(editor, register) == {("partners", "publication")}
        assert not Partner.objects.exists()
        assert not self.faults(make_staff("publisher"), register)
        assert Partner.objects.get().publication == Publication.PUBLIC

    def test_changes_a_published_record_only_for_who_may_publish(self):
        make_partner(key="valley")
        assert self.faults(make_staff("editor"), self.register()) == {("partners", "key")}
        assert not self.faults(make_staff("publisher"), self.register())

    def test_adds_no_item_to_a_published_consignment(self):
        make_shipment(reference="1")
        row = {"shipment": "1", "line": 1, "name_uk": "ковдри", "unit": "pcs"}
        assert self.faults(make_staff("editor"), only("items", row)) == {("items", "shipment")}

    def test_writes_no_contact_and_no_sensitive_recipient_for_who_may_not(self):
        editor, custodian = make_staff("editor"), make_staff("editor", "custodian")
        contact = self.register(contact_name="Особа")
        assert self.faults(editor, contact) == {("partners", "contact_name")}
        assert not self.faults(custodian, contact)
        recipient = {"key": "unit", "kind": "defence", "name_uk": "Назва", "sensitive": "yes"}
        assert self.faults(editor, only("recipients", recipient)) == {("recipients", "key")}
        make_recipient(key="clinic")
        recipient = {"key": "clinic", "sensitive": "yes"}
        assert self.faults(editor, only("recipients", recipient)) == {("recipients", "sensitive")}

    @pytest.mark.parametrize("kind", ["medical", "other"])
    @pytest.mark.parametrize("publication", ["public", "draft"])
    def test_names_no_recipient_of_the_forces_for_an_editor(self, kind, publication):
        item = make_item(make_shipment(publication=publication))
        make_distribution(item, make_recipient(key="brigade", kind="defence"))
        row = {"key": "brigade", "kind": kind}
        faults = self.faults(make_staff("editor"), only("recipients", row))
        assert ("recipients", "kind") in faults
        assert not self.faults(make_staff("publisher"), only("recipients", row))

    def test_changes_no_recipient_of_a_published_consignment_for_an_editor(self):
        make_distribution(make_item(), make_recipient(key="brigade", kind="defence"))
        row = {"key": "brigade", "name_uk": "Інша назва"}
        assert self.faults(make_staff("editor"), only("recipients", row)) == {("recipients", "key")}

    @pytest.mark.parametrize("guess", ["вулиця Садова", "інше", ""])
    def test_answers_every_guess_at_what_its_user_may_not_read_alike(self, guess):
        for reference in ("1", "2"):
            Custody.objects.create(
                shipment=make_shipment(reference=reference, publication="draft"),
                store="вулиця Садова",
            )
        row = {"reference": "1", "store": guess}
        outcome = import_rows(only("shipments", row), user=make_staff("editor"))
        assert [(one.sheet, one.column) for one in outcome.faults] == [("shipments", "store")]
        assert vars(outcome.counts["shipments"]) == {"created": 0, "changed": 0, "unchanged": 1}

    def test_leaves_internal_only_for_who_may(self):
        make_partner(key="valley", publication="internal")
        register = self.register(publication="draft")
        assert self.faults(make_staff("editor"), register) == {("partners", "publication")}
        publisher = make_staff("publisher")
        assert not self.faults(publisher, register)
        change = StateChange.objects.get()
        assert (change.before, change.after, change.user) == ("internal", "draft", publisher)

    def test_writes_nothing_for_an_auditor(self):
        assert self.faults(make_staff("auditor"), self.register()) == {("partners", "key")}

    def test_writes_all_in_the_shell(self):
        assert not import_rows(self.register(publication="public", contact_name="Особа")).faults


def test_a_step_that_its_user_may_not_take_changes_nothing():
    partner = make_partner(publication="draft")
    with pytest.raises(ValidationError, match="не можете оприлюднювати"):
        move(partner, Publication.PUBLIC, make_staff("editor"))
    assert state(partner) == "draft"


def test_the_custodian_writes_custody_on_its_own_page(signed_in):
    custody = Custody.objects.create(shipment=make_shipment(), store="Склад")
    client = signed_in("custodian")
    assert client.get(page_of(custody)).status_code == 200
    data = {"shipment": custody.shipment_id, "store": "Ангар"}
    assert client.post(page_of(custody), data).status_code == 302
    custody.refresh_from_db()
    assert custody.store == "Ангар"
    assert client.get(page_of(custody, "history")).status_code == 200
