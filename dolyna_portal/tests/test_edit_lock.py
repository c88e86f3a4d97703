"""Two people on one record: the second to save sees both versions and loses nothing."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from aid.models import Item
from aid.tests.records import make_item, make_shipment
from dolyna_portal.tests.forms import sent
from dolyna_portal.tests.staff import make_staff
from partners.models import Agreement, Partner
from partners.tests.records import make_agreement, make_area, make_partner
from publishing.admin import RecordAdmin
from publishing.admin_rights import GuardedForm
from publishing.dates import PartialDate, PartialDateFormField

pytestmark = pytest.mark.django_db


class Person:
    """Somebody with the form of one record open."""

    def __init__(self, name, record, role="publisher"):
        self.client = Client()
        self.client.force_login(make_staff(role, username=name))
        options = record._meta
        self.address = reverse(
            f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk]
        )
        self.open()

    def open(self):
        self.fields = sent(self.client.get(self.address).content.decode())

    def save(self, **typed):
        self.fields |= {name: [value] for name, value in typed.items()}
        response = self.client.post(self.address, self.fields)
        if response.status_code == 200:
            self.fields = sent(response.content.decode())
        return response


def test_an_undisturbed_form_is_saved(client):
    partner = make_partner()
    person = Person("olena", partner)
    assert "stands_at" in person.fields
    assert person.save(name_uk="Нова назва").status_code == 302
    person.open()
    assert person.save(name_uk="Ще новіша").status_code == 302
    assert Partner.objects.get().name_uk == "Ще новіша"


def test_a_date_that_nobody_touched_is_not_told_as_changed():
    partner = make_partner(since="2021-03")
    Person("olena", partner).save(name_uk="Нова назва")
    told = [version.since for version in partner.history.all()]
    assert [str(date) for date in told] == ["2021-03", "2021-03"]
    form, since = PartialDateFormField(), PartialDate(2021, 3)
    assert not form.has_changed(since, "03.2021")
    assert form.has_changed(since, "2021")
    assert form.has_changed(None, "2021")


def test_what_both_changed_is_shown_with_who_and_when():
    partner = make_partner(name_uk="Давня назва", population=100)
    first, second = Person("olena", partner), Person("petro", partner)
    assert first.save(name_uk="Назва Олени", population="200").status_code == 302
    response = second.save(name_uk="Назва Петра", website="https://example.org")
    assert response.status_code == 200
    conflict = response.context["edit_conflict"]
    assert [(one.stored, one.typed) for one in conflict.clashes] == [("Назва Олени", "Назва Петра")]
    page = response.content.decode()
    assert "Поки ви працювали, запис змінили. Порівняйте обидві версії" in page
    assert "olena" in page
    assert re.search(r"\d\d\.\d\d\.\d{4} \d\d:\d\d", page)
    partner.refresh_from_db()
    assert (partner.name_uk, partner.website) == ("Назва Олени", "")


def test_the_second_saves_both_when_the_form_is_sent_again():
    area, other = make_area(), make_area()
    partner = make_partner([area], name_uk="Давня назва", population=100, since="2021-03")
    first, second = Person("olena", partner), Person("petro", partner)
    first.save(population="200", since="12.07.2022", areas=str(other.pk), colour_ground="")
    assert second.save(name_uk="Назва Петра").status_code == 200
    assert second.save().status_code == 302
    partner.refresh_from_db()
    assert (partner.name_uk, partner.population) == ("Назва Петра", 200)
    assert str(partner.since) == "2022-07-12"
    assert list(partner.areas.all()) == [other]


def test_a_third_who_comes_in_between_is_met_too():
    partner = make_partner(name_uk="Давня назва")
    first, second, third = (Person(name, partner) for name in ("olena", "petro", "ivan"))
    first.save(name_uk="Перша")
    assert second.save(name_uk="Друга").status_code == 200
    third.open()
    third.save(name_uk="Третя")
    response = second.save()
    assert response.status_code == 200
    assert [one.stored for one in response.context["edit_conflict"].clashes] == ["Третя"]
    assert second.save().status_code == 302
    assert Partner.objects.get().name_uk == "Друга"


def test_the_same_change_by_both_is_no_clash():
    partner = make_partner(name_uk="Давня назва")
    first, second = Person("olena", partner), Person("petro", partner)
    first.save(name_uk="Нова")
    response = second.save(name_uk="Нова")
    assert response.context["edit_conflict"].clashes == []
    assert second.save().status_code == 302


def test_who_may_not_publish_keeps_what_was_typed_into_what_is_published_meanwhile():
    shipment = make_shipment(title_uk="Ковдри", publication="draft")
    make_item(shipment, name_uk="ковдри")
    editor, publisher = Person("olena", shipment, "editor"), Person("petro", shipment)
    assert publisher.save(_publish="1").status_code == 302
    response = editor.save(
        **{"title_uk": "Ковдри вовняні", "summary_uk": "Тепло.", "items-0-name_uk": "пледи"}
    )
    assert response.status_code == 409
    typed = {(one.stored, one.typed) for one in response.context["typed"]}
    assert {("Ковдри", "Ковдри вовняні"), ("—", "Тепло."), ("ковдри", "пледи")} <= typed
    assert ("Оприлюднено", "Чернетка") not in typed
    page = response.content.decode()
    assert "Ковдри вовняні" in page and "пледи" in page
    shipment.refresh_from_db()
    assert (shipment.title_uk, shipment.publication) == ("Ковдри", "public")


def test_a_conflict_is_told_once():
    partner = make_partner(name_uk="Давня назва")
    first, second = Person("olena", partner), Person("petro", partner)
    first.save(name_uk="Перша")
    page = second.save(name_uk="Друга").content.decode()
    assert page.count("Поки ви працювали, запис змінили") == 1


class TestRows:
    def test_changed_by_one_and_added_by_the_other(self):
        shipment = make_shipment(publication="draft")
        item = make_item(shipment, name_uk="ковдри", name_en="", quantity=10)
        first, second = Person("olena", shipment), Person("petro", shipment)
        new = {"name_uk": "намети", "quantity": "3", "unit": "pcs", "line": ""}
        added = {f"items-1-{name}": value for name, value in new.items()}
        assert first.save(**{"items-TOTAL_FORMS": "2"}, **added).status_code == 302
        assert second.save(**{"items-0-quantity": "12"}).status_code == 200
        assert second.save().status_code == 302
        item.refresh_from_db()
        assert item.quantity == 12
        assert set(shipment.items.values_list("name_uk", flat=True)) == {"ковдри", "намети"}

    def test_added_by_both(self):
        shipment = make_shipment(publication="draft")
        first, second = Person("olena", shipment), Person("petro", shipment)
        for person, name in ((first, "ковдри"), (second, "намети")):
            new = {"name_uk": name, "quantity": "3", "unit": "pcs", "line": ""}
            added = {f"items-0-{field}": value for field, value in new.items()}
            person.save(**{"items-TOTAL_FORMS": "1"}, **added)
        assert second.save().status_code == 302
        assert set(shipment.items.values_list("line", "name_uk")) == {(1, "ковдри"), (2, "намети")}

    def test_changed_by_both(self):
        item = make_item(make_shipment(publication="draft"), quantity=10)
        first, second = Person("olena", item.shipment), Person("petro", item.shipment)
        first.save(**{"items-0-quantity": "11", "items-0-weight_kg": "5"})
        response = second.save(**{"items-0-quantity": "12"})
        (clash,) = response.context["edit_conflict"].clashes
        assert (clash.stored, clash.typed) == ("11", "12")
        assert item.name in clash.label
        assert second.save().status_code == 302
        item.refresh_from_db()
        assert (item.quantity, item.weight_kg) == (12, 5)

    @pytest.mark.parametrize("typed", [{}, {"items-0-quantity": "12"}])
    def test_deleted_by_one(self, typed):
        shipment = make_shipment(publication="draft")
        make_item(shipment, quantity=10)
        first, second = Person("olena", shipment), Person("petro", shipment)
        assert first.save(**{"items-0-DELETE": "on"}).status_code == 302
        assert second.save(title_uk="Інша назва", **typed).status_code == 200
        assert second.save().status_code == 302
        assert [item.quantity for item in Item.objects.all()] == ([12] if typed else [])

    def test_parties_of_an_agreement(self):
        one, two, three = (make_partner() for _ in range(3))
        agreement = make_agreement([one], publication="draft")
        first, second = Person("olena", agreement), Person("petro", agreement)
        for person, partner in ((first, two), (second, three)):
            number = len([name for name in person.fields if name.endswith("-partner")])
            row = {f"parties-{number}-partner": str(partner.pk), f"parties-{number}-position": ""}
            person.save(**{"parties-TOTAL_FORMS": str(number + 1)}, **row)
        assert second.save().status_code == 302
        assert set(Agreement.objects.get().partners.all()) == {one, two, three}


def test_every_form_of_a_record_knows_of_conflicts():
    for model, model_admin in admin.site._registry.items():
        if isinstance(model_admin, RecordAdmin):
            assert issubclass(model_admin.form, GuardedForm), model
