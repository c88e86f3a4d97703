"""Papers read back from their files: what a screen reader and an officer would find in them."""

import re
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream

SPACES = re.compile(r"\s+")
BLOCKS = ("/P", "/H1", "/H2", "/H3", "/TH", "/TD", "/Lbl", "/LBody")


def plain(text):
    """Text with ordinary single spaces and without the hyphens at the ends of lines."""
    return SPACES.sub(" ", text.replace("\u00ad", "")).strip()


def pdf_blocks(data):
    """[(tag, text)] of a tagged PDF, in the order of its structure: paragraphs, heads, cells."""
    reader = PdfReader(BytesIO(data))
    texts = {page.indirect_reference.idnum: _marked(page) for page in reader.pages}
    found = []
    _walk(reader.root_object["/StructTreeRoot"], None, texts, found)
    said = [(tag, plain("".join(parts))) for tag, parts in found if tag != "/Lbl"]
    return [(tag, text) for tag, text in said if text]


def _walk(element, page, texts, found):
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    tag = element.get("/S")
    if tag in BLOCKS or not found:
        found.append((str(tag), []))
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        kid = kid.get_object()
        if isinstance(kid, int):
            found[-1][1].append(texts[page].get(kid, ""))
        elif "/MCID" in kid:
            found[-1][1].append(texts[kid.raw_get("/Pg").idnum].get(kid["/MCID"], ""))
        elif "/S" in kid or "/K" in kid:
            _walk(kid, page, texts, found)


def _marked(page):
    """Number of marked content → its text, on one page."""
    fonts = {
        name: _characters(font.get_object()) for name, font in page["/Resources"]["/Font"].items()
    }
    found, characters, opened = {}, {}, []
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator in (b"BDC", b"BMC"):
            properties = operands[1] if operator == b"BDC" else {}
            outer = opened[-1] if opened else (None, False)
            opened.append(_content(properties, outer, found))
        elif operator == b"EMC":
            opened.pop()
        elif operator == b"Tf":
            characters = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ") and opened:
            number, is_said = opened[-1]
            strings = operands[0] if operator == b"TJ" else operands
            text = "".join(_decoded(s, characters) for s in strings if isinstance(s, bytes | str))
            found[number] = found.get(number, "") + ("" if is_said else text)
    return found


def _content(properties, outer, found):
    """(its number, whether its text is said already) of marked content inside `outer`."""
    number, is_said = properties.get("/MCID", outer[0]), outer[1]
    if "/ActualText" in properties and not is_said:
        found[number] = found.get(number, "") + properties["/ActualText"]
        is_said = True
    return number, is_said


def _decoded(string, characters):
    raw = string.original_bytes if isinstance(string, str) else string
    codes = (int.from_bytes(raw[place : place + 2]) for place in range(0, len(raw), 2))
    return "".join(characters[code] for code in codes)


def _characters(font):
    """Code → text, from the ToUnicode table of a font."""
    table = font["/ToUnicode"].get_data().decode("latin-1")
    found = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", part):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            start = ord(bytes.fromhex(text).decode("utf-16-be"))
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = chr(start + code - int(first, 16))
    return found


def docx_blocks(data):
    """[(style, text)] of a document: its paragraphs and the cells of its tables, in order.

    What a tabulator or the end of a line parts stands by itself.
    """
    document = Document(BytesIO(data))
    names = {style.style_id: style.name for style in document.styles}
    found = []
    for paragraph in document.element.body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = names[style.get(qn("w:val"))] if style is not None else "Normal"
        texts = [""]
        for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
            if node.tag == qn("w:t"):
                texts[-1] += node.text or ""
            elif node.getparent().tag == qn("w:r"):
                texts.append("")
        found += [(name, plain(text)) for text in texts]
    return [(style, text) for style, text in found if text]
