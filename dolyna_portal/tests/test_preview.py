"""The public page before publishing: for staff, in both languages, never kept; and advice."""

import pytest
from django.urls import reverse

from aid.models import Custody
from aid.tests.records import make_item, make_need, make_shipment
from dolyna_portal.tests.staff import make_staff
from partners.models import Contact
from partners.tests.records import make_agreement, make_office, make_partner
from projects.tests.records import make_event, make_project
from publishing.models import Publication

pytestmark = pytest.mark.django_db
MAKERS = [make_partner, make_agreement, make_project, make_event, make_need, make_shipment]


def preview(record):
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_preview", args=[record.pk])


@pytest.mark.parametrize("state", ["draft", "review", "internal"])
@pytest.mark.parametrize("make", MAKERS)
def test_staff_see_the_page_that_visitors_do_not(client, make, state):
    make_office()
    record = make(publication=state)
    name = getattr(record, "name_uk", None) or record.title_uk
    client.force_login(make_staff("editor"))
    for prefix in ("", "/en"):
        response = client.get(prefix + preview(record))
        assert response.status_code == 200
        page = response.content.decode()
        assert name in page or (getattr(record, "name_en", "") or record.title_en) in page
        assert "no-store" in response.headers["Cache-Control"]
        assert "noindex" in page
    client.logout()
    assert client.get(record.get_absolute_url()).status_code == 404
    assert client.get(preview(record)).status_code == 302


def test_a_number_in_any_alphabet_leads_to_its_page(client):
    shipment = make_shipment(reference="В-2/24", title_uk="Ковдри", publication="draft")
    client.force_login(make_staff("editor"))
    assert "Ковдри" in client.get(preview(shipment)).content.decode()


def test_the_rows_of_the_record_are_there_and_nothing_confidential(client):
    shipment = make_shipment([make_partner()], publication="draft")
    make_item(shipment, name_uk="ковдри вовняні")
    Custody.objects.create(shipment=shipment, store="Таємний склад")
    client.force_login(make_staff("administrator"))
    page = client.get(preview(shipment)).content.decode()
    assert "ковдри вовняні" in page
    assert "Таємний" not in page


def test_other_drafts_stay_hidden_in_it(client):
    partner = make_partner(publication="draft")
    make_event([partner], title_uk="Прихована подія", publication="draft")
    Contact.objects.create(partner=partner, name="Таємна Особа")
    client.force_login(make_staff("editor"))
    page = client.get(preview(partner)).content.decode()
    assert "Прихована" not in page
    assert "Таємна" not in page


def test_it_leaves_nothing_behind(client):
    partner = make_partner(publication="draft")
    client.force_login(make_staff("editor"))
    client.get(preview(partner))
    client.logout()
    assert partner.name_uk not in client.get("/partners/").content.decode()
    assert client.get(partner.get_absolute_url()).status_code == 404


def test_the_form_leads_to_it_in_both_languages(client):
    partner = make_partner(publication="draft")
    client.force_login(make_staff("editor"))
    page = client.get(f"/admin/partners/partner/{partner.pk}/change/").content.decode()
    assert f'href="{preview(partner)}"' in page
    assert f'href="/en{preview(partner)}"' in page


def test_it_changes_nothing_by_post(client):
    client.force_login(make_staff("publisher"))
    partner = make_partner(publication="draft")
    assert client.post(preview(partner)).status_code == 405
    partner.refresh_from_db()
    assert partner.publication == Publication.DRAFT


def saved(client, record, **changes):
    """Save the form of a partner and give what the next page warns of."""
    data = {
        "kind": record.kind,
        "relation": record.relation,
        "country": record.country.code,
        "name_uk": record.name_uk,
        "name_en": record.name_en,
        "key": record.key,
        "status": record.status,
        "publication": record.publication,
        "contact-TOTAL_FORMS": 0,
        "contact-INITIAL_FORMS": 0,
    } | changes
    address = f"/admin/partners/partner/{record.pk}/change/"
    response = client.post(address, data, follow=True)
    assert response.redirect_chain
    return [one.message for one in response.context["messages"] if one.level_tag == "warning"]


def test_saving_gives_advice_and_refuses_nothing(client):
    client.force_login(make_staff("editor"))
    partner = make_partner(publication="draft")
    told = saved(client, partner, origin_uk='В рамках проекту "Мости".', summary_uk="Текст.")
    for words in ("крапка", "малої літери", "« »", "«у межах»", "«проєкт»", "Ще немає англійською"):
        assert any(words in line for line in told), (words, told)
    partner.refresh_from_db()
    assert partner.origin_uk == 'В рамках проекту "Мости".'


@pytest.mark.parametrize(
    "names",
    [
        {"name_uk": "Зелений Яр"},
        {"name_uk": "Інша", "name_en": "Zelenyi Yar"},
        {"name_uk": "Інша", "aliases": "Щось; ЗЕЛЕНИЙ-ЯР"},
        {"name_uk": "Місто Зелений Яр"},
    ],
)
def test_a_partner_that_is_there_already_is_named(client, names):
    make_partner(name_uk="Зелений Яр", name_en="Zelenyj Jar", aliases="Zelenyi Yar")
    make_partner(name_uk="Далекий Ліс", name_en="")
    client.force_login(make_staff("editor"))
    told = saved(client, make_partner(publication="draft"), **names)
    assert any("«Зелений Яр»" in line for line in told)
    assert not any("Далекий" in line for line in told)
