"""A paper as an editable document: real styles, headings, lists and heads of tables.

The look is that of the PDF. The typeface is named Times New Roman, which the offices have; where
it is absent, word processors take Liberation Serif, which has the same widths.
"""

from io import BytesIO

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from papers.docx_styles import CAPTION, LIST, REQUISITE, SMALL, TEXT, set_styles
from papers.docx_tables import borderless, ruled
from papers.official import (
    Heading,
    annex_list,
    annex_mark,
    flow,
    lies_across,
    parted,
    registration,
)
from papers.paper import Enumeration, Paragraph
from papers.qr import SIDE, png

UPRIGHT = {"left": 30, "right": 10, "top": 20, "bottom": 20}  # margins, millimetres
ACROSS = {"left": 20, "right": 20, "top": 30, "bottom": 10}
HEADING_WIDTH = 73  # millimetres
ADDRESSEE = 90
SIGNATURE = (75, 48, 2, 45)  # position, place for the signature, a gap, name
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def docx(paper, arms=b""):
    """The Paper as the bytes of a DOCX file; `arms` is a PNG or JPEG picture for its head."""
    writer = _Writer(paper)
    writer.head(arms)
    writer.text()
    writer.signatures()
    writer.annexes()
    return writer.saved()


class _Writer:
    def __init__(self, paper):
        self.paper = paper
        self.document = Document()
        set_styles(self.document, paper.language)
        self._lay_out(self.document.sections[0], across=False)
        self._number_pages(self.document.sections[0])
        properties = self.document.core_properties
        properties.title = paper.name
        properties.author = properties.last_modified_by = ", ".join(paper.organisation)
        properties.language = paper.language
        properties.comments = ""
        properties.created = properties.modified = timezone.now()

    def saved(self):
        """The file; a table at its very end has an empty line after it, as the format wants."""
        if self._end.getprevious().tag == qn("w:tbl"):
            self._line(style=SMALL)
        file = BytesIO()
        self.document.save(file)
        return file.getvalue()

    # Sheets

    def _lay_out(self, section, across):
        width, height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
        section.page_width, section.page_height = width, height
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        for side, millimetres in (ACROSS if across else UPRIGHT).items():
            setattr(section, f"{side}_margin", Mm(millimetres))
        section.header_distance = Mm(20 if across else 11)

    def _number_pages(self, section):
        """A number in the middle of the top margin, from the second page on."""
        section.different_first_page_header_footer = True
        line = section.header.paragraphs[0]
        line.alignment = CENTRE
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        line._p.append(field)

    @property
    def _width(self):
        section = self.document.sections[-1]
        return section.page_width - section.left_margin - section.right_margin

    # The head

    def head(self, arms):
        paper = self.paper
        if arms:
            with override(paper.language):
                words = _("Coat of arms")
            _picture(self._line(alignment=CENTRE), arms, words, height=Mm(17))
        for place, name in enumerate(paper.organisation):
            line = self._line(name.upper(), alignment=CENTRE)
            line.runs[0].bold = place == 0
        for place, name in enumerate(paper.addressee):
            line = self._line(name, above=0 if place else 8)
            line.paragraph_format.left_indent = Mm(ADDRESSEE)
        if paper.kind:
            self.document.add_heading(paper.kind, 1)
        if paper.is_registered:
            self._registration()
        if paper.title:
            line = self._line(capfirst(paper.title), above=8, below=8)
            line.paragraph_format.right_indent = self._width - Mm(HEADING_WIDTH)

    def _registration(self):
        """Date, place and index in one line, parted by tabulators."""
        day, index = registration(self.paper)
        line = self._line(f"{day}\t{self.paper.place}\t{index}", above=6)
        stops = line.paragraph_format.tab_stops
        stops.add_tab_stop(self._width // 2, WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(self._width, WD_TAB_ALIGNMENT.RIGHT)

    def _line(self, text="", style=REQUISITE, alignment=None, above=0, below=0):
        """A paragraph of its own look; the spaces above and below it in millimetres."""
        line = self.document.add_paragraph(text, style=style)
        line.alignment = alignment
        line.paragraph_format.space_before = Mm(above)
        line.paragraph_format.space_after = Mm(below)
        return line

    # The text

    def text(self):
        text, ending = parted(flow(self.paper.sections))
        for block in text[:-1]:
            self._block(block)
        for block in [*text[-1:], *ending]:  # these go with the signature
            for line in self._block(block):
                line.paragraph_format.keep_with_next = True

    def _block(self, block):
        """Write a heading or block; gives the paragraphs that it consists of."""
        if isinstance(block, Heading):
            return [self.document.add_heading(block.text, block.level)]
        if isinstance(block, Paragraph):
            return [self._sentences(block.sentences, TEXT)]
        if isinstance(block, Enumeration):
            lead = self._sentences([block.lead], TEXT)
            lead.paragraph_format.keep_with_next = True
            return [lead, *(self._sentences([item], LIST) for item in block.items)]
        return self._table(block)

    def _sentences(self, sentences, style):
        paragraph = self.document.add_paragraph(style=style)
        for place, sentence in enumerate(sentences):
            run = paragraph.add_run(f" {sentence.text}" if place else sentence.text)
            if sentence.language:
                language = OxmlElement("w:lang")
                language.set(qn("w:val"), sentence.language)
                run._r.get_or_add_rPr().append(language)
        return paragraph

    def _table(self, table):
        self.document.add_paragraph(table.caption, style=CAPTION)
        self._end.addprevious(ruled(table, self._width))
        after = [self.document.add_paragraph(note, style=TEXT) for note in table.notes]
        return after or [self._line(style=SMALL)]

    @property
    def _end(self):
        """The last element of the body, before which new ones go."""
        return self.document.element.body.sectPr

    # After the text

    def signatures(self):
        for place, text in enumerate(annex_list(self.paper)):
            self._line(text, above=0 if place else 6).paragraph_format.keep_with_next = True
        for signature in self.paper.signatures:
            texts = (signature.position, "", "", signature.name)
            self._row_under(signature.role, texts, SIGNATURE, REQUISITE, underlined=1)
        if self.paper.mark:
            self._mark(self.paper.mark)

    def _row_under(self, text, cells, *look, **options):
        """Cells in a row under a line, which may be empty: two tables in a row would be one."""
        line = self._line(text, style=REQUISITE if text else SMALL, above=8, below=4 * bool(text))
        line.paragraph_format.keep_with_next = True
        self._end.addprevious(borderless(cells, *look, **options))

    def _mark(self, mark):
        with override(self.paper.language):
            words = _("QR code of the address %(address)s") % {"address": mark.address}
        texts = ("", "\n".join(filter(None, (mark.words, mark.address))))
        self._row_under("", texts, (SIDE + 4, 145 - SIDE), SMALL)
        place = self.document.tables[-1].cell(0, 0).paragraphs[0]
        _picture(place, png(mark.address), words, height=Mm(SIDE))

    def annexes(self):
        across = False
        for annex in self.paper.appendices:
            turns = lies_across(annex) != across
            if turns:
                across = not across
                section = self.document.add_section(WD_SECTION.NEW_PAGE)
                section.different_first_page_header_footer = False
                self._lay_out(section, across)
            line = self._line(annex_mark(annex), alignment=RIGHT)
            line.paragraph_format.page_break_before = not turns
            self.document.add_heading(annex.heading, 2)
            for block in annex.blocks:
                self._block(block)


def _picture(line, picture, words, **size):
    """A picture in a paragraph, with what a screen reader says of it."""
    inline = line.add_run().add_picture(BytesIO(picture), **size)._inline
    inline.docPr.set("descr", words)
    for side in "TBLR":
        inline.set(f"dist{side}", "0")
