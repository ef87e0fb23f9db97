"""CSV for spreadsheets, and JSON for programs: they keep everything, threads too."""

import csv as format_csv
import io
from collections.abc import Iterator
from typing import Any

from integrations.exports.text import cell
from integrations.exports.timeline import Marker, Reply, Timeline, Timelines
from videoplanet.api.rendering import dumps, iso

COLUMNS = (
    *("video", "version", "timecode", "end_timecode", "frame", "end_frame"),
    *("timestamp", "end_timestamp", "status", "priority", "author", "assignee", "tags"),
    *("content", "comments", "created_at", "id", "video_id"),
)


def csv(timelines: Timelines) -> Iterator[str]:
    """Yield a row for each feedback: UTF-8 with a byte order mark, without which Excel guesses."""
    yield "\ufeff" + _row(COLUMNS)
    for timeline, markers in timelines:
        for marker in markers:
            yield _row(_cells(timeline, marker))


def _cells(timeline: Timeline, marker: Marker) -> tuple[Any, ...]:
    timecode, end_timecode = _timecodes(timeline, marker)
    thread = "\n".join(
        f"{'  ' * (reply.depth - 1)}{reply.author}: {reply.content}"
        for reply in marker.replies
        if reply.content
    )
    return (
        *(timeline.title, timeline.version, timecode, end_timecode),
        *(marker.frame, marker.end_frame, marker.seconds, marker.end_seconds),
        *(marker.status, marker.priority, marker.author, marker.assignee, ", ".join(marker.tags)),
        *(marker.content, thread, iso(marker.created_at), marker.id, marker.video_id),
    )


def _timecodes(timeline: Timeline, marker: Marker) -> tuple[str | None, str | None]:
    """Return the timecodes of the first and the last frame."""
    frames = timeline.frames
    if frames is None or marker.frame is None:
        return None, None
    last = None if marker.end_frame is None else frames.timecode(marker.end_frame)
    return frames.timecode(marker.frame), last


def _row(cells: tuple[Any, ...]) -> str:
    line = io.StringIO()
    format_csv.writer(line).writerow(
        cell(value) if isinstance(value, str) else value for value in cells
    )
    return line.getvalue()


def json(timelines: Timelines, name: str) -> Iterator[str]:
    """Yield `{"version", "name", "videos": [{…, "feedbacks": [{…, "comments": […]}]}]}`."""
    yield f'{{"version":1,"name":{dumps(name).decode()},"videos":['
    for number, (timeline, markers) in enumerate(timelines):
        yield f"{',' if number else ''}\n{dumps(_video(timeline))[:-1].decode()},"
        yield '"feedbacks":['
        for place, marker in enumerate(markers):
            yield f"{',' if place else ''}\n{dumps(_feedback(timeline, marker)).decode()}"
        yield "]}"
    yield "]}\n"


def _video(timeline: Timeline) -> dict[str, Any]:
    frames = timeline.frames
    return {
        "id": timeline.id,
        "title": timeline.title,
        "version": timeline.version,
        "filename": timeline.filename,
        "duration": timeline.duration,
        "frame_rate": frames and str(frames.rate),
        "variable_frame_rate": bool(frames and frames.variable),
        "drop_frame": bool(frames and frames.drop),
        "start_timecode": frames and frames.timecode(0),
    }


def _feedback(timeline: Timeline, marker: Marker) -> dict[str, Any]:
    timecode, end_timecode = _timecodes(timeline, marker)
    return {
        "id": marker.id,
        "video_id": marker.video_id,
        "timestamp": marker.seconds,
        "end_timestamp": marker.end_seconds,
        "frame": marker.frame,
        "end_frame": marker.end_frame,
        "timecode": timecode,
        "end_timecode": end_timecode,
        "content": marker.content,
        "status": marker.status,
        "priority": marker.priority,
        "tags": marker.tags,
        "author": marker.author,
        "assignee": marker.assignee,
        "created_at": marker.created_at,
        "comments": [_comment(reply) for reply in marker.replies],
    }


def _comment(reply: Reply) -> dict[str, Any]:
    return {
        "id": reply.id,
        "parent_id": reply.parent_id,
        "author": reply.author,
        "content": reply.content,
        "created_at": reply.created_at,
    }
