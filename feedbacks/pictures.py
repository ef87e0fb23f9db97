"""Uploaded pictures: reading their headers, and converting them to small WebP files.

`inspect` decodes nothing and is for requests; `shrink` decodes and is for the worker. Both take any
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
from feedbacks.webp import WebPHeader, decode_large, read_webp_header

logger = logging.getLogger(__name__)

BOX = (1280, 720)
"""A screenshot is scaled down to fit into this; it is never enlarged."""
QUALITY = 85
REDUCING_GAP = 2.0
"""A much larger picture is first averaged, tile by tile, down to this multiple of the final size.
That is faster than the filter alone, and it avoids both a second copy of the whole picture and the
gigabyte of filter coefficients that 40,000,000 × 1 pixels would need."""
TILE = 2048
LARGE_WEBP = 12_000_000
"""Pixels; Pillow's decoder would need 16 bytes for each (`feedbacks.webp`)."""
PREMULTIPLIED = {"La": "LA", "RGBa": "RGBA"}
SRGB = ImageCms.createProfile("sRGB")

MAX_SIDE = 65_535
"""The limit of JPEG; decoders hold some whole rows in memory."""

SIDEWAYS = frozenset((5, 6, 7, 8))
TRANSPOSE_BY_ORIENTATION = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""The operation that turns a picture upright, by its EXIF orientation."""
ORIENTATION_TAG = 0x0112

DECODE_ERRORS = (
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
"""What Pillow raises for damaged files."""
BOMB_ERRORS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class BadPicture(Exception):
    """The picture is refused: `code` is one of PICTURE_FAILURES, `message` its text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code, self.message = code, PICTURE_FAILURES[code]


class Broken(BadPicture):
    """The file is damaged or incomplete."""

    def __init__(self) -> None:
        super().__init__("broken")


class TooLarge(BadPicture):
    """The file has more than SCREENSHOT_MAX_BYTES."""

    def __init__(self) -> None:
        super().__init__("too_large")


class TooManyPixels(BadPicture):
    """The picture has more than SCREENSHOT_MAX_PIXELS, or a side of more than MAX_SIDE."""

    def __init__(self) -> None:
        super().__init__("too_many_pixels")


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture's header says. Width and height are in pixels, after turning it upright."""

    format: str
    width: int
    height: int
    orientation: int = 1


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """A picture as it is stored."""

    webp: bytes
    width: int
    height: int


def fit(width: int, height: int) -> tuple[int, int]:
    """Return the size within BOX with the same aspect ratio; a side has at least one pixel."""
    scale = min(1.0, BOX[0] / width, BOX[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def inspect(data: bytes) -> Header:
    """Read a picture's header; the file's name and declared type don't matter.

    Raises BadPicture for a file that is not PNG, JPEG or WebP, or has more than 10 MiB, 40
    megapixels or one frame.
    """
    if len(data) > settings.SCREENSHOT_MAX_BYTES:
        raise TooLarge
    try:
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp_header(read_webp_header(data))
        with _open(data) as image:
            exif = image.info.get("exif", b"")
            # A JPEG may hold further pictures (a phone's depth map); only its first one counts.
            frames = getattr(image, "n_frames", 1) if image.format == "PNG" else 1
            # Pillow names a JPEG with several pictures MPO, and can't open it by that name.
            name = "PNG" if image.format == "PNG" else "JPEG"
            return _header(name, image.width, image.height, frames, exif)
    except BOMB_ERRORS as error:
        raise TooManyPixels from error
    except DECODE_ERRORS as error:
        has_signature = data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF"))
        raise (Broken() if has_signature else _not_a_picture()) from error


def _not_a_picture() -> BadPicture:
    return BadPicture("invalid_image")


def _open(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))


def _webp_header(webp: WebPHeader) -> Header:
    return _header("WEBP", webp.width, webp.height, 2 if webp.animated else 1, webp.exif)


def _header(format: str, width: int, height: int, frames: int, exif: bytes) -> Header:
    if width * height > settings.SCREENSHOT_MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise TooManyPixels
    if not (width and height):
        raise Broken
    if frames != 1:
        raise BadPicture("animated")
    orientation = _orientation(exif)
    if orientation in SIDEWAYS:
        width, height = height, width
    return Header(format, width, height, orientation)


def _orientation(exif: bytes) -> int:
    """Return the EXIF orientation; 1 if there is none that can be read."""
    if not exif:
        return 1
    try:
        tags = Image.Exif()
        tags.load(exif)
        value = tags.get(ORIENTATION_TAG, 1)
    except DECODE_ERRORS:
        return 1
    return value if value in TRANSPOSE_BY_ORIENTATION else 1


def shrink(data: bytes) -> EncodedPicture:
    """Turn a picture upright and scale it into BOX; sRGB, without metadata, with transparency.

    Raises BadPicture.
    """
    header = inspect(data)
    size = fit(header.width, header.height)
    stored_size = size[::-1] if header.orientation in SIDEWAYS else size
    try:
        image = _decode_scaled(data, header, stored_size)
        profile = image.info.get("icc_profile")
        if header.orientation in TRANSPOSE_BY_ORIENTATION:
            image = image.transpose(TRANSPOSE_BY_ORIENTATION[header.orientation])
        return encode(_in_srgb(image, profile))
    except BOMB_ERRORS as error:
        raise TooManyPixels from error
    except DECODE_ERRORS as error:
        raise Broken from error


def decode(webp: bytes) -> Image.Image:
    """Decode a picture that `encode` made."""
    with Image.open(io.BytesIO(webp), formats=("WEBP",)) as image:
        image.load()
        return image


def encode(image: Image.Image) -> EncodedPicture:
    """Return the picture as WebP without metadata."""
    image.info.clear()
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY)
    return EncodedPicture(out.getvalue(), image.width, image.height)


