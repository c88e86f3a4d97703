"""Records that come in the row of another one: the same as read by themselves."""

import pytest
from django.db.models import DateTimeField, F, OuterRef
from django.utils.translation import override

from aid.models import Item, Shipment
from aid.tests.records import make_item, make_shipment
from partners.models import Agreement, Area, Partner
from partners.tests.records import make_agreement, make_area, make_partner
from publishing.dates import today
from publishing.models import Document, Photo
from publishing.nested import Nested, NestedOne
from publishing.tests.records import make_document, make_photo

pytestmark = pytest.mark.django_db


def nested(model, records, **more):
    return model.objects.annotate(nested=Nested(records, **more)).get().nested


def values(record, but=()):
    """What the loaded fields of a record hold, moments aside."""
    fields = record._meta.concrete_fields
    return {
        field.name: getattr(record, field.attname)
        for field in fields
        if not isinstance(field, DateTimeField) and field.name not in but
    }


def test_they_are_the_same_records_as_read_by_themselves():
    partner = make_partner(
        latitude="54.9",
        longitude="23.3",
        population=40_775,
        since="2021-03",
        website="https://partner.example",
        public_from=today(),
        aliases="«Лапки», 'апостроф', \\ і \"прямі\"",
    )
    agreement = make_agreement([partner], signed_on="2022-07-12", form=["delegation"])
    assert values(*nested(Agreement, Partner.objects.filter(agreements=OuterRef("pk")))) == values(
        Partner.objects.get()
    )
    assert values(*nested(Partner, Agreement.objects.filter(partners=OuterRef("pk")))) == values(
        Agreement.objects.get()
    )
    document, photo = make_document(agreement, date="2022"), make_photo(agreement)
    for file, model in ((document, Document), (photo, Photo)):
        assert values(*nested(Agreement, model.objects.all())) == values(model.objects.get())
        assert file == nested(Agreement, model.objects.all())[0]


def test_amounts_are_exact():
    item = make_item(
        make_shipment(currency="EUR"), weight_kg="123456789.125", value="98765432101.43"
    )
    (found,) = nested(Shipment, Item.objects.filter(shipment=OuterRef("pk")))
    stored = Item.objects.get(pk=item.pk)
    assert (found.weight_kg, found.value) == (stored.weight_kg, stored.value)


def test_they_keep_their_order_and_their_number():
    partner = make_partner()
    areas = [make_area(name_uk=name) for name in ("Ґанок", "Школа", "Єдність")]
    partner.areas.set(areas)
    named = Area.objects.filter(partners=OuterRef("pk")).order_by("-name_uk")
    assert nested(Partner, named) == list(partner.areas.order_by("-name_uk"))
    assert nested(Partner, named[:1]) == nested(Partner, named)[:1]


def test_what_is_deferred_is_read_when_asked_for(django_assert_num_queries):
    make_agreement([make_partner(name_uk="Тарту", name_en="Tartu", summary_uk="Слова.")])
    partners = Partner.objects.filter(agreements=OuterRef("pk"))
    for narrowed in (partners.only("name_uk", "name_en"), partners.defer("summary_uk")):
        (partner,) = nested(Agreement, narrowed)
        with django_assert_num_queries(0), override("en"):
            assert partner.name == "Tartu"
        with django_assert_num_queries(1):
            assert partner.summary_uk == "Слова."


def test_there_may_be_none():
    make_partner()
    for none in (Area.objects.filter(partners=OuterRef("pk")), Area.objects.none()):
        assert nested(Partner, none) == []
        assert Partner.objects.annotate(nested=NestedOne(none)).get().nested is None


def test_one_alone_is_no_list():
    area = make_area()
    make_partner([area])
    one = NestedOne(Area.objects.filter(partners=OuterRef("pk")))
    assert Partner.objects.annotate(nested=one).get().nested == area


def test_more_comes_along_than_the_columns_of_the_table():
    agreement = make_agreement([make_partner()])
    make_document(agreement)
    files = Document.objects.filter(owner_id=OuterRef("pk"))
    (document,) = nested(Agreement, files, owner_model=F("owner_type__model"))
    assert document.owner_key == ("agreement", agreement.pk)
