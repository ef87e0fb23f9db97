"""WebP headers without a decoder, and large WebP files without Pillow's decoder.

Pillow decodes every WebP as an animation: it holds two canvases and a copy of each, 16 bytes per
pixel, the canvases already when it opens the file. 40 megapixels would take 640 MB. FFmpeg's
decoder holds one frame of 1.5 to 4 bytes per pixel.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import av
from av.error import FFmpegError
from av.video.reformatter import Interpolation
from PIL import Image

ANIMATION, ALPHA = 0x02, 0x10
"""Flags in a VP8X chunk."""


@dataclass(frozen=True, slots=True)
class WebPHeader:
    """What a WebP's header says; width and height in pixels, before turning it upright."""

    width: int
    height: int
    animated: bool
    exif: bytes


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and content of each RIFF chunk. Raises ValueError if one is incomplete."""
    offset, end = 12, min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while offset + 8 <= end:
        name, size = struct.unpack_from("<4sI", data, offset)
        content = data[offset + 8 : offset + 8 + size]
        if len(content) < size:
            raise ValueError("a chunk is incomplete")
        yield name, content
        offset += 8 + size + size % 2


def read_webp_header(data: bytes) -> WebPHeader:
    """Read a WebP's header. Raises ValueError for a damaged file.

    The frame's size must be the canvas's, because the decoder allocates memory for the frame.
    """
    chunks = dict(reversed(list(_chunks(data))))  # the first of several with the same name
    sizes = {read(chunks[name]) for name, read in SIZES.items() if name in chunks}
    animated = b"ANIM" in chunks or b"ANMF" in chunks
    if b"VP8X" in chunks:
        animated = animated or bool(chunks[b"VP8X"][0] & ANIMATION)
    if len(sizes) != 1:
        raise ValueError("no frame, or frames of different sizes")
    ((width, height),) = sizes
    return WebPHeader(width, height, animated, chunks.get(b"EXIF", b""))


def _extended(content: bytes) -> tuple[int, int]:
    width, height = content[4:7], content[7:10]
    if len(height) < 3:
        raise ValueError("no canvas")
    return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1


def _lossy(content: bytes) -> tuple[int, int]:
    if content[3:6] != b"\x9d\x01\x2a":
        raise ValueError("no key frame")
    width, height = struct.unpack_from("<HH", content, 6)
    return width & 0x3FFF, height & 0x3FFF


def _lossless(content: bytes) -> tuple[int, int]:
    signature, bits = struct.unpack_from("<BI", content)
    if signature != 0x2F:
        raise ValueError("no lossless frame")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


SIZES = {b"VP8X": _extended, b"VP8 ": _lossy, b"VP8L": _lossless}


def decode_large(data: bytes, size: tuple[int, int]) -> Image.Image:
    """Decode and scale down to `size`. Raises ValueError for a damaged file."""
    chunks = dict(_chunks(data))
    try:
        with av.open(io.BytesIO(data), "r", format="webp_pipe") as container:
            frame = next(container.decode(video=0))
    except (FFmpegError, StopIteration) as error:
        raise ValueError(f"not decoded: {error}") from error
    mode = "RGBA" if frame.format.name in ("yuva420p", "argb", "bgra", "rgba") else "RGB"
    width, height = size
    scaled = frame.reformat(
        width=width,
        height=height,
        format="rgba" if mode == "RGBA" else "rgb24",
        interpolation=Interpolation.AREA,
    )
    plane = scaled.planes[0]
    image = Image.frombuffer(mode, size, bytes(plane), "raw", mode, plane.line_size, 1).copy()
    if profile := chunks.get(b"ICCP"):
        image.info["icc_profile"] = profile
    return image
