"""A moment of a video as people write it: a timecode, a time, seconds or a frame.

The rules are those of docs/frames.md. The server turns frames into seconds.
"""

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from videoplanet_cli.failures import Code, Failure
from videoplanet_cli.texts import _

if TYPE_CHECKING:
    from videoplanet_cli.generated import VideoResponse

TIMECODE = re.compile(r"(\d+):([0-5]\d):([0-5]\d)[:;](\d{2,3})")
TIME = re.compile(r"(?:(\d+):)?([0-5]?\d):([0-5]\d(?:\.\d+)?)")
SECONDS = re.compile(r"(\d+(?:\.\d+)?)s?")
FRAME = re.compile(r"(\d+)f")


def moment(text: str, video: "VideoResponse") -> dict[str, float | int]:
    """Return `timestamp` or `frame`, as `POST feedbacks` takes them."""
    if match := FRAME.fullmatch(text):
        return {"frame": int(match[1])}
    if match := SECONDS.fullmatch(text):
        return {"timestamp": float(match[1])}
    if match := TIME.fullmatch(text):
        minutes = 60 * int(match[1] or 0) + int(match[2])
        return {"timestamp": 60 * minutes + float(match[3])}
    if match := TIMECODE.fullmatch(text):
        hours, minutes, seconds, frames = map(int, match.groups())
        return {"frame": _frame(text, video, (hours, minutes, seconds, frames))}
    hint = _(
        "{text} is no moment. Write a timecode (01:00:12:14), a time (1:23.5), seconds (83.5)"
        " or a frame (374f)."
    )
    raise Failure(hint.format(text=text), Code.USAGE)


def _frame(text: str, video: "VideoResponse", timecode: tuple[int, int, int, int]) -> int:
    if not video["frame_rate"]:
        hint = _("The video's frame rate is not known, so it has no timecodes: write seconds.")
        raise Failure(hint, Code.REFUSED)
    rate = Fraction(video["frame_rate"])
    numbers = max(1, round(rate))
    start = TIMECODE.fullmatch(video["start_timecode"])
    is_drop = _counts_with_drops(rate, video["start_timecode"])
    dropped = numbers // 15 if is_drop else 0
    _hours, minutes, seconds, frames = timecode
    is_left_out = not seconds and minutes % 10 and frames < dropped
    if frames >= numbers or is_left_out:
        hint = _("{text} does not exist at {rate} frames per second.")
        raise Failure(hint.format(text=text, rate=video["frame_rate"]), Code.USAGE)
    begins = _count(_numbers_of(start), numbers, dropped) if start else 0
    frame = _count(timecode, numbers, dropped) - begins
    if frame < 0:  # a start timecode is a time of day, which begins again at midnight
        frame += _count((24, 0, 0, 0), numbers, dropped)
        if not video["duration"] or frame >= video["duration"] * rate:
            hint = _("{text} is before the video begins, at {start}.")
            raise Failure(hint.format(text=text, start=video["start_timecode"]), Code.USAGE)
    return frame


def _counts_with_drops(rate: Fraction, start: str) -> bool:
    nominal = (rate * Fraction(1001, 1000) - whole for whole in (30, 60, 120))
    is_ntsc = any(abs(difference) < Fraction(1, 1000) for difference in nominal)
    # 29.97 from a project that counts without: its own start timecode is written with colons.
    return is_ntsc and not (TIMECODE.fullmatch(start) and ";" not in start)


def _numbers_of(match: re.Match[str]) -> tuple[int, int, int, int]:
    hours, minutes, seconds, frames = map(int, match.groups())
    return hours, minutes, seconds, frames


def _count(timecode: tuple[int, int, int, int], numbers: int, dropped: int) -> int:
    hours, minutes, seconds, frames = timecode
    minutes += 60 * hours
    return (60 * minutes + seconds) * numbers + frames - dropped * (minutes - minutes // 10)
