"""The styles of a document, by ДСТУ 4163:2020: 14 pt, paragraphs of 10 mm, black on white."""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
TEXT, LIST, CAPTION = "Body Text", "List Bullet", "Caption"
REQUISITE, TABLE, SMALL = "Requisite", "TableText", "Small"
LOCALES = {"uk": "uk-UA", "en": "en-GB"}
LINE = 1.3  # of the typeface's own line: 21 pt at 14 pt, as in the PDF
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def set_styles(document, language):
    """Give an empty Document of python-docx the look of an official paper in `language`."""
    styles = document.styles
    _set_language(styles.element, language)
    _set_up_to_date(document.settings.element)
    _look(styles["Normal"], 14, above=0, below=0)
    _look(styles["Header"], 12)
    for name, size, options in (
        ("Heading 1", 16, {"above": Mm(8), "alignment": CENTRE}),
        ("Heading 2", 14, {"above": Mm(8), "below": Mm(4), "alignment": CENTRE}),
        ("Heading 3", 14, {"above": Mm(4), "indent": Mm(10)}),
    ):
        _look(styles[name], size, bold=True, **options)
    _look(styles[TEXT], 14, line=LINE, indent=Mm(10), alignment=JUSTIFY)
    _look(styles[LIST], 14, line=LINE, alignment=JUSTIFY)
    _look(styles[CAPTION], 14, above=Mm(4), below=Mm(2)).paragraph_format.keep_with_next = True
    for name, size in ((REQUISITE, 14), (TABLE, 12), (SMALL, 10)):
        _look(styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), size)
    _dash_lists(document)


def _look(style, size, bold=False, above=0, below=0, line=1, indent=0, alignment=None):
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = above, below, line
    form.first_line_indent, form.alignment, form.widow_control = indent, alignment, True
    return style


def _set_language(styles, language):
    for found in styles.iter(qn("w:lang")):
        found.set(qn("w:val"), LOCALES.get(language, language))


def _set_up_to_date(settings):
    """Say that the file is of Word 2013 or later, not to be opened as an old one."""
    setting = OxmlElement("w:compatSetting")
    setting.set(qn("w:name"), "compatibilityMode")
    setting.set(qn("w:uri"), "http://schemas.microsoft.com/office/word")
    setting.set(qn("w:val"), "15")
    settings.find(qn("w:compat")).append(setting)


def _dash_lists(document):
    """Lists have an en dash and begin like a paragraph, 10 mm from the margin."""
    style = document.styles[LIST]
    form = style.paragraph_format
    form.left_indent, form.first_line_indent = Mm(15), Mm(-5)
    number = style.element.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    abstract = numbering.num_having_numId(number).abstractNumId.val
    (level,) = numbering.xpath(f'w:abstractNum[@w:abstractNumId="{abstract}"]/w:lvl[@w:ilvl="0"]')
    level.find(qn("w:lvlText")).set(qn("w:val"), "–")
    for own in (level.find(qn("w:rPr")), level.find(qn("w:pPr"))):
        level.remove(own)  # a font of symbols, and an indent of its own
