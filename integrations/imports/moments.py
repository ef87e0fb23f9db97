"""Moments in a file, as frames of its own or as timecodes, and what they are on a video."""

import math
import re
from dataclasses import dataclass, replace
from typing import Self

from django.utils.translation import gettext_lazy as _

from feedbacks.models import TIMESTAMP_MAX
from integrations.imports.lines import Line, Refused
from videoplanet.api.errors import InvalidField
from videos.models import Video
from videos.timecode import Frames

DIGITS = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Clock:
    """How a file counts the frames of a video."""

    frames: Frames | None
    """The video's, beginning where the file says; None while its frame rate is unknown."""
    duration: float | None
    """Of the video, in seconds."""

    @classmethod
    def of(cls, video: Video, start_timecode: str) -> Self:
        """Return the clock of a file in which the first frame has a timecode.

        Empty, it is the video's own. Raises InvalidField.
        """
        if not start_timecode:
            return cls(video.frames, video.duration)
        if video.frames is None:
            raise InvalidField("start_timecode", "rate_unknown", RATE_UNKNOWN)
        frames = Frames.of(video.frame_rate, start_timecode, variable=video.variable_frame_rate)
        if frames is None or frames.frame_at(start_timecode) != 0:
            raise InvalidField("start_timecode", "invalid", NO_TIMECODE)
        return cls(frames, video.duration)

    def moment(self, line: Line, given: dict[str, str], prefix: str = "") -> float | None:
        """Return seconds: as given, or of the frame, or of the timecode. Raises Refused."""
        if timestamp := given.get("timestamp", "").strip():
            return _seconds(f"{prefix}timestamp", timestamp)
        name = "frame" if given.get("frame", "").strip() else "timecode"
        text = given.get(name, "").strip()
        if not text:
            return None
        field = f"{prefix}{name}"
        if self.frames is None:
            raise Refused(field, "rate_unknown", RATE_UNKNOWN)
        if name == "frame":
            frame = whole(field, text) - line.first
        else:
            frame = self._counted(field, text, relative=line.relative)
        if frame < 0:
            message = _("The video begins at %(start)s, and this is before it.")
            raise Refused(field, "before_start", message % {"start": self.frames.timecode(0)})
        return _in_range(field, self.frames.timestamp(frame))

    def require_inside(self, start: float) -> None:
        """Raise Refused if a moment is after the video's end, as far as that is known."""
        if self.duration is None:
            return
        message = _("The video ends at %(end)s, and this is after it.")
        if self.frames is None:
            if start > self.duration:
                raise Refused("timestamp", "after_end", message % {"end": self.duration})
            return
        # A player that has played to the end is one frame further.
        last = round(self.duration * self.frames.rate)
        if self.frames.frame(start) > last:
            end = self.frames.timecode(max(0, last - 1))
            raise Refused("timestamp", "after_end", message % {"end": end})

    def last_of(self, start: float, length: int) -> float | None:
        """Return the last frame's moment of a range with a length in frames; None for one frame."""
        if length < 2 or self.frames is None:
            return None
        return _in_range("length", self.frames.timestamp(self.frames.frame(start) + length - 1))

    def _counted(self, field: str, text: str, *, relative: bool) -> int:
        assert self.frames  # noqa: S101 - the caller has looked
        frame = self.frames.frame_at(text)
        if frame is not None and frame < 0 and relative:
            frame = replace(self.frames, start=0).frame_at(text)
        if frame is None:
            raise Refused(field, "invalid", NO_TIMECODE)
        return frame


RATE_UNKNOWN = _("The frame rate of this video is not known. Give seconds in `timestamp`.")
NO_TIMECODE = _("At this video's frame rate there is no such timecode.")


def whole(name: str, text: str) -> int:
    """Return a whole number. Raises Refused."""
    if not DIGITS.fullmatch(text.strip()):
        raise Refused(name, "invalid", _("A whole number is needed."))
    return int(text)


def _seconds(name: str, text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds):
        raise Refused(name, "invalid", _("A number of seconds is needed."))
    return _in_range(name, seconds)


def _in_range(name: str, seconds: float) -> float:
    if not 0 <= seconds <= TIMESTAMP_MAX:
        message = _("From 0 to %(most)d seconds.")
        raise Refused(name, "out_of_range", message % {"most": TIMESTAMP_MAX})
    return seconds
