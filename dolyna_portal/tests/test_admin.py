"""The admin as a clerk meets it: every page opens, every fault is worded, nothing leaks."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from aid.models import Custody, Distribution, Item, Recipient, RecipientIdentity, Shipment
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
from dolyna_portal.tests.staff import make_staff
from partners.models import Agreement, Area, Contact, Office, Partner, Party
from partners.tests.records import make_agreement, make_area, make_office, make_partner
from projects.models import Event, FundingLine, Programme, Project
from publishing.models import AuditEntry, Document, Photo, Publication
from publishing.tests.records import make_document, make_photo
from reports.editions import publish
from reports.models import Edition, Report, ReportText

pytestmark = pytest.mark.django_db

REGISTERED = sorted(
    (model for model in admin.site._registry if model._meta.app_label != "auth"),
    key=lambda model: model._meta.label,
)

NOT_ADDED = (Office, Edition, AuditEntry)  # there is one, or nobody adds and deletes by hand
ON_ANOTHER_PAGE = (Document, Photo)  # added on the page of their record


@pytest.fixture
def register():
    """A record of every model that the admin shows."""
    make_office()
    partner = make_partner(areas=[make_area()])
    Contact.objects.create(partner=partner, name="Contact", phone="+370 600 00000")
    make_document(partner)
    make_photo(partner)
    agreement = make_agreement([partner])
    programme = Programme.objects.create(key="bridges", name_uk="Мости", name_en="Bridges")
    project = Project.objects.create(
        key="water", title_uk="Вода", programme=programme, lead=partner, start="2023-02"
    )
    FundingLine.objects.create(project=project, line=1, kind="grant", amount=5, currency="EUR")
    Event.objects.create(
        key="talk", kind="meeting", title_uk="Розмова", agreement=agreement, start="2024"
    )
    make_need([partner], category=make_category())
    shipment = make_shipment([partner], project=project)
    Custody.objects.create(shipment=shipment, store="Hangar")
    make_distribution(make_item(shipment))
    make_recipient(sensitive=True)
    make_rate()
    report = Report.objects.create(year=2024, title_uk="Звіт за 2024 рік")
    ReportText.objects.create(report=report, partner=partner, place="after", text_uk="Текст")
    publish(report)
    AuditEntry.objects.create(act=AuditEntry.Act.SIGN_IN, subject="clerk")


@pytest.fixture
def clerk(client, django_user_model):
    """Signs a member of staff in who has the permissions named and no other."""

    def sign_in(*codenames):
        user = django_user_model.objects.create_user("clerk", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return sign_in


def page_of(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def rows(prefix, *forms):
    """The fields of an inline with new rows, and its management form."""
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": 0}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def faults(response):
    """All that the page says is wrong."""
    adminform = response.context["adminform"].form
    texts = [str(adminform.errors)]
    for inline in response.context["inline_admin_formsets"]:
        texts += [str(inline.formset.non_form_errors()), str(inline.formset.errors)]
    return " ".join(texts)


class TestPages:
    @pytest.mark.parametrize("language", ["uk", "en"])
    @pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
    def test_every_page_of_every_model_opens(self, admin_client, register, model, language):
        record = model.objects.first()
        assert record is not None, "the fixture holds one"
        with translation.override(language):
            pages = [page_of(model, "changelist"), page_of(model, "change", record.pk)]
            pages.append(page_of(model, "history", record.pk))
            if model not in (*NOT_ADDED, *ON_ANOTHER_PAGE):
                pages += [page_of(model, "add"), page_of(model, "delete", record.pk)]
        for page in pages:
            assert page.startswith("/admin/" if language == "uk" else "/en/admin/")
            response = admin_client.get(page)
            assert response.status_code == 200, page
            html = response.content.decode()
            assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*json)|<style|\sstyle=", html), page

    def test_the_list_can_be_searched_and_filtered_for_every_model(self, admin_client, register):
        for model in REGISTERED:
            page = admin_client.get(page_of(model, "changelist"), {"q": "а\x00 'б"})
            assert page.status_code == 200, model
            for specs in page.context["cl"].filter_specs:
                for choice in specs.choices(page.context["cl"]):
                    answer = admin_client.get(page_of(model, "changelist") + choice["query_string"])
                    assert answer.status_code == 200, choice

    def test_the_brand_is_the_office_and_the_own_style_comes_last(self, admin_client, register):
        html = admin_client.get("/admin/").content.decode()
        assert "Липівська міська рада" in html
        assert re.findall(r'href="([^"]+\.css)"', html.split("</head>")[0])
        assert "css/admin.css" in html

    def test_both_languages_stand_side_by_side_and_an_empty_english_field_is_marked(
        self, admin_client, register
    ):
        html = admin_client.get(page_of(Partner, "add")).content.decode()
        assert "two-languages" in html
        assert re.search(r'<input[^>]*name="name_en"[^>]*placeholder=" "', html)
        assert 'name="name"' not in html

    def test_only_a_public_record_leads_to_its_page(self, admin_client):
        shown, hidden = make_partner(), make_partner(publication=Publication.DRAFT)
        for partner, leads in ((shown, True), (hidden, False)):
            html = admin_client.get(page_of(Partner, "change", partner.pk)).content.decode()
            assert (f'href="{partner.get_absolute_url()}"' in html) is leads

    def test_there_is_one_office(self, admin_client):
        assert admin_client.get(page_of(Office, "add")).status_code == 200
        office = make_office()
        assert admin_client.get(page_of(Office, "add")).status_code == 403
        assert admin_client.get(page_of(Office, "delete", office.pk)).status_code == 403


PARTNER = {
    "kind": "municipality",
    "relation": "contact",
    "country": "LT",
    "name_uk": "Зелений Яр",
    "key": "green-ravine",
    "status": "active",
    "since": "03.2021",
    "publication": "draft",
} | rows("contact")

AGREEMENT = {
    "kind": "cooperation",
    "title_uk": "Договір",
    "key": "contract",
    "status": "active",
    "signed_on": "2023",
    "publication": "draft",
}

SHIPMENT = {
    "reference": "2024/01-А",
    "title_uk": "Ковдри",
    "received_on": "12.07.2022",
    "status": "received",
    "beneficiaries": ["medical", "idp"],
    "publication": "draft",
} | rows("custody", {"store": "Hangar"})


class TestEntering:
    def test_a_partner(self, admin_client):
        response = admin_client.post(page_of(Partner, "add"), PARTNER)
        assert response.status_code == 302, faults(response)
        assert str(Partner.objects.get(key="green-ravine").since) == "2021-03"

    def test_a_wrong_date_and_a_taken_key_are_said_beside_their_fields(self, admin_client):
        make_partner(key="green-ravine")
        response = admin_client.post(page_of(Partner, "add"), PARTNER | {"since": "31.02.2021"})
        assert set(response.context["adminform"].form.errors) == {"key", "since"}

    def test_an_agreement_with_three_parties(self, admin_client):
        parties = [{"partner": make_partner().pk, "position": place} for place in range(2)]
        parties.append({"role": "coordinator", "position": 2})
        response = admin_client.post(
            page_of(Agreement, "add"), AGREEMENT | rows("parties", *parties)
        )
        assert response.status_code == 302, faults(response)
        assert Agreement.objects.get().parties.count() == 3

    def test_the_own_council_is_a_party_only_once(self, admin_client):
        twice = rows(
            "parties", {"role": "signatory", "position": 0}, {"role": "joined", "position": 1}
        )
        response = admin_client.post(page_of(Agreement, "add"), AGREEMENT | twice)
        assert gettext("Our council can be a party only once") in faults(response)
        assert not Party.objects.exists()

    def test_a_shipment_with_items_and_its_custody(self, admin_client):
        items = rows(
            "items",
            {"line": 1, "name_uk": "ковдри", "quantity": "20", "unit": "pcs"},
            {"line": 2, "name_uk": "генератор", "quantity": "1,5", "unit": "t"},
        )
        response = admin_client.post(page_of(Shipment, "add"), SHIPMENT | items)
        assert response.status_code == 302, faults(response)
        shipment = Shipment.objects.get()
        assert shipment.beneficiaries == ("medical", "idp")
        assert shipment.items.count() == 2
        assert shipment.custody.store == "Hangar"

    def test_numbers_stand_without_idle_zeros(self, admin_client):
        item = make_item(quantity="1.500", unit="t", weight_kg=2000)
        for page in (page_of(Item, "change", item.pk), page_of(Item, "changelist")):
            html = admin_client.get(page).content.decode()
            assert "1,5" in html
            assert not re.search(r"1,500|2000,000|>0,000", html)

    def test_two_items_on_one_line_are_refused_in_words(self, admin_client):
        line = {"line": 1, "name_uk": "ковдри", "unit": "pcs"}
        response = admin_client.post(page_of(Shipment, "add"), SHIPMENT | rows("items", line, line))
        assert response.status_code == 200
        assert not Shipment.objects.exists()

    def test_a_fault_that_only_the_database_sees_is_worded(self, admin_client):
        shipment = make_shipment()
        items = [make_item(shipment), make_item(shipment)]
        page = page_of(Shipment, "change", shipment.pk)
        data = SHIPMENT | {"items-TOTAL_FORMS": 2, "items-INITIAL_FORMS": 2}
        for number, item in enumerate(items):
            data |= {
                f"items-{number}-id": item.pk,
                f"items-{number}-line": 2 - number,
                f"items-{number}-name_uk": item.name_uk,
                f"items-{number}-unit": "pcs",
                f"items-{number}-quantity": 100,
            }
        response = admin_client.post(page, data, follow=True)
        assert response.status_code == 200
        assert [str(message) for message in response.context["messages"]]
        assert list(shipment.items.values_list("line", flat=True)) == [1, 2]


class TestLedger:
    def new_item(self, *acts, **changes):
        values = {
            "shipment": make_shipment().pk,
            "line": 1,
            "name_uk": "ковдри",
            "quantity": "100",
            "unit": "pcs",
        }
        return values | changes | rows("distributions", *acts)

    def act(self, number, quantity):
        return {"act_number": number, "recipient": make_recipient().pk, "quantity": quantity}

    def test_an_item_with_distributions(self, admin_client):
        data = self.new_item(self.act("А-1", 60), self.act("А-2", 40))
        response = admin_client.post(page_of(Item, "add"), data)
        assert response.status_code == 302, faults(response)
        assert Item.objects.get().distributed == 100

    def test_rows_that_are_too_much_together_are_refused_in_words(self, admin_client):
        data = self.new_item(self.act("А-1", 60), self.act("А-2", 60))
        response = admin_client.post(page_of(Item, "add"), data)
        assert response.status_code == 200
        assert "ковдри" in faults(response)
        assert "120" in faults(response)
        assert not Item.objects.exists()
        assert not Distribution.objects.exists()

    @pytest.mark.parametrize("quantities", [(101,), (60, 60)])
    def test_too_much_of_a_stored_item_is_refused_in_words(self, admin_client, quantities):
        item = make_item(make_shipment())
        acts = [self.act(f"А-{place}", quantity) for place, quantity in enumerate(quantities)]
        data = self.new_item(*acts, shipment=item.shipment_id, name_uk=item.name_uk)
        response = admin_client.post(page_of(Item, "change", item.pk), data)
        assert response.status_code == 200
        assert item.name_uk in faults(response)
        assert not Distribution.objects.exists()

    def test_what_was_written_off_cannot_be_distributed(self, admin_client):
        data = self.new_item(self.act("А-1", 60), written_off="50")
        response = admin_client.post(page_of(Item, "add"), data)
        assert response.status_code == 200
        assert not Item.objects.exists()

    def test_too_much_on_the_page_of_the_act_is_said_beside_the_quantity(self, admin_client):
        item = make_item()
        make_distribution(item, quantity=60)
        data = self.act("А-9", 41) | {"item": item.pk}
        response = admin_client.post(page_of(Distribution, "add"), data)
        assert set(response.context["adminform"].form.errors) == {"quantity"}
        assert (
            admin_client.post(page_of(Distribution, "add"), data | {"quantity": 40}).status_code
            == 302
        )

    def test_less_cannot_be_received_than_was_given_out(self, admin_client):
        item = make_item()
        make_distribution(item, quantity=60)
        data = self.new_item(shipment=item.shipment_id, quantity="59")
        response = admin_client.post(page_of(Item, "change", item.pk), data)
        assert "quantity" in response.context["adminform"].form.errors

    def test_an_act_that_came_in_between_is_worded_and_nothing_is_stored(
        self, admin_client, monkeypatch
    ):
        item = make_item()
        monkeypatch.setattr(Distribution, "clean", lambda act: None)  # both saw enough in store
        data = self.act("А-9", 101) | {"item": item.pk}
        response = admin_client.post(page_of(Distribution, "add"), data)
        form = response.context["adminform"].form
        assert item.name_uk in str(form.non_field_errors())
        assert form["act_number"].value() == "А-9"
        assert not Distribution.objects.exists()


class TestReports:
    def test_the_edition_is_approved_by_the_action(self, admin_client):
        report = Report.objects.create(year=2024, title_uk="Звіт", publication="review")
        data = {"action": "approve", "_selected_action": [report.pk]}
        admin_client.post(page_of(Report, "changelist"), data, follow=True)
        assert report.editions.count() == 1
        again = admin_client.post(page_of(Report, "changelist"), data, follow=True)
        assert [message.level_tag for message in again.context["messages"]] == ["warning"]

    def test_without_the_permission_nothing_is_published(self, clerk):
        report = Report.objects.create(year=2024, title_uk="Звіт", publication="review")
        client = clerk("view_report", "change_report")
        data = {"action": "approve", "_selected_action": [report.pk]}
        client.post(page_of(Report, "changelist"), data)
        form = {"year": 2024, "title_uk": "Звіт про рік", "publication": "public"} | rows("texts")
        client.post(page_of(Report, "change", report.pk), form)
        report.refresh_from_db()
        assert report.title_uk == "Звіт про рік"
        assert report.publication == Publication.REVIEW
        assert not report.editions.exists()

    def test_an_edition_protects_its_report(self, admin_client, register):
        report = Report.objects.get()
        response = admin_client.get(page_of(Report, "delete", report.pk))
        assert response.context["protected"]
        admin_client.post(page_of(Report, "delete", report.pk), {"post": "yes"})
        assert Report.objects.filter(pk=report.pk).exists()

    def test_an_edition_cannot_be_written(self, admin_client, register):
        edition = Report.objects.get().editions.get()
        model = type(edition)
        assert admin_client.get(page_of(model, "add")).status_code == 403
        assert admin_client.get(page_of(model, "delete", edition.pk)).status_code == 403
        assert admin_client.post(page_of(model, "change", edition.pk), {}).status_code == 403


class TestSecrets:
    @pytest.mark.parametrize(
        ("model", "query"),
        [
            (Shipment, "custody__store__startswith=H"),
            (Partner, "contact__phone__startswith=%2B"),
            (Recipient, "identity__name__contains=a"),
            (Shipment, "donors__contact__phone__startswith=%2B"),
            (Item, "shipment__custody__store__startswith=H"),
            (Distribution, "recipient__identity__name_uk__contains=a"),
        ],
    )
    def test_no_list_answers_guesses_at_hidden_columns(self, admin_client, register, model, query):
        assert admin_client.get(f"{page_of(model, 'changelist')}?{query}").status_code == 400

    def test_who_may_not_see_custody_and_contacts_does_not(self, clerk, admin_client, register):
        partner, shipment = Partner.objects.get(), Shipment.objects.get()
        pages = [page_of(Partner, "change", partner.pk), page_of(Shipment, "change", shipment.pk)]
        secrets = ["+370 600 00000", "Hangar"]
        for page, secret in zip(pages, secrets, strict=True):
            assert secret in admin_client.get(page).content.decode()
        client = clerk("change_partner", "view_partner", "change_shipment", "view_shipment")
        for page, secret in zip(pages, secrets, strict=True):
            html = client.get(page).content.decode()
            assert secret not in html
            assert "contact-0" not in html
            assert "custody-0" not in html

    def test_who_may_not_see_identities_neither_sees_nor_discloses_them(self, clerk):
        recipient = make_recipient(name_uk="Таємний заклад", sensitive=True)
        client = clerk("change_recipient", "view_recipient")
        page = page_of(Recipient, "change", recipient.pk)
        assert "Таємний" not in client.get(page).content.decode()
        client.post(page, {"kind": "medical", "public_name_uk": "Заклад"})
        recipient.refresh_from_db()
        assert recipient.sensitive
        assert recipient.public_name_uk == "Заклад"
        assert recipient.identity.name_uk == "Таємний заклад"

    def test_a_recipient_becomes_sensitive_and_open_again_on_its_page(self, admin_client):
        data = {"kind": "medical", "key": "clinic", "name_uk": "Клініка", "sensitive": "on"}
        response = admin_client.post(page_of(Recipient, "add"), data | rows("identity"))
        assert response.status_code == 302, faults(response)
        identity = RecipientIdentity.objects.get()
        assert identity.name_uk == "Клініка"
        page = page_of(Recipient, "change", identity.recipient_id)
        inline = {
            "identity-TOTAL_FORMS": 1,
            "identity-INITIAL_FORMS": 1,
            "identity-0-id": identity.pk,
            "identity-0-recipient": identity.recipient_id,
            "identity-0-key": "clinic",
            "identity-0-name_uk": "Інша клініка",
        }
        data = {"kind": "medical", "sensitive": "on"}
        assert admin_client.post(page, data | inline).status_code == 302
        identity.refresh_from_db()
        assert identity.name_uk == "Інша клініка"
        other = Client()
        other.force_login(make_staff("editor"))  # who may read no history of identities
        history = other.get(page_of(Recipient, "history", identity.recipient_id))
        assert history.status_code == 200
        assert "клініка" not in history.content.decode()
        admin_client.post(page, {"kind": "medical"} | inline)
        assert not RecipientIdentity.objects.exists()
        assert Recipient.objects.get().name_uk == "Інша клініка"

    def test_a_sensitive_recipient_needs_its_name(self, admin_client):
        data = {"kind": "medical", "key": "clinic", "sensitive": "on"} | rows("identity")
        response = admin_client.post(page_of(Recipient, "add"), data)
        assert set(response.context["adminform"].form.errors) == {"name_uk"}

    def test_a_hidden_key_is_taken_only_to_those_who_may_know_it(self, admin_client):
        make_recipient(key="clinic", name_uk="Клініка", sensitive=True)
        page, data = page_of(Recipient, "add"), {"kind": "medical", "name_uk": "Клініка"}
        data |= rows("identity") | {"sensitive": "on"}
        response = admin_client.post(page, data | {"key": "clinic"})
        assert set(response.context["adminform"].form.errors) == {"key"}
        editor = Client()
        editor.force_login(make_staff("editor"))
        for key in ("clinic", "nobodys"):
            assert editor.post(page, data | {"key": key}).status_code == 302
        kept = sorted(RecipientIdentity.objects.values_list("key", flat=True))
        assert [key[:7] for key in kept] == ["clinic", "clinic-", "nobodys"]


class TestSearch:
    @pytest.mark.parametrize("term", ["єнакове", "ЄНАКОВЕ", "Єнакове", "місто ЄНАК", "ялове-ЄНАК"])
    def test_cyrillic_is_found_in_any_case(self, admin_client, term):
        make_partner(name_uk="Місто Ялове-Єнакове", key="sought")
        make_partner(name_uk="Інше", key="other")
        page = admin_client.get(page_of(Partner, "changelist"), {"q": term})
        assert [partner.key for partner in page.context["cl"].queryset] == ["sought"]

    @pytest.mark.parametrize("term", ["lankytojas", "GREEN-RAVINE", "ІНАКШЕ"])
    def test_a_partner_is_found_by_native_name_key_and_other_spellings(self, admin_client, term):
        make_partner(name_native="Lankytojas", key="green-ravine", aliases="Зветься інакше")
        page = admin_client.get(page_of(Partner, "changelist"), {"q": term})
        assert page.context["cl"].result_count == 1

    def test_references_are_completed_in_any_case(self, admin_client):
        area = make_area(name_uk="Охорона здоров’я")
        query = {"app_label": "partners", "model_name": "partner", "field_name": "areas"}
        for term in ("ЗДОРОВ'Я", "охорона"):
            answer = admin_client.get(reverse("admin:autocomplete"), query | {"term": term}).json()
            assert [result["id"] for result in answer["results"]] == [str(area.pk)]
        assert Area.objects.count() == 1


def test_what_an_account_may_do_beyond_its_roles_outlives_the_saving_of_its_form(admin_client):
    clerk = User.objects.create_user("clerk")
    own = Permission.objects.get(codename="view_logentry")
    clerk.user_permissions.add(own)
    address = reverse("admin:auth_user_change", args=[clerk.pk])
    data = sent(admin_client.get(address).content.decode())
    assert admin_client.post(address, data | {"last_name": ["Клерк"]}).status_code == 302
    clerk.refresh_from_db()
    assert clerk.last_name == "Клерк" and list(clerk.user_permissions.all()) == [own]
