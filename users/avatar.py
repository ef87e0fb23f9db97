"""Pictures of people: checked, turned upright, cropped to 256×256, without metadata."""

import io
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from videoplanet.api.errors import InvalidField

MAX_BYTES = 5 * 1024**2
MAX_PIXELS = 25_000_000
SIDE = 256
FORMATS = ("PNG", "JPEG", "WEBP")
BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError)


def render(upload: "UploadedFile[Any]") -> bytes:
    """Return the picture as WebP.

    Raises InvalidField for what is too large (5 MiB, 25 megapixels), of another format, or broken.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise InvalidField("avatar", "too_large", _("At most 5 MiB."))
    try:
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise InvalidField("avatar", "too_large", _("At most 25 megapixels."))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except BROKEN as error:
        message = _("Not a readable PNG, JPEG or WebP picture.")
        raise InvalidField("avatar", "invalid_image", message) from error
    square = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    square.save(out, "WEBP", quality=85)
    return out.getvalue()
