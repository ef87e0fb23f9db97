"""What is exported, read: three statements, however much it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextField,
)
from django.db.models.functions import Cast, Coalesce, Greatest

from comments.models import FeedbackComment
from feedbacks.models import Feedback, PictureStatus
from integrations.exports.timeline import Marker, Reply, Timeline, Timelines
from videoplanet.db.sql_json import IsoTime, JsonObject, list_of
from videos.models import Video
from videos.timecode import Frames

BATCH = 500
"""Rows that are in memory at a time."""
COLUMNS = (
    *("id", "video_id", "video_timestamp", "end_timestamp", "user__name", "assignee__name"),
    *("content", "status", "priority", "tags", "created_at", "thread"),
    *("annotated_key", "screenshot_key", "screenshot_status", "drawn"),
)


VIDEO_ORDER = ("created_at", "id")
"""How the videos of a file are sorted."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The feedback to export: of which videos, and by which filters."""

    project_id: UUID
    videos: list[Video]
    """In the order of the file."""
    filters: Mapping[str, Any]
    one_video: bool = False
    """The filters name the video, and open feedback of its earlier versions may be with it."""

    @property
    def rows(self) -> QuerySet[Feedback, Feedback]:
        """Return the rows, in no order."""
        rows = Feedback.objects.matching(project_id=self.project_id, **self.filters)
        return rows if self.one_video else rows.filter(video_id__in=[v.id for v in self.videos])

    def timelines(self) -> list[Timeline]:
        """Read how much there is of each video, and up to where."""
        last = Max(Greatest("video_timestamp", Coalesce("end_timestamp", "video_timestamp")))
        sums: dict[str, Any] = {
            "count": Count("id"),
            "last": last,
            "replies": Sum("comments_count"),
        }
        if self.one_video:
            found = {self.videos[0].id: self.rows.aggregate(**sums)}
        else:
            grouped: Any = self.rows.order_by().values("video_id").annotate(**sums)
            found = {row.pop("video_id"): row for row in grouped}
        return [_timeline(video, **found.get(video.id, {})) for video in self.videos]

    def with_markers(self, timelines: list[Timeline]) -> Timelines:
        """Yield each timeline with its markers, which are read as they are needed."""
        place = {timeline.id: number for number, timeline in enumerate(timelines)}
        grouped = groupby(self._sorted(), lambda row: 0 if self.one_video else place[row[1]])
        upcoming = next(grouped, None)
        for number, timeline in enumerate(timelines):
            if upcoming is not None and upcoming[0] == number:
                yield timeline, (_marker(timeline.frames, row) for row in upcoming[1])
                upcoming = next(grouped, None)
            else:
                yield timeline, iter(())

    def _sorted(self) -> Iterator[tuple[Any, ...]]:
        order: tuple[str, ...] = ("video_timestamp", "id")
        drawn = ExpressionWrapper(~Q(drawing_data={}), BooleanField())
        rows = self.rows.annotate(thread=_thread(), drawn=drawn)
        if not self.one_video:
            order = (*(f"video__{column}" for column in VIDEO_ORDER), *order)
        return rows.order_by(*order).values_list(*COLUMNS).iterator(chunk_size=BATCH)


def _thread() -> Any:
    rows = FeedbackComment.objects.filter(feedback=OuterRef("pk")).order_by("created_at", "id")
    reply = JsonObject(
        id=F("id"),
        parent_id=F("parent_id"),
        author=F("user__name"),
        content=F("content"),
        created_at=IsoTime(F("created_at")),
        depth=F("depth"),
    )
    return Cast(list_of(rows.annotate(v=reply).values_list("v", "created_at")), TextField())


def _timeline(
    video: Video, count: int = 0, last: float | None = None, replies: int | None = None
) -> Timeline:
    return Timeline(
        id=video.id,
        title=video.title,
        version=video.version,
        filename=video.filename,
        width=video.width,
        height=video.height,
        duration=video.duration,
        frames=video.frames,
        count=count,
        last_seconds=last or 0,
        replies=replies or 0,
    )


def _marker(frames: Frames | None, row: tuple[Any, ...]) -> Marker:
    feedback_id, video_id, seconds, end, author, assignee, *rest = row
    content, status, priority, tags, created_at, thread, *pictures = rest
    annotated, screenshot, picture_status, drawn = pictures
    return Marker(
        id=feedback_id,
        video_id=video_id,
        seconds=seconds,
        end_seconds=end,
        # Computed by the timeline's rate: feedback of an earlier version may have another.
        frame=None if frames is None else frames.frame(seconds),
        end_frame=None if frames is None or end is None else frames.frame(end),
        author=author,
        assignee=assignee,
        content=content,
        status=status,
        priority=priority,
        tags=tags,
        created_at=created_at,
        replies=list(_in_threads([Reply(**comment) for comment in orjson.loads(thread)])),
        picture=annotated or screenshot,
        picture_missing=(drawn and not annotated)
        or (picture_status != PictureStatus.NONE and not screenshot),
    )


def _in_threads(replies: list[Reply]) -> Iterator[Reply]:
    """Yield each comment, followed by what answers it; they come in the order of time."""
    below: dict[Any, list[Reply]] = {}
    for reply in replies:
        below.setdefault(reply.parent_id, []).append(reply)
    waiting = below.get(None, [])[::-1]
    while waiting:
        reply = waiting.pop()
        yield reply
        waiting.extend(below.get(reply.id, [])[::-1])
