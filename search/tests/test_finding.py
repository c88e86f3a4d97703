"""Which records answer, and in which order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.tests.records import make_partner
from projects.tests.records import make_event
from publishing.tests.records import make_document
from publishing.typography import on_page, soft_hyphens
from search.asking import LONGEST, ask
from search.finding import Found, Narrowing
from search.kinds import KINDS
from search.models import Entry
from search.nearest import distance, in_other_layout, nearest
from search.results import Search

pytestmark = pytest.mark.django_db


def event(title, **changes):
    return make_event(title_uk=title, title_en="", **changes)


def titles(text, **narrowing):
    groups = Search(text, Narrowing(**narrowing), "uk").groups()
    return [result.title.text for group in groups for result in group.results]


def test_two_words_need_both():
    event("Літній табір")
    event("Літній театр")
    assert titles("літо табір") == []
    assert titles("літнього табору") == ["Літній табір"]


def test_what_is_copied_from_a_page_finds_it():
    event("Міжмуніципальний табір у Липівці з U-LEAD")
    heading = soft_hyphens(on_page("Міжмуніципальний табір у Липівці з U-LEAD"))
    assert heading.count("\u00ad") and heading.count("\u00a0") and heading.count("\u2060")
    for text in (heading, f"«{heading}»"):
        assert titles(text) == ["Міжмуніципальний табір у Липівці з U-LEAD"]


def test_quotes_ask_for_a_phrase():
    event("Вечір музики й поезії")
    event("Поезії й музики вечір")
    assert titles('"музики й поезії"') == ["Вечір музики й поезії"]
    assert titles("«музики й поезії»") == ["Вечір музики й поезії"]
    assert titles('"поезія музика"') == []
    assert len(titles("музика поезія")) == 2


def test_the_form_as_typed_comes_before_homographs():
    event("Міст через річку", start="2020")
    event("Зустріч міст-партнерів", start="2024")
    event("Місто майстрів", start="2025")
    event("Мости довіри", start="2026")
    assert titles("місто")[0] == "Місто майстрів"
    assert titles("мости")[0] == "Мости довіри"
    assert set(titles("міст")[:2]) == {"Зустріч міст-партнерів", "Міст через річку"}


def test_the_title_comes_before_the_rest_and_the_newer_before_the_older():
    event("Вечір", summary_uk="Грали на бандурі.", start="2026")
    event("Бандури давні", start="2019")
    event("Бандури нові", start="2023")
    assert titles("бандури") == ["Бандури нові", "Бандури давні", "Вечір"]


def test_what_is_called_so_comes_before_a_mention_as_typed():
    make_partner(name_uk="Соснівка", summary_uk="")
    event("Подорож", summary_uk="Діти їздили до Соснівки.", start="2026")
    assert titles("Соснівки") == ["Соснівка", "Подорож"]


def test_a_title_comes_before_a_long_text():
    camp = event("Табір", start="2020")
    make_document(camp, title_uk="Протокол", text="Говорили про таборі. " * 5, date="2026")
    assert titles("таборі") == ["Табір", "Протокол"]


def test_the_text_of_a_document_is_searched():
    make_document(event("Зустріч"), title_uk="Протокол", text="Перший рядок\nпро раків і линів")
    (group,) = Search("лини", Narrowing(), "uk").groups()
    assert group.results[0].context.text == "про раків і линів"
    assert group.results[0].url.startswith("/files/")


def test_half_a_name_is_enough():
    event("Гірськолижники")
    assert titles("гірськ") == ["Гірськолижники"]
    assert titles("гі") == []


@pytest.mark.parametrize("name", ["Евори", "Евору", "Еворою", "евора"])
def test_names_that_no_dictionary_has_are_found_in_every_case(name):
    make_partner(name_uk="Евора")
    assert titles(name) == ["Евора"]


@pytest.mark.parametrize("text", ["", "і та про", '""', "%", "_", "\x00"])
def test_what_has_no_word_finds_nothing(text):
    event("Подія і та про все")
    assert titles(text) == []


def test_a_kind_and_a_year_narrow():
    make_partner(name_uk="Табірне", since="2020", until="2022")
    event("Табір", start="2021", end="2023")
    assert len(titles("табір", year=2021)) == 1
    search = Search("табір табірне", Narrowing(), "uk")
    assert search.count == 0
    event("Табір табірний", start="2023-05")
    assert titles("табір", kind="event", year=2023) == ["Табір табірний", "Табір"]
    assert titles("табір", kind="partner") == []
    assert titles("табір", year=1999) == []
    search = Search("табір", Narrowing(kind="event", year=2022), "uk")
    assert search.count == 1
    assert search.years() == {2023: 2, 2022: 1, 2021: 1}
    assert search.kinds() == {"event": 1}


def test_pages_and_the_best_of_each_kind_are_cuts_of_one_order():
    make_partner(name_uk="Табірне", since="2021")
    for number in range(40):
        words = (
            ("Табір", "") if number % 3 else ("Гра", "Були в таборі." if number % 2 else "Табір")
        )
        event(words[0], summary_uk=words[1], start=f"202{number % 4}" if number % 5 else None)
    for text, narrowing in (
        ("табір", Narrowing()),
        ("таборі", Narrowing(kind="event")),
        ("табір", Narrowing(year=2022)),
        ("табір гра", Narrowing()),
    ):
        result = Found(ask(text))
        everything = result.some(narrowing, 0, 100)
        assert len(everything) == sum(
            one.count for one in result.standings if narrowing.lets_through(one)
        )
        pages = [result.some(narrowing, start, start + 3) for start in range(0, 45, 3)]
        assert [key for page in pages for key in page] == everything
        kinds = dict(Entry.objects.values_list("pk", "kind"))
        best = [[key for key in everything if kinds[key] == kind][:5] for kind in KINDS]
        assert set(result.best_of_each_kind(narrowing, 5)) == {key for some in best for key in some}


class TestOffers:
    def offers(self, text):
        return Search(text, Narrowing(), "uk").offers()

    @pytest.mark.parametrize(
        "typed", ["Гульборсунн", "Гулборгсунн", "Гульбогрсунн", "гульборгсуннн"]
    )
    def test_a_misspelt_word_offers_the_nearest(self, typed):
        make_partner(name_uk="Гульборгсунн")
        assert [offer.casefold() for offer in self.offers(typed)] == ["гульборгсунн"]

    def test_it_is_offered_in_its_proper_spelling(self):
        event("Об’єднання")
        assert self.offers("обєднаня") == ["об’єднання"]

    def test_the_rest_of_the_query_stays(self):
        event("Літній табір у Шауляї")
        assert self.offers("літній Шаулаї") == ["літній Шауляї"]

    def test_the_other_keyboard_layout_is_tried(self):
        event("Табір")
        assert in_other_layout("nf,sh") == "табір"
        assert self.offers("nf,sh") == ["табір"]

    def test_each_word_is_offered_where_both_find_nothing(self):
        event("Літній театр")
        event("Зимовий табір")
        assert self.offers("літній табір") == ["літній", "табір"]

    def test_nothing_is_offered_where_nothing_is_near(self):
        event("Табір")
        assert self.offers("синхрофазотрон") == []

    def test_no_word_of_what_is_hidden_is_offered(self):
        hidden = event("Гірськолижники")
        event("Інше")
        assert self.offers("гірськолижнеки") == ["гірськолижники"]
        hidden.publication = "internal"
        hidden.save()
        assert self.offers("гірськолижнеки") == []
        assert nearest("гірськолижнеки") == ""

    def test_what_finds_something_offers_nothing(self, django_assert_num_queries):
        event("Табір")
        search = Search("табір", Narrowing(), "uk")
        with django_assert_num_queries(0):
            assert search.offers() == []


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("кіт", "кіт", 0), ("кіт", "кит", 1), ("кіт", "кт", 1), ("кіт", "ктій", 2), ("акт", "кат", 1)],
)
def test_the_distance_of_words(one, other, far):
    assert distance(one, other) == far


def test_a_query_is_cut_before_anything_reads_it():
    query = ask("а" * 64 * 1024)
    assert len(query.text) == LONGEST
    assert len(ask("слово " * 12_000).text) <= LONGEST
    assert ask("x\x00y\u202e z").text == "x y z"


def test_the_questions_to_the_database_do_not_grow_with_the_index():
    counts = []
    for number in (1, 20):
        for _ in range(number):
            event("Літній табір")
        with CaptureQueriesContext(connection) as queries:
            titles("літній табір")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9
