"""Images decoded and made anew: only the picture stays, nothing that its file brought along.

EXIF (place, camera, time), comments, colour profiles and bytes behind the picture are gone;
the orientation that EXIF told is applied. The size is read and limited before decoding.
"""

import struct
import warnings

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from publishing.models import FileType
from publishing.packages import damaged
from publishing.storage import StagedFile

MOST_PIXELS = 40_000_000
DECODERS = {FileType.JPEG: "JPEG", FileType.PNG: "PNG", FileType.WEBP: "WEBP"}
PAPER = "white"  # behind what is transparent, where a type knows no transparency

ENCODERS = {
    FileType.JPEG: {"format": "JPEG", "quality": 84, "optimize": True, "progressive": True},
    FileType.PNG: {"format": "PNG", "optimize": True},
    FileType.WEBP: {"format": "WEBP", "quality": 82, "method": 4},
}


def decoded(file, file_type, within):
    """The picture of an image file, upright and at most `within` (width, height) pixels.

    Raises ValidationError where it has too many pixels or cannot be read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit is below
            with Image.open(file, formats=[DECODERS[file_type]]) as image:
                _check_size(image)
                image.draft("RGB", _twice(within))
                image.load()
                upright = _upright(image)
                picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError):
        raise damaged() from None
    picture.thumbnail(within, Image.Resampling.LANCZOS)
    return picture


def _upright(image):
    """The image turned as its camera was held, where what the camera wrote can be read."""
    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, TypeError, KeyError, struct.error):
        return image


def _check_size(image):
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()


def _too_large():
    return ValidationError(
        _("The image is too large: at most %(limit)s megapixels are allowed"),
        code="pixels",
        params={"limit": number_format(MOST_PIXELS // 1_000_000)},
    )


def _twice(within):
    """From what size a JPEG is reduced while it is decoded, which costs a part of the memory."""
    return tuple(2 * side for side in within)


def encoded(picture, file_type):
    """The picture as a StagedFile of the type, without any metadata."""
    if file_type == FileType.JPEG and picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, PAPER)
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    file = StagedFile()
    bare.save(file, **ENCODERS[file_type])
    file.flush()
    return file


def narrowed(picture, width):
    """The picture reduced to `width` pixels, itself where it is no wider."""
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)
