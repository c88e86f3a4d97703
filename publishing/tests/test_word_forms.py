"""Words as search compares them."""

import pytest

from publishing.word_forms import LONGEST, is_auxiliary, readings, stems, tokens


def forms(text):
    return [token.form for token in tokens(text)]


@pytest.mark.parametrize(
    ("form", "dictionary_form"),
    [
        ("шкіл", "школа"),
        ("литви", "литва"),
        ("дітей", "дитина"),
        ("обєднань", "обєднання"),
        ("договорів", "договір"),
        ("шяуляйського", "шяуляйський"),
        ("communities", "communiti"),
        ("community", "communiti"),
        ("18-у", "18-у"),
    ],
)
def test_a_form_leads_to_its_dictionary_form(form, dictionary_form):
    assert dictionary_form in readings(form)


def test_every_likely_reading_of_a_homograph_is_known():
    assert {"міст", "місто"} <= readings("міст")
    assert {"мати", "мата"} <= readings("мати")


@pytest.mark.parametrize("sign", "'’ʼ‘`´ʹ")
def test_any_apostrophe_is_the_same_word(sign):
    assert forms(f"Об{sign}єднання") == forms("обєднання")
    assert readings(*forms(f"об{sign}єднань")) == {"обєднання"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Šiauliai, Büyükçekmece, Łódź", ["siauliai", "buyukcekmece", "lodz"]),
        ("İSTANBUL Straße København", ["istanbul", "strasse", "kobenhavn"]),
        ("Київ, йод, їжак, ґанок", ["київ", "йод", "їжак", "ганок"]),
        ("за\u0301мок і\u0308жа", ["замок", "їжа"]),
        ("акт № 18-У від 12.07.2022", ["акт", "18-у", "від", "12.07.2022"]),
        ("2014–2020 – роки", ["2014", "2020", "роки"]),
        ("кінець. Початок/середина", ["кінець", "початок/середина"]),
        ("а\u00adкт", ["акт"]),
        ("… — «»", []),
    ],
)
def test_a_text_is_parted_into_folded_words(text, found):
    assert forms(text) == found


def test_a_word_knows_where_it_stands():
    text = "До Šiauliai й Бая-Спріє"
    assert [text[token.start : token.end] for token in tokens(text)][1::2] == [
        "Šiauliai",
        "Бая-Спріє",
    ]
    (*_others, compound) = tokens(text)
    assert [part.form for part in compound.parts] == ["бая", "спріє"]


def test_a_word_is_offered_in_its_proper_spelling():
    (token,) = tokens("Об'є\u0301днання")
    assert token.spelling == "об’єднання"
    (token,) = tokens("ŠIAULIAI")
    assert token.spelling == "šiauliai"


def test_what_is_too_long_is_no_word():
    assert forms("а" * (LONGEST + 1)) == []


@pytest.mark.parametrize("form", ["про", "для", "і", "та", "вони", "the"])
def test_words_that_only_join_others_are_known(form):
    assert is_auxiliary(form)


@pytest.mark.parametrize("form", ["мати", "мов", "акт", "5", "theatre"])
def test_words_that_mean_something_are_not_auxiliary(form):
    assert not is_auxiliary(form)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("шкіл", ["школ", "шкіл"]),
        ("таборі", ["табор", "табір"]),
        ("Об’єднань", ["об'єднан"]),
        ("agreements", ["agreement"]),
        ("18-У", ["18-у"]),
    ],
)
def test_a_word_has_the_beginnings_of_all_its_forms(word, found):
    assert stems(word) == found
