"""Adobe Premiere Pro: Final Cut Pro 7 XML, which it imports, and the CSV that it exports."""

from collections.abc import Iterator
from dataclasses import replace

from integrations.exports.text import COLORS, cell, element, note, shortened
from integrations.exports.timeline import Marker, Timeline, Timelines, editing_rate

PREMIERE_COLORS = {
    "red": 4281740498,
    "yellow": 4281049552,
    "green": 4281828977,
    "blue": 4294741314,
}
"""0xAABBGGRR, as Premiere writes the colours of its own markers into this XML."""
RGB = {"red": (255, 0, 0), "yellow": (255, 255, 0), "green": (0, 255, 0), "blue": (0, 0, 255)}
"""For the other programs that read this XML."""


def xml(timelines: Timelines, name: str) -> Iterator[str]:
    """Yield the document: a sequence for each video, whose markers say frames from its start."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n<xmeml version="4">\n'
    yield f"<project>{element('name', shortened(name))}<children>\n"
    for timeline, markers in timelines:
        yield from _sequence(timeline, markers)
    yield "</children></project>\n</xmeml>\n"


def _sequence(timeline: Timeline, markers: Iterator[Marker]) -> Iterator[str]:
    frames = timeline.counted
    ntsc = str(editing_rate(frames) != frames.numbers).upper()
    rate = f"<rate><timebase>{frames.numbers}</timebase><ntsc>{ntsc}</ntsc></rate>"
    size = element("width", timeline.width or 1920) + element("height", timeline.height or 1080)
    counting = "DF" if frames.drop else "NDF"
    yield (
        f'<sequence id="{timeline.id}">{element("name", shortened(timeline.name))}'
        f"{element('duration', timeline.length)}{rate}"
        f"<timecode>{rate}{element('string', frames.timecode(0))}{element('frame', frames.start)}"
        f"<displayformat>{counting}</displayformat></timecode>"
        f"<media><video><format><samplecharacteristics>{rate}{size}</samplecharacteristics>"
        "</format><track></track></video></media>\n"
    )
    for marker in markers:
        yield _marker(marker)
    yield "</sequence>\n"


def _marker(marker: Marker) -> str:
    color = COLORS[marker.status]
    red, green, blue = RGB[color]
    # -1 is a moment; otherwise the frame after the last one.
    out = -1 if marker.end_frame is None else marker.start + marker.length
    return (
        f"<marker>{element('comment', note(marker))}"
        f"{element('name', shortened(f'{marker.author}: {marker.content}'))}"
        f"{element('in', marker.start)}{element('out', out)}"
        f"{element('pproColor', PREMIERE_COLORS[color])}"
        f"<color><alpha>255</alpha>{element('red', red)}{element('green', green)}"
        f"{element('blue', blue)}</color></marker>\n"
    )


COLUMNS = ("Marker Name", "Description", "In", "Out", "Duration", "Marker Type")


def csv(timelines: Timelines) -> Iterator[str]:
    """Yield what Premiere's own export of markers has: tabs between columns, UTF-16.

    Line breaks in a description are kept, in quotes.
    """
    yield "\ufeff" + "\t".join(COLUMNS) + "\r\n"
    for timeline, markers in timelines:
        for marker in markers:
            frames = timeline.counted
            length = 0 if marker.end_frame is None else marker.length
            columns = (
                cell(shortened(f"{marker.author}: {marker.content}")),
                note(marker),
                frames.timecode(marker.start),
                frames.timecode(marker.start + length),
                replace(frames, start=0).timecode(length),
                "Comment",
            )
            yield "\t".join(map(_quoted, columns)) + "\r\n"


def _quoted(text: str) -> str:
    special = any(character in text for character in '\t\n"')
    return '"{}"'.format(text.replace('"', '""')) if special else text
