"""The next edition before it is frozen: for who writes or publishes reports, never stored."""

import pytest
from django.urls import reverse

from dolyna_portal.tests.staff import make_staff
from partners.models import Partner
from partners.tests.records import make_office
from reports.editions import publish
from reports.models import Edition, EditionSource, Report
from reports.tests.years import partner, report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    make_office()
    return report_of(partners=[partner("remo", since="2024"), partner("sava", publication="draft")])


def page_of(report, name="preview"):
    return reverse(f"admin:reports_report_{name}", args=[report.pk])


@pytest.mark.parametrize("state", ["draft", "review", "public"])
@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_shows_the_paper_as_it_would_be_frozen(client, report, role, state):
    Report.objects.update(publication=state)
    client.force_login(make_staff(role))
    for prefix, name in (("", "Місто remo"), ("/en", "City of remo")):
        response = client.get(prefix + page_of(report))
        page = response.content.decode()
        assert name in page and "sava" not in page
        assert 'name="robots" content="noindex"' in page
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
    assert not Edition.objects.exists() and not EditionSource.objects.exists()
    assert Report.objects.get().publication == state


def test_is_made_anew_each_time_and_names_what_changes(client, report):
    publish(report)
    client.force_login(make_staff("editor"))
    before = client.get(page_of(report)).content.decode()
    assert "<ins>" not in before
    Partner.objects.filter(key="remo").update(name_uk="Місто над Рікою")
    after = client.get(page_of(report)).content.decode()
    assert "Місто над Рікою" in after and "<ins>" in after
    assert Edition.objects.count() == 1


def test_comes_as_a_pdf(client, report):
    client.force_login(make_staff("publisher"))
    response = client.get(page_of(report, "preview_file"))
    assert response.content.startswith(b"%PDF")
    assert "no-store" in response["Cache-Control"] and response["X-Robots-Tag"] == "noindex"
    assert not Edition.objects.exists()


def test_is_for_nobody_else(client, report):
    for name in ("preview", "preview_file"):
        client.logout()
        assert client.get(page_of(report, name)).status_code == 302
        client.force_login(make_staff("auditor", username=f"auditor-{name}"))
        assert client.get(page_of(report, name)).status_code == 403
        client.force_login(make_staff("publisher", username=f"publisher-{name}"))
        assert client.post(page_of(report, name)).status_code == 405


def test_the_page_of_the_report_leads_to_it(client, report):
    client.force_login(make_staff("editor"))
    page = client.get(page_of(report, "change")).content.decode()
    for name in ("preview", "preview_file"):
        assert f'href="{page_of(report, name)}"' in page
        assert f'href="/en{page_of(report, name)}"' in page
    client.force_login(make_staff("auditor"))
    assert page_of(report) not in client.get(page_of(report, "change")).content.decode()
