"""A paper on the screen: its tables and the records behind its sentences."""

from django.template import Context, Template

from papers.paper import Section, Sentence, Source, Table

HOSTILE = '"><script>'
TABLE = Table("", ("Назва", HOSTILE, "Вага"), (("Перша", HOSTILE, "5"),), numeric=(2,))


def drawn(tag, **context):
    return Template(f"{{% load papers %}}{{% {tag} %}}").render(Context(context))


def source(number, **told):
    told = {"key": f"k{number}", "label": f"Запис {number}", "url": f"/{number}/"} | told
    return Source("aid.need", number, **told)


def test_the_first_cell_names_the_row_and_figures_stand_to_the_right():
    rows = drawn("rows_to_read table", table=TABLE)
    assert rows.startswith('<tr><th scope="row">Перша</th><td data-l="')
    assert rows.endswith('<td data-l="Вага" class="n">5</td></tr>')
    printed = drawn("rows_to_print table", table=TABLE)
    assert printed.startswith("<tr><td>Перша</td>") and printed.endswith(
        '<td class="n">5</td></tr>'
    )


def test_a_sentence_leads_to_its_records_but_not_to_that_of_its_heading():
    first, second, known = source(1), source(2), source(3)
    sentence = Sentence("Речення.", (second, known, first, source(4)))
    text = drawn(
        "sentence_to_read sentence numbers section",
        sentence=sentence,
        numbers={first: 1, second: 2, known: 3},
        section=Section("", source=known),
    )
    assert text.startswith('Речення.<sup><a href="/1/"><span class="vh">Запис: Запис 1</span>')
    assert text.index("/1/") < text.index("/2/")
    assert "/3/" not in text and "/4/" not in text


def test_a_sentence_of_thousands_leads_to_the_first_of_them():
    numbers = {source(number): number for number in range(1, 1001)}
    sentence, section = Sentence("Речення.", tuple(reversed(numbers))), Section("")
    told = {"sentence": sentence, "numbers": numbers, "section": section}
    text = drawn("sentence_to_read sentence numbers section", **told)
    assert text.count("<sup>") == 20
    assert "/20/" in text and "/21/" not in text


def test_nothing_that_is_written_becomes_markup():
    told = source(1, label=HOSTILE, url=HOSTILE)
    sentence = Sentence(HOSTILE, (told,), language=HOSTILE)
    text = drawn(
        "sentence_to_read sentence numbers section",
        sentence=sentence,
        numbers={told: 1},
        section=Section(""),
    )
    parts = text + drawn("rows_to_read table", table=TABLE) + drawn("records_to_read s", s=[told])
    assert "<script" not in parts
    assert parts.count("&quot;&gt;&lt;script&gt;") == 8
