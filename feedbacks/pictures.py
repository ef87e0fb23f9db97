"""Pictures that anybody may send: what their head says, and how they become a small WebP.

`inspect` decodes nothing and is for requests; `shrink` decodes and is for the worker. Both take
bytes, whatever they claim to be.
"""

import io
import logging
import math
import struct
from dataclasses import dataclass

from django.conf import settings
from PIL import Image, ImageCms, UnidentifiedImageError

from feedbacks.failures import PICTURE_FAILURES
from feedbacks.webp import WebP, decode_large, read_head

logger = logging.getLogger(__name__)

BOX = (1280, 720)
"""What a screenshot is fitted into; it is never enlarged."""
QUALITY = 85
GAP = 2.0
"""What is at least twice as much larger is first averaged, tile by tile, down to this multiple of
its size: faster than the filter alone, and no second copy of the whole picture is needed, nor a
filter of a gigabyte for 40,000,000 × 1."""
TILE = 2048
LARGE_WEBP = 12_000_000
"""Pixels from which a WebP is too much for Pillow's decoder (16 bytes each)."""
WEIGHTED = {"La": "LA", "RGBa": "RGBA"}
SRGB = ImageCms.createProfile("sRGB")

MAX_SIDE = 65_535
"""As in a JPEG; a decoder keeps some whole rows."""

SIDEWAYS = frozenset((5, 6, 7, 8))
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation."""
ORIENTATION = 0x0112

BROKEN = (
    UnidentifiedImageError,
    struct.error,
    OSError,
    ValueError,
    SyntaxError,
    IndexError,
    KeyError,
    TypeError,
    EOFError,
    OverflowError,
)
"""What Pillow raises for files that are not what they say."""
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class BadPicture(Exception):
    """What can't be taken: `code` is one of PICTURE_FAILURES, `message` its text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code, self.message = code, PICTURE_FAILURES[code]


class Broken(BadPicture):
    """The file is not what it says, or not all of it is there."""

    def __init__(self) -> None:
        super().__init__("broken")


class TooLarge(BadPicture):
    """The file has too many bytes."""

    def __init__(self) -> None:
        super().__init__("too_large")


class TooManyPixels(BadPicture):
    """The picture has too many pixels."""

    def __init__(self) -> None:
        super().__init__("too_many_pixels")


