"""What the doctor says of one thing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    """It works, and will not for long, or not for everybody."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, what is wrong with it, and how to mend that."""

    about: str
    level: Level
    said: str = ""
    mend: str = ""


type Look = Callable[[], Iterator[Finding]]


def ok(about: str, said: str = "") -> Finding:
    """Say that all is well."""
    return Finding(about, Level.OK, said)


def warning(about: str, said: str, mend: str) -> Finding:
    """Say what should be mended."""
    return Finding(about, Level.WARNING, said, mend)


def wrong(about: str, said: str, mend: str) -> Finding:
    """Say what must be mended."""
    return Finding(about, Level.WRONG, said, mend)
