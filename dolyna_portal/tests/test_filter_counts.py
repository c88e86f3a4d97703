"""The numbers beside the values of every list's filter, on a whole register."""

import pytest

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
