"""The smallest parts of pages: a text, a date, a state, whatever they are given."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

from publishing.dates import PartialDate
from publishing.typography import NBSP, SOFT_HYPHEN

HOSTILE = "<script>\"&'"
ESCAPED = "&lt;script&gt;&quot;&amp;&#x27;"


def drawn(language, tag, **context):
    with override(language):
        return Template(f"{{% {tag} %}}").render(Context(context))


def test_a_text_stands_in_the_language_of_the_page():
    assert drawn("uk", "words uk en", uk="Місто", en="Town") == "Місто"
    assert drawn("en", "words uk en", uk="Місто", en="Town") == "Town"


@pytest.mark.parametrize("missing", ["", None])
def test_a_ukrainian_text_on_an_english_page_is_marked(missing):
    assert drawn("en", "words uk en", uk="Місто", en=missing) == '<span lang="uk">Місто</span>'


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("missing", ["", None])
def test_what_has_no_words_leaves_nothing(language, missing):
    assert drawn(language, "words uk en", uk=missing, en=missing) == ""
    assert drawn(language, "status code word", code="active", word=missing) == ""
    assert drawn(language, "date_words date", date=missing) == ""


@pytest.mark.parametrize(("uk", "en"), [(HOSTILE, ""), ("", HOSTILE), (HOSTILE, HOSTILE)])
def test_nothing_that_is_written_becomes_markup(uk, en):
    for language in ("uk", "en"):
        assert "<script" not in drawn(language, "words uk en", uk=uk, en=en)
    assert drawn("uk", "words uk en", uk=HOSTILE, en="") == ESCAPED
    assert drawn("en", "words uk en", uk="", en=HOSTILE) == ESCAPED
    assert ESCAPED in drawn("en", "words uk en", uk=HOSTILE, en="")
    assert ESCAPED in drawn("uk", "status code word", code=HOSTILE, word=HOSTILE)


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("active", "on"),
        ("met", "on"),
        ("partly_met", "soon"),
        ("distributing", "soon"),
        ("ended", "off"),
        ("", "soon"),
        ("end", "soon"),
    ],
)
def test_a_state_has_a_form_beside_its_word(code, form):
    assert drawn("uk", "status code 'Слово'", code=code) == (
        f'<span class="status status--{form}">Слово</span>'
    )


@pytest.mark.parametrize(
    ("date", "uk", "short", "en", "short_en"),
    [
        (
            PartialDate(2022, 7, 12),
            f"12{NBSP}липня 2022{NBSP}року",
            "12.07.2022",
            f"12{NBSP}July 2022",
            f"12{NBSP}Jul{NBSP}2022",
        ),
        (PartialDate(2022, 7), f"липень 2022{NBSP}року", "07.2022", "July 2022", f"Jul{NBSP}2022"),
        (PartialDate(2022), f"2022{NBSP}рік", "2022", "2022", "2022"),
    ],
)
def test_a_date_is_no_more_exact_than_it_is_known(date, uk, short, en, short_en):
    assert drawn("uk", "date_words date", date=date) == f'<time datetime="{date}">{uk}</time>'
    assert drawn("en", "date_words date", date=date) == f'<time datetime="{date}">{en}</time>'
    in_table = drawn("uk", "date_words date short=True", date=date)
    assert in_table == f'<time datetime="{date}">{short}</time>'
    in_table = drawn("en", "date_words date short=True", date=date)
    assert in_table == f'<time datetime="{date}">{short_en}</time>'


@pytest.mark.parametrize(
    ("language", "words"), [("uk", "1\xa0500 · 999 · 0 · "), ("en", "1,500 · 999 · 0 · ")]
)
def test_thousands_are_grouped_as_the_language_groups_them(language, words):
    with override(language):
        text = "{{ many|grouped }} · {{ few|grouped }} · {{ none|grouped }} · {{ unknown|grouped }}"
        context = {"many": 1500, "few": 999, "none": 0, "unknown": None}
        assert Template(text).render(Context(context)) == words


def test_what_a_page_says_binds_its_small_words_and_its_data_stay_plain():
    shown = drawn("uk", "words uk en", uk="Зустріч із партнерами", en="")
    assert shown == f"Зустріч із{NBSP}партнерами"
    heading = "<h1 title='{{ x }}'>{% filter syllables %}{% words x x %}{% endfilter %}</h1>"
    page = Template(heading).render(Context({"x": "Міжмуніципальне <b>"}))
    soft = "Між-му-ні-ци-пальне".replace("-", SOFT_HYPHEN)
    assert page == f"<h1 title='Міжмуніципальне &lt;b&gt;'>{soft} &lt;b&gt;</h1>"


@pytest.mark.parametrize("text", [7, None, ""])
def test_what_is_no_text_is_left_to_the_template(text):
    assert Template("{{ x|typeset }}").render(Context({"x": text})) == str(text)


def test_markup_is_not_typeset():
    marked = mark_safe('<a href="x">a b</a>')
    assert Template("{{ x|typeset }}").render(Context({"x": marked})) == marked
    assert Template("{{ x|typeset }}").render(Context({"x": "<a b>"})) == "&lt;a\u00a0b&gt;"
