"""Public pages read through a role of the database that cannot read internal tables."""

from datetime import timedelta
from io import StringIO
from os import environ

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aid.models import Custody, Shipment
from dolyna_portal.public_database import (
    ALIAS,
    PublicDatabaseMiddleware,
    PublicDatabaseRouter,
    readable_tables,
)
from partners.models import Partner
from partners.tests.records import make_partner
from publishing.connections import public_reads
from register.importing import import_file
from register.records import data_url
from register.sheets import BY_TITLE
from register.tests.open_files import content
from reports.models import Report
from search.models import SharedText

INVENTED = settings.BASE_DIR / "register/tests/data/zoloch-2024.json"
# Roles are of the whole server: tests that run side by side have one each.
ROLE = f"portal_public_of_{environ.get('PYTEST_XDIST_WORKER', 'tests')}"
INTERNAL = [
    "partners_contact",
    "aid_custody",
    "aid_recipientidentity",
    "aid_historicalcustody",
    "partners_historicalpartner",
    "publishing_auditentry",
    "register_upload",
    "auth_user",
    "django_session",
    "otp_totp_totpdevice",
]


def connection_asked():
    return PublicDatabaseRouter().db_for_read(Partner)


def reads_by(path):
    """The connections by which a request of this path reads: in its view, while it is sent."""
    asked = []

    def view(request):
        asked.append(connection_asked())
        return StreamingHttpResponse(asked.append(connection_asked()) or b"" for _piece in "ab")

    response = PublicDatabaseMiddleware(view)(RequestFactory().get(path))
    assert connection_asked() is None, "the mark ends with the request"
    for _piece in response:
        assert connection_asked() is None, "and with each piece"
    assert len(asked) == 3
    return set(asked)


@pytest.mark.parametrize("path", ["/", "/en/partners/", "/data/items.csv", "/files/x/y"])
def test_public_addresses_read_through_the_narrow_connection_to_the_last_byte(path):
    assert reads_by(path) == {ALIAS}


@pytest.mark.parametrize("path", ["/admin/", "/en/admin/", "/admin/partners/partner/"])
def test_the_admin_reads_through_the_wide_one(path):
    assert reads_by(path) == {None}


def test_no_internal_table_is_among_those_that_the_role_may_read():
    tables = readable_tables()
    assert {"partners_partner", "aid_item", "aid_shipment_donors"} <= set(tables)
    assert not set(INTERNAL) & set(tables)


@pytest.mark.parametrize("role", ["x; DROP TABLE y", "Имя", "", "a-b"])
def test_the_name_of_the_role_is_checked(role):
    with pytest.raises(CommandError):
        call_command("public_role", role)


@pytest.fixture
def role(transactional_db):
    """The narrow role, made by the statements of the command."""
    if connection.vendor != "postgresql":
        pytest.skip("roles stand on PostgreSQL")
    printed = StringIO()
    call_command("public_role", ROLE, stdout=printed)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
        cursor.execute(f"CREATE ROLE {ROLE}")
        cursor.execute(printed.getvalue())
    yield ROLE
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}")


@pytest.fixture
def narrow(role, settings):
    """The portal as it runs with PUBLIC_DATABASE_URL; gives the connection of the narrow role."""
    connections[ALIAS] = own = connection.copy(ALIAS)
    own.settings_dict["OPTIONS"] |= {"options": f"-c role={role}"}
    settings.DATABASE_ROUTERS = ["dolyna_portal.public_database.PublicDatabaseRouter"]
    yield own
    own.close()
    del connections[ALIAS]


def refuse(execute, sql, params, many, context):
    raise AssertionError(f"not by the narrow role: {sql}")


@pytest.mark.indexes
@pytest.mark.django_db(transaction=True)
def test_every_public_page_and_file_lives_on_what_the_role_may_read(narrow, client):
    import_file(INVENTED)
    partner, report = Partner.objects.public().first(), Report.objects.public().first()
    shipment = Shipment.objects.public().first()
    addresses = [
        "/",
        *("/partners/", partner.get_absolute_url(), f"{partner.get_absolute_url()}embed/"),
        *("/agreements/", "/projects/", "/events/", "/aid/", "/aid/shipments/", "/aid/needs/"),
        shipment.get_absolute_url(),
        *("/reports/", report.get_absolute_url(), f"{report.get_absolute_url()}print/"),
        "/search/?q=rada",
        "/search/feed.atom?q=rada",
        "/data/",
        *(f"/data/{title}.{kind}" for title in BY_TITLE for kind in ("csv", "json", "xlsx")),
        *("/data/register.json", "/data/register.xlsx", "/data/iati-activities.xml"),
        *("/data/donations.csv", "/data/agreements-register.csv", "/data/catalog.jsonld"),
        data_url(partner.get_absolute_url()),
        *("/feed.atom", "/events.ics", "/agreements.ics", "/sitemap.xml", "/theme.css"),
    ]
    with connection.execute_wrapper(refuse):
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 200, address
            assert content(response), address
        assert client.get("/partners/nobody/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_index_of_search_catches_up_by_the_wide_role(narrow, client, monkeypatch):
    """A search may be the first of a day, on which records come into view by themselves."""
    tomorrow = timezone.now() + timedelta(days=1)
    make_partner(key="remo", name_uk="Ремо", public_from=timezone.localdate(tomorrow))
    assert "/partners/remo/" not in client.get("/search/?q=remo").content.decode()
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    with CaptureQueriesContext(narrow) as read:
        assert "/partners/remo/" in client.get("/search/?q=remo").content.decode()
    noted = SharedText._meta.db_table  # what only the writing of the index reads
    assert not [query for query in read if noted in query["sql"]]


@pytest.mark.django_db(transaction=True)
def test_the_role_may_not_read_what_is_internal_nor_write_anything(narrow):
    with public_reads(), pytest.raises(ProgrammingError):
        Custody.objects.exists()
    for statement in (
        *(f"SELECT 1 FROM {table}" for table in INTERNAL),
        "DELETE FROM partners_partner",
        "INSERT INTO search_freshness (day) VALUES (now())",
    ):
        with pytest.raises(ProgrammingError), narrow.cursor() as cursor:
            cursor.execute(statement)
