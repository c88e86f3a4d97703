"""What is taken and what is refused, told by content alone."""

import re
from io import BytesIO
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from publishing import uploads
from publishing.models import FileType
from publishing.storage import undone_on_error
from publishing.tests import hostile
from publishing.tests.hostile import MARKER, docx, image, odt, package, pdf, related, xlsx
from publishing.tests.records import PDF
from publishing.tests.test_storage import stored_files
from publishing.uploads import arms_of, document_of, photo_of

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
HTML = b"<!doctype html><script>alert(1)</script>"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><w>&f;</w>'
ODF_SCRIPT = '<x><script:event-listener xlink:href="vnd.sun.star.script:a"/></x>'
ODF_PICTURE = '<x><draw:image xlink:href="http://tracker.example/p.png"/></x>'
ODF_OWN_PICTURE = '<x xmlns:draw="d" xmlns:xlink="l"><draw:image xlink:href="Pictures/1.png"/></x>'

TYPE, NAME, DAMAGED, ACTIVE = "file_type", "file_extension", "damaged", "active_content"
HOSTILE = {
    "a page": ("a.html", HTML, TYPE),
    "a page called pdf": ("a.pdf", HTML, TYPE),
    "a page called jpg": ("a.jpg", HTML, TYPE),
    "a vector image": ("a.svg", SVG, TYPE),
    "a vector image called png": ("a.png", SVG, TYPE),
    "a moving image": ("a.gif", image("GIF"), TYPE),
    "a moving image called jpg": ("a.jpg", image("GIF"), TYPE),
    "a bitmap": ("a.bmp", image("BMP"), TYPE),
    "a tiff": ("a.tiff", image("TIFF"), TYPE),
    "an icon": ("a.ico", image("ICO"), TYPE),
    "a program": ("a.pdf", b"MZ" + b"\0" * 500, TYPE),
    "a shell script": ("a.docx", b"#!/bin/sh\nrm -rf /\n", TYPE),
    "plain text": ("a.txt", b"text", TYPE),
    "an old Word file": ("a.doc", OLD_WORD, TYPE),
    "an old or encrypted Word file called docx": ("a.docx", OLD_WORD, TYPE),
    "an archive": ("a.zip", package({"a.txt": b"1"}), TYPE),
    "an archive called docx": ("a.docx", package({"a.txt": b"1"}), TYPE),
    "a java archive called odt": ("a.odt", package({"META-INF/MANIFEST.MF": b"1"}), TYPE),
    "a page before a pdf": ("a.pdf", HTML + PDF, TYPE),
    "a png called jpg": ("a.jpg", image("PNG"), NAME),
    "a pdf called docx": ("a.docx", PDF, NAME),
    "a docx called xlsx": ("a.xlsx", docx(), NAME),
    "a pdf called html": ("a.pdf.html", PDF, NAME),
    "a jpg without an extension": ("jpg", image("JPEG"), NAME),
    "a hidden settings file": (".htaccess", PDF, NAME),
    "half a jpeg": ("a.jpg", image("JPEG", (900, 900))[:700], DAMAGED),
    "the head of a webp": ("a.webp", image("WEBP")[:24], DAMAGED),
    "a pdf with an archive behind": ("a.pdf", PDF + package({"a.js": b"1"}), DAMAGED),
    "a pdf without an end": ("a.pdf", b"%PDF-1.7\n" + b"\0" * 90, DAMAGED),
    "a pdf without pages": ("a.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", DAMAGED),
    "a pdf with a script": (
        "a.pdf",
        pdf(hostile.opening_with_a_script),
        ACTIVE,
    ),
    "a pdf with a file in it": (
        "a.pdf",
        pdf(lambda writer: writer.add_attachment("a.exe", b"MZ")),
        ACTIVE,
    ),
    "a pdf under a password": ("a.pdf", pdf(lambda writer: writer.encrypt("s")), "protected"),
    "a docx with macros": ("a.docx", docx(parts={"word/vbaProject.bin": b"1"}), ACTIVE),
    "a docx with an object": (
        "a.docx",
        docx(parts={"word/embeddings/oleObject1.bin": b"1"}),
        ACTIVE,
    ),
    "a docx with a control": ("a.docx", docx(parts={"word/activeX/activeX1.xml": "<a/>"}), ACTIVE),
    "a docx with a template elsewhere": (
        "a.docx",
        related("attachedTemplate", "https://evil.example/t.dotm"),
        ACTIVE,
    ),
    "a docx with a picture elsewhere": ("a.docx", related("image", "\\\\evil\\p.png"), ACTIVE),
    "a docx with a link that runs": ("a.docx", related("hyperlink", "javascript:alert(1)"), ACTIVE),
    "a docx with a link to a file": ("a.docx", related("hyperlink", "file:///etc/passwd"), ACTIVE),
    "a docx with entities": ("a.docx", docx(parts={"word/styles.xml": LAUGHS}), "entities"),
    "a docx that reads a file": ("a.docx", docx(parts={"word/footer.xml": OUTSIDE}), "entities"),
    "a docx in utf-16": (
        "a.docx",
        docx(parts={"word/styles.xml": LAUGHS.encode("utf-16")}),
        "entities",
    ),
    "a docx that climbs": ("a.docx", docx(parts={"../../etc/passwd": "1"}), DAMAGED),
    "an odt with macros": ("a.odt", odt(parts={"Basic/Standard/Module1.xml": "<a/>"}), ACTIVE),
    "an odt with a script": ("a.odt", odt(ODF_SCRIPT), ACTIVE),
    "an odt with a picture elsewhere": ("a.odt", odt(ODF_PICTURE), ACTIVE),
    "an odt with entities": ("a.odt", odt(LAUGHS), "entities"),
}
BOMBS = {
    "an image of 169 megapixels": ("a.png", hostile.png_of_claimed_size(13_000, 13_000), "pixels"),
    "an image beyond all counting": (
        "a.png",
        hostile.png_of_claimed_size(60_000, 60_000),
        "pixels",
    ),
    "a package that unpacks to 200 times itself": (
        "a.docx",
        docx(parts={"word/media.xml": b"0" * 30_000_000}),
        "bomb",
    ),
    "a package of 2 500 parts": (
        "a.docx",
        docx(parts={f"word/a{number}.xml": "" for number in range(2_500)}),
        "bomb",
    ),
    "a package of overlapping parts": ("a.docx", hostile.overlapping(), "bomb"),
    "a package that lies about a size": ("a.docx", hostile.lying(), "damaged"),
}


