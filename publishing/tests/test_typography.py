"""What typesetting does to a text, and what it leaves alone."""

import pytest

from publishing.typography import on_page, quoted, soft_hyphens, typeset

NBSP = "\u00a0"
TYPESET = [
    ("у 2022 році", f"у{NBSP}2022{NBSP}році"),
    ("12 липня 2022 року", f"12{NBSP}липня{NBSP}2022{NBSP}року"),
    ("Строк дії — до червня", f"Строк дії{NBSP}— до{NBSP}червня"),
    ("вага — 4 200 кг", f"вага{NBSP}— 4{NBSP}200{NBSP}кг"),
    ("38 400 євро, 10 000 дол. США", f"38{NBSP}400{NBSP}євро, 10{NBSP}000{NBSP}дол.{NBSP}США"),
    ("Храм Св. Юрія, школа ім. Олени", f"Храм Св.{NBSP}Юрія, школа ім.{NBSP}Олени"),
    ("наведено в додатку 3", f"наведено в{NBSP}додатку{NBSP}3"),
    ("рішення № 12", f"рішення №{NBSP}12"),
    ("м. Липівка, ст. 5", f"м.{NBSP}Липівка, ст.{NBSP}5"),
    ("І. П. Яремчук", f"І.{NBSP}П.{NBSP}Яремчук"),
    ("«Румунія–Україна 2014-2020»", "«Румунія–Україна 2014–2020»"),
    ("акт 12-34", "акт 12-34"),
]


@pytest.mark.parametrize(("text", "expected"), TYPESET)
def test_spaces_that_must_not_break_and_ranges_of_years_are_typeset(text, expected):
    assert typeset(text, "uk") == expected


def test_a_number_that_looks_like_a_range_is_left_alone():
    for text in ("№ 1120-34/2024", "2024-001", "акт 2019-2024-7"):
        assert "–" not in typeset(text, "uk")


def test_a_paragraph_is_one_line():
    assert typeset("Перший рядок \n другий рядок", "uk") == "Перший рядок другий рядок"


def test_english_binds_numbers_to_their_words():
    assert typeset("on 12 July 2022", "en") == f"on 12{NBSP}July{NBSP}2022"
    assert typeset("4,200 kg", "en") == f"4,200{NBSP}kg"
    assert typeset("EUR 38,400.50, for 5 days", "en") == f"EUR{NBSP}38,400.50, for 5 days"
    assert typeset("listed in Annex 3.", "en") == f"listed in Annex{NBSP}3."


def test_quotation_marks_inside_quotation_marks_are_inner_ones():
    assert quoted("Літній табір «Пагорби»", "uk") == "«Літній табір „Пагорби“»"
    assert quoted("Camp “Hills”", "en") == "“Camp ‘Hills’”"


ON_PAGE = [
    ("Зустріч із партнерами у липні", f"Зустріч із{NBSP}партнерами у{NBSP}липні"),
    ("генератор на 30 кВт", f"генератор на{NBSP}30{NBSP}кВт"),
    ("за WCAG 2.2 і COVID-19", f"за{NBSP}WCAG{NBSP}2.2 і{NBSP}COVID-19"),
    ("у міжмуніципальному співробітництві", "у міжмуніципальному співробітництві"),
    ("програма «U-LEAD з Європою»", f"програма «U-\u2060LEAD з{NBSP}Європою»"),
    ("з одного\nі з другого", f"з{NBSP}одного\nі{NBSP}з{NBSP}другого"),
]


@pytest.mark.parametrize(("text", "expected"), ON_PAGE)
def test_a_page_keeps_lines_and_binds_no_long_word(text, expected):
    assert on_page(text) == expected
    assert on_page(expected) == expected


HYPHENATED = [
    "між-му-ні-ци-паль-ного",
    "спів-ро-біт-ництво",
    "загаль-ноос-віт-ній",
    "п’ят-де-ся-ти-річ-ний",
    "Івано-Франківська",
    "Кро-пив-ниць-кого",
    "підприєм-ництво",
    "Między-na-ro-dowa",
    "Büyük-çek-me-ce-be-le-diyesi",
    "Guldborgsundkom-mune",
    "Шяуляйський",
    "громада",
    "cooperation",
]


@pytest.mark.parametrize("expected", HYPHENATED)
def test_long_words_of_headings_get_soft_hyphens_between_syllables(expected):
    word = expected if expected == "Івано-Франківська" else expected.replace("-", "")
    assert soft_hyphens(word).replace("\u00ad", "-") == expected


def test_no_part_of_a_word_is_short_or_begins_with_a_sign():
    for word in (
        "найвідповідальнішого",
        "уповноваженому",
        "зв’язкоутворювальний",
        "аеродинамічного",
    ):
        parts = soft_hyphens(word).split("\u00ad")
        assert len(parts) > 1 and min(map(len, parts[:1] + parts[-1:])) >= 3
        assert not [part for part in parts if part[0] in "ьй’"]
        assert all(any(letter in "аеєиіїоуюя" for letter in part) for part in parts)
