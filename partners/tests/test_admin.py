"""Partners and agreements as clerks enter them."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from partners.models import Agreement, Contact, Partner
from partners.tests.records import make_agreement, make_area, make_partner

pytestmark = pytest.mark.django_db

AGREEMENT = {
    "kind": "cooperation",
    "title_uk": "Договір",
    "key": "contract",
    "status": "active",
    "publication": "draft",
}


@pytest.fixture
def clerk(client, django_user_model):
    """Signs a member of staff in who has the permissions named and no other."""

    def sign_in(*codenames):
        user = django_user_model.objects.create_user("clerk", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return sign_in


def rows(prefix, *forms):
    """The fields of an inline with new rows, and its management form."""
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": 0}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def errors_of_parties(response):
    return str(response.context["inline_admin_formsets"][0].formset.non_form_errors())


def test_the_deletion_of_an_area_counts_its_partners_and_names_no_class(admin_client):
    area = make_area()
    for _number in range(2):
        make_partner(areas=[area])
    page = admin_client.get(reverse("admin:partners_area_delete", args=[area.pk]))
    text = page.content.decode()
    assert "Зв’язки записів: 2" in text
    assert " object (" not in text


class TestAgreements:
    url = "admin:partners_agreement_add"

    def test_parties_stand_in_the_order_in_which_they_were_typed(self, admin_client):
        partners = [make_partner() for _ in range(3)]
        parties = rows("parties", *({"partner": one.pk, "position": ""} for one in partners))
        assert admin_client.post(reverse(self.url), AGREEMENT | parties).status_code == 302
        parties = Agreement.objects.get().parties.all()
        assert [party.partner for party in parties] == partners
        assert [party.position for party in parties] == [1, 2, 3]

    def test_an_agreement_needs_a_partner(self, admin_client):
        alone = rows("parties", {"role": "signatory", "position": ""})
        for parties in (rows("parties"), alone):
            response = admin_client.post(reverse(self.url), AGREEMENT | parties)
            assert "хоча б одного партнера" in errors_of_parties(response)
        assert not Agreement.objects.exists()

    def test_a_key_that_is_taken_is_said_beside_it(self, admin_client):
        make_agreement([make_partner()], key="contract")
        response = admin_client.post(reverse(self.url), AGREEMENT | rows("parties"))
        assert response.context["adminform"].form.errors["key"] == ["Такий ключ уже є"]

    def test_a_partner_is_a_party_only_once(self, admin_client):
        partner = {"partner": make_partner().pk, "position": ""}
        response = admin_client.post(
            reverse(self.url), AGREEMENT | rows("parties", partner, partner)
        )
        assert response.status_code == 200
        assert not Agreement.objects.exists()

    def test_what_was_typed_is_kept_beside_the_fault(self, admin_client):
        wrong = {"signed_on": "12/07/2022", "valid_until": "2021", "title_uk": "Договір дружби"}
        response = admin_client.post(reverse(self.url), AGREEMENT | wrong | rows("parties"))
        page = response.content.decode()
        assert "Вкажіть дату так: 2008, 03.2022 або 12.07.2022" in page
        for typed in wrong.values():
            assert f'value="{typed}"' in page

    def test_an_end_before_the_start_is_said_beside_the_end(self, admin_client):
        dates = {"signed_on": "12.07.2022", "valid_until": "06.2022"}
        response = admin_client.post(reverse(self.url), AGREEMENT | dates | rows("parties"))
        assert set(response.context["adminform"].form.errors) == {"valid_until"}

    def test_dates_come_back_as_they_are_typed(self, admin_client):
        agreement = make_agreement(
            [make_partner()], talks_from="2021", signed_on="2022-03", registered_on="2022-07-12"
        )
        page = admin_client.get(
            reverse("admin:partners_agreement_change", args=[agreement.pk])
        ).content.decode()
        for typed in ("2021", "03.2022", "12.07.2022"):
            assert f'value="{typed}"' in page

    def test_the_list_shows_the_state_that_follows_from_the_dates(self, admin_client):
        make_agreement([make_partner()], status="active", signed_on="2008", valid_until="2009")
        page = admin_client.get(reverse("admin:partners_agreement_changelist")).content.decode()
        assert "Строк дії закінчився" in page

    def test_the_state_of_publication_is_picked_from_words_in_view(self, admin_client):
        page = admin_client.get(reverse(self.url)).content.decode()
        for state in ("draft", "review", "public", "internal"):
            assert f'type="radio" name="publication" value="{state}"' in page


class TestDeleting:
    def delete_page(self, partner):
        return reverse("admin:partners_partner_delete", args=[partner.pk])

    def test_a_partner_with_agreements_says_what_holds_it(self, admin_client):
        partner = make_partner()
        agreement = make_agreement([partner])
        page = admin_client.get(self.delete_page(partner)).content.decode()
        assert agreement.title in page
        admin_client.post(self.delete_page(partner), {"post": "yes"})
        assert Partner.objects.filter(pk=partner.pk).exists()

    def test_a_contact_is_not_deleted_without_the_right_nor_named(self, clerk):
        partner = make_partner(publication="draft")
        Contact.objects.create(partner=partner, name="Таємна Особа")
        client = clerk("view_partner", "delete_partner")
        page = client.get(self.delete_page(partner)).content.decode()
        assert "Таємна" not in page
        assert "контактна особа" in page
        assert client.post(self.delete_page(partner), {"post": "yes"}).status_code == 403
        assert Contact.objects.exists()

    def test_with_the_right_both_go(self, clerk):
        partner = make_partner(publication="draft")
        Contact.objects.create(partner=partner, name="Таємна Особа")
        client = clerk("view_partner", "delete_partner", "delete_contact")
        assert client.post(self.delete_page(partner), {"post": "yes"}).status_code == 302
        assert not Partner.objects.exists()

    def test_many_at_once_ask_the_same_right(self, clerk):
        partner = make_partner(publication="draft")
        Contact.objects.create(partner=partner, name="Таємна Особа")
        client = clerk("view_partner", "delete_partner")
        chosen = {"action": "delete_selected", "_selected_action": [partner.pk], "post": "yes"}
        client.post(reverse("admin:partners_partner_changelist"), chosen)
        assert Contact.objects.exists()


def test_the_history_does_not_name_contacts(admin_client):
    partner = make_partner()
    page = reverse("admin:partners_partner_change", args=[partner.pk])
    data = {
        "kind": "municipality",
        "relation": "contact",
        "country": "LT",
        "name_uk": partner.name_uk,
        "key": partner.key,
        "status": "active",
        "publication": "draft",
    } | rows("contact", {"name": "Таємна Особа"})
    assert admin_client.post(page, data).status_code == 302
    assert partner.contact.name == "Таємна Особа"
    history = admin_client.get(reverse("admin:partners_partner_history", args=[partner.pk]))
    assert "Таємна" not in history.content.decode()
    assert "Таємна" not in admin_client.get("/admin/").content.decode()


def test_the_country_filter_offers_countries_that_have_partners(admin_client):
    make_partner(country="DK")
    make_partner(country="LT")
    changelist = admin_client.get(reverse("admin:partners_partner_changelist") + "?country=DK")
    assert changelist.context["cl"].result_count == 1
    page = changelist.content.decode()
    assert "?country=LT" in page
    assert "?country=FR" not in page
