"""Edit decision lists with markers: `* LOC:` as Avid writes it, `|C: |M: |D:` as Resolve does."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from integrations.exports.text import STATUSES
from integrations.imports.rows import Line, LineError
from videoplanet.api.errors import InvalidField
from videos.models import Video

EVENT = re.compile(r"\d{3,6}\s+\S.*\s(\S{11,12})\s+\S{11,12}\s*")
LOCATOR = re.compile(r"\*\s*LOC:\s*(\S{11,12})\s+(\S+)\s?(.*)")
RESOLVE = re.compile(r"(.*?)\s?\|C:(\S*)\s+\|M:(.*?)\s*\|D:(\d+)\s*")
OURS = re.compile(rf"\[({'|'.join(STATUSES.values())})\] ([^:]{{1,100}}): (.*)", re.DOTALL)
"""A note as our exports write it."""


def is_edl(text: str) -> bool:
    """Say whether a text looks like an EDL."""
    return any(
        line.startswith(("TITLE:", "FCM:")) or LOCATOR.match(line) or EVENT.fullmatch(line)
        for line in text.split("\n", 20)[:20]
    )


def lines(text: str, video: Video) -> Iterator[Line | LineError]:
    """Yield the markers. Raises InvalidField for one that counts unlike the video."""
    at = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("FCM:"):
            _require_same_counting(line, video)
        elif event := EVENT.fullmatch(line):
            at = event[1]
        elif locator := LOCATOR.match(line):
            yield _marker(number, locator[1], locator[3])
        elif marker := RESOLVE.fullmatch(line):
            note, name, length = marker[1].strip(), marker[3], marker[4]
            yield _marker(number, at, note or name, length)


def _require_same_counting(line: str, video: Video) -> None:
    if video.frames is None:
        return
    is_drop = "NON" not in line.upper()
    if is_drop != video.frames.drop and video.frames.numbers in (30, 60, 120):
        message = _("This EDL counts drop-frame timecode, and the video does not, or the reverse.")
        raise InvalidField("file", "counting", message)


def _marker(number: int, timecode: str, text: str, length: str = "") -> Line:
    status = author = ""
    if ours := OURS.fullmatch(text.strip()):
        status, author, text = ours.groups()
    return Line(
        number,
        text,
        {"timecode": timecode},
        {"length": length},
        author=author,
        status=status,
    )
