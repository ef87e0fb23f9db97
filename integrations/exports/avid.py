"""Avid Media Composer's markers as text: a line each, with the columns that its own export has."""

from collections.abc import Iterator

from integrations.exports.text import COLORS, note, one_line
from integrations.exports.timeline import Timelines


def locators(timelines: Timelines) -> Iterator[str]:
    """Yield name, timecode, track, colour, comment and length in frames, with tabs between."""
    for timeline, markers in timelines:
        for marker in markers:
            columns = (
                one_line(marker.author),
                timeline.counted.timecode(marker.start),
                "V1",
                COLORS[marker.status],
                one_line(note(marker)),
                str(marker.length),
            )
            yield "\t".join(columns) + "\n"
