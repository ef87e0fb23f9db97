"""Edit decision lists with markers: `* LOC:` as Avid writes it, `|C: |M: |D:` as Resolve does."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from integrations.exports.text import STATUSES
from integrations.imports.lines import Line
from integrations.imports.moments import Clock
from videoplanet.api.errors import InvalidField

EVENT = re.compile(r"\d{3,6}\s+\S.*\s(\S{11,12})\s+\S{11,12}\s*")
LOCATOR = re.compile(r"\*\s*LOC:\s*(\S{11,12})\s+(\S+)\s?(.*)")
USUAL_NAME = re.compile(r"(Marker ?\d*)?")
"""What Resolve calls a marker that nobody named."""
OURS = re.compile(rf"\[({'|'.join(STATUSES.values())})\] ([^:]{{1,100}}): (.*)", re.DOTALL)
"""A note as our exports write it."""
DROPS = (30, 60, 120)
"""Frame numbers a second of the rates that may be counted in either way."""


def is_edl(text: str) -> bool:
    """Say whether a text looks like an EDL."""
    return any(
        line.startswith(("TITLE:", "FCM:")) or LOCATOR.match(line) or EVENT.fullmatch(line)
        for line in text.split("\n", 20)[:20]
    )


def lines(text: str, clock: Clock) -> Iterator[Line]:
    """Yield the markers. Raises InvalidField for a file that counts unlike the video."""
    at = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("FCM:"):
            _require_same_counting(line, clock)
        elif event := EVENT.fullmatch(line):
            at = event[1]
        elif locator := LOCATOR.match(line):
            yield _line(number, locator[1], locator[3])
        elif "|C:" in line and (marker := _marker(number, at, line)):
            yield marker


def _require_same_counting(line: str, clock: Clock) -> None:
    mode = line.removeprefix("FCM:").strip().upper()
    drops = {"DROP FRAME": True, "NON-DROP FRAME": False, "NON DROP FRAME": False}.get(mode)
    if clock.frames is None or drops is None or clock.frames.numbers not in DROPS:
        return
    if drops != clock.frames.drop:
        message = _(
            "This EDL counts drop-frame timecode and the video does not, or the reverse. Say the"
            " timecode of the first frame in the file: with “;” before the frames it is drop-frame."
        )
        raise InvalidField("file", "counting", message)


def _marker(number: int, at: str, line: str) -> Line | None:
    """Return Resolve's marker. Not by a pattern: many spaces would take it quadratic time."""
    note, _c, rest = line.rpartition("|C:")
    _color, has_name, rest = rest.partition("|M:")
    name, has_length, length = rest.rpartition("|D:")
    if not (has_name and has_length and length.strip().isascii() and length.strip().isdigit()):
        return None
    note, name = note.strip(), name.strip()
    if note and not OURS.fullmatch(note) and not USUAL_NAME.fullmatch(name):
        note = f"{name}\n{note}"
    return _line(number, at, note or name, length.strip())


def _line(number: int, timecode: str, text: str, length: str = "") -> Line:
    status = author = ""
    if ours := OURS.fullmatch(text.strip()):
        status, author, text = ours.groups()
        text = text.removeprefix("/ ")  # a text that began with an empty line
    return Line(
        number,
        text,
        {"timecode": timecode},
        {"length": length},
        author=author,
        status=status,
    )
