"""Edit decision lists (CMX 3600) with markers, as DaVinci Resolve and as Avid read them.

Resolve: each marker is an event of one frame, and its line says colour, name and length
(`|C:ResolveColorRed |M:name |D:24`) after the note. Avid: one event, with a locator (`* LOC:`) for
each marker.
"""

from collections.abc import Iterator
from itertools import groupby

from integrations.exports.text import COLORS, note, one_line, shortened
from integrations.exports.timeline import Marker, Timeline, Timelines

TITLE_MAX = 70
BEYOND_BMP = 0xFFFF


def _head(timeline: Timeline) -> str:
    mode = "DROP FRAME" if timeline.counted.drop else "NON-DROP FRAME"
    return f"TITLE: {shortened(timeline.name, TITLE_MAX)}\nFCM: {mode}\n\n"


def _event(timeline: Timeline, number: int, reel: str, first: int, length: int) -> str:
    start, end = (timeline.counted.timecode(frame) for frame in (first, first + length))
    return f"{number:03}  {reel:<8} V     C        {start} {end} {start} {end}\n"


def for_resolve(timelines: Timelines) -> Iterator[str]:
    """Yield the EDL that Resolve's "Timeline Markers from EDL" reads.

    Resolve keeps one marker a frame, so feedback on the same frame shares one.
    """
    for timeline, markers in timelines:
        yield _head(timeline)
        grouped = groupby(markers, key=lambda marker: marker.start)
        for number, (frame, group) in enumerate(grouped, start=1):
            yield _event(timeline, number, "001", frame, 1)
            yield _resolve_marker(list(group))


def _resolve_marker(group: list[Marker]) -> str:
    first = group[0]
    text = _resolve_text(" / ".join(note(marker) for marker in group))
    name = _resolve_text(shortened(f"{first.author}: {first.content}"))
    length = max(marker.length for marker in group)
    return f"{text} |C:ResolveColor{COLORS[first.status].title()} |M:{name} |D:{length}\n\n"


def _resolve_text(text: str) -> str:
    """Return a text without what Resolve misreads: "|" begins a field, emoji come out broken.

    A note always begins with its status: with a digit first, Resolve takes it for an event.
    """
    kept = (character for character in text.replace("|", "¦") if ord(character) <= BEYOND_BMP)
    return one_line("".join(kept))


def for_avid(timelines: Timelines) -> Iterator[str]:
    """Yield the EDL with locators."""
    for timeline, markers in timelines:
        yield _head(timeline)
        yield _event(timeline, 1, "AX", 0, timeline.length)
        yield f"* FROM CLIP NAME: {one_line(timeline.filename)}\n"
        for marker in markers:
            timecode, color = timeline.counted.timecode(marker.start), COLORS[marker.status].upper()
            yield f"* LOC: {timecode} {color:<7} {one_line(note(marker))}\n"
