"""What clerks type into the forms of the admin, and what they are then told."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from aid.doubts import of_arrival
from aid.models import Item, Rate
from aid.tests.records import make_item, make_rate, make_shipment
from dolyna_portal.tests.forms import sent
from dolyna_portal.tests.staff import make_staff
from partners.models import Area, Office, Partner
from partners.tests.records import make_agreement, make_area, make_office, make_partner
from projects.tests.records import make_event, make_project
from publishing.admin import NumberFormField
from publishing.dates import PartialDate
from publishing.keys import free_key, made_of
from publishing.models import Document
from publishing.rules import broken
from publishing.tests.hostile import image, pdf
from register.importing import import_rows
from register.tests.registers import only
from reports.editions import publish
from reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(make_staff("publisher"))
    return client


def address_of(record, page="change"):
    options = record._meta
    args = [record.pk] if page == "change" else []
    return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=args)


def save(client, record, page="change", prefix="", files=(), follow=False, **typed):
    """Open the form of a record, type into it and send it."""
    address = prefix + address_of(record, page)
    fields = sent(client.get(address).content.decode())
    fields |= {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    return client.post(address, fields | dict(files), follow=follow)


def errors(response):
    return response.context["adminform"].form.errors


def told(response):
    return [str(message) for message in response.context["messages"]]


class TestContradictions:
    def test_are_refused_beside_the_field(self, clerk):
        refused = [
            (make_event(), {"participants": "10", "children": "11"}, "children"),
            (
                make_agreement([make_partner()]),
                {"term": "indefinite", "valid_until": "2030"},
                "valid_until",
            ),
            (make_agreement([make_partner()], kind="twinning"), {"form": "delegation"}, "form"),
            (
                make_project(lead=make_partner()),
                {"lead_office": "on"},
                "lead_office",
            ),
        ]
        for record, typed, field in refused:
            response = save(clerk, record, **typed)
            assert response.status_code == 200, record
            assert list(errors(response)) == [field]

    @pytest.mark.parametrize("children", ["", "0", "10"])
    def test_all_who_take_part_may_be_children(self, clerk, children):
        event = make_event()
        assert save(clerk, event, participants="10", children=children).status_code == 302

    def test_come_in_by_a_register_file_which_the_contract_lets(self):
        event = {"key": "camp", "kind": "camp", "title_uk": "Табір", "participants": 10}
        assert not import_rows(only("events", event | {"children": 11})).faults
        paper = {"key": "pact", "kind": "twinning", "title_uk": "Угода", "form": "delegation"}
        paper |= {"term": "indefinite", "valid_until": "2030", "parties": "remo"}
        remo = {"key": "remo", "kind": "municipality", "name_uk": "Ремо", "country": "IT"}
        rows = [
            {"title": "partners", "data": [remo | {"status": "active"}]},
            {"title": "agreements", "data": [paper]},
        ]
        assert not import_rows(rows).faults

    def test_of_dates_are_each_told_once_in_their_own_words(self, clerk):
        paper = make_agreement([make_partner()])
        dates = {"talks_from": "2024", "signed_on": "2023", "in_force_from": "2023"}
        response = save(clerk, paper, "change", "/en", **dates, valid_until="2022")
        with override("en"):
            assert errors(response) == {
                "signed_on": ["It is signed before the talks began"],
                "valid_until": [
                    "It ends before it is signed",
                    "It ends before it comes into force",
                ],
            }

    def test_an_arrival_that_is_still_to_come_is_doubted(self):
        coming = PartialDate(date.today().year + 1)
        with override("en"):
            assert of_arrival(coming, "received")
            assert not of_arrival(coming, "announced")
            assert not of_arrival(PartialDate(date.today().year), "received")
            assert not of_arrival(None, "received")


class TestNumbers:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("120 000", "120000"),
            ("120\u00a0000,50", "120000.50"),
            ("1\u202f234\u00a0567", "1234567"),
            (" 12,5 ", "12.5"),
            ("-3", "-3"),
        ],
    )
    def test_may_have_spaces_between_thousands(self, typed, read):
        assert NumberFormField(localize=True).to_python(typed) == Decimal(read)

    @pytest.mark.parametrize("typed", ["1e5", "1E5", "12 5", "Infinity", "١٢", "1_000", "5 кг"])
    def test_that_are_none_are_refused(self, typed):
        with pytest.raises(ValidationError):
            NumberFormField(localize=True).to_python(typed)

    def test_are_stored_as_typed(self, clerk):
        shipment = make_shipment()
        response = save(clerk, shipment, value="120\u00a0000,50", currency="EUR", weight_kg="1 200")
        assert response.status_code == 302
        shipment.refresh_from_db()
        assert (shipment.value, shipment.weight_kg) == (Decimal("120000.5"), 1200)

    def test_out_of_bounds_are_told_the_bounds(self):
        with override("en"):
            ((field, message),) = broken(Report(year=1889, title_uk="Звіт"))
            assert (field, message) == ("year", "Enter a number from 1990 to 2200")

    def test_a_consignment_of_three_hundred_items_is_saved(self, clerk):
        shipment = make_shipment()
        for number in range(300):
            make_item(shipment, line=number + 1)
        typed = {"title_uk": "Довгий перелік", "items-299-quantity": "7"}
        assert save(clerk, shipment, **typed).status_code == 302
        assert Item.objects.get(line=300).quantity == 7


@pytest.mark.parametrize("typed", ["31.02.2024", "2024-02-31", "31.04.2023"])
def test_a_day_that_no_calendar_has_is_told_as_such(typed):
    with override("en"), pytest.raises(ValidationError) as caught:
        PartialDate.parse(typed)
    with override("en"):
        assert caught.value.messages == ["There is no such day"]
    with override("en"), pytest.raises(ValidationError) as caught:
        PartialDate.parse("12.13.2024")
    assert "03.2022" in caught.value.messages[0]


class TestPartner:
    def test_speaks_a_language_of_the_list(self, clerk):
        partner = make_partner()
        assert list(errors(save(clerk, partner, native_language="литовська"))) == [
            "native_language"
        ]
        assert save(clerk, partner, native_language="lt").status_code == 302
        assert Partner.objects.get().native_language == "lt"

    def test_keeps_the_code_that_a_register_file_brought(self, clerk):
        partner = make_partner(native_language="pt-BR")
        assert save(clerk, partner, name_uk="Нова назва").status_code == 302
        assert Partner.objects.get().native_language == "pt-BR"

    def test_has_colours_that_can_be_read_whoever_enters_them(self, clerk):
        partner = make_partner()
        response = save(clerk, partner, colour_ground="#ffffff", colour_mark="#000000")
        assert "colour_ground" in errors(response)
        for fieldset in response.context["adminform"]:
            if "colour_ground" in str(fieldset.fields):
                assert "collapse" not in fieldset.classes
        partner.colour_ground = "#ffffff"
        with pytest.raises(ValidationError) as caught:
            partner.full_clean()
        assert set(caught.value.message_dict) == {"colour_ground"}


class TestKeys:
    @pytest.mark.parametrize(
        ("name", "key"),
        [
            ("Зелений Яр", "zelenyi-yar"),
            ("Їжакова гора й Юність", "yizhakova-hora-y-yunist"),
            ("Згурівка, Розгін", "zghurivka-rozghin"),
            ("Під’їзд", "pidizd"),
            ("Šiaulių rajonas 2", "siauliu-rajonas-2"),
            ("…", ""),
            ("а" * 90, "a" * 60),
        ],
    )
    def test_are_made_of_names(self, name, key):
        assert made_of(name) == key

    def test_are_free(self):
        make_area(key="zelenyi-yar")
        make_area(key="zelenyi-yar-2")
        assert free_key(Area, "Зелений Яр") == "zelenyi-yar-3"
        assert free_key(Area, "Office") == "office-2"
        assert free_key(Area, "…") == "area"

    def test_of_a_new_record_may_be_left_empty(self, clerk):
        make_area(key="dovkillia")
        assert save(clerk, Area(), "add", name_uk="Довкілля", key="").status_code == 302
        assert Area.objects.filter(key="dovkillia-2", name_uk="Довкілля").exists()
        area = Area.objects.get(key="dovkillia-2")
        assert list(errors(save(clerk, area, key=""))) == ["key"]

    def test_say_what_they_are(self, clerk):
        page = clerk.get(address_of(Partner(), "add"))
        assert page.context["adminform"].form.fields["key"].help_text


class TestTold:
    def test_that_a_registration_made_an_edition(self, clerk):
        make_office()
        report = Report.objects.create(year=2024, title_uk="Звіт")
        publish(report)
        typed = {"registered_on": "2025-01-15", "registration_index": "7"}
        response = save(clerk, report, "change", "/en", follow=True, **typed)
        assert report.editions.count() == 2
        assert any("Edition 2 is published" in text for text in told(response))
        response = save(clerk, report, "change", "/en", follow=True, title_uk="Звіт про все")
        assert not any("is published" in text for text in told(response))

    def test_from_when_a_published_record_is_seen(self, clerk):
        partner = make_partner(publication="draft", public_from=date(2099, 5, 4))
        response = save(clerk, partner, "change", "/en", follow=True, _publish="1")
        assert any("visitors see it from 05/04/2099" in text for text in told(response))
        assert "visitors see it from 05/04/2099" in response.context["state_words"]
        seen = make_partner(publication="draft")
        response = save(clerk, seen, "change", "/en", follow=True, _publish="1")
        assert "from" not in response.context["state_words"]

    def test_that_a_file_without_words_stays_a_draft(self, clerk):
        partner = make_partner()
        prefix = "publishing-document-owner_type-owner_id"
        typed = {f"{prefix}-0-publication": "public", f"{prefix}-0-kind": "other"}
        files = {f"{prefix}-0-upload": SimpleUploadedFile("лист.pdf", pdf(), "application/pdf")}
        response = save(clerk, partner, "change", "/en", follow=True, files=files, **typed)
        assert Document.objects.get().publication == "draft"
        assert any("“лист.pdf” is a draft" in text for text in told(response)), told(response)

    def test_of_two_texts_in_one_place_without_names_of_columns(self, clerk):
        report, partner = Report.objects.create(year=2024, title_uk="Звіт"), make_partner()
        typed = {"texts-TOTAL_FORMS": "2"}
        for row in (0, 1):
            typed |= {f"texts-{row}-partner": partner.pk, f"texts-{row}-place": "before"}
        response = save(clerk, report, "change", "/en", **typed)
        page = response.content.decode()
        assert "Two texts about one partner stand in the same place" in page
        assert "partner and place" not in page

    def test_what_a_rate_is(self):
        rate = make_rate(uah="39.123400", date=date(2023, 3, 15))
        assert "39,1234" in str(Rate.objects.get()) and "15.03.2023" in str(rate)
        with override("en"):
            assert str(Rate.objects.get()) == "1 EUR = UAH 39.1234, 15.03.2023"


def test_a_return_to_a_version_lists_no_state_of_publication(clerk):
    partner = make_partner(publication="draft", name_uk="Давня назва")
    first = partner.history.first()
    partner.name_uk, partner.publication = "Нова назва", "public"
    partner.save()
    address = reverse("admin:partners_partner_version", args=[partner.pk, first.pk])
    told = clerk.get(address).context["differences"]
    assert [(one.old, one.new) for one in told] == [("Нова назва", "Давня назва")]


def test_the_coat_of_arms_is_shown_and_can_be_taken_away(admin_client):
    office = make_office()
    page = admin_client.get(address_of(office)).content.decode()
    assert 'type="file" name="arms"' in page and "data:image/png" not in page
    files = {"arms": SimpleUploadedFile("arms.png", image("PNG"), "image/png")}
    assert save(admin_client, office, files=files).status_code == 302
    page = admin_client.get(address_of(office)).content.decode()
    assert '<img src="data:image/png;base64,' in page
    assert 'type="file" name="arms"' in page
    assert Office.objects.get().arms.name not in page
    assert save(admin_client, office, **{"arms-clear": "on"}).status_code == 302
    assert not Office.objects.get().arms


def test_a_new_account_is_one_of_the_staff(admin_client):
    password = "seven geese over the mill"
    typed = {"username": "halyna", "password1": password, "password2": password}
    save(admin_client, User(), "add", usable_password="true", **typed)
    assert User.objects.get(username="halyna").is_staff


@pytest.mark.parametrize(
    ("page", "is_told"),
    [("partners/partner/5/change/", True), ("partners/area/add/", True), ("partners/", False)],
)
def test_who_lost_a_session_over_a_form_is_told_on_the_page_of_sign_in(client, page, is_told):
    response = client.post(f"/en/admin/{page}", follow=True)
    assert ("nothing was saved" in response.content.decode()) is is_told
