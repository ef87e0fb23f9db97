"""Frames, timestamps and timecodes of a video, exactly: from the frame rate's fraction.

A rounded rate (29.97 for 30000/1001) is a frame off after 17 minutes, so nothing here goes through
one. Frames are counted from 0; a timestamp is in seconds from the start of the video; a timecode is
SMPTE ST 12-1 (`HH:MM:SS:FF`, drop-frame `HH:MM:SS;FF`), from 00:00:00:00 or from where the file
says that its first frame is. docs/frames.md says it to those who write players.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Self

MICROSECONDS = 1_000_000
TOLERANCE = 1000
"""A moment so near before a frame (a thousandth of a frame) is that frame's: clocks of players have
microseconds, doubles round."""
RATE_MAX = 10_000
NTSC = Fraction(1000, 1001)
NEAR = Fraction(1, 1000)
"""Some containers keep 2997/100 for 30000/1001."""

_TIMECODE = re.compile(r"(\d\d):([0-5]\d):([0-5]\d)([:;.,])(\d\d)")


@lru_cache(maxsize=1024)
def rate_of(frame_rate: str | None) -> Fraction | None:
    """Return the frames a second (`30000/1001`, `25`); None where that is not known."""
    try:
        rate = Fraction(frame_rate or 0)
    except (ValueError, ZeroDivisionError):
        return None
    return rate if 0 < rate <= RATE_MAX else None


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of one video."""

    rate: Fraction
    """Frames a second."""
    drop: bool = False
    """Timecodes leave out two (59.94: four) numbers each minute but the tenth, to keep up with the
    clock."""
    start: int = 0
    """How many frames after 00:00:00:00 the first one's timecode is."""

    @classmethod
    def of(cls, frame_rate: str | None, start_timecode: str = "") -> Self | None:
        """Return the frames of a file; None while its rate is not known.

        29.97 and 59.94 are drop-frame, unless the file's own start timecode says that it is not
        (`01:00:00:00`, where a drop-frame one is `01:00:00;00`): an editor's programme counts so.
        A start timecode that is none is left aside.
        """
        rate = rate_of(frame_rate)
        if rate is None:
            return None
        drop = any(abs(rate - each * NTSC) < NEAR for each in (30, 60))
        found = _TIMECODE.fullmatch(start_timecode)
        if found is None:
            return cls(rate, drop)
        own = cls(rate, drop and found[4] != ":")
        return cls(rate, own.drop, own._count(*map(int, found.group(1, 2, 3, 5))))

    @property
    def numbers(self) -> int:
        """Return how many frame numbers a second of timecode has: 30 for 29.97."""
        return max(1, round(self.rate))

    def timestamp(self, frame: int) -> float:
        """Return the first microsecond at which players show a frame, in seconds.

        Rounded up: one that keeps microseconds would show the frame before otherwise. Chromium
        shows it too where the double times a million is below (1.001 s are 1,000,999.99…), and
        where the frame before, with begin and length rounded, seems to reach into this one: a
        microsecond more is taken then.
        """
        start = Fraction(frame * MICROSECONDS) / self.rate
        inside = ceil(start)
        if frame and inside == start and (MICROSECONDS / self.rate).denominator > 1:
            inside += 1
        if int(inside / MICROSECONDS * MICROSECONDS) < inside:
            inside += 1
        return inside / MICROSECONDS

    def frame(self, timestamp: float) -> int:
        """Return the frame that is shown at a moment: floor(timestamp × rate + 1/1000).

        In integers, so that it is exact for every double.
        """
        moment, unit = timestamp.as_integer_ratio()
        unit *= self.rate.denominator
        return (moment * self.rate.numerator * TOLERANCE + unit) // (unit * TOLERANCE)

    def timecode(self, frame: int) -> str:
        """Return a frame's timecode; after 23:59:59 it starts again from zero."""
        numbers, dropped = self.numbers, self._dropped
        ten_minutes = 600 * numbers - 9 * dropped
        number = (frame + self.start) % (144 * ten_minutes)
        if dropped:
            tens, rest = divmod(number, ten_minutes)
            minutes = max(0, rest - dropped) // (60 * numbers - dropped)
            number += dropped * (9 * tens + minutes)
        seconds, frames = divmod(number, numbers)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02}:{minutes:02}:{seconds:02}{';' if self.drop else ':'}{frames:02}"

    def _count(self, hours: int, minutes: int, seconds: int, frames: int) -> int:
        """Return how many frames a timecode is after 00:00:00:00."""
        minutes += 60 * hours
        number = (60 * minutes + seconds) * self.numbers + frames
        return number - self._dropped * (minutes - minutes // 10)

    @property
    def _dropped(self) -> int:
        """Return how many numbers a minute leaves out."""
        return self.numbers // 15 if self.drop else 0
