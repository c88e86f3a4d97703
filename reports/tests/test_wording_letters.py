"""у/в, numbers and lists: the small rules that every sentence keeps."""

from decimal import Decimal

import pytest

from reports.wording import en, uk
from reports.wording.letters import capital, inside, sentence, small
from reports.wording.uk.euphony import u

EUPHONY = [
    ("підписано", "2008", "у"),
    ("розпочалась", "березні", "у"),
    ("а", "серпні", "в"),
    ("а", "вересні", "у"),
    ("", "квітні", "у"),
    ("України", "різних", "в"),
    ("діаспори", "Франції", "у"),
    ("участь", "онлайн", "в"),
    ("підтримано", "1998", "в"),
    ("", "Одесі", "в"),
    ("жили", "Львові", "у"),
    ("жили", "Лівані", "в"),
    ("була", "свято", "у"),
    ("була", "цвіту", "у"),
    ("закінчився", "березні", "в"),
    ("учнів", "школі", "у"),
    ("також", "«Артеку»", "в"),
]


@pytest.mark.parametrize(("previous", "following", "expected"), EUPHONY)
def test_u_and_v_alternate_by_what_stands_around_them(previous, following, expected):
    assert u(previous, following) == expected


QUANTITIES = [
    ("600", "pcs", "600 шт.", "600 pcs"),
    ("2.400", "t", "2,4 т", "2.4 t"),
    ("1250.500", "kg", "1 250,5 кг", "1,250.5 kg"),
    ("1", "box", "1 коробка", "1 box"),
    ("22", "box", "22 коробки", "22 boxes"),
    ("112", "box", "112 коробок", "112 boxes"),
    ("80", "pair", "80 пар", "80 pairs"),
    ("21", "pallet", "21 палета", "21 pallets"),
    ("3", "set", "3 комплекти", "3 sets"),
    ("1.5", "pack", "1,5 пакунка", "1.5 packs"),
    ("350", "m2", "350 м²", "350 m²"),
    ("300", "l", "300 л", "300 l"),
]


@pytest.mark.parametrize(("value", "unit", "ukrainian", "english"), QUANTITIES)
def test_a_quantity_stands_with_the_form_of_its_unit(value, unit, ukrainian, english):
    assert uk.numbers.quantity(Decimal(value), unit) == ukrainian
    assert en.numbers.quantity(Decimal(value), unit) == english


WHOLES = [
    ("3", "box", "3 коробок"),
    ("22", "pair", "22 пар"),
    ("21", "set", "21 комплекту"),
    ("101", "pack", "101 пакунка"),
    ("11", "pallet", "11 палет"),
    ("1.5", "pack", "1,5 пакунка"),
    ("600", "pcs", "600 шт."),
]


@pytest.mark.parametrize(("value", "unit", "expected"), WHOLES)
def test_a_quantity_of_which_a_part_is_told_stands_in_the_genitive(value, unit, expected):
    assert uk.numbers.of_quantity(Decimal(value), unit) == expected


SUMS = [
    ("38400.00", "EUR", "38 400 євро", "EUR 38,400"),
    ("300000.50", "UAH", "300 000,50 грн", "UAH 300,000.50"),
    ("10000", "USD", "10 000 дол. США", "USD 10,000"),
    ("45000", "PLN", "45 000 PLN", "PLN 45,000"),
]


@pytest.mark.parametrize(("value", "currency", "ukrainian", "english"), SUMS)
def test_money_shows_cents_only_where_there_are_some(value, currency, ukrainian, english):
    assert uk.numbers.money(Decimal(value), currency) == ukrainian
    assert en.numbers.money(Decimal(value), currency) == english


LISTS = [
    (["Тарту"], "Тарту"),
    (["Тарту", "Евора"], "Тарту та Евора"),
    (["Тарту", "Евора", "Бая"], "Тарту, Евора та Бая"),
    (["Центр дітей та молоді", "Школа"], "Центр дітей та молоді; Школа"),
    (["Центр дітей та молоді"], "Центр дітей та молоді"),
    ([], ""),
]


@pytest.mark.parametrize(("names", "expected"), LISTS)
def test_a_list_with_a_conjunction_inside_is_parted_by_semicolons(names, expected):
    assert uk.lists.listed(names) == expected


def test_an_english_list_has_no_comma_before_and():
    assert en.lists.listed(["Tartu", "Évora", "Baia"]) == "Tartu, Évora and Baia"
    assert en.lists.listed(["Youth and Sport", "School"]) == "Youth and Sport; School"


def test_first_letters_pass_quotes_and_keep_abbreviations():
    assert capital("«мости» ведуть") == "«Мости» ведуть"
    assert small("Генератори") == "генератори"
    assert small("ПЛР-тести") == "ПЛР-тести"


INSIDE = [
    ("Генератори", "Генератори", "генератори"),
    ("Starlink-термінали", "Starlink-термінали", "Starlink-термінали"),
    ("Starlink terminals", "Starlink-термінали", "Starlink terminals"),
    ("Honda generators", "Генератори Honda", "Honda generators"),
    ("Generators Honda", "Генератори Honda", "generators Honda"),
]


@pytest.mark.parametrize(("title", "ukrainian", "expected"), INSIDE)
def test_a_foreign_name_keeps_its_capital_inside_a_sentence(title, ukrainian, expected):
    assert inside(title, ukrainian) == expected


def test_a_sentence_is_one_whatever_slots_fall_away():
    assert sentence("", "співпрацю", "завершено", "") == "Співпрацю завершено."
    assert sentence("обмін досвідом тощо.") == "Обмін досвідом тощо."
