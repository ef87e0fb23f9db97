"""What a file has, line by line, before any of it is checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from videoplanet.api.errors import Text


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
    tags: Sequence[str] = ()
    source: tuple[str, str] | None = None
    """The system that it comes from, and its id there."""
    relative: bool = False
    """Timecodes before the video's start timecode count from its beginning."""
    first: int = 0
    """The number of the first frame in the file."""
