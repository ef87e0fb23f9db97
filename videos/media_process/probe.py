"""The facts about a video, read from as few of its bytes as its container allows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from videos.media_process.opening import fraction, read_packets
from videos.media_process.source import Source

STANDARD_RATES = tuple(
    Fraction(*rate)
    for rate in (
        *((24_000, 1001), (24, 1), (25, 1), (30_000, 1001), (30, 1), (48_000, 1001), (48, 1)),
        *((50, 1), (60_000, 1001), (60, 1), (12, 1), (15, 1), (15_000, 1001), (10, 1)),
        *((100, 1), (120_000, 1001), (120, 1), (240, 1)),
    )
)
RATE_TOLERANCE = Fraction(1, 1000)
"""By what share a rate may differ from the standard rate that is meant (23.98, 29.97)."""
SAMPLE_PACKETS = 600
"""Packets from which the rate is found where the container has no index of all frames."""
DURATION_TAG = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")
MAX_DURATION = 30 * 24 * 3600
"""Seconds; a longer duration in a file is wrong."""
TIMECODE = re.compile(r"\d\d:[0-5]\d:[0-5]\d[:;,]\d\d", re.ASCII)
MIN_RATE = Fraction(1, 1000)
"""Frames per second; a slower rate is no fraction of small numbers."""


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
    audio_codec: str | None
    start_timecode: str
    offset: float
    """By how much the first frame is later than the container's start."""
    interlaced: bool
    fetched: int
    """Bytes that were read to find all this."""


def probe(file: Any) -> Facts:
    """Return the facts about `file`. Raises NotAVideo, and the file's own errors."""
    source = Source(file)
    stream = source.stream
    first = source.first
    times = _frame_times(source)
    rate, variable = _frame_rate(source, times)
    audio = source.audio_stream()
    return Facts(
        container=_container_name(source),
        duration=_duration(source, times, rate),
        frame_rate=f"{rate.numerator}/{rate.denominator}",
        variable_frame_rate=variable,
        width=source.size[0],
        height=source.size[1],
        video_codec=stream.codec_context.codec.canonical_name,
        pixel_format=first.format.name,
        audio_codec=audio.codec_context.codec.canonical_name if audio else None,
        start_timecode=_start_timecode(source),
        offset=float(source.origin - Fraction(source.container.start_time or 0, 1_000_000)),
        interlaced=bool(first.interlaced_frame),
        fetched=getattr(file, "fetched", 0),
    )


def _container_name(source: Source) -> str:
    """Return libav's short name, but tell WebM from Matroska and MP4 from QuickTime."""
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
    found = next((tag for tag in tags if tag), "").replace(".", ";")
    return found if TIMECODE.fullmatch(found) else ""


def _frame_times(source: Source) -> Sequence[Fraction]:
    """Return when frames begin, in order: all where the container has an index, else the first.

    An index is in decoding order, whose intervals are even exactly if those of showing are.
    """
    time_base = source.time_base
    entries = source.stream.index_entries
    if source.stream.frames and len(entries) == source.stream.frames:
        return sorted(entry.timestamp * time_base for entry in entries if not entry.is_discard)
    source.restart()
    packets = islice(read_packets(source.container, source.stream), SAMPLE_PACKETS)
    timestamps = sorted(packet.pts for packet in packets if packet.pts is not None)
    # Frames that are shown before the last few may come later in the file.
    complete = timestamps[:-8] if len(timestamps) > 32 else timestamps
    return [timestamp * time_base for timestamp in complete]


def _frame_rate(source: Source, times: Sequence[Fraction]) -> tuple[Fraction, bool]:
    """Return the frame rate and whether it is only nominal.

    A rate is right if every frame begins nearer to its own number's time than to its neighbours':
    then numbers and times stand for each other. Standard rates are tried before what the file
    says, because many files say 29.97 and mean 30000/1001.
    """
    counted = Fraction(len(times) - 1) / (times[-1] - times[0]) if _has_length(times) else None
    stream = source.stream
    tagged = [
        fraction(rate) for rate in (stream.average_rate, stream.guessed_rate, stream.base_rate)
    ]
    found = [rate for rate in (counted, *tagged) if rate and MIN_RATE <= rate <= 1000]
    candidates = [*_standard_rates(found), *found]
    if not candidates:
        return Fraction(25), True
    for rate in candidates:
        if _is_constant(times, rate):
            return rate.limit_denominator(1001 * 1000), False
    average = [rate for rate in (counted, tagged[0]) if rate]
    return (_standard_rates(average) or found)[0].limit_denominator(1001), True


def _has_length(times: Sequence[Fraction]) -> bool:
    return len(times) > 1 and times[-1] > times[0]


def _standard_rates(rates: Iterable[Fraction]) -> list[Fraction]:
    """Return the standard rates that `rates` come near to, the nearest first."""
    near = [
        (abs(rate - standard) / standard, standard)
        for rate in rates
        for standard in STANDARD_RATES
        if abs(rate - standard) <= standard * RATE_TOLERANCE
    ]
    return list(dict.fromkeys(standard for _, standard in sorted(near)))


def _is_constant(times: Sequence[Fraction], rate: Fraction) -> bool:
    return all(
        abs((time - times[0]) * rate - number) < Fraction(2, 5) for number, time in enumerate(times)
    )


def _duration(source: Source, times: Sequence[Fraction], rate: Fraction) -> float:
    """Return how long the video lasts; where the container doesn't say, read all its packets."""
    stream = source.stream
    tag = DURATION_TAG.fullmatch(stream.metadata.get("DURATION", ""))
    if stream.duration:
        duration = stream.duration * source.time_base
    elif tag:  # Matroska: the container's duration is that of the longest stream
        hours, minutes, seconds = map(Fraction, tag.groups())
        duration = hours * 3600 + minutes * 60 + seconds - source.origin
    elif source.container.duration:
        start = source.container.start_time or 0
        end = Fraction(start + source.container.duration, 1_000_000)
        duration = end - source.origin
    else:
        source.restart()
        packets = read_packets(source.container, stream)
        last = max((packet.pts for packet in packets if packet.pts is not None), default=0)
        duration = last * source.time_base - source.origin + 1 / rate
    shown = times[-1] - times[0] + 1 / rate if times else 1 / rate
    return float(max(min(duration, Fraction(MAX_DURATION)), min(shown, 1 / rate)))
