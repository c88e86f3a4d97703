"""Invented papers for tests."""

from papers.paper import (
    Enumeration,
    Mark,
    Paper,
    Paragraph,
    Section,
    Sentence,
    Signature,
    Table,
)

ADDRESS = "https://portal.example/reports/2024/1/"
SIGNATORY = Signature("Начальник відділу", "Олег НЕЧУЙ-ЛЕВИЦЬКИЙ")
# What would run in a typesetter, a word processor, a template or a page
TRICKS = (
    r"#read(\"/etc/passwd\") #import \"@preview/a:1.0.0\": * $x^2$ *жирно* _так_ `код` \ ~ --",
    '<script>alert(1)</script> &amp; {{ settings }} {% load x %} =HYPERLINK("http://a.example")',
    "= Заголовок - пункт <мітка> @посилання // не примітка /* і це */ https://a.example",
)


def paragraph(*texts):
    return Paragraph(tuple(Sentence(text) for text in texts))


def listed(lead, *items):
    return Enumeration(Sentence(lead), tuple(Sentence(item) for item in items))


def table(columns=3, rows=2):
    """A table with figures in its last column."""
    return Table(
        caption="Вантажі за 2024 рік",
        head=tuple(f"Графа {number}" for number in range(1, columns + 1)),
        rows=tuple(
            (f"Рядок {row}", *(f"слово {row}.{number}" for number in range(2, columns)), f"{row}00")
            for row in range(1, rows + 1)
        ),
        numeric=(columns - 1,),
        notes=("Спільний вантаж лічено раз.",),
    )


def paper(*blocks, **values):
    """A paper in Ukrainian whose only part holds these blocks."""
    part = Section("Міжнародне співробітництво", "1.", blocks=blocks or (paragraph("Кінець."),))
    known = {
        "language": "uk",
        "kind": "ЗВІТ",
        "title": "про стан справ у сфері співробітництва за 2024 рік",
        "organisation": ("Липівська міська рада", "Відділ співпраці"),
        "place": "м. Липівка",
        "sections": (part,),
        "signatures": (SIGNATORY,),
        "mark": Mark(ADDRESS, "Видання 1"),
    }
    return Paper(**known | values)
