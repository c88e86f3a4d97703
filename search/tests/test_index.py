"""The index moves with the records, and knows nothing that is not public."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from aid.models import Item
from aid.tests.records import (
    make_category,
    make_distribution,
    make_item,
    make_need,
    make_recipient,
    make_shipment,
)
from partners.models import Partner
from partners.tests.records import make_agreement, make_area, make_partner
from projects.models import Event
from projects.tests.records import make_event, make_funding, make_programme, make_project
from publishing.changes import as_one_change
from publishing.dates import KYIV
from publishing.models import Publication
from publishing.tests.records import make_document
from search.indexing import catch_up
from search.models import Entry, Facet, Gram, Passage, Posting, Reading, Word
from search.tests.searching import found

pytestmark = pytest.mark.django_db


def contents():
    """Everything that the index says, without its own keys."""
    entry = ("entry__kind", "entry__object_id")
    own = ("kind", "object_id", "fingerprint")
    facet = ("kind", "date", "first_year", "last_year")
    entry_facet = [f"facet__{name}" for name in facet]
    shown = [field.name for field in Passage._meta.fields if field.name != "entry"]
    return {
        "entries": set(Entry.objects.values_list(*own, *entry_facet)),
        "facets": set(Facet.objects.values_list(*facet)),
        "passages": set(Passage.objects.values_list(*entry, *shown)),
        "postings": set(Posting.objects.values_list(*entry, *entry_facet, "word__form", "place")),
        "words": set(Word.objects.values_list("form", "spelling")),
        "readings": set(Reading.objects.values_list("word__form", "lemma")),
        "grams": set(Gram.objects.values_list("word__form", "letters")),
    }


@pytest.fixture
def in_step():
    """Asks whether the index is what making it anew would give."""

    def ask(after=""):
        before = contents()
        call_command("rebuild_search", stdout=StringIO())
        assert contents() == before, after

    return ask


@pytest.fixture
def town():
    """Records of every kind that tell of each other: {name: record}."""
    with as_one_change():
        return make_town()


def make_town():
    area, category = make_area(name_uk="Рибальство"), make_category(name_uk="Сіті")
    partner = make_partner(key="birch", name_uk="Березове", areas=[area])
    other = make_partner(key="maple", name_uk="Кленове")
    programme = make_programme(name_uk="Сусідство")
    project = make_project([partner], [area], programme=programme, title_uk="Причал")
    make_funding(project, source_uk="Скарбниця")
    shipment = make_shipment([partner], title_uk="Човни")
    item = make_item(shipment, name_uk="весла", category=category)
    recipient = make_recipient(name_uk="Рибгосп")
    agreement = make_agreement([partner], title_uk="Угода про рибу")
    return {
        "area": area,
        "category": category,
        "partner": partner,
        "other": other,
        "programme": programme,
        "project": project,
        "shipment": shipment,
        "item": item,
        "recipient": recipient,
        "act": make_distribution(item, recipient, act_number="18-У"),
        "agreement": agreement,
        "document": make_document(agreement, title_uk="Додаток", text="про раків\nі линів"),
        "event": make_event([partner, other], [area], title_uk="Риболовля"),
        "need": make_need([partner], category=category, title_uk="Вудки"),
    }


def test_every_kind_of_record_is_found_by_what_it_tells(town, in_step):
    assert found("березового") == {
        ("partner", "birch"),
        ("agreement", town["agreement"].key),
        ("project", town["project"].key),
        ("event", town["event"].key),
        ("shipment", town["shipment"].reference),
        ("need", town["need"].key),
    }
    assert found("сітей") == {
        ("shipment", town["shipment"].reference),
        ("need", town["need"].key),
    }
    shipment = {("shipment", town["shipment"].reference)}
    for text in ("весло", "рибгоспу", "18-у"):
        assert found(text) == shipment
    for text in ("сусідства", "скарбниці", "причали"):
        assert found(text) == {("project", town["project"].key)}
    assert found("лини") == found("додатки") == {("document", str(town["document"].uid))}
    in_step()


def test_the_first_record_makes_an_index_of_all():
    Entry.objects.all().delete()
    make_partner(name_uk="Ялівець")
    assert len(found("ялівцю")) == 1


ACTS = {
    "hide a partner": lambda t: set_state(t["partner"], Publication.DRAFT),
    "hide the other partner": lambda t: set_state(t["other"], Publication.INTERNAL),
    "hide in bulk": lambda t: Partner.objects.update(publication=Publication.REVIEW),
    "rename a partner": lambda t: rename(t["partner"], "Осокове"),
    "rename an area": lambda t: rename(t["area"], "Мисливство"),
    "rename a category": lambda t: rename(t["category"], "Неводи"),
    "rename a programme": lambda t: rename(t["programme"], "Узбережжя"),
    "rename a recipient": lambda t: rename(t["recipient"], "Артіль"),
    "delete an area": lambda t: t["area"].delete(),
    "delete an event": lambda t: Event.objects.all().delete(),
    "delete an item": lambda t: t["item"].delete(),
    "delete items": lambda t: Item.objects.all().delete(),
    "delete an act": lambda t: t["act"].delete(),
    "delete a document": lambda t: t["document"].delete(),
    "delete an agreement": lambda t: t["agreement"].delete(),
    "delete the other partner": lambda t: t["other"].delete(),
    "move an item": lambda t: move(t["item"], shipment=make_shipment(title_uk="Паром")),
    "move an act": lambda t: move(t["act"], item=make_item(name_uk="якорі")),
    "an act for the forces": lambda t: move(t["recipient"], kind="defence"),
    "a shipment for the forces": lambda t: move(t["shipment"], beneficiaries=["defence"]),
    "add a party": lambda t: t["agreement"].parties.create(partner=t["other"]),
    "remove the parties": lambda t: t["agreement"].parties.all().delete(),
    "add to a relation": lambda t: t["need"].partners.add(t["other"]),
    "add from the other side": lambda t: t["other"].shipments.add(t["shipment"]),
    "clear a relation": lambda t: t["event"].partners.clear(),
    "clear from the other side": lambda t: t["partner"].events.clear(),
    "set from the other side": lambda t: t["other"].events.set([make_event(title_uk="Юшка")]),
    "hide a shipment": lambda t: set_state(t["shipment"], Publication.DRAFT),
    "hide an agreement": lambda t: set_state(t["agreement"], Publication.DRAFT),
    "hide and show": lambda t: hide_and_show(t["partner"]),
    "conceal a recipient": lambda t: move(t["recipient"], sensitive=True),
}


def set_state(record, publication):
    record.publication = publication
    record.save()


def rename(record, name):
    record.name_uk = name
    record.save()


def move(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def hide_and_show(partner):
    set_state(partner, Publication.DRAFT)
    assert found("риби") == set()
    set_state(partner, Publication.PUBLIC)
    assert len(found("риби")) == 1


def test_whatever_happens_the_index_is_in_step(town, in_step):
    for name, act in ACTS.items():
        with transaction.atomic():
            act({key: type(one).objects.get(pk=one.pk) for key, one in town.items()})
            in_step(name)
            transaction.set_rollback(True)


def test_hiding_a_partner_hides_what_only_it_made_public(town):
    set_state(town["partner"], Publication.DRAFT)
    assert found("березове") == set()
    assert found("риби") == found("линів") == found("весла") == found("причал") == set()
    assert found("риболовля") == {("event", town["event"].key)}
    assert not Word.objects.filter(form__in=["березове", "линів", "весла"]).exists()


def test_a_deleted_word_is_not_even_known(town):
    town["event"].delete()
    assert not Word.objects.filter(form="риболовля").exists()


def test_a_saving_that_fails_leaves_no_trace():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_event(title_uk="Полювання")
        assert found("полювання")
        raise ZeroDivisionError
    assert found("полювання") == set()


def test_a_long_act_is_indexed_once_at_its_end():
    with as_one_change():
        make_event(title_uk="Полювання")
        assert found("полювання") == set()
    assert len(found("полювання")) == 1


def test_what_nobody_changed_is_not_written_again(town, django_assert_max_num_queries):
    before = dict(Entry.objects.values_list("pk", "updated_at"))
    with django_assert_max_num_queries(32):  # on PostgreSQL with the locks of sums and editions
        town["partner"].save()
    changed = [pk for pk, at in Entry.objects.values_list("pk", "updated_at") if before[pk] != at]
    assert changed == []


def test_a_save_costs_the_same_whatever_else_there_is(town):
    with CaptureQueriesContext(connection) as few:
        rename(town["partner"], "Осокове")
    for number in range(10):
        make_event([town["partner"]], title_uk=f"Зустріч {number}")
    with CaptureQueriesContext(connection) as many:
        rename(town["partner"], "Рогозове")
    assert len(many) == len(few)


class TestTheDay:
    """A record is seen from its day on, by midnight in Kyiv, and not a moment earlier."""

    @pytest.fixture
    def at(self, monkeypatch):
        def set_clock(*moment):
            now = datetime(*moment, tzinfo=KYIV)
            monkeypatch.setattr("django.utils.timezone.now", lambda: now)

        set_clock(2024, 5, 1, 12)
        return set_clock

    def test_it_comes_by_itself(self, at):
        make_event(title_uk="Полювання", public_from="2024-05-02")
        assert found("полювання") == set()
        assert not Word.objects.filter(form="полювання").exists()
        at(2024, 5, 1, 23, 59)
        catch_up()
        assert found("полювання") == set()
        at(2024, 5, 2, 0, 0)
        catch_up()
        assert len(found("полювання")) == 1

    def test_it_brings_what_waits_for_it(self, at, in_step):
        partner = make_partner(name_uk="Осокове", public_from="2024-06-01")
        agreement = make_agreement([partner], title_uk="Угода про рибу")
        make_document(agreement, title_uk="Додаток")
        make_event([partner, make_partner()], title_uk="Риболовля")
        assert found("осокове") == found("риби") == found("додаток") == set()
        at(2024, 7, 1)
        catch_up()
        assert len(found("осокове")) == 3
        assert len(found("додаток")) == 1
        in_step()

    def test_later_changes_do_not_make_it_forget_the_day(self, at):
        make_event(title_uk="Полювання", public_from="2024-05-02")
        at(2024, 5, 3)
        make_event(title_uk="Риболовля")
        catch_up()
        assert len(found("полювання")) == 1