def upload(name, content):
    return SimpleUploadedFile(name, content)


def code_of(refusal):
    return refusal.value.error_list[0].code


@pytest.mark.parametrize("case", [*HOSTILE, *BOMBS])
def test_a_hostile_document_is_refused_for_its_reason(case):
    name, content, code = (HOSTILE | BOMBS)[case]
    with pytest.raises(ValidationError) as refusal, undone_on_error():
        document_of(upload(name, content))
    assert code_of(refusal) == code
    assert stored_files() == []


def test_there_are_enough_of_them():
    assert len(HOSTILE) >= 40
    assert len(BOMBS) >= 6


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is asked of Linux")
@pytest.mark.parametrize("case", BOMBS)
def test_a_bomb_costs_neither_a_second_nor_a_hundred_megabytes(case):
    name, content, _code = BOMBS[case]
    sent = upload(name, content)
    before, began = memory("VmRSS"), process_time() + children_time()
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew
    with pytest.raises(ValidationError), undone_on_error():
        document_of(sent)
    assert process_time() + children_time() - began < 1
    assert memory("VmHWM") - before < 100 * 1024


def memory(name):
    """Kilobytes of this process by one of the names in /proc/self/status."""
    return int(re.search(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())[1])


def children_time():
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("check", [photo_of, arms_of])
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.svg", SVG, TYPE),
        ("a.pdf", PDF, TYPE),
        ("a.docx", docx(), TYPE),
        ("a.gif", image("GIF"), TYPE),
        ("a.png", hostile.png_of_claimed_size(13_000, 13_000), "pixels"),
    ],
)
def test_pictures_are_nothing_but_pictures(check, name, content, code):
    with pytest.raises(ValidationError) as refusal:
        check(upload(name, content))
    assert code_of(refusal) == code


