"""What staff upload: checked, made anew where it is an image, ready to be stored.

Each refusal is said in words beside the field; what else was typed in the form stays.
"""

import errno
from dataclasses import dataclass, field
from hashlib import file_digest

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from publishing import file_text
from publishing.images import decoded, encoded, narrowed
from publishing.models import FileType, Photo
from publishing.models.file import IMAGES, MEGABYTE
from publishing.packages import active, check_package, damaged
from publishing.recognition import file_type_of
from publishing.storage import staged

MOST_BYTES = 20 * MEGABYTE
SCAN = (4000, 4000)  # pixels of a document that came as an image
LARGEST_PHOTO = (Photo.WIDTHS[-1], 2400)
ARMS = (360, 450)

DOCUMENTS = (FileType.PDF, FileType.DOCX, FileType.XLSX, FileType.ODT, *IMAGES)
PDF_TAIL = 2048  # bytes in which its end mark stands


@dataclass(frozen=True)
class Upload:
    """A checked file: what it is, its bytes, and what is known of it.

    `renditions` are the further sizes of a photograph: {(width, FileType): StagedFile}.
    """

    type: FileType
    file: File
    pages: int | None = None
    text: str = ""
    width: int | None = None
    height: int | None = None
    renditions: dict = field(default_factory=dict)

    @property
    def size(self):
        return self.file.size

    @property
    def sha256(self):
        self.file.seek(0)
        return file_digest(self.file, "sha256").hexdigest()


def document_of(file):
    """The Upload of a document. Raises ValidationError where it is refused."""
    file_type = _accepted(file, DOCUMENTS)
    if file_type in IMAGES:
        return Upload(file_type, encoded(decoded(file, file_type, SCAN), file_type))
    if file_type == FileType.PDF:
        _check_end_of_pdf(file)
    else:
        check_package(file, file_type)
    kept = staged(file)
    reading = file_text.read(kept, file_type)
    if reading.refusal:
        raise _refusals()[reading.refusal]
    return Upload(file_type, kept, pages=reading.pages, text=reading.text)


def photo_of(file):
    """The Upload of a photograph, with the sizes that pages use."""
    file_type = _accepted(file, IMAGES)
    picture = decoded(file, file_type, LARGEST_PHOTO)
    sizes = [width for width in Photo.WIDTHS if width < picture.width]
    renditions = {
        (width, kind): encoded(narrowed(picture, width), kind)
        for width in [*sizes, picture.width]
        for kind in Photo.RENDITIONS
    }
    largest = renditions.pop((picture.width, FileType.JPEG))
    return Upload(
        FileType.JPEG,
        largest,
        width=picture.width,
        height=picture.height,
        renditions=renditions,
    )


def arms_of(file):
    """The Upload of a coat of arms: a PNG, transparent where the given image is."""
    file_type = _accepted(file, IMAGES)
    picture = decoded(file, file_type, ARMS)
    return Upload(
        FileType.PNG,
        encoded(picture, FileType.PNG),
        width=picture.width,
        height=picture.height,
    )


def _accepted(file, types):
    """The type of the file; refused are sizes beyond the limit and other types."""
    if file.size > MOST_BYTES:
        raise ValidationError(
            _("The file is too large: %(size)s MB, the limit is %(limit)s MB"),
            code="too_large",
            params={
                "size": number_format(-(-file.size // MEGABYTE)),
                "limit": number_format(MOST_BYTES // MEGABYTE),
            },
        )
    return file_type_of(file, types)


def _check_end_of_pdf(file):
    """Nothing may stand behind the end of a PDF: no archive, no page, no program."""
    file.seek(max(0, file.size - PDF_TAIL))
    _before, mark, behind = file.read().rpartition(b"%%EOF")
    file.seek(0)
    if not mark or behind.strip(b"\x00\t\r\n "):
        raise damaged()


def _refusals():
    return {
        "damaged": damaged(),
        "active": active(),
        "protected": ValidationError(
            _("The file is password-protected: nobody could read it"), code="protected"
        ),
        file_text.OUT_OF_BOUNDS: ValidationError(
            _("The file is too complex to read: print it to a new PDF"), code="bomb"
        ),
    }


class UploadField(forms.FileField):
    """A file field whose value is the Upload that `check` makes of the file."""

    def __init__(self, *, check, accept, **kwargs):
        self.check = check
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(f".{file_type}" for file_type in accept)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file or file is initial:
            return file
        try:
            return self.check(file)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise no_room() from error


def no_room():
    return ValidationError(
        _("The disk is full. Nothing was saved; tell whoever runs the server"),
        code="no_room",
    )


def document_field(**kwargs):
    return UploadField(check=document_of, accept=DOCUMENTS, label=_("File"), **kwargs)


def photo_field(**kwargs):
    return UploadField(check=photo_of, accept=IMAGES, label=_("File"), **kwargs)


def arms_field(**kwargs):
    return UploadField(check=arms_of, accept=IMAGES, **kwargs)
