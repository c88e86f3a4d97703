"""Uploads that mean harm, made here so that no such file lies in the project."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

MARKER = b"<script>alert('MARKER')</script>"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def image(format, size=(60, 40), **options):
    file = BytesIO()
    Image.new("RGB", size, "#0b4f41").save(file, format, **options)
    return file.getvalue()


def with_exif():
    """A JPEG lying on its side, with a place, a camera and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    exif[0x010F] = "MARKER camera"
    exif[0x8825] = {1: "N", 2: (48.0, 58.0, 0.0)}
    return image("JPEG", exif=exif.tobytes(), comment=MARKER)


def package(parts, compression=ZIP_DEFLATED):
    """The bytes of a ZIP of {name: content}."""
    file = BytesIO()
    with ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def content_types():
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>'
    )


def relation(kind, target):
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )


def docx(text="Текст", parts=None):
    """A small DOCX with further `parts`, {name: content}."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{word}"><w:p><w:t>{text}</w:t></w:p></w:document>'
    own = {"[Content_Types].xml": content_types(), "word/document.xml": body}
    return package(own | (parts or {}))


def related(kind, target):
    return docx(parts={"word/_rels/document.xml.rels": relation(kind, target)})


def odt(content="<text/>", parts=None):
    mimetype = "application/vnd.oasis.opendocument.text"
    return package({"mimetype": mimetype, "content.xml": content} | (parts or {}), ZIP_STORED)


def xlsx():
    workbook, file = Workbook(), BytesIO()
    workbook.active.append(["Ковдри", 5])
    workbook.save(file)
    return file.getvalue()


def pdf(change=lambda writer: None):
    """A PDF of one page, after `change` did something to its writer."""
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    change(writer)
    writer.write(file)
    return file.getvalue()


def opening_with_a_script(writer):
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def png_of_claimed_size(width, height):
    """The head of a PNG that claims to be large, with hardly any content."""

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def overlapping():
    """A DOCX whose directory leads to one compressed part fifty times over."""
    content = package({"[Content_Types].xml": content_types(), "word/document.xml": b" " * 60_000})
    start = content.rindex(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06", start)
    entry = content[start:end]
    directory = content.index(b"PK\x01\x02")
    entries = content[directory:start] + b"".join(
        entry.replace(b"word/document.xml", b"word/docume%02d.xml" % number) for number in range(50)
    )
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 51, 51, len(entries), directory, 0)
    return content[:directory] + entries + tail


def lying(size=10):
    """A DOCX whose large part claims to be `size` bytes, in its head and in the directory."""
    content = bytearray(docx(parts={"word/media.xml": "А" * 200_000}))
    true = struct.pack("<I", 400_000)
    assert content.count(true) == 2
    return bytes(content).replace(true, struct.pack("<I", size))


def inflating_pdf():
    """A PDF of a few hundred kilobytes whose page inflates to 300 megabytes."""
    squeezer = zlib.compressobj(9)
    stream = b"".join(squeezer.compress(b" " * 1024**2) for _part in range(300)) + squeezer.flush()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\n" % table
    return content + head + b"startxref\n%d\n%%%%EOF\n" % len(content)
