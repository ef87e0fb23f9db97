"""The facts about a video, read from as few of its bytes as its container allows."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from videos.media_process.audio import audible_track
from videos.media_process.color import is_ambiguous, tags_of
from videos.media_process.source import Source
from videos.media_process.timing import read_timing

TIMECODE = re.compile(r"\d\d:[0-5]\d:[0-5]\d[:;,]\d{2,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts about a video. Times are in seconds, `frame_rate` is a fraction (`30000/1001`)."""

    container: str
    duration: float
    frame_rate: str
    variable_frame_rate: bool
    width: int
    height: int
    video_codec: str
    pixel_format: str
    color: dict[str, Any]
    """As the file tags it: `videos.media_process.color.tags_of`."""
    ambiguous_color: bool
    """Players don't agree on what its incomplete tags mean."""
    audio_codec: str | None
    audio_track: int | None
    """From 0, among the audio streams."""
    audio_track_is_other: bool
    """The one that players choose is silent."""
    start_timecode: str
    offset: float
    """When the first frame is shown in a browser, whose time 0 is the container's, or its start
    where that is negative."""
    interlaced: bool
    missing: float
    """Seconds that the container promises after the end of its content."""
    fetched: int
    """Bytes that were read to find all this."""


def probe(file: Any) -> Facts:
    """Return the facts about `file`. Raises NotAVideo, and the file's own errors."""
    source = Source(file)
    timing = read_timing(source)
    # Only now, because `read_timing` may have opened the container again.
    track = audible_track(source, timing.duration)
    context, audio = source.stream.codec_context, source.audio_stream(track)
    default_audio = source.audio_stream()
    return Facts(
        container=_container_name(source),
        duration=float(timing.duration),
        frame_rate=f"{timing.rate.numerator}/{timing.rate.denominator}",
        variable_frame_rate=timing.variable,
        width=source.size[0],
        height=source.size[1],
        video_codec=context.codec.canonical_name,
        pixel_format=source.first.format.name,
        color=tags_of(source.first),
        ambiguous_color=is_ambiguous(source.first),
        audio_codec=audio.codec_context.codec.canonical_name if audio else None,
        audio_track=track,
        audio_track_is_other=audio != default_audio,
        start_timecode=_start_timecode(source),
        offset=float(source.origin - min(Fraction(0), _start_of(source))),
        interlaced=timing.interlaced,
        missing=float(timing.missing),
        fetched=getattr(file, "fetched", 0),
    )


def _start_of(source: Source) -> Fraction:
    return Fraction(source.container.start_time or 0, 1_000_000)


def _container_name(source: Source) -> str:
    """Return libav's short name, but distinguish WebM from Matroska and MP4 from QuickTime."""
    names = source.container.format.name.split(",")
    if "webm" in names:
        source.file.seek(0)
        return "webm" if b"webm" in source.file.read(64) else "matroska"
    if "mov" in names:
        return "mov" if source.container.metadata.get("major_brand") == "qt  " else "mp4"
    return names[0]


def _start_timecode(source: Source) -> str:
    """Return the first timecode found in the stream, the container or another stream, or ""."""
    parts = (source.stream, source.container, *source.container.streams)
    tags = (part.metadata.get("timecode", "") for part in parts)
    # Some muxers write a point before the frames where others write a semicolon.
    timecode = next((tag for tag in tags if tag), "").replace(".", ";")
    return timecode if TIMECODE.fullmatch(timecode) else ""
