"""What a film is, read from as few of its bytes as its container allows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from videos.media_process.frames import Film
from videos.media_process.opening import fraction, packets_of, tick

STANDARD = tuple(
    Fraction(*rate)
    for rate in (
        *((24_000, 1001), (24, 1), (25, 1), (30_000, 1001), (30, 1), (48_000, 1001), (48, 1)),
        *((50, 1), (60_000, 1001), (60, 1), (12, 1), (15, 1), (15_000, 1001), (10, 1)),
        *((100, 1), (120_000, 1001), (120, 1), (240, 1)),
    )
)
NEAR = Fraction(1, 1000)
"""Share by which a rate may differ from a standard one that it means (23.98, 29.97)."""
SAMPLE = 600
"""Packets that tell the rate where the container has no index of all of them."""
TAG = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")
LONGEST = 30 * 24 * 3600
"""Seconds; a file that says it is longer is not believed."""
TIMECODE = re.compile(r"\d\d:[0-5]\d:[0-5]\d[:;,]\d\d", re.ASCII)
SLOWEST = Fraction(1, 1000)
"""Frames a second; what is slower has no rate that a fraction of small numbers could say."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a film. Times in seconds, `frame_rate` as a fraction `30000/1001`."""

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
    """How much later than the container the pictures begin."""
    interlaced: bool
    fetched: int
    """Bytes that were read to know all this."""

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


def probe(file: Any) -> Facts:
    """Find out what `file` is. Raises NotAFilm, and the file's own errors."""
    film = Film(file)
    stream = film.stream
    first = film.first
    times = _times(film)
    rate, variable = _rate(film, times)
    sound = film.sound()
    return Facts(
        container=_container(film),
        duration=_duration(film, times, rate),
        frame_rate=f"{rate.numerator}/{rate.denominator}",
        variable_frame_rate=variable,
        width=film.size[0],
        height=film.size[1],
        video_codec=stream.codec_context.codec.canonical_name,
        pixel_format=first.format.name,
        audio_codec=sound.codec_context.codec.canonical_name if sound else None,
        start_timecode=_start_timecode(film),
        offset=float(film.origin - Fraction(film.container.start_time or 0, 1_000_000)),
        interlaced=bool(first.interlaced_frame),
        fetched=getattr(file, "fetched", 0),
    )


def _container(film: Film) -> str:
    """Return libav's short name of the container, but tell WebM and MP4 from their relatives."""
    names = film.container.format.name.split(",")
    if "webm" in names:
        film.file.seek(0)
        return "webm" if b"webm" in film.file.read(64) else "matroska"
    if "mov" in names:
        return "mov" if film.container.metadata.get("major_brand") == "qt  " else "mp4"
    return names[0]


def _start_timecode(film: Film) -> str:
    """Return the first timecode that any part of the file names; empty for none."""
    parts = (film.stream, film.container, *film.container.streams)
    named = (each.metadata.get("timecode", "") for each in parts)
    # Some muxers write a point before the frames where others write a semicolon.
    found = next((each for each in named if each), "").replace(".", ";")
    return found if TIMECODE.fullmatch(found) else ""


def _times(film: Film) -> Sequence[Fraction]:
    """Return when frames begin, in order: of all where there is an index, else of the first ones.

    An index has the order of decoding, whose distances are even exactly if those of showing are.
    """
    unit = tick(film.stream)
    entries = film.stream.index_entries
    if film.stream.frames and len(entries) == film.stream.frames:
        return sorted(each.timestamp * unit for each in entries if not each.is_discard)
    film.restart()
    packets = islice(packets_of(film.container, film.stream), SAMPLE)
    stamps = sorted(each.pts for each in packets if each.pts is not None)
    # The last few may still wait for others that are shown before them.
    kept = stamps[:-8] if len(stamps) > 32 else stamps
    return [stamp * unit for stamp in kept]


def _rate(film: Film, times: Sequence[Fraction]) -> tuple[Fraction, bool]:
    """Return the frame rate and whether it is only nominal.

    It holds if every frame begins nearer to its number's moment than to its neighbours': then a
    number and a moment stand for each other. What the file says comes after the standard rates,
    for many say 29.97 and mean 30000/1001.
    """
    counted = Fraction(len(times) - 1) / (times[-1] - times[0]) if _spans(times) else None
    stream = film.stream
    said = [fraction(each) for each in (stream.average_rate, stream.guessed_rate, stream.base_rate)]
    found = [each for each in (counted, *said) if each and SLOWEST <= each <= 1000]
    candidates = [*_standard(found), *found]
    if not candidates:
        return Fraction(25), True
    for rate in candidates:
        if _is_even(times, rate):
            return rate.limit_denominator(1001 * 1000), False
    average = [each for each in (counted, said[0]) if each]
    return (_standard(average) or found)[0].limit_denominator(1001), True


def _spans(times: Sequence[Fraction]) -> bool:
    return len(times) > 1 and times[-1] > times[0]


def _standard(rates: Iterable[Fraction]) -> list[Fraction]:
    """Return the standard rates that `rates` come near to, the nearest first."""
    near = [
        (abs(each - rate) / rate, rate)
        for each in rates
        for rate in STANDARD
        if abs(each - rate) <= rate * NEAR
    ]
    return list(dict.fromkeys(rate for _, rate in sorted(near)))


def _is_even(times: Sequence[Fraction], rate: Fraction) -> bool:
    return all(
        abs((time - times[0]) * rate - number) < Fraction(2, 5) for number, time in enumerate(times)
    )


def _duration(film: Film, times: Sequence[Fraction], rate: Fraction) -> float:
    """Return how long the pictures last; where the container doesn't say, they are counted."""
    stream, unit = film.stream, tick(film.stream)
    tag = TAG.fullmatch(stream.metadata.get("DURATION", ""))
    if stream.duration:
        duration = stream.duration * unit
    elif tag:  # Matroska: the container's is that of the longest stream
        hours, minutes, seconds = map(Fraction, tag.groups())
        duration = hours * 3600 + minutes * 60 + seconds - film.origin
    elif film.container.duration:
        end = Fraction((film.container.start_time or 0) + film.container.duration, 1_000_000)
        duration = end - film.origin
    else:
        film.restart()
        packets = packets_of(film.container, stream)
        last = max((each.pts for each in packets if each.pts is not None), default=0)
        duration = last * unit - film.origin + 1 / rate
    shown = times[-1] - times[0] + 1 / rate if times else 1 / rate
    return float(max(min(duration, Fraction(LONGEST)), min(shown, 1 / rate)))
