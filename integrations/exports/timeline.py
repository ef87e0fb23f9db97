"""What the writers of all formats receive: timelines with their markers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from videos.timecode import NTSC, NTSC_TOLERANCE, Frames

MOMENT_SECONDS = Fraction(2)
"""How long a subtitle on a moment, which has no end, stays on the screen."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A comment in the thread under a feedback."""

    id: UUID
    parent_id: UUID | None
    author: str
    content: str
    """Empty if it was deleted."""
    created_at: str
    depth: int
    """1 for a comment on the feedback itself."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A feedback on a timeline."""

    id: UUID
    video_id: UUID
    seconds: float
    end_seconds: float | None
    """None for a moment."""
    frame: int | None
    """Counted from 0; None while the video's frame rate is unknown."""
    end_frame: int | None
    """The last frame of a range."""
    author: str
    assignee: str | None
    content: str
    status: str
    priority: str
    tags: list[str]
    created_at: datetime
    replies: list[Reply]
    picture: str | None = None
    """The key of its picture in the storage: with the drawing, if there is one."""
    picture_missing: bool = False
    """It has a picture or a drawing that is not ready, or could not be made."""

    @property
    def start(self) -> int:
        """Return the first frame; formats that need it are refused where there is none."""
        assert self.frame is not None  # noqa: S101 - `formats.refuse` has looked
        return self.frame

    @property
    def length(self) -> int:
        """Return how many frames it covers, at least one."""
        return max(
            1, (self.end_frame if self.end_frame is not None else self.start) - self.start + 1
        )


@dataclass(frozen=True, slots=True)
class Timeline:
    """A video of whose feedback a file is made. Its markers are read once, in their order."""

    id: UUID
    title: str
    version: int
    filename: str
    width: int | None
    height: int | None
    duration: float | None
    frames: Frames | None
    count: int
    """How many markers it has."""
    last_seconds: float
    """Where the last of its markers ends, which may be beyond the video's end."""
    replies: int = 0
    """How many comments its markers have."""

    @property
    def name(self) -> str:
        """Return the name that people know it by."""
        return f"{self.title} v{self.version}"

    @property
    def counted(self) -> Frames:
        """Return its frames; formats that need them are refused where they are unknown."""
        assert self.frames is not None  # noqa: S101 - `formats.refuse` has looked
        return self.frames

    @property
    def length(self) -> int:
        """Return how many frames it has, at least up to the last marker."""
        frames = self.counted
        return max(round((self.duration or 0) * frames.rate), frames.frame(self.last_seconds) + 1)


type Timelines = Iterator[tuple[Timeline, Iterator[Marker]]]
"""The markers of one have to be read before the next one is."""


def editing_rate(frames: Frames) -> Fraction | None:
    """Return the rate as editing programs have it: whole, or ×1000/1001; None for other rates.

    Some files say 2997/100 where 30000/1001 is meant.
    """
    for rate in (Fraction(frames.numbers), frames.numbers * NTSC):
        if abs(frames.rate - rate) < NTSC_TOLERANCE:
            return rate
    return None