def _decode_scaled(data: bytes, header: Header, size: tuple[int, int]) -> Image.Image:
    """Decode and scale to `size`, not yet turned upright; RGB or RGBA."""
    if header.format == "WEBP" and header.width * header.height > LARGE_WEBP:
        return decode_large(data, size)
    with Image.open(io.BytesIO(data), formats=(header.format,)) as image:
        # JPEGs can be decoded at a fraction of their size, in a fraction of the time and memory.
        image.draft(None, (2 * size[0], 2 * size[1]))
        image.load()
        profile = image.info.get("icc_profile")
        scaled = _resized(image, size)
    if scaled.mode in PREMULTIPLIED:
        scaled = scaled.convert(PREMULTIPLIED[scaled.mode])
    if profile:
        scaled.info["icc_profile"] = profile
    return scaled


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    across, down = (int(image.size[side] / size[side] / REDUCING_GAP) or 1 for side in (0, 1))
    if (across, down) == (1, 1):
        return _eight_bit(image).resize(size, Image.Resampling.LANCZOS)
    box = (0.0, 0.0, image.width / across, image.height / down)
    averaged = _averaged(image, across, down)
    return averaged.resize(size, Image.Resampling.LANCZOS, box=box)


def _averaged(image: Image.Image, across: int, down: int) -> Image.Image:
    """Return the picture with each `across` × `down` pixels averaged to one."""
    wide, high = across * max(1, TILE // across), down * max(1, TILE // down)
    whole: Image.Image | None = None
    for top in range(0, image.height, high):
        for left in range(0, image.width, wide):
            corner = (min(left + wide, image.width), min(top + high, image.height))
            tile = _eight_bit(image.crop((left, top, *corner))).reduce((across, down))
            if whole is None:
                size = (math.ceil(image.width / across), math.ceil(image.height / down))
                whole = Image.new(tile.mode, size)
            whole.paste(tile, (left // across, top // down))
    return whole or image


def _eight_bit(image: Image.Image) -> Image.Image:
    """Return 8 bits per channel; with transparency, premultiplied so that it can be scaled."""
    if image.mode.startswith("I;16"):
        # Pillow's own conversion clips at 255.
        return image.point(lambda value: value / 256).convert("L")
    if image.mode == "LA":
        return image.convert("La")
    if image.has_transparency_data:
        return image.convert("RGBA").convert("RGBa")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in sRGB, as RGB or RGBA."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    if alpha:
        image = image.convert(image.mode[:-1])
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB") or image
        except (ImageCms.PyCMSError, *DECODE_ERRORS):
            logger.info("a colour profile can't be used")
    image = image.convert("RGB")
    if alpha:
        image.putalpha(alpha)
    return image
