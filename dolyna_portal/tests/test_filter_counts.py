"""The numbers beside the values of every list's filter, on a whole register."""

import pytest
from django.utils.translation import override

from aid.forms import NeedFilter, ShipmentFilter
from aid.models import Need, Shipment
from partners.forms import AgreementFilter, PartnerFilter
from partners.models import Agreement, Partner
from partners.tests.records import make_partner
from projects.forms import EventFilter, ProjectFilter
from projects.models import Event, Project
from projects.tests.records import make_event, make_project
from register.importing import import_file
from register.tests.registers import OTHER_TOWN

pytestmark = pytest.mark.django_db

LISTS = [
    (PartnerFilter, Partner),
    (AgreementFilter, Agreement),
    (ProjectFilter, Project),
    (EventFilter, Event),
    (ShipmentFilter, Shipment),
    (NeedFilter, Need),
]


def offered(form, model):
    """{(field, value): number} of a filter's choices."""
    form.offer(model.objects.public())
    return {
        (name, value): int(str(word).rpartition(" · ")[2])
        for name in form.facets
        for value, word in form.fields[name].widget.choices
        if value
    }


def test_each_number_is_what_the_value_finds(django_assert_num_queries):
    import_file(OTHER_TOWN)
    seen = 0
    for form, model in LISTS:
        public = model.objects.public()
        with django_assert_num_queries(1):
            choices = offered(form({}), model)
        for (name, value), number in choices.items():
            assert form({name: value}).narrow(public).distinct().count() == number, (name, value)
            assert "CANARY" not in value
            seen += 1
    assert seen > 80


def test_each_number_is_what_the_value_finds_beside_another():
    import_file(OTHER_TOWN)
    for form, model, chosen in (
        (EventFilter, Event, {"year": "2024"}),
        (ShipmentFilter, Shipment, {"status": "counted"}),
        (AgreementFilter, Agreement, {"status": "active"}),
        (ProjectFilter, Project, {"status": "active"}),
    ):
        public = model.objects.public()
        for (name, value), number in offered(form(chosen), model).items():
            found = form(chosen | {name: value}).narrow(public).distinct().count()
            assert found == number, (name, value)


def test_a_partner_that_leads_and_takes_part_is_counted_once():
    partner = make_partner(key="lead")
    make_project([partner], lead=partner)
    make_project([make_partner()], lead=partner)
    assert offered(ProjectFilter({}), Project)["partner", "lead"] == 2


def test_the_key_of_a_hidden_partner_finds_nothing():
    """Else the address would tell which records a hidden partner has a part in."""
    hidden = make_partner(key="secret", publication="internal")
    make_event([make_partner(), hidden])
    make_project([make_partner(), hidden])
    for form, model in ((EventFilter, Event), (ProjectFilter, Project)):
        assert form({"partner": "secret"}).narrow(model.objects.public()).count() == 0
        assert ("partner", "secret") not in offered(form({}), model)


@pytest.mark.parametrize(
    ("form", "model", "chosen"),
    [
        (ShipmentFilter, Shipment, {"status": "announced"}),
        (ShipmentFilter, Shipment, {"year": "-", "recipient": "idp"}),
        (EventFilter, Event, {"kind": "camp", "year": "1999"}),
        (NeedFilter, Need, {"urgency": "critical"}),
    ],
)
def test_what_is_chosen_stays_chosen_though_no_record_has_it(form, model, chosen):
    filled = form(chosen)
    choices = offered(filled, model)
    for name, value in chosen.items():
        assert choices[name, value] == 0
        assert f'value="{value}" selected' in str(filled[name])


def test_what_no_one_knows_is_not_offered():
    for form, model, chosen in (
        (EventFilter, Event, {"kind": "nothing", "year": "x", "partner": "secret"}),
        (ShipmentFilter, Shipment, {"category": "none", "currency": "EUR"}),
    ):
        assert not offered(form(chosen), model)


def test_a_filter_without_choices_is_idle_until_something_is_asked():
    for form, model in LISTS:
        empty, asked = form({}), form({"status": "active"})
        offered(empty, model), offered(asked, model)
        assert empty.is_idle and asked.is_idle == ("status" not in asked.fields)
    make_event([make_partner()])
    busy = EventFilter({})
    offered(busy, Event)
    assert not busy.is_idle


def test_a_choice_without_english_words_is_marked():
    make_event([make_partner(key="sosnivka", name_en="")])
    make_event([make_partner(key="town", name_en="Town")])
    with override("en"):
        form = EventFilter({})
        form.offer(Event.objects.public())
        drawn = str(form["partner"])
    assert '<option value="sosnivka" lang="uk">' in drawn
    assert '<option value="town">' in drawn