@dataclass(frozen=True, slots=True)
class Head:
    """What a picture says of itself. Width and height are in pixels, as it is shown."""

    format: str
    width: int
    height: int
    orientation: int = 1


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A finished picture."""

    webp: bytes
    width: int
    height: int


def fit(width: int, height: int) -> tuple[int, int]:
    """Return the size within BOX: the ratio is kept, a side is at least one pixel."""
    scale = min(1.0, BOX[0] / width, BOX[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def inspect(data: bytes) -> Head:
    """Return what a picture says of itself, by its bytes and not by its name or type.

    Raises BadPicture for what is no PNG, JPEG or WebP, has over 10 MiB, over 40 megapixels, or
    more than one frame.
    """
    if len(data) > settings.SCREENSHOT_MAX_BYTES:
        raise TooLarge
    try:
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _head_of_webp(read_head(data))
        with _open(data) as image:
            exif = image.info.get("exif", b"")
            # A JPEG may hold more pictures (a phone's depth map): its first is the picture.
            frames = getattr(image, "n_frames", 1) if image.format == "PNG" else 1
            # Pillow calls a JPEG of several pictures MPO and can't open one by that name.
            kind = "PNG" if image.format == "PNG" else "JPEG"
            return _head(kind, image.width, image.height, frames, exif)
    except BOMB as error:
        raise TooManyPixels from error
    except BROKEN as error:
        known = data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF"))
        raise (Broken() if known else _not_a_picture()) from error


def _not_a_picture() -> BadPicture:
    return BadPicture("invalid_image")


def _open(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))


def _head_of_webp(webp: WebP) -> Head:
    return _head("WEBP", webp.width, webp.height, 2 if webp.animated else 1, webp.exif)


def _head(format: str, width: int, height: int, frames: int, exif: bytes) -> Head:
    if width * height > settings.SCREENSHOT_MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise TooManyPixels
    if not (width and height):
        raise Broken
    if frames != 1:
        raise BadPicture("animated")
    turned = _orientation(exif)
    if turned in SIDEWAYS:
        width, height = height, width
    return Head(format, width, height, turned)


def _orientation(exif: bytes) -> int:
    """Return the EXIF orientation, 1 where there is none or none that can be read."""
    if not exif:
        return 1
    try:
        found = Image.Exif()
        found.load(exif)
        value = found.get(ORIENTATION, 1)
    except BROKEN:
        return 1
    return value if value in TURNS else 1


def shrink(data: bytes) -> Shrunk:
    """Decode, turn upright, fit into BOX; without metadata, in sRGB. Transparency is kept.

    Raises BadPicture.
    """
    head = inspect(data)
    size = fit(head.width, head.height)
    lying = size[::-1] if head.orientation in SIDEWAYS else size
    try:
        image = _small(data, head, lying)
        profile = image.info.get("icc_profile")
        if head.orientation in TURNS:
            image = image.transpose(TURNS[head.orientation])
        return encode(_in_srgb(image, profile))
    except BOMB as error:
        raise TooManyPixels from error
    except BROKEN as error:
        raise Broken from error


def decode(webp: bytes) -> Image.Image:
    """Decode a finished picture."""
    with Image.open(io.BytesIO(webp), formats=("WEBP",)) as image:
        image.load()
        return image


def encode(image: Image.Image) -> Shrunk:
    """Return the picture as WebP, without anything that came along with it."""
    image.info.clear()
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY)
    return Shrunk(out.getvalue(), image.width, image.height)


def _small(data: bytes, head: Head, size: tuple[int, int]) -> Image.Image:
    """Decode and resize to `size`, as the file lies; RGB or RGBA."""
    if head.format == "WEBP" and head.width * head.height > LARGE_WEBP:
        return decode_large(data, size)
    with Image.open(io.BytesIO(data), formats=(head.format,)) as image:
        # A JPEG is decoded at a fraction of its size: a fraction of the time and the memory.
        image.draft(None, (2 * size[0], 2 * size[1]))
        image.load()
        profile = image.info.get("icc_profile")
        small = _resized(image, size)
    if small.mode in WEIGHTED:
        small = small.convert(WEIGHTED[small.mode])
    if profile:
        small.info["icc_profile"] = profile
    return small


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    across, down = (int(image.size[side] / size[side] / GAP) or 1 for side in (0, 1))
    if (across, down) == (1, 1):
        return _plain(image).resize(size, Image.Resampling.LANCZOS)
    box = (0.0, 0.0, image.width / across, image.height / down)
    averaged = _averaged(image, across, down)
    return averaged.resize(size, Image.Resampling.LANCZOS, box=box)


def _averaged(image: Image.Image, across: int, down: int) -> Image.Image:
    """Return the picture with `across` × `down` pixels averaged to one."""
    wide, high = across * max(1, TILE // across), down * max(1, TILE // down)
    whole: Image.Image | None = None
    for top in range(0, image.height, high):
        for left in range(0, image.width, wide):
            corner = (min(left + wide, image.width), min(top + high, image.height))
            tile = _plain(image.crop((left, top, *corner))).reduce((across, down))
            if whole is None:
                size = (math.ceil(image.width / across), math.ceil(image.height / down))
                whole = Image.new(tile.mode, size)
            whole.paste(tile, (left // across, top // down))
    return whole or image


def _plain(image: Image.Image) -> Image.Image:
    """Return 8 bits a channel; with transparency its colours are weighted by it for resizing."""
    if image.mode.startswith("I;16"):
        # Pillow's own conversion cuts off at 255.
        return image.point(lambda value: value / 256).convert("L")
    if image.mode == "LA":
        return image.convert("La")
    if image.has_transparency_data:
        return image.convert("RGBA").convert("RGBa")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in the colours that a browser shows without a profile, RGB or RGBA."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    if alpha:
        image = image.convert(image.mode[:-1])
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB") or image
        except (ImageCms.PyCMSError, *BROKEN):
            logger.info("a colour profile can't be used")
    image = image.convert("RGB")
    if alpha:
        image.putalpha(alpha)
    return image
