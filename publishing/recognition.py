"""What an uploaded file is, told by its content; its name must agree."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.models import FileType
from publishing.packages import package_type

HEAD = 12  # bytes that tell an image or a PDF
EXTENSIONS = {"jpeg": FileType.JPEG} | {file_type.value: file_type for file_type in FileType}


def file_type_of(file, accepted):
    """The FileType of an uploaded file (seekable, with a name), one of `accepted`.

    Raises ValidationError for any other content, and for a name whose extension says something
    else than the content.
    """
    file.seek(0)
    found = _told_by_head(file.read(HEAD)) or package_type(file)
    file.seek(0)
    if found not in accepted:
        raise ValidationError(
            _("Files of this kind are not accepted. Accepted are %(types)s"),
            code="file_type",
            params={"types": ", ".join(file_type.label for file_type in accepted)},
        )
    extension = PurePath(file.name.replace("\\", "/")).suffix.lower().removeprefix(".")
    if EXTENSIONS.get(extension) != found:
        raise ValidationError(
            _("Inside the file is %(type)s, but its name ends in “.%(extension)s”"),
            code="file_extension",
            params={"type": found.label, "extension": extension},
        )
    return found


def _told_by_head(head):
    """The type that the first bytes tell, or None."""
    if head.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileType.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileType.WEBP
    if head.startswith((b"%PDF-1.", b"%PDF-2.")):
        return FileType.PDF
    return None
