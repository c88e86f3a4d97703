"""What no register can hold is refused in words, whoever writes; what may be wrong is told."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import escape

from aid.doubts import doubts
from aid.models import Distribution, Item, Need, Shipment
from aid.models.units import WHOLE, Unit, WholePieces
from aid.tests.records import (
    make_distribution,
    make_item,
    make_need,
    make_recipient,
    make_shipment,
)

pytestmark = pytest.mark.django_db

ABSURD = ["1e12", "1" + "0" * 40, "1e400", "NaN", "Infinity"]


def errors_of(act):
    """{field: messages} of the refusal."""
    with pytest.raises(ValidationError) as refused:
        act()
    return refused.value.message_dict


class TestPieces:
    @pytest.mark.parametrize("unit", WHOLE)
    @pytest.mark.parametrize("field", ["quantity", "announced", "written_off"])
    def test_a_part_of_a_whole_piece_is_refused(self, unit, field):
        found = errors_of(lambda: make_item(unit=unit, **{field: Decimal("1.5")}))
        assert list(found) == [field] and found[field] == [WholePieces.message]

    @pytest.mark.parametrize("unit", [unit for unit in Unit if unit not in WHOLE])
    def test_other_units_are_divided(self, unit):
        item = make_item(unit=unit, quantity="1.5", announced="0.001")
        assert make_distribution(item, quantity="0.75").quantity == Decimal("0.75")

    def test_an_act_gives_out_no_part_of_a_piece(self):
        item = make_item(unit="box")
        assert list(errors_of(lambda: make_distribution(item, quantity="0.5"))) == ["quantity"]
        assert not Distribution.objects.exists()

    def test_many_acts_at_once_give_out_no_part_of_a_piece(self):
        item, recipient = make_item(), make_recipient()
        rows = [
            Distribution(act_number=str(n), item=item, recipient=recipient, quantity="0.5")
            for n in range(2)
        ]
        with pytest.raises(ValidationError):
            Distribution.objects.bulk_create(rows)
        act = make_distribution(item, quantity=4)
        with pytest.raises(ValidationError):
            Distribution.objects.filter(pk=act.pk).update(quantity=Decimal("4.5"))
        assert Item.objects.get(pk=item.pk).distributed == 4

    def test_a_whole_unit_does_not_fit_acts_of_parts(self):
        item = make_distribution(make_item(unit="kg"), quantity="0.5").item
        item.unit = Unit.PIECES
        assert list(errors_of(item.save)) == ["unit"]

    @pytest.mark.parametrize("field", ["quantity", "promised"])
    def test_a_need_asks_for_whole_pieces(self, field):
        need = Need(key="x", title_uk="Потреба", unit="pcs", **{field: Decimal("0.5")})
        assert errors_of(need.full_clean)[field] == [WholePieces.message]

    @pytest.mark.parametrize(
        ("model", "change"),
        [
            (Item, {"quantity": Decimal("99.5")}),
            (Item, {"announced": Decimal("0.1")}),
            (Item, {"written_off": Decimal("0.001")}),
            (Item, {"unit": "штук"}),
            (Need, {"quantity": Decimal("1.5")}),
            (Need, {"promised": Decimal("1.5")}),
        ],
    )
    def test_the_database_itself_refuses_them(self, model, change):
        make_item()
        make_need(unit="pcs", quantity=2)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)


class TestSizes:
    @pytest.mark.parametrize("number", ABSURD)
    @pytest.mark.parametrize("field", ["quantity", "weight_kg", "announced", "written_off"])
    def test_what_has_too_many_digits_is_refused_in_words(self, number, field):
        assert field in errors_of(lambda: make_item(unit="kg", **{field: number}))

    @pytest.mark.parametrize("number", [*ABSURD, 0, -1])
    def test_an_act_of_nothing_less_than_nothing_or_too_much_is_refused(self, number):
        item = make_item(unit="kg")
        assert "quantity" in errors_of(lambda: make_distribution(item, quantity=number))
        assert not Distribution.objects.exists()

    @pytest.mark.parametrize("field", ["quantity", "weight_kg", "announced", "written_off"])
    def test_less_than_nothing_is_refused(self, field):
        assert field in errors_of(lambda: make_item(**{field: -1}))

    def test_an_unknown_unit_is_refused(self):
        assert "unit" in errors_of(lambda: make_item(unit="штук"))


class TestArrival:
    @pytest.mark.parametrize(
        ("arrival", "date", "taken"),
        [
            ("2024-03-15", "2024-03-14", False),
            ("2024-03-15", "2024-02", False),
            ("2024-03-15", "2023", False),
            ("2024-03", "2024-02-29", False),
            ("2024", "2023-12-31", False),
            ("2024-03-15", "2024-03-15", True),
            ("2024-03-15", "2024-03", True),
            ("2024-03-15", "2024", True),
            ("2024-03", "2024-03-01", True),
            ("2024", "2024-01-01", True),
            (None, "1990", True),
            ("2024", None, True),
        ],
    )
    def test_an_act_is_early_only_when_its_whole_span_is(self, arrival, date, taken):
        item = make_item(make_shipment(received_on=arrival))
        if taken:
            act = make_distribution(item, date=date)
            Distribution.objects.filter(pk=act.pk).update(date=date)
            return
        assert list(errors_of(lambda: make_distribution(item, date=date))) == ["date"]
        rows = [Distribution(act_number="1", item=item, recipient=make_recipient(), quantity=1)]
        rows[0].date = date
        with pytest.raises(ValidationError):
            Distribution.objects.bulk_create(rows)
        assert not Distribution.objects.exists()

    def test_goods_do_not_arrive_after_they_were_given_out(self):
        shipment = make_shipment(received_on="2024-03")
        make_distribution(make_item(shipment), act_number="7/2024", date="2024-03-20")
        shipment.received_on = "2024-04"
        assert "7/2024" in errors_of(shipment.save)["received_on"][0]
        with pytest.raises(ValidationError):
            Shipment.objects.filter(received_on="2024-03").update(received_on="2024-04")
        assert str(Shipment.objects.get().received_on) == "2024-03"
        Shipment.objects.update(received_on="2024-03-20")


class TestDoubts:
    def test_a_recipient_for_whom_the_consignment_is_not_is_told_not_refused(self):
        shipment = make_shipment(beneficiaries=("medical", "idp"))
        item = make_item(shipment)
        make_distribution(item, make_recipient(kind="idp"))
        assert doubts(shipment) == []
        make_distribution(item, make_recipient(kind="education"), act_number="9")
        (doubt,) = doubts(shipment)
        assert doubt.startswith("9.") and "заклади освіти" in doubt

    def test_without_a_stated_purpose_nobody_is_unforeseen(self):
        shipment = make_shipment(beneficiaries=())
        make_distribution(make_item(shipment), make_recipient(kind="education"))
        assert doubts(shipment) == []

    @pytest.mark.parametrize(
        ("unit", "quantity", "weight", "doubtful"),
        [
            ("kg", 100, 100, False),
            ("kg", 100, 99, True),
            ("t", 2, 2, True),
            ("t", 2, 2000, False),
            ("pcs", 100, 1, False),
            ("kg", 100, None, False),
            ("kg", None, 5, False),
        ],
    )
    def test_goods_do_not_weigh_less_than_their_kilograms(self, unit, quantity, weight, doubtful):
        item = make_item(unit=unit, quantity=quantity, weight_kg=weight)
        assert bool(doubts(item.shipment)) == doubtful


class TestForm:
    def typed(self, item, **changes):
        values = {"act_number": "7/24", "item": item.pk, "recipient": make_recipient().pk}
        return values | {"quantity": "1", "date": "20.03.2024"} | changes

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("quantity", "0"),
            ("quantity", "-5"),
            ("quantity", "1,5"),
            ("quantity", "1000000000000"),
            ("quantity", "1e400"),
            ("quantity", "багато"),
            ("quantity", "101"),
            ("date", "14.03.2024"),
            ("date", "02.2024"),
            ("date", "31.02.2024"),
        ],
    )
    def test_what_is_refused_stands_in_the_form_as_it_was_typed(self, admin_client, field, typed):
        page = reverse("admin:aid_distribution_add")
        response = admin_client.post(page, self.typed(make_item(), **{field: typed}))
        assert response.status_code == 200
        assert list(response.context["adminform"].errors) == [field]
        text = response.content.decode()
        assert f'value="{escape(typed)}"' in text and 'value="7/24"' in text
        assert not Distribution.objects.exists()

    def test_an_unforeseen_recipient_is_saved_with_a_warning(self, admin_client):
        item = make_item(make_shipment(beneficiaries=("idp",)))
        page = reverse("admin:aid_distribution_add")
        response = admin_client.post(page, self.typed(item), follow=True)
        assert Distribution.objects.count() == 1
        (warning,) = [m for m in response.context["messages"] if m.level_tag == "warning"]
        assert "7/24" in str(warning) and "заклади охорони здоров’я" in str(warning)
