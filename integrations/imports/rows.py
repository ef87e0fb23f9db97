"""A line of a file, and what it becomes as feedback, or why it can't."""

import hashlib
import math
import re
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from feedbacks.imports import NewRow
from feedbacks.models import TIMESTAMP_MAX, Feedback
from integrations.exports.text import FORMULAS, one_line, plain
from videoplanet.api.errors import Text
from videoplanet.api.rendering import dumps
from videoplanet.api.text import is_blank
from videos.models import Video
from videos.timecode import Frames

CONTENT_MAX, AUTHOR_MAX, TAG_MAX, TAGS_MAX = 5000, 100, 30, 10
DIGITS = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class LineError:
    """Why a line becomes no feedback."""

    line: int
    field: str
    code: str
    message: Text


class Refused(Exception):
    """A field of a line is refused."""

    def __init__(self, name: str, code: str, message: Text) -> None:
        super().__init__(str(message))
        self.field, self.code, self.message = name, code, message


@dataclass(slots=True)
class Line:
    """A line as it was read: texts, none of them checked. Empty ones were not given."""

    number: int
    content: str
    start: dict[str, str]
    """One or more of `timestamp`, `frame` and `timecode`."""
    end: dict[str, str] = field(default_factory=dict)
    """The same, and `length` in frames."""
    author: str = ""
    status: str = ""
    priority: str = ""
    tags: str = ""
    source: tuple[str, str] | None = None
    """The system that it comes from, and its id there."""
    relative: bool = False
    """Timecodes before the video's start timecode count from its beginning."""
    first: int = 0
    """The number of the first frame in the file."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line that may be imported."""

    line: int
    author: str
    new: NewRow


def row_of(line: Line, video: Video) -> Row:
    """Return a line as feedback on a video. Raises Refused."""
    start = _moment(line, line.start, video, "")
    if start is None:
        message = _("A timestamp, a frame or a timecode is needed.")
        raise Refused("timestamp", "required", message)
    end = _moment(line, line.end, video, "end_")
    length = _whole("length", line.end.get("length") or "0")
    if length > 1 and video.frames is not None:
        last = video.frames.frame(start) + length - 1
        end = _in_range("length", video.frames.timestamp(last))
    if end is not None and end < start:
        raise Refused("end", "before_start", _("The end is before the start."))
    author = one_line(line.author)[:AUTHOR_MAX]
    content = _content(line, author)
    status = _choice("status", line.status, Feedback.Status.values, Feedback.Status.OPEN)
    priority = _choice(
        "priority", line.priority, Feedback.Priority.values, Feedback.Priority.MEDIUM
    )
    source = line.source or ("", dumps([start, end, author, content]).decode())
    digest = hashlib.sha256(dumps(source)).hexdigest()[:32]
    new = NewRow(digest, start, end, content, status, priority, _tags(line.tags))
    return Row(line.number, author, new)


def unescaped(text: str) -> str:
    """Return a cell without the sign by which our exports keep it from being a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULAS) else text


def _content(line: Line, author: str) -> str:
    """Return the text; an author who has no account here is named at its end."""
    content = plain(line.content).strip()
    if is_blank(content):
        raise Refused("content", "blank", _("There is no text."))
    whole = f"{content}\nfrom: {author}" if author else content
    if len(whole) > CONTENT_MAX:
        message = _("The text with its author is longer than %(most)d characters.")
        raise Refused("content", "max_length", message % {"most": CONTENT_MAX})
    return whole


def _choice(name: str, text: str, allowed: list[str], usual: str) -> str:
    value = text.strip().lower().replace(" ", "_")
    if not value:
        return usual
    if value not in allowed:
        message = _("It is none of: %(allowed)s.")
        raise Refused(name, "invalid_choice", message % {"allowed": ", ".join(allowed)})
    return value


def _tags(text: str) -> list[str]:
    tags = list(dict.fromkeys(filter(None, (one_line(tag) for tag in text.split(",")))))
    if len(tags) > TAGS_MAX or any(len(tag) > TAG_MAX for tag in tags):
        message = _("At most %(most)d tags of at most %(length)d characters.")
        raise Refused("tags", "max_length", message % {"most": TAGS_MAX, "length": TAG_MAX})
    return tags


def _whole(name: str, text: str) -> int:
    if not DIGITS.fullmatch(text.strip()):
        raise Refused(name, "invalid", _("A whole number is needed."))
    return int(text)


def _moment(line: Line, given: dict[str, str], video: Video, prefix: str) -> float | None:
    """Return seconds: as given, or of the frame, or of the timecode. Raises Refused."""
    if timestamp := given.get("timestamp"):
        return _seconds(f"{prefix}timestamp", timestamp)
    name = "frame" if given.get("frame") else "timecode"
    text = given.get(name, "").strip()
    if not text:
        return None
    if video.frames is None:
        message = _("The frame rate of this video is not known. Give seconds in `timestamp`.")
        raise Refused(f"{prefix}{name}", "rate_unknown", message)
    if name == "frame":
        frame = _whole(f"{prefix}frame", text) - line.first
    else:
        frame = _counted(f"{prefix}timecode", text, video.frames, relative=line.relative)
    if frame < 0:
        message = _("This is before the video begins.")
        raise Refused(f"{prefix}{name}", "before_start", message)
    return _in_range(f"{prefix}{name}", video.frames.timestamp(frame))


def _counted(name: str, text: str, frames: Frames, *, relative: bool) -> int:
    frame = frames.frame_at(text)
    if frame is not None and frame < 0 and relative:
        frame = replace(frames, start=0).frame_at(text)
    if frame is None:
        message = _("This is no timecode of this video.")
        raise Refused(name, "invalid", message)
    return frame


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
