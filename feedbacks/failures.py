"""Why a picture is refused or can't be processed."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from videoplanet.api.errors import Text

PICTURE_FAILURES: Final[dict[str, Text]] = {
    "animated": _("The picture is animated. Send a single frame."),
    "broken": _("The picture is damaged or incomplete."),
    "invalid_base64": _("Neither base64, nor the id or url of an upload."),
    "invalid_image": _("Not a PNG, JPEG or WebP picture."),
    "invalid_url": _("This is not the url of an upload."),
    "lost": _("The picture that was sent is gone. Send it again."),
    "too_large": _("The picture is larger than 10 MiB."),
    "too_many_pixels": _("The picture has more than 40 megapixels, or a side over 65,535 pixels."),
    "unreadable": _("The picture can't be read."),
}
"""The sentences that people read, by code."""
