"""The balance of an item holds, whoever writes and by whatever way."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from aid.models import Distribution, Item
from aid.tests.records import make_distribution, make_item, make_recipient

pytestmark = pytest.mark.django_db


def stored(item):
    return Item.objects.get(pk=item.pk).distributed


def test_an_act_beyond_what_there_is_names_item_available_and_asked():
    item = make_item(name_uk="ковдри вовняні", quantity=40, written_off=5)
    make_distribution(item, quantity=10)
    with pytest.raises(ValidationError) as refused:
        make_distribution(item, quantity="25.5")
    words = refused.value.messages[0]
    assert "ковдри вовняні" in words and "25 " in words and "25.5 " in words
    assert stored(item) == 10


def test_the_whole_rest_may_be_given_away():
    item = make_item(quantity="0.300", unit="t")
    make_distribution(item, quantity="0.1")
    make_distribution(item, quantity="0.2")
    assert stored(item) == Decimal("0.3")
    assert Item.objects.get(pk=item.pk).in_store == 0


def test_nothing_is_given_away_of_an_unknown_amount():
    item = make_item(quantity=None)
    with pytest.raises(ValidationError):
        make_distribution(item, quantity=1)


def test_a_form_hears_of_it_before_anything_is_saved():
    act = Distribution(
        act_number="1", item=make_item(quantity=5), recipient=make_recipient(), quantity=Decimal(6)
    )
    with pytest.raises(ValidationError) as refused:
        act.full_clean()
    assert "quantity" in refused.value.message_dict


def test_an_act_of_an_item_that_is_gone_is_refused_in_words():
    item = make_item()
    Item.objects.filter(pk=item.pk).delete()
    with pytest.raises(ValidationError):
        Distribution(act_number="1", item=item, recipient=make_recipient(), quantity=1).save()


def test_an_act_may_be_changed_up_to_the_limit_and_not_beyond():
    item = make_item(quantity=10)
    act = make_distribution(item, quantity=4)
    act.quantity = Decimal(10)
    act.save()
    assert stored(item) == 10
    act.quantity = Decimal(11)
    with pytest.raises(ValidationError):
        act.save()
    assert stored(item) == 10


def test_an_act_that_moves_to_another_item_leaves_the_first():
    first, second = make_item(), make_item()
    act = make_distribution(first, quantity=7)
    act.item = second
    act.save()
    assert (stored(first), stored(second)) == (0, 7)


def test_acts_moved_all_at_once_are_counted_where_they_go():
    first, second = make_item(), make_item(quantity=8)
    make_distribution(first, quantity=5)
    Distribution.objects.filter(item=first).update(item=second)
    assert (stored(first), stored(second)) == (0, 5)


def test_deleting_an_act_gives_its_quantity_back():
    item = make_item()
    make_distribution(item, quantity=3).delete()
    assert stored(item) == 0
    make_distribution(item, quantity=3)
    Distribution.objects.filter(item=item).delete()
    assert stored(item) == 0


def test_many_acts_at_once_are_counted():
    item, recipient = make_item(quantity=10), make_recipient()
    Distribution.objects.bulk_create(
        Distribution(act_number=str(n), item=item, recipient=recipient, quantity=5)
        for n in range(2)
    )
    assert stored(item) == 10


def test_many_acts_at_once_are_refused_together():
    item, recipient = make_item(quantity=10), make_recipient()
    rows = [
        Distribution(act_number=str(n), item=item, recipient=recipient, quantity=5)
        for n in range(3)
    ]
    with pytest.raises(ValidationError) as refused:
        Distribution.objects.bulk_create(rows)
    assert "10" in refused.value.messages[0] and "15" in refused.value.messages[0]
    assert not Distribution.objects.exists()


def test_a_change_of_all_acts_at_once_is_refused_together():
    item = make_item(quantity=10)
    make_distribution(item, quantity=4)
    make_distribution(item, quantity=4)
    with pytest.raises(ValidationError):
        Distribution.objects.filter(item=item).update(quantity=F("quantity") + 2)
    assert stored(item) == 8
    Distribution.objects.filter(item=item).update(quantity=5)
    assert stored(item) == 10


@pytest.mark.parametrize("change", [{"quantity": Decimal(9)}, {"written_off": Decimal(91)}])
def test_an_item_cannot_shrink_below_what_is_distributed(change):
    item = make_item(name_uk="ліжка")
    make_distribution(item, quantity=10)
    item = Item.objects.get(pk=item.pk)
    for field, value in change.items():
        setattr(item, field, value)
    with pytest.raises(ValidationError) as refused:
        item.save()
    assert "ліжка" in str(refused.value)
    with pytest.raises(ValidationError):
        item.full_clean()


def test_a_stale_copy_of_an_item_does_not_forget_what_was_distributed():
    item = make_item()
    copy = Item.objects.get(pk=item.pk)
    make_distribution(item, quantity=60)
    copy.name_uk = "інша назва"
    copy.save()
    assert stored(item) == 60
    copy.quantity = Decimal(50)
    copy.distributed = Decimal(0)
    with pytest.raises(ValidationError):
        copy.save()


@pytest.mark.parametrize(
    "change", [{"distributed": 101}, {"quantity": 59}, {"written_off": 41}, {"quantity": None}]
)
def test_the_database_itself_refuses_what_exceeds(change):
    item = make_item()
    make_distribution(item, quantity=60)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**change)
    assert stored(item) == 60
