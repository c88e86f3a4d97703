"""Who listens learns which records change, before and after."""

import pytest
from django.apps import apps

from partners.models import Area, Partner
from partners.tests.records import make_area, make_partner
from projects.tests.records import make_event
from publishing.changes import as_one_change, public_record_changing, public_records_changed
from publishing.history import has_history
from publishing.models import ContentChange
from publishing.models.record import TrackedQuerySet

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """What listeners were told since: (model, its rows), in order."""
    heard = []

    def listen(changed, **kwargs):
        heard.extend(changed.items())

    public_records_changed.connect(listen)
    yield heard
    public_records_changed.disconnect(listen)


def test_each_write_names_its_rows(told):
    partner = make_partner()
    partner.save()
    Partner.objects.filter(pk=partner.pk).update(status="paused")
    pk = partner.pk
    partner.delete()
    assert told == [(Partner, {pk})] * 4


def test_many_rows_are_named_together(told):
    areas = [Area(key=f"area-{number}", name_uk="Галузь") for number in range(3)]
    Area.objects.bulk_create(areas)
    rows = set(Area.objects.values_list("pk", flat=True))
    Area.objects.filter(key__startswith="area").update(name_uk="Інша")
    Area.objects.all().delete()
    assert told == [(Area, rows)] * 3


def test_both_sides_of_a_relation_are_named(told):
    partner, area = make_partner(), make_area()
    told.clear()
    area.partners.add(partner)
    partner.areas.remove(area)
    area.partners.set([partner])
    area.partners.clear()
    for changed in (told[0:2], told[2:4], told[4:6], told[6:8]):
        assert dict(changed) == {Area: {area.pk}, Partner: {partner.pk}}
    assert len(told) == 8


def test_a_long_act_is_told_once_with_all_its_rows(told):
    with as_one_change():
        rows = {make_partner().pk, make_partner().pk}
        assert told == []
    assert told == [(Partner, rows)]


def test_what_is_about_to_change_is_still_as_it_was():
    seen = []

    def look(sender, rows, is_deletion, **kwargs):
        seen.append((set(Area.objects.filter(pk__in=rows).values_list("name_uk")), is_deletion))

    area = make_area(name_uk="До зміни")
    public_record_changing.connect(look)
    area.name_uk = "Після зміни"
    area.save()
    area.delete()
    public_record_changing.disconnect(look)
    assert seen == [({("До зміни",)}, False), ({("Після зміни",)}, True)]


def test_of_an_act_each_record_is_foretold_once_and_none_that_it_makes():
    foretold = []

    def note(sender, rows, **kwargs):
        foretold.append((sender, set(rows)))

    partner = make_partner()
    public_record_changing.connect(note)
    with as_one_change():
        partner.save()
        partner.save()
        make_area().save()
    public_record_changing.disconnect(note)
    assert foretold == [(Partner, {partner.pk})]


def test_an_act_moves_the_version_once_for_what_it_hides():
    event, draft = make_event(), make_event(publication="draft")
    before = ContentChange.objects.count()
    with as_one_change():
        event.publication = "draft"
        event.save()
        event.save()
    assert ContentChange.objects.count() == before + 1
    with as_one_change():
        draft.save()
    assert ContentChange.objects.count() == before + 1


def test_what_has_versions_makes_them_of_what_is_written_in_bulk_too():
    kept = [model for model in apps.get_models() if has_history(model)]
    assert len(kept) > 10
    assert [m for m in kept if not isinstance(m.objects.all(), TrackedQuerySet)] == []
