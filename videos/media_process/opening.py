"""Opening films: which kinds, which of their streams, and how their pictures stand."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

CONTAINERS = (
    *("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "mxf", "avi", "mpegts", "mpeg", "mpegvideo"),
    *("m4v", "h264", "hevc", "av1", "obu", "ivf", "flv", "asf", "ogg", "dv", "gxf", "nut", "wtv"),
    # Sound alone is recognised to be refused by its name.
    *("mp3", "wav", "flac", "aac", "aiff", "w64", "caf", "amr", "ac3", "eac3"),
)
"""What is opened at all. Playlists (HLS, DASH, concat) are not: they name further files."""
BUFFER = 64 * 1024
NO_FILM = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails


class NotAFilm(Exception):
    """The file can't be taken for a video; `code` says why, for `videos.processing`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_film(file: Any) -> InputContainer:
    """Open a path or a file object. Raises NotAFilm("unreadable").

    Raises the file's own error where that is why.
    """
    options = {
        # The demuxers' names, each on its own.
        "format_whitelist": ",".join(CONTAINERS),
        "protocol_whitelist": "none" if hasattr(file, "read") else "file",
    }
    try:
        return av.open(  # type: ignore[no-any-return]
            file, mode="r", container_options=options, buffer_size=BUFFER
        )
    except MemoryError:
        raise
    except (av.FFmpegError, ValueError) as error:
        if failure := getattr(file, "failure", None):
            raise failure from error
        raise NotAFilm("unreadable") from error


def film_stream(container: InputContainer) -> VideoStream:
    """Return the pictures' stream, ready to decode. Raises NotAFilm."""
    streams = [each for each in container.streams.video if not each.disposition & NO_FILM]
    # A stream in a codec that we have no decoder for has no context.
    known = [each for each in streams if each.codec_context is not None]
    if not known:
        raise NotAFilm(
            "unknown_codec" if streams else "only_sound" if container.streams.audio else "no_video"
        )
    stream = max(known, key=lambda each: bool(each.disposition & Disposition.default))
    stream.thread_type = "AUTO"
    return stream


def fraction(value: Any) -> Fraction | None:
    """Return libav's rational as a fraction; None for nothing, 0/1 and 1/0."""
    if value is None or not value.numerator or not value.denominator:
        return None
    return Fraction(int(value.numerator), int(value.denominator))


def tick(stream: Any) -> Fraction:
    """Return the stream's unit of time in seconds."""
    return fraction(stream.time_base) or Fraction(1, 90_000)


def frames_of(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Decode on from where the container stands, over what is damaged, to the end.

    Raises the file's own error where reading failed.
    """
    for packet in packets_of(container, stream):
        for frame in decoded(packet):
            if frame.pts is not None:
                yield frame


def packets_of(container: InputContainer, *streams: Any) -> Iterator[Any]:
    """Read packets; a file that is cut off ends where it is cut off."""
    try:
        yield from container.demux(*streams)
    except MemoryError:
        raise
    except av.FFmpegError:
        if failure := getattr(container.file, "failure", None):
            raise failure from None
        for stream in streams:
            last = av.Packet()
            last.stream = stream
            yield last


def decoded(packet: Any) -> list[Any]:
    """Decode a packet; of a damaged one nothing comes."""
    try:
        return list(packet.decode())
    except MemoryError:
        raise
    except av.FFmpegError:
        return []


@dataclass(frozen=True, slots=True)
class Turn:
    """How a stored picture is turned upright: PIL's operation, and the same for a filter graph."""

    transpose: Image.Transpose | None
    filters: tuple[str, ...]
    sideways: bool


# By the signs of the display matrix's a, b, c, d: x' = ax + cy, y' = bx + dy.
_UPRIGHT = Turn(None, (), sideways=False)
_TURNS = {
    (0, 1, -1, 0): Turn(Image.Transpose.ROTATE_270, ("transpose=clock",), sideways=True),
    (-1, 0, 0, -1): Turn(Image.Transpose.ROTATE_180, ("hflip", "vflip"), sideways=False),
    (0, -1, 1, 0): Turn(Image.Transpose.ROTATE_90, ("transpose=cclock",), sideways=True),
    (-1, 0, 0, 1): Turn(Image.Transpose.FLIP_LEFT_RIGHT, ("hflip",), sideways=False),
    (1, 0, 0, -1): Turn(Image.Transpose.FLIP_TOP_BOTTOM, ("vflip",), sideways=False),
    (0, 1, 1, 0): Turn(Image.Transpose.TRANSPOSE, ("transpose=cclock_flip",), sideways=True),
    (0, -1, -1, 0): Turn(Image.Transpose.TRANSVERSE, ("transpose=clock_flip",), sideways=True),
}


def turn_of(stream: VideoStream) -> Turn:
    """Return how the stream's pictures are turned, to the nearest quarter."""
    matrix = stream.codec_context.coded_side_data.get("display_matrix")
    if matrix is None or len(matrix) < 36:
        return _UPRIGHT
    a, b, _, c, d = struct.unpack("=5i", matrix[:20])
    largest = max(map(abs, (a, b, c, d)))
    signs = tuple((2 * each > largest) - (2 * each < -largest) for each in (a, b, c, d))
    return _TURNS.get(signs, _UPRIGHT)


def shown_size(stream: VideoStream, turn: Turn) -> tuple[int, int]:
    """Return width and height as a player shows the film: square pixels, upright."""
    width, height = stream.codec_context.width, stream.codec_context.height
    if width <= 0 or height <= 0:
        raise NotAFilm("no_video")
    ratio = fraction(stream.sample_aspect_ratio) or Fraction(1)
    if not Fraction(1, 16) <= ratio <= 16:
        ratio = Fraction(1)
    if ratio > 1:
        width = round(width * ratio)
    else:
        height = round(height / ratio)
    return (height, width) if turn.sideways else (width, height)
