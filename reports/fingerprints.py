"""The fingerprint of a file that somebody holds: counted while it arrives, never stored."""

from hashlib import sha256
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

LIMIT = 25 * 1024 * 1024  # bytes of an uploaded file
FRAME = 64 * 1024  # bytes that a form adds to its file


class FingerprintHandler(FileUploadHandler):
    """Takes an upload piece by piece and keeps its SHA-256 alone, as `sha256` of the file."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.hash = sha256()

    def receive_data_chunk(self, raw_data, start):
        self.hash.update(raw_data)

    def file_complete(self, file_size):
        file = UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)
        file.sha256 = self.hash.hexdigest()
        return file


def is_too_large(request):
    """Whether the request says that it holds more than a file of the size we take."""
    length = str(request.META.get("CONTENT_LENGTH", ""))
    return length.isascii() and length.isdecimal() and int(length[:20]) > LIMIT + FRAME
