"""Projects and their money as clerks enter them."""

import pytest
from django.urls import reverse

from partners.models import Partner
from partners.tests.records import make_partner
from projects.models import Project
from projects.tests.records import make_funding, make_project

pytestmark = pytest.mark.django_db

PROJECT = {"title_uk": "Вода", "key": "water", "status": "active", "publication": "draft"}


def money(*forms):
    data = {"funding-TOTAL_FORMS": len(forms), "funding-INITIAL_FORMS": 0}
    for number, form in enumerate(forms):
        data |= {f"funding-{number}-{name}": value for name, value in form.items()}
    return data


def test_lines_of_money_number_themselves(admin_client):
    grant = {"line": "", "kind": "grant", "amount": "120000,50", "currency": "EUR"}
    own = {"line": "7", "kind": "own", "amount": "300000", "currency": "UAH"}
    data = PROJECT | money(own, grant, grant)
    assert admin_client.post(reverse("admin:projects_project_add"), data).status_code == 302
    lines = Project.objects.get().funding.values_list("line", "currency")
    assert list(lines) == [(7, "UAH"), (8, "EUR"), (9, "EUR")]


def test_a_new_line_comes_after_those_that_are_stored(admin_client):
    project = make_project()
    line = make_funding(project, line=4)
    data = PROJECT | money({}, {"line": "", "kind": "own", "amount": "5", "currency": "UAH"})
    data |= {
        "funding-INITIAL_FORMS": 1,
        "funding-0-id": line.pk,
        "funding-0-line": 4,
        "funding-0-kind": "grant",
        "funding-0-amount": "1000",
        "funding-0-currency": "EUR",
    }
    page = reverse("admin:projects_project_change", args=[project.pk])
    assert admin_client.post(page, data).status_code == 302
    assert list(project.funding.values_list("line", flat=True)) == [4, 5]


def test_money_without_a_currency_is_refused_beside_its_field(admin_client):
    data = PROJECT | money({"line": "", "kind": "grant", "amount": "-5", "currency": ""})
    response = admin_client.post(reverse("admin:projects_project_add"), data)
    inlines = {one.formset.prefix: one for one in response.context["inline_admin_formsets"]}
    assert set(inlines["funding"].formset.errors[0]) == {"amount", "currency"}
    assert not Project.objects.exists()


def test_controls_of_rows_say_what_they_are(admin_client):
    make_funding(make_project())
    page = admin_client.get(
        reverse("admin:projects_project_change", args=[Project.objects.get().pk])
    ).content.decode()
    for name in ("line", "amount", "currency", "DELETE"):
        control = page.split(f'name="funding-0-{name}"')[1].split(">")[0]
        assert "aria-label=" in control, name


def test_dates_say_how_they_are_typed(admin_client):
    page = admin_client.get(reverse("admin:projects_project_add")).content.decode()
    assert "2008, 03.2022 або 12.07.2022. Не вгадуйте місяця й дня" in page


def test_a_partner_that_pays_for_a_project_says_what_holds_it(admin_client):
    partner, project = make_partner(), make_project(title_uk="Зелені школи")
    make_funding(project, partner=partner)
    page = reverse("admin:partners_partner_delete", args=[partner.pk])
    assert "Зелені школи" in admin_client.get(page).content.decode()
    admin_client.post(page, {"post": "yes"})
    assert Partner.objects.filter(pk=partner.pk).exists()
