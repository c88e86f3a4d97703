"""What was drawn before a change is shown after it only where it would be drawn the same again."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from aid.tests.records import make_shipment
from dolyna_portal.tests.marking import free_fields, marked, public_models
from dolyna_portal.tests.test_canaries import route_of
from partners.models import Office, Partner
from partners.tests.records import make_agreement, make_office, make_partner
from projects.tests.records import make_event
from publishing.models import Document, Publication, Publishable
from publishing.tests.records import make_document, make_photo
from register.importing import import_file
from register.tests.open_files import content
from register.tests.registers import OTHER_TOWN
from reports.models import Edition

pytestmark = pytest.mark.django_db

OTHERS = ["/feed.atom", "/theme.css", "/events.ics", "/sitemap.xml", "/search/?q=громада"]


def is_drawn(answer):
    return bool(answer.templates)


class TestAChange:
    @pytest.fixture
    def partners(self):
        make_office()
        return [make_partner(key=key, name_uk=key.title()) for key in ("remo", "alytus")]

    def test_of_something_else_draws_no_page_again(self, client, partners):
        addresses = [
            "/partners/remo/",
            "/en/partners/remo/",
            "/agreements/",
            "/projects/",
            "/about/",
        ]
        before = [client.get(address) for address in addresses]
        make_event(title_uk="Нова подія")
        for address, was in zip(addresses, before, strict=True):
            now = client.get(address)
            assert now.content == was.content
            assert now["ETag"] != was["ETag"]
            assert is_drawn(was) and not is_drawn(now)
        assert is_drawn(client.get("/events/"))

    def test_is_shown_by_each_page_that_shows_the_record(self, client, partners):
        make_agreement([partners[0]], key="pact", title_uk="Угода")
        addresses = ["/partners/remo/", "/agreements/", "/agreements/pact/", "/"]
        for number in range(3):
            partners[0].name_uk = f"Назва{number}"
            partners[0].save()
            for address in addresses:
                assert f"Назва{number}" in client.get(address).content.decode(), address

    def test_that_hides_a_record_leaves_no_page_of_it(self, client, partners):
        client.get("/partners/remo/")
        Partner.objects.filter(key="remo").update(publication=Publication.INTERNAL)
        assert client.get("/partners/remo/").status_code == 404
        Partner.objects.filter(key="remo").update(publication=Publication.PUBLIC)
        assert client.get("/partners/remo/").status_code == 200

    def test_that_is_taken_back_needs_no_drawing_either(self, client, partners):
        client.get("/partners/remo/")
        for name in ("Інша", "Remo"):
            Partner.objects.filter(key="remo").update(name_uk=name)
        assert not is_drawn(client.get("/partners/remo/"))


@pytest.mark.typesets
def test_whatever_changes_every_page_is_as_a_new_process_draws_it(client):
    assert import_file(OTHER_TOWN).faults == []
    records = [model.objects.public().order_by("pk").first() for model in public_models()]
    records = [record for record in records if record]
    for owner in records:
        if getattr(owner, "has_public_files", False):
            make_document(owner)
            make_photo(owner)
    records.append(Document.objects.first())
    pages, counted = addresses(client, records), {True: 0, False: 0}
    for change in changes(records):
        for address in pages:
            client.get(address)
        change()
        new = Client()
        for address in pages:
            kept, drawn = client.get(address), new.get(address)
            assert kept.status_code == drawn.status_code, address
            assert content(kept) == content(drawn), address
            counted[is_drawn(kept)] += 1
    assert counted[False] > counted[True] > len(pages)


def addresses(client, records):
    """One address of each kind of page, and those of the records."""
    found = re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    paths = sorted(urlsplit(url).path for url in found)
    one_of_each = {route_of(path): path for path in reversed(paths)}.values()
    own = (record.get_absolute_url() for record in records if isinstance(record, Publishable))
    return sorted({*one_of_each, *own, *OTHERS, f"/reports/{Edition.objects.first().report.year}/"})


def changes(records):
    """Acts that each change something: a text of every kind of record, and what hides it."""
    for record in records:
        if fields := free_fields(type(record)):
            yield lambda record=record, field=fields[-1]: rewrite(record, field)
    yield make_shipment
    yield lambda: Office.objects.update(phone="+380 44 000-00-00")
    for record in records:
        if isinstance(record, Publishable):
            shown = type(record).objects.filter(pk=record.pk)
            yield lambda shown=shown: shown.update(publication=Publication.INTERNAL)


def rewrite(record, field):
    type(record).objects.filter(pk=record.pk).update(**{field.name: marked(field, "pub")})