def test_a_page_that_inflates_beyond_measure_is_not_read():
    """The reader may give up with an empty page or end by its limits; the portal lives on."""
    try:
        checked = document_of(upload("a.pdf", hostile.inflating_pdf()))
    except ValidationError as refusal:
        assert refusal.code == "bomb"
    else:
        assert checked.text == ""


def test_a_file_beyond_the_limit_is_refused_unread(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    with pytest.raises(ValidationError, match="Файл завеликий: 1 МБ, дозволено до 0 МБ") as refusal:
        document_of(upload("a.pdf", PDF * 20))
    assert code_of(refusal) == "too_large"


@pytest.mark.parametrize(
    ("name", "content", "file_type", "text"),
    [
        ("Договір.DOCX", docx("Спів\u00adпраця"), FileType.DOCX, "Співпраця"),
        ("a.docx", related("hyperlink", "https://partner.example/"), FileType.DOCX, "Текст"),
        ("a.xlsx", xlsx(), FileType.XLSX, "Ковдри"),
        ("a.odt", odt("<o><p>Перший</p><p>Другий</p></o>"), FileType.ODT, "Перший Другий"),
        ("a.odt", odt(ODF_OWN_PICTURE), FileType.ODT, ""),
        ("C:\\Users\\clerk\\рішення.pdf", pdf(), FileType.PDF, ""),
        ("a.jpeg", image("JPEG"), FileType.JPEG, ""),
        ("a.png", image("PNG"), FileType.PNG, ""),
        ("a.webp", image("WEBP"), FileType.WEBP, ""),
    ],
)
def test_what_the_office_needs_is_taken_and_its_text_read(name, content, file_type, text):
    checked = document_of(upload(name, content))
    assert (checked.type, checked.text) == (file_type, text)
    checked.file.seek(0)
    assert len(checked.file.read()) == checked.size > 0


def test_pages_of_a_pdf_are_counted():
    content = pdf(lambda writer: writer.add_blank_page(200, 200))
    assert len(PdfReader(BytesIO(content)).pages) == 2
    assert document_of(upload("a.pdf", content)).pages == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", hostile.with_exif()),
        ("a.jpg", image("JPEG") + MARKER),
        ("a.png", image("PNG") + MARKER),
        ("a.webp", image("WEBP", exif=b"Exif\0\0" + MARKER)),
    ],
)
@pytest.mark.parametrize("check", [document_of, photo_of, arms_of])
def test_of_an_image_only_the_picture_stays(check, name, content):
    checked = check(upload(name, content))
    for file in (checked.file, *checked.renditions.values()):
        file.seek(0)
        kept = file.read()
        assert b"MARKER" not in kept
        assert b"Exif" not in kept
        picture = Image.open(BytesIO(kept))
        assert not picture.getexif()
        assert "comment" not in picture.info


def test_a_photograph_taken_on_its_side_stands_upright():
    checked = photo_of(upload("a.jpg", hostile.with_exif()))
    assert (checked.width, checked.height) == (40, 60)


def test_a_photograph_is_kept_in_sizes_and_never_enlarged():
    large = photo_of(upload("a.jpg", image("JPEG", (2400, 1600))))
    assert (large.width, large.height) == (1600, 1067)
    assert {width for width, _type in large.renditions} == {480, 960, 1600}
    small = photo_of(upload("a.png", image("PNG", (300, 200))))
    assert (small.width, set(small.renditions)) == (300, {(300, FileType.WEBP)})


def test_arms_keep_what_is_transparent():
    file = BytesIO()
    Image.new("RGBA", (50, 60), (0, 0, 0, 0)).save(file, "PNG")
    kept = Image.open(arms_of(upload("arms.png", file.getvalue())).file)
    assert kept.getpixel((5, 5))[3] == 0
