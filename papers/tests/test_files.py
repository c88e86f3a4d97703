"""A paper as PDF and DOCX: the same text, set by the standard, and nothing in it runs."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils.text import capfirst
from docx import Document
from docx.oxml.ns import qn
from PIL import Image
from psutil import Process
from pypdf import PdfReader

from papers.docx import docx
from papers.lines import lines
from papers.official import BLANK_DATE
from papers.paper import Section, Signature, from_data, to_data
from papers.pdf import TypesettingError, pdf
from papers.tests.reading import docx_blocks, pdf_blocks, plain
from papers.tests.samples import ADDRESS, TRICKS, listed, paper, paragraph, table

MM = 72 / 25.4
LONG = "Довге речення про співпрацю громад нашого краю з іншими громадами. " * 3


def text_of(blocks):
    return " ".join(text for _kind, text in blocks)


def pages(data):
    return PdfReader(BytesIO(data)).pages


def rows(page):
    """The lines of text on a page of a PDF, from top to bottom."""
    return [line.strip() for line in page.extract_text().splitlines() if line.strip()]


def edges(page):
    """Text → (left edge, baseline) in millimetres from the upper left corner of the sheet."""
    found = {}

    def visit(text, user, matrix, _font, _size):
        if text.strip():
            left = matrix[4] * user[0] + user[4]
            up = matrix[5] * user[3] + user[5]
            found.setdefault(text.strip(), (left / MM, (float(page.mediabox.height) - up) / MM))

    page.extract_text(visitor_text=visit)
    return found


def picture():
    """A PNG of 24 × 34 pixels."""
    file = BytesIO()
    Image.new("RGB", (24, 34), "navy").save(file, "PNG")
    return file.getvalue()


ANNEXES = (
    Section("Перелік угод", "Додаток 1.", (table(columns=7),)),
    Section("Перелік вантажів", "Додаток 2.", (table(rows=90),)),
)
FULL = paper(
    paragraph("Перше речення.", "Друге речення."),
    listed("Передано:", "ковдри;", "ліжка."),
    table(),
    paragraph(LONG),
    addressee=("Міському голові", "Раса Раудоне"),
    appendices=ANNEXES,
    signatures=(
        Signature("Директор", "Оксана ЛІС", role="Передав"),
        Signature("Завідувач", "Ігор ПОЛЕ", role="Прийняв"),
    ),
)


def test_no_word_is_parted_at_the_end_of_a_line():
    text = paragraph("Відповідальна громада співпрацює з муніципалітетом. " * 30)
    data = pdf(paper(text, signatures=()))
    ends = [line.split()[-1] for page in pages(data) for line in rows(page)]
    assert not [word for word in ends if word.endswith(("-", "\u00ad", "\u2010"))]
    settings = ZipFile(BytesIO(docx(FULL))).read("word/settings.xml").decode()
    assert "autoHyphenation" not in settings


class TestText:
    @pytest.mark.parametrize(("write", "read"), [(pdf, pdf_blocks), (docx, docx_blocks)])
    def test_is_that_of_the_paper_line_by_line(self, write, read):
        found, place = text_of(read(write(FULL))), 0
        head = [line.upper() for line in FULL.organisation] + list(FULL.addressee)
        body = list(lines(FULL))[len(head) + 2 :]
        for line in [*head, FULL.kind, FULL.place, capfirst(FULL.title), *body]:
            for part in re.sub(r"^(Додаток \d)\.", r"\1", line).split(" | "):
                place = found.find(plain(part), place)
                assert place >= 0, part
                place += 1

    @pytest.mark.parametrize(
        "blocks", [lambda p: pdf_blocks(pdf(p)), lambda p: docx_blocks(docx(p))]
    )
    def test_of_people_is_printed_as_it_is_and_never_runs(self, blocks):
        tricky = paper(*(paragraph(text) for text in TRICKS), listed(TRICKS[0], *TRICKS))
        found = [text for _kind, text in blocks(tricky)]
        for text in TRICKS:
            assert found.count(plain(text)) == (3 if text == TRICKS[0] else 2)

    def test_of_a_title_and_a_signature_never_runs_either(self):
        tricky = paper(
            title=TRICKS[0],
            organisation=(TRICKS[1],),
            place=TRICKS[2],
            signatures=(Signature(TRICKS[0], TRICKS[1]),),
        )
        assert plain(TRICKS[0]) in text_of(pdf_blocks(pdf(tricky)))
        assert plain(TRICKS[1]) in text_of(docx_blocks(docx(tricky)))


class TestPdf:
    def test_is_tagged_and_says_what_it_is(self):
        reader = PdfReader(BytesIO(pdf(FULL)))
        root = reader.root_object
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "uk"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata.title == FULL.name
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
        kinds = {kind for kind, _text in pdf_blocks(pdf(FULL))}
        assert {"/H1", "/H2", "/P", "/LBody", "/TH", "/TD"} <= kinds

    def test_embeds_the_typeface_that_comes_with_the_project(self):
        for page in pages(pdf(FULL)):
            for font in page["/Resources"]["/Font"].values():
                (descendant,) = font["/DescendantFonts"]
                assert "LiberationSerif" in descendant["/BaseFont"]
                assert "/FontFile2" in descendant["/FontDescriptor"]

    def test_is_the_same_file_for_the_same_paper(self):
        assert pdf(FULL) == pdf(from_data(to_data(FULL)))

    def test_keeps_the_distances_of_the_standard(self):
        first = edges(pages(pdf(paper(paragraph("Коротке."), paragraph("Кінець."))))[0])
        assert first["Начальник відділу"][0] == pytest.approx(30, abs=0.5)
        assert first["Коротке."][0] == pytest.approx(40, abs=0.5)
        assert first["Олег НЕЧУЙ-"][0] == pytest.approx(155, abs=0.5)
        assert first["Про стан справ у сфері"][0] == pytest.approx(30, abs=0.5)
        step = first["Кінець."][1] - first["Коротке."][1]
        assert step * MM == pytest.approx(21, abs=0.1)  # 14 pt, one and a half lines

    def test_numbers_pages_in_the_top_margin_from_the_second_one(self):
        first, second, *_rest = pages(pdf(paper(*[paragraph(LONG)] * 20)))
        assert "1" not in rows(first)
        assert rows(second)[0] == "2"
        left, down = edges(second)["2"]
        assert left == pytest.approx(30 + 85, abs=2)
        assert 10 <= down <= 20

    def test_repeats_the_heads_of_tables_and_lays_wide_ones_across(self):
        annexes = [page for page in pages(pdf(FULL)) if any("Графа" in row for row in rows(page))]
        wide, *upright = annexes[-4:]
        assert wide.mediabox.width > wide.mediabox.height
        assert len(upright) == 3  # ninety rows
        for page in upright:
            assert page.mediabox.width < page.mediabox.height
            assert any("Графа 1" in row for row in rows(page))

    def test_leaves_blanks_for_what_is_registered_later(self):
        assert BLANK_DATE in text_of(pdf_blocks(pdf(FULL)))
        registered = paper(registered_on="2025-01-20", registration_index="01-14/25")
        text = text_of(pdf_blocks(pdf(registered)))
        assert "20 січня 2025 року м. Липівка № 01-14/25" in text
        assert "____" not in text_of(pdf_blocks(pdf(paper(is_registered=False))))

    def test_names_its_pictures_for_those_who_do_not_see_them(self):
        data = pdf(paper(), arms=picture())
        figures = PdfReader(BytesIO(data)).root_object["/StructTreeRoot"]
        words = list(_alts(figures))
        assert words == ["Герб", f"QR-код адреси {ADDRESS}"]

    @pytest.mark.parametrize("ending", [[LONG], [LONG, "Кінець."], ["Коротко.", "Кінець."]])
    def test_never_leaves_a_signature_alone_on_a_page(self, ending):
        turned = 0
        for count in range(15, 25):
            blocks = [paragraph("Речення.")] * count + [paragraph(text) for text in ending]
            sheets = pages(pdf(paper(*blocks, mark=None)))
            last = rows(sheets[-1])
            place = next(i for i, row in enumerate(last) if row.startswith("Начальник"))
            assert len([row for row in last[:place] if not row.isdecimal()]) >= 2, count
            turned += len(sheets) == 2
        assert 0 < turned < 10  # the endings lie around the foot of the page

    def test_of_many_rows_is_made_by_a_process_that_ends(self):
        register = Section("Перелік вантажів", "Додаток 1.", (table(columns=6, rows=400),))
        made = pdf(paper(appendices=(register,)))
        assert not Process().children()
        cells = [text for kind, text in pdf_blocks(made) if kind == "/TD"]
        assert len(cells) == 400 * 6
        assert cells[-6] == "Рядок 400"

    def test_that_outgrows_its_limits_is_an_error_in_words(self, monkeypatch, tmp_path):
        outgrown = tmp_path / "outgrown.py"
        outgrown.write_text("import os, sys\nsys.stdin.read()\nos.abort()")
        monkeypatch.setattr("papers.pdf.TYPESETTING", outgrown)
        with pytest.raises(TypesettingError, match="^документ завеликий$"):
            pdf(paper())

    def test_that_cannot_be_made_is_an_error_in_words(self):
        with pytest.raises(TypesettingError, match="^unknown image format$"):
            pdf(paper(), arms=b"not a picture")


def _alts(element):
    if "/Alt" in element:
        yield element["/Alt"]
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object()
        if hasattr(kid, "get"):
            yield from _alts(kid)


class TestDocx:
    def test_has_real_styles(self):
        styles = {text: style for style, text in docx_blocks(docx(FULL))}
        assert styles["ЗВІТ"] == "Heading 1"
        assert styles["1. Міжнародне співробітництво"] == "Heading 2"
        assert styles["Перше речення. Друге речення."] == "Body Text"
        assert styles["ковдри;"] == "List Bullet"
        assert styles["Вантажі за 2024 рік"] == "Caption"

    def test_repeats_the_heads_of_tables(self):
        body = Document(BytesIO(docx(FULL))).element.body
        ruled = [grid for grid in body.iter(qn("w:tbl")) if "Графа" in "".join(grid.itertext())]
        assert len(ruled) == 3
        for grid in ruled:
            head, *rest = grid.findall(qn("w:tr"))
            assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            assert not any(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for row in rest)

    def test_keeps_the_margins_of_the_standard_and_turns_wide_sheets(self):
        sheets = Document(BytesIO(docx(FULL))).sections
        margins = [
            [
                round(side.mm)
                for side in (
                    sheet.left_margin,
                    sheet.right_margin,
                    sheet.top_margin,
                    sheet.bottom_margin,
                )
            ]
            for sheet in sheets
        ]
        assert margins == [[30, 10, 20, 20], [20, 20, 30, 10], [30, 10, 20, 20]]
        assert [sheet.page_width > sheet.page_height for sheet in sheets] == [False, True, False]
        assert [sheet.different_first_page_header_footer for sheet in sheets] == [1, 0, 0]
        assert "PAGE" in sheets[0].header.part.blob.decode()

    def test_says_its_title_language_and_what_its_pictures_show(self):
        data = docx(paper(), arms=picture())
        document = Document(BytesIO(data))
        assert document.core_properties.title == paper().name
        assert document.core_properties.author == "Липівська міська рада, Відділ співпраці"
        words = [node.get("descr") for node in document.element.body.iter(qn("wp:docPr"))]
        assert words == ["Герб", f"QR-код адреси {ADDRESS}"]
        assert 'w:val="uk-UA"' in ZipFile(BytesIO(data)).read("word/styles.xml").decode()

    def test_holds_no_macro_and_nothing_from_elsewhere(self):
        archive = ZipFile(BytesIO(docx(FULL)))
        assert not [name for name in archive.namelist() if "vba" in name or "embeddings" in name]
        for name in archive.namelist():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in archive.read(name)

    def test_keeps_the_signature_with_the_text(self):
        document = Document(BytesIO(docx(paper(paragraph(LONG), paragraph("Кінець.")))))
        texts = {line.text.strip(): line.paragraph_format for line in document.paragraphs}
        assert texts[LONG.strip()].keep_with_next
        assert texts["Кінець."].keep_with_next
