"""OpenTimelineIO's JSON: a timeline for each video, with a clip that carries the markers."""

from collections.abc import Iterator
from typing import Any

from integrations.exports.text import COLORS, note, shortened
from integrations.exports.timeline import Marker, Timeline, Timelines, editing_rate
from videoplanet.api.rendering import dumps


def otio(timelines: Timelines, name: str, count: int) -> Iterator[str]:
    """Yield a timeline; for several videos, a collection of timelines."""
    if count != 1:
        yield _open("SerializableCollection.1", "children", name=name, metadata={})
    for number, (timeline, markers) in enumerate(timelines):
        if number:
            yield ",\n"
        yield from _timeline(timeline, markers)
    if count != 1:
        yield "]}"


def _open(schema: str, last: str, **members: Any) -> str:
    """Return the beginning of an object whose last member is a list."""
    begun = dumps({"OTIO_SCHEMA": schema, **members})[:-1].decode()
    return f'{begun},"{last}":['


def _time(timeline: Timeline, frame: int) -> dict[str, Any]:
    rate = editing_rate(timeline.counted) or timeline.counted.rate
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": float(frame)}


def _range(timeline: Timeline, first: int, length: int) -> dict[str, Any]:
    start, duration = _time(timeline, first), _time(timeline, length)
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": start, "duration": duration}


def _timeline(timeline: Timeline, markers: Iterator[Marker]) -> Iterator[str]:
    start = timeline.counted.start
    whole = _range(timeline, start, timeline.length)
    about = {"videoplanet": {"video_id": timeline.id, "drop_frame": timeline.counted.drop}}
    media = {
        "OTIO_SCHEMA": "MissingReference.1",
        "name": timeline.filename,
        "available_range": whole,
        "metadata": {},
    }
    begun = dumps(
        {
            "OTIO_SCHEMA": "Timeline.1",
            "name": timeline.name,
            "metadata": about,
            "global_start_time": _time(timeline, start),
        }
    )[:-1].decode()
    yield f'{begun},"tracks":'
    yield _open("Stack.1", "children", name="tracks", metadata={})
    yield _open("Track.1", "children", name="V1", kind="Video", metadata={})
    yield _open(
        "Clip.2",
        "markers",
        name=timeline.name,
        metadata={},
        source_range=whole,
        media_references={"DEFAULT_MEDIA": media},
        active_media_reference_key="DEFAULT_MEDIA",
    )
    for number, marker in enumerate(markers):
        yield (",\n" if number else "\n") + _marker(timeline, marker)
    yield "]}]}]}}"


def _marker(timeline: Timeline, marker: Marker) -> str:
    about = {
        "id": marker.id,
        "author": marker.author,
        "assignee": marker.assignee,
        "content": marker.content,
        "status": marker.status,
        "priority": marker.priority,
        "tags": marker.tags,
        "created_at": marker.created_at,
    }
    start = timeline.counted.start + marker.start
    return dumps(
        {
            "OTIO_SCHEMA": "Marker.2",
            "name": shortened(f"{marker.author}: {marker.content}"),
            "color": COLORS[marker.status].upper(),
            "marked_range": _range(timeline, start, marker.length),
            "comment": note(marker),
            "metadata": {"videoplanet": about},
        }
    ).decode()
