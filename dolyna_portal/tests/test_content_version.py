"""The content version moves with everything that the public can see, and with nothing else."""

from threading import Thread

import pytest
from django.db import connection, transaction

from aid.models import Distribution, Item, Shipment
from aid.tests.records import make_distribution, make_item, make_recipient, make_shipment
from partners.models import Office, Partner, Party
from partners.tests.records import make_agreement, make_area, make_office, make_partner
from projects.models import Event
from projects.tests.records import make_event
from publishing.models import ContentChange
from publishing.version import KEPT, content_version, move

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved():
    """Whether an act moves the version."""

    def moves(act):
        before = content_version()
        act()
        return content_version() != before

    return moves


def test_an_empty_portal_has_a_version():
    assert content_version() == 0


class TestWhatThePublicSees:
    def test_a_record_created_changed_and_deleted(self, moved):
        assert moved(lambda: make_event())
        event = Event.objects.get()
        event.title_uk = "Інша назва"
        assert moved(event.save)
        assert moved(event.delete)

    def test_records_changed_and_deleted_in_bulk(self, moved):
        make_event()
        assert moved(lambda: Event.objects.update(title_uk="Інша назва"))
        assert moved(lambda: Event.objects.all().delete())
        new = Event(key="new", title_uk="Нова", kind="visit", publication="public")
        assert moved(lambda: Event.objects.bulk_create([new]))

    def test_a_row_that_an_import_writes_over(self, moved):
        event = make_event()
        event.publication = "internal"
        over = {"unique_fields": ["pk"], "update_fields": ["publication"]}
        assert moved(lambda: Event.objects.bulk_create([event], update_conflicts=True, **over))
        assert not Event.objects.public().exists()
        assert not moved(lambda: Event.objects.bulk_create([event], update_conflicts=True, **over))

    @pytest.mark.parametrize("publication", ["draft", "review", "internal"])
    def test_a_record_that_is_hidden_or_shown(self, moved, publication):
        event = make_event()
        event.publication = publication
        assert moved(event.save)
        assert moved(lambda: Event.objects.update(publication="public"))
        assert moved(lambda: Event.objects.update(publication=publication))
        event.publication = "public"
        assert moved(event.save)

    def test_a_relation_given_and_taken(self, moved):
        partner, area = make_partner(), make_area()
        assert moved(lambda: partner.areas.add(area))
        assert moved(lambda: area.partners.clear())

    def test_a_hidden_party_that_is_taken_from_an_agreement(self, moved, client):
        agreement = make_agreement([make_partner(), make_partner(publication="draft")])
        assert client.get(agreement.get_absolute_url()).status_code == 404
        assert moved(Party.objects.get(partner__publication="draft").delete)
        assert client.get(agreement.get_absolute_url()).status_code == 200

    def test_a_hidden_donor_who_hides_a_consignment(self, moved):
        shipment, hidden = make_shipment(), make_partner(publication="internal")
        assert moved(lambda: shipment.donors.add(hidden))
        assert moved(lambda: Partner.objects.filter(pk=hidden.pk).update(publication="public"))

    def test_what_went_to_the_defence_forces_out_of_a_public_item(self, moved):
        item, forces = make_item(quantity=5), make_recipient(kind="defence")
        assert moved(lambda: make_distribution(item, forces, quantity=1))

    def test_the_office(self, moved):
        office = make_office()
        office.phone = "+380 00 000"
        assert moved(office.save)
        assert moved(lambda: Office.objects.update(phone="+380 11 111"))


class TestWhatThePublicDoesNotSee:
    """Else an ETag would tell that something hidden has changed."""

    @pytest.mark.parametrize("publication", ["draft", "review", "internal"])
    def test_a_hidden_record_leaves_no_trace(self, moved, publication):
        make_shipment(publication=publication)
        shipment = Shipment.objects.get()
        shipment.title_uk = "Інша назва"
        assert not moved(shipment.save)
        assert not moved(lambda: Shipment.objects.update(title_uk="Ще інша"))
        assert not moved(lambda: Shipment.objects.filter(pk=shipment.pk).delete())

    def test_nor_do_its_rows(self, moved):
        item = make_item(make_shipment(publication="internal"), quantity=10)
        recipient = make_recipient(kind="defence")
        assert not moved(lambda: make_distribution(item, recipient, quantity=4))
        assert not moved(lambda: Distribution.objects.update(quantity=5))
        assert not moved(lambda: Item.objects.update(name_uk="Інше"))
        assert not moved(lambda: Distribution.objects.get().delete())
        assert not moved(item.delete)

    def test_nor_does_one_deleted_by_itself(self, moved):
        event = make_event(publication="internal")
        assert not moved(event.delete)

    def test_nothing_to_write_is_no_change(self, moved):
        assert not moved(lambda: Event.objects.bulk_create([]))


class TestOneTransaction:
    def test_a_change_that_is_undone_is_none(self, moved):
        def undone():
            with transaction.atomic():
                make_event()
                transaction.set_rollback(True)

        assert not moved(undone)

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
    def test_of_two_at_once_each_moves_the_version_when_it_is_seen(self):
        def commit_another():
            with transaction.atomic():
                move()
            connection.close()

        start = content_version()
        with transaction.atomic():
            move()
            own = content_version() - start
            other = Thread(target=commit_another)
            other.start()
            other.join(timeout=20)
            assert not other.is_alive()  # nobody waits for anybody
            first = content_version() - own
            assert first != start
        assert content_version() not in (start, first)


@pytest.mark.django_db(transaction=True)
def test_the_table_of_changes_stays_short():
    for _number in range(3 * KEPT):
        move()
    assert ContentChange.objects.count() <= 2 * KEPT
