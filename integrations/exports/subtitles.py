"""Feedback as subtitles, SubRip and WebVTT, to see it while the video plays in any player."""

import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from integrations.exports.text import note, one_line, plain
from integrations.exports.timeline import MOMENT_SECONDS, Marker, Timeline, Timelines

BLANK_LINES = re.compile(r"\n\s*\n+")
TIMES = re.compile(r"^(?=\d+:\d+:\d+)", re.MULTILINE)
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def _milliseconds(timeline: Timeline, marker: Marker) -> tuple[int, int]:
    """Return when the subtitle appears and disappears.

    It appears in the first millisecond inside the marker's frame: a frame is several long.
    """
    if timeline.frames is None or marker.frame is None or timeline.frames.variable:
        start = Fraction(marker.seconds)
        end = None if marker.end_seconds is None else Fraction(marker.end_seconds)
    else:
        rate = timeline.frames.rate
        start = marker.frame / rate
        end = None if marker.end_frame is None else (marker.end_frame + 1) / rate
    shown = max(end or Fraction(0), start + MOMENT_SECONDS)
    return ceil(start * 1000), ceil(shown * 1000)


def _clock(milliseconds: int, separator: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{separator}{rest:03}"


def _lines(text: str) -> str:
    """Return a text that ends no subtitle too soon: no blank line, and nothing like its times."""
    text = BLANK_LINES.sub("\n", plain(text).strip())
    return TIMES.sub(" ", text).replace("-->", "→")


def srt(timelines: Timelines) -> Iterator[str]:
    """Yield SubRip."""
    for timeline, markers in timelines:
        for number, marker in enumerate(markers, start=1):
            start, end = (_clock(time, ",") for time in _milliseconds(timeline, marker))
            yield f"{number}\n{start} --> {end}\n{_lines(note(marker))}\n\n"


def vtt(timelines: Timelines) -> Iterator[str]:
    """Yield WebVTT, which names the author of each cue."""
    yield "WEBVTT\n\n"
    for timeline, markers in timelines:
        for marker in markers:
            start, end = (_clock(time, ".") for time in _milliseconds(timeline, marker))
            author = one_line(marker.author).translate(ENTITIES)
            text = _lines(note(marker)).translate(ENTITIES)
            yield f"{marker.id}\n{start} --> {end}\n<v {author}>{text}\n\n"
