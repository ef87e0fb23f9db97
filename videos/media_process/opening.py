"""Opening containers: which formats, which stream has the video, and how its frames are turned."""

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

BARE_STREAMS = {"h264", "hevc", "mpegvideo", "m4v", "obu", "av1"}
"""Formats that are a codec's bytes alone, without times."""
CONTAINERS = (
    *("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "mxf", "avi", "mpegts", "mpeg", "mpegvideo"),
    *("m4v", "h264", "hevc", "av1", "obu", "ivf", "flv", "asf", "ogg", "dv", "gxf", "nut", "wtv"),
    # Audio files are opened only to be refused with the right reason.
    *("mp3", "wav", "flac", "aac", "aiff", "w64", "caf", "amr", "ac3", "eac3"),
)
"""The formats that are opened. Playlists (HLS, DASH, concat) are not: they name other files."""
BUFFER = 64 * 1024
NOT_MOVING = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails


class NotAVideo(Exception):
    """The file can't be used as a video; `code` names the reason (`videos.failures`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_container(file: Any) -> InputContainer:
    """Open a path or a file object.

    Raises NotAVideo("unreadable"), or the file object's own error if reading failed.
    """
    options = {
        # One list entry per demuxer, even where a demuxer has several names.
        "format_whitelist": ",".join(CONTAINERS),
        "protocol_whitelist": "none" if hasattr(file, "read") else "file",
    }
    try:
        return av.open(  # type: ignore[no-any-return]
            file, mode="r", container_options=options, buffer_size=BUFFER
        )
    except (MemoryError, BlockingIOError):
        raise
    except (av.FFmpegError, ValueError) as error:
        if failure := getattr(file, "failure", None):
            raise failure from error
        raise NotAVideo("unreadable") from error


def video_stream(container: InputContainer) -> VideoStream:
    """Return the video stream, ready to decode. Raises NotAVideo."""
    streams = [stream for stream in container.streams.video if not stream.disposition & NOT_MOVING]
    # A stream in a codec without a decoder has no context.
    decodable = [stream for stream in streams if stream.codec_context is not None]
    if not decodable:
        raise NotAVideo(
            "unknown_codec" if streams else "only_sound" if container.streams.audio else "no_video"
        )
    chosen = max(decodable, key=lambda stream: bool(stream.disposition & Disposition.default))
    chosen.thread_type = "AUTO"
    return chosen


def fraction(value: Any) -> Fraction | None:
    """Return libav's rational as a fraction; None for None, 0/1 and 1/0."""
    if value is None or not value.numerator or not value.denominator:
        return None
    return Fraction(int(value.numerator), int(value.denominator))


def time_base_of(stream: Any) -> Fraction:
    """Return the unit of the stream's timestamps, in seconds."""
    return fraction(stream.time_base) or Fraction(1, 90_000)


def decode_frames(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Decode from the container's position to the end, skipping what is damaged.

    Raises the file's own error if reading failed.
    """
    for packet in read_packets(container, stream):
        for frame in decode_packet(packet):
            if frame.pts is not None:
                yield frame


def read_packets(container: InputContainer, *streams: Any) -> Iterator[Any]:
    """Read packets up to the end, or up to where a truncated file ends."""
    try:
        yield from container.demux(*streams)
    except MemoryError:
        raise
    except av.FFmpegError:
        if failure := getattr(container.file, "failure", None):
            raise failure from None
        # An empty packet flushes the decoder.
        for stream in streams:
            last = av.Packet()
            last.stream = stream
            yield last


def decode_packet(packet: Any) -> list[Any]:
    """Return the frames that a packet gives; none for a damaged one."""
    try:
        return list(packet.decode())
    except (MemoryError, BlockingIOError):  # EAGAIN: no memory for a thread's stack
        raise
    except av.FFmpegError:
        return []


@dataclass(frozen=True, slots=True)
class Orientation:
    """How to turn a stored frame upright: with Pillow, and with a filter graph."""

    transpose: Image.Transpose | None
    filters: tuple[str, ...]
    sideways: bool
    """Width and height change places."""


# Keys are the signs of the display matrix's a, b, c, d: x' = ax + cy, y' = bx + dy.
_UPRIGHT = Orientation(None, (), sideways=False)
_ORIENTATIONS = {
    (0, 1, -1, 0): Orientation(Image.Transpose.ROTATE_270, ("transpose=clock",), sideways=True),
    (-1, 0, 0, -1): Orientation(Image.Transpose.ROTATE_180, ("hflip", "vflip"), sideways=False),
    (0, -1, 1, 0): Orientation(Image.Transpose.ROTATE_90, ("transpose=cclock",), sideways=True),
    (-1, 0, 0, 1): Orientation(Image.Transpose.FLIP_LEFT_RIGHT, ("hflip",), sideways=False),
    (1, 0, 0, -1): Orientation(Image.Transpose.FLIP_TOP_BOTTOM, ("vflip",), sideways=False),
    (0, 1, 1, 0): Orientation(Image.Transpose.TRANSPOSE, ("transpose=cclock_flip",), sideways=True),
    (0, -1, -1, 0): Orientation(
        Image.Transpose.TRANSVERSE, ("transpose=clock_flip",), sideways=True
    ),
}


def orientation_of(stream: VideoStream) -> Orientation:
    """Return how the stream's frames are turned, to the nearest quarter turn."""
    matrix = stream.codec_context.coded_side_data.get("display_matrix")
    if matrix is None or len(matrix) < 36:
        return _UPRIGHT
    a, b, _, c, d = struct.unpack("=5i", matrix[:20])
    largest = max(map(abs, (a, b, c, d)))
    signs = tuple((2 * value > largest) - (2 * value < -largest) for value in (a, b, c, d))
    return _ORIENTATIONS.get(signs, _UPRIGHT)


def display_size(stream: VideoStream, orientation: Orientation) -> tuple[int, int]:
    """Return width and height as a player shows the video: square pixels, upright."""
    width, height = stream.codec_context.width, stream.codec_context.height
    if width <= 0 or height <= 0:
        raise NotAVideo("no_video")
    ratio = fraction(stream.sample_aspect_ratio) or Fraction(1)
    if not Fraction(1, 16) <= ratio <= 16:
        ratio = Fraction(1)
    if ratio > 1:
        width = round(width * ratio)
    else:
        height = round(height / ratio)
    return (height, width) if orientation.sideways else (width, height)
