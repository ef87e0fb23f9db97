"""FCPXML 1.11 for Final Cut Pro: a project for each video, with a gap that carries the markers.

A gap needs no media, so nothing is offline after the import; copied onto one's own timeline, it
brings its markers along. A marker has no colour; it is a to-do item, completed once it is resolved.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from integrations.exports.text import attributes, note, shortened
from integrations.exports.timeline import Marker, Timeline, Timelines, editing_rate

DONE = ("resolved", "closed")


def _seconds(time: Fraction) -> str:
    """Return a time as FCPXML has it: `1001/30000s`, `3600s`."""
    return f"{time}s"


def fcpxml(timelines: Timelines, all_of_them: Sequence[Timeline], name: str) -> Iterator[str]:
    """Yield the document; what its sequences look like stands before all of them."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n<fcpxml version="1.11">\n'
    yield "  <resources>\n"
    for number, timeline in enumerate(all_of_them, start=1):
        described = attributes(
            id=f"r{number}",
            frameDuration=_seconds(1 / _rate(timeline)),
            width=timeline.width or 1920,
            height=timeline.height or 1080,
        )
        yield f"    <format{described}/>\n"
    yield f"  </resources>\n  <event{attributes(name=shortened(name))}>\n"
    for number, (timeline, markers) in enumerate(timelines, start=1):
        yield from _project(f"r{number}", timeline, markers)
    yield "  </event>\n</fcpxml>\n"


def _rate(timeline: Timeline) -> Fraction:
    rate = editing_rate(timeline.counted)
    assert rate is not None  # noqa: S101 - `formats.refuse` has looked
    return rate


def _project(format_id: str, timeline: Timeline, markers: Iterator[Marker]) -> Iterator[str]:
    rate, frames = _rate(timeline), timeline.counted
    start, duration = _seconds(frames.start / rate), _seconds(timeline.length / rate)
    counting = "DF" if frames.drop else "NDF"
    sequence = attributes(format=format_id, duration=duration, tcStart=start, tcFormat=counting)
    gap = attributes(name=shortened(timeline.name), offset=start, start=start, duration=duration)
    yield f"    <project{attributes(name=shortened(timeline.name))}>\n      <sequence{sequence}>\n"
    yield f"        <spine>\n          <gap{gap}>\n"
    for marker in markers:
        described = attributes(
            start=_seconds((frames.start + marker.start) / rate),
            duration=_seconds(marker.length / rate),
            value=shortened(f"{marker.author}: {marker.content}"),
            completed=int(marker.status in DONE),
            note=note(marker),
        )
        yield f"            <marker{described}/>\n"
    yield "          </gap>\n        </spine>\n      </sequence>\n    </project>\n"
