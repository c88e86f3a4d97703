"""Tables of a document as its XML: a large one is written in seconds, not minutes."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from papers.docx_styles import TABLE
from papers.widths import shares

TWIP = 635  # EMU
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def ruled(table, width):
    """A Table (papers.paper) as wide as `width` (EMU), its head repeated on every page."""
    widths = [int(share * width / TWIP) for share in shares(table)]
    element = _table(widths, _borders(), padding=113)
    heads = zip(table.head, widths, strict=True)
    element.append(_row([_cell(*head, TABLE, "center") for head in heads], is_head=True))
    alignments = ["right" if place in table.numeric else "left" for place in range(len(widths))]
    for row in table.rows:
        cells = zip(row, widths, alignments, strict=True)
        element.append(_row([_cell(text, wide, TABLE, side) for text, wide, side in cells]))
    return element


def borderless(texts, millimetres, style, underlined=None):
    """One row that only places texts; the cell at the place `underlined` is a line to write on."""
    widths = [int(Mm(width) / TWIP) for width in millimetres]
    element = _table(widths, _make("w:tblBorders"), padding=0)
    cells = [_cell(text, width, style, "left") for text, width in zip(texts, widths, strict=True)]
    for place, cell in enumerate(cells):
        properties = cell.find(qn("w:tcPr"))
        if place == underlined:
            properties.append(_make("w:tcBorders", _line("bottom")))
        properties.append(_make("w:vAlign", val="bottom"))
    element.append(_row(cells))
    return element


def _make(name, *children, **attributes):
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    element.extend(children)
    return element


def _line(side):
    return _make(f"w:{side}", val="single", sz=6, space=0, color="000000")


def _borders():
    return _make("w:tblBorders", *(_line(side) for side in SIDES))


def _table(widths, borders, padding):
    look = _make("w:tblLayout", type="fixed")
    width = _make("w:tblW", w=sum(widths), type="dxa")
    margins = [_make(f"w:{side}", w=padding, type="dxa") for side in ("left", "right")]
    properties = _make("w:tblPr", width, borders, look, _make("w:tblCellMar", *margins))
    grid = _make("w:tblGrid", *(_make("w:gridCol", w=width) for width in widths))
    return _make("w:tbl", properties, grid)


def _row(cells, is_head=False):
    properties = _make("w:trPr", _make("w:cantSplit"))
    if is_head:
        properties.append(_make("w:tblHeader"))
    return _make("w:tr", properties, *cells)


def _cell(text, width, style, alignment):
    look = _make("w:pPr", _make("w:pStyle", val=style), _make("w:jc", val=alignment))
    run = _make("w:r")
    run.text = text
    paragraph = _make("w:p", look, run)
    return _make("w:tc", _make("w:tcPr", _make("w:tcW", w=width, type="dxa")), paragraph)
