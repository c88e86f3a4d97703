"""Documents and photographs for tests, public unless said otherwise."""

from hashlib import sha256
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from publishing.models import Document, People, Photo, Publication
from publishing.uploads import photo_of

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def make_document(owner, content=PDF, **changes):
    """A public document of the record `owner`; `content` is what its file holds."""
    values = {
        "owner": owner,
        "type": "pdf",
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
        "title_uk": "Рішення ради",
        "title_en": "Council decision",
        "kind": "decision",
        "publication": Publication.PUBLIC,
    }
    return Document.objects.create(file=ContentFile(content, name="file"), **values | changes)


def jpeg(width, height, **options):
    """The bytes of a JPEG image of one colour."""
    file = BytesIO()
    Image.new("RGB", (width, height), "#0b4f41").save(file, "JPEG", **options)
    return file.getvalue()


def make_photo(owner, width=300, height=200, **changes):
    """A public photograph of the record `owner`, so small that it has one size."""
    photo = Photo(
        **{
            "owner": owner,
            "alt_uk": "Двоє вітаються біля ратуші",
            "alt_en": "Two people greet each other at the town hall",
            "people": People.NOBODY,
            "publication": Publication.PUBLIC,
        }
        | changes
    )
    photo.take(photo_of(SimpleUploadedFile("photo.jpg", jpeg(width, height))))
    photo.save()
    return photo
