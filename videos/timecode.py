"""Frames, timestamps and timecodes of a video, computed exactly from the frame rate's fraction.

A rounded rate (29.97 for 30000/1001) is a frame off after 17 minutes, so none is used here. Frames
are counted from 0; a timestamp is in seconds from the start of the video; a timecode is SMPTE
ST 12-1 (`HH:MM:SS:FF`, drop-frame `HH:MM:SS;FF`) and counts from the file's start timecode, or from
00:00:00:00. docs/frames.md explains it to those who write players.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Self

MICROSECONDS = 1_000_000
TOLERANCE = 1000
"""A timestamp at most 1/1000 of a frame before a frame belongs to that frame: the clocks of players
have microseconds, and doubles round."""
RATE_MAX = 10_000
NTSC = Fraction(1000, 1001)
NTSC_TOLERANCE = Fraction(1, 1000)
"""Some containers store 2997/100 for 30000/1001."""

_TIMECODE = re.compile(r"(\d\d):([0-5]\d):([0-5]\d)([:;.,])(\d{2,3})")


@lru_cache(maxsize=1024)
def rate_of(frame_rate: str | None) -> Fraction | None:
    """Return the frames per second of `30000/1001` or `25`; None if unknown or invalid."""
    try:
        rate = Fraction(frame_rate or 0)
    except (ValueError, ZeroDivisionError):
        return None
    return rate if 0 < rate <= RATE_MAX else None


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of one video."""

    rate: Fraction
    """Frames per second, nominal if variable."""
    variable: bool = False
    drop: bool = False
    """Drop-frame: timecodes leave out two numbers (59.94: four, 119.88: eight) each minute but
    every tenth, to keep up with the clock."""
    start: int = 0
    """The start timecode in frames after 00:00:00:00."""

    @classmethod
    def of(
        cls, frame_rate: str | None, start_timecode: str = "", *, variable: bool = False
    ) -> Self | None:
        """Return the frames of a video; None while its rate is unknown.

        29.97, 59.94 and 119.88 are drop-frame, unless the file's own start timecode is not
        (`01:00:00:00`, not `01:00:00;00`): then the editor's project doesn't count so either. An
        invalid start timecode is ignored.
        """
        rate = rate_of(frame_rate)
        if rate is None:
            return None
        drop = any(abs(rate - nominal * NTSC) < NTSC_TOLERANCE for nominal in (30, 60, 120))
        match = _TIMECODE.fullmatch(start_timecode)
        if match is None:
            return cls(rate, variable, drop)
        from_zero = cls(rate, variable, drop and match[4] != ":")
        start = from_zero._count(*map(int, match.group(1, 2, 3, 5)))
        return cls(rate, variable, from_zero.drop, start)

    @property
    def numbers(self) -> int:
        """Return how many frame numbers a second of timecode has: 30 at 29.97."""
        return max(1, round(self.rate))

    def timestamp(self, frame: int) -> float:
        """Return the first microsecond at which players show a frame, in seconds.

        It is rounded up, because players count in microseconds. It is some microseconds more where
        Chromium would still show the previous frame, for one of two reasons: that frame's beginning
        and length, both rounded, seem to reach into this one; or a double is just below the number
        that is meant (1.001 s are 1,000,999.99… µs), and Chromium truncates it, twice.
        """
        start = Fraction(frame * MICROSECONDS) / self.rate
        inside = ceil(start)
        if frame and inside == start and (MICROSECONDS / self.rate).denominator > 1:
            inside += 1
        shown = inside
        while _truncated_twice(shown) < inside:
            shown += 1
        return shown / MICROSECONDS

    def seek_timestamp(self, timestamp: float) -> float:
        """Return where to seek to, in seconds, for the picture that is meant by a timestamp.

        At a constant rate that is the middle of the timestamp's frame, which works with every
        player and container. At a variable rate the middle can't be known without the file, so it
        is the latest time that still means a frame that begins at the timestamp (TOLERANCE).
        """
        if self.variable:
            return timestamp + float(1 / (self.rate * TOLERANCE))
        return float((self.frame(timestamp) + Fraction(1, 2)) / self.rate)

    def frame(self, timestamp: float) -> int:
        """Return the frame shown at a timestamp: floor(timestamp × rate + 1/1000).

        Computed in integers, so that it is exact for every double.
        """
        numerator, unit = timestamp.as_integer_ratio()
        unit *= self.rate.denominator
        return (numerator * self.rate.numerator * TOLERANCE + unit) // (unit * TOLERANCE)

    def timecode(self, frame: int) -> str:
        """Return a frame's timecode.

        Without a start timecode hours go on beyond 24, so that no two frames share a timecode. A
        start timecode is a time of day, so with one it begins again at 00:00:00.
        """
        numbers, dropped = self.numbers, self._dropped
        ten_minutes = 600 * numbers - 9 * dropped
        number = frame + self.start
        if self.start:
            number %= 144 * ten_minutes
        if dropped:
            tens, rest = divmod(number, ten_minutes)
            minutes = max(0, rest - dropped) // (60 * numbers - dropped)
            number += dropped * (9 * tens + minutes)
        seconds, frames = divmod(number, numbers)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        separator, digits = ";" if self.drop else ":", 2 if numbers <= 100 else 3
        return f"{hours:02}:{minutes:02}:{seconds:02}{separator}{frames:0{digits}}"

    def frame_at(self, timecode: str) -> int | None:
        """Return the frame that a timecode names, negative before the start timecode.

        None if it is no timecode, or one that this rate does not count (`00:01:00;00`, which
        drop-frame leaves out). Which of the separators it has is not looked at.
        """
        match = _TIMECODE.fullmatch(timecode)
        if match is None:
            return None
        hours, minutes, seconds, number = map(int, match.group(1, 2, 3, 5))
        is_dropped = seconds == 0 and minutes % 10 and number < self._dropped
        if number >= self.numbers or is_dropped:
            return None
        frame = self._count(hours, minutes, seconds, number) - self.start
        day = self._count(24, 0, 0, 0)
        # The clock went past midnight.
        return frame + day if self.start and frame < -day // 2 else frame

    def _count(self, hours: int, minutes: int, seconds: int, frames: int) -> int:
        """Return a timecode as a number of frames after 00:00:00:00."""
        minutes += 60 * hours
        number = (60 * minutes + seconds) * self.numbers + frames
        return number - self._dropped * (minutes - minutes // 10)

    @property
    def _dropped(self) -> int:
        """Return how many numbers a minute leaves out; 0 without drop-frame."""
        return self.numbers // 15 if self.drop else 0


def _truncated_twice(microseconds: int) -> int:
    """Return a time as Chromium has it after truncating it to whole microseconds twice."""
    once = int(microseconds / MICROSECONDS * MICROSECONDS)
    return int(once / MICROSECONDS * MICROSECONDS)
