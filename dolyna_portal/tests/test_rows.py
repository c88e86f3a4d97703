"""Rows on the page of a record: no number twice, two may change places, nothing typed is lost."""

import pytest
from django.urls import reverse

from aid.models import Item
from aid.tests.records import make_distribution, make_item, make_shipment
from dolyna_portal.tests.forms import sent
from partners.tests.records import make_agreement, make_partner
from projects.tests.records import make_funding, make_project
from publishing.admin import RecordAdmin

pytestmark = pytest.mark.django_db


class Page:
    """The page of a record, opened by somebody who types into it and saves."""

    def __init__(self, client, record):
        options = record._meta
        name = f"admin:{options.app_label}_{options.model_name}_change"
        self.client, self.address = client, reverse(name, args=[record.pk])
        self.fields = sent(client.get(self.address).content.decode())

    def save(self, **typed):
        self.fields |= {name: [value] for name, value in typed.items()}
        return self.client.post(self.address, self.fields)

    def add(self, prefix, **typed):
        """Type into one more row of the table."""
        number = int(self.fields[f"{prefix}-TOTAL_FORMS"][0])
        self.fields[f"{prefix}-TOTAL_FORMS"] = [number + 1]
        self.fields |= {f"{prefix}-{number}-{name}": [value] for name, value in typed.items()}


def errors_of(response, prefix):
    (formset,) = (
        inline.formset
        for inline in response.context["inline_admin_formsets"]
        if inline.formset.prefix == prefix
    )
    return [list(errors) for errors in formset.errors]


@pytest.fixture
def shipment():
    shipment = make_shipment()
    for name in ("ковдри", "ліхтарі", "намети"):
        make_item(shipment, name_uk=name)
    return shipment


def lines(shipment):
    return dict(shipment.items.order_by("pk").values_list("name_uk", "line"))


def test_a_number_that_an_untouched_row_has_is_told_beside_the_row(admin_client, shipment):
    page = Page(admin_client, shipment)
    response = page.save(**{"items-0-line": "2", "title_uk": "Нова назва"})
    assert response.status_code == 200
    assert errors_of(response, "items") == [["line"], [], []]
    kept = sent(response.content.decode())
    assert (kept["items-0-line"], kept["title_uk"]) == (["2"], ["Нова назва"])
    assert lines(shipment) == {"ковдри": 1, "ліхтарі": 2, "намети": 3}


def test_a_new_row_with_a_number_that_is_taken_is_told_of_it(admin_client, shipment):
    page = Page(admin_client, shipment)
    page.add("items", line="1", name_uk="свічки", unit="pcs")
    response = page.save()
    assert errors_of(response, "items") == [[], [], [], ["line"]]
    assert sent(response.content.decode())["items-3-name_uk"] == ["свічки"]


def test_two_rows_change_places(admin_client, shipment):
    act = make_distribution(shipment.items.get(line=1))
    response = Page(admin_client, shipment).save(**{"items-0-line": "2", "items-1-line": "1"})
    assert response.status_code == 302
    assert lines(shipment) == {"ковдри": 2, "ліхтарі": 1, "намети": 3}
    assert Item.objects.get(distributions=act).name_uk == "ковдри"
    told = [version.line for version in Item.objects.get(name_uk="ковдри").history.all()]
    assert told == [2, 1]


def test_three_rows_move_round(admin_client, shipment):
    typed = {"items-0-line": "2", "items-1-line": "3", "items-2-line": "1"}
    assert Page(admin_client, shipment).save(**typed).status_code == 302
    assert lines(shipment) == {"ковдри": 2, "ліхтарі": 3, "намети": 1}


def test_a_row_takes_the_number_of_one_that_is_deleted(admin_client, shipment):
    typed = {"items-0-line": "3", "items-2-DELETE": "on"}
    assert Page(admin_client, shipment).save(**typed).status_code == 302
    assert lines(shipment) == {"ковдри": 3, "ліхтарі": 2}


def test_lines_of_funding_change_places_and_repeat_none(admin_client):
    project = make_project()
    make_funding(project, source_uk="громада")
    make_funding(project, source_uk="фонд")
    page = Page(admin_client, project)
    assert errors_of(page.save(**{"funding-1-line": "1"}), "funding") == [[], ["line"]]
    assert page.save(**{"funding-0-line": "2"}).status_code == 302
    assert list(project.funding.values_list("line", "source_uk")) == [(1, "фонд"), (2, "громада")]


def test_a_partner_is_a_party_once(admin_client):
    first, second = make_partner(), make_partner()
    agreement = make_agreement([(first, "signatory"), (second, "coordinator")])
    page = Page(admin_client, agreement)
    response = page.save(**{"parties-1-partner": first.pk, "title_uk": "Нова назва"})
    assert errors_of(response, "parties") == [[], ["partner"]]
    assert sent(response.content.decode())["title_uk"] == ["Нова назва"]
    assert page.save(**{"parties-0-partner": second.pk}).status_code == 302
    roles = dict(agreement.parties.values_list("partner", "role"))
    assert roles == {second.pk: "signatory", first.pk: "coordinator"}


def test_what_the_database_refuses_leaves_the_form_as_it_was_typed(
    admin_client, shipment, monkeypatch
):
    """Two save the same number at one moment: no form of them saw the other's."""
    others = RecordAdmin.save_related

    def meanwhile(self, request, form, formsets, change):
        make_item(shipment, line=4, name_uk="дрова")
        make_item(shipment, line=4, name_uk="вугілля")
        others(self, request, form, formsets, change)

    page = Page(admin_client, shipment)
    monkeypatch.setattr(RecordAdmin, "save_related", meanwhile)
    response = page.save(title_uk="Нова назва")
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert sent(response.content.decode())["title_uk"] == ["Нова назва"]
    assert shipment.items.count() == 3
