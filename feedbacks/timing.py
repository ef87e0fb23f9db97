"""Timing of feedback: seconds as sent; frames and timecodes computed from the frame rate."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eventlog.events import EventType
from eventlog.publish import action
from feedbacks.events import publish_feedbacks
from feedbacks.models import TIMESTAMP_MAX, Feedback
from videoplanet.api.errors import InvalidField
from videoplanet.tasks.work import Kind, schedule
from videos.models import Video
from videos.timecode import Frames

NUMBERING = Kind("number_frames", task="feedbacks.tasks.number_frames")
NUMBERING_DELAY = timedelta(minutes=1)
"""Longer than a transaction that creates feedback."""
BATCH = 500
COMPUTED = (
    "frame",
    "timecode",
    "end_frame",
    "end_timecode",
    "seek_timestamp",
    "beyond_end",
)


class TimingParams(TypedDict, total=False):
    """A start in seconds or as a frame, and the end of a range likewise."""

    timestamp: float | None
    frame: int | None
    end_timestamp: float | None
    end_frame: int | None


def timing_columns(video: Video, **params: Unpack[TimingParams]) -> dict[str, Any]:
    """Return a feedback's timing columns.

    Raises InvalidField for a frame while the video's rate is unknown, a frame that contradicts the
    timestamp, an end before the start, and a time of more than a day.
    """
    frames = video.frames
    start = _seconds(frames, "frame", params.get("timestamp"), params.get("frame"))
    if start is None:
        raise InvalidField("timestamp", "required", _("A timestamp or a frame is needed."))
    end_frame = params.get("end_frame")
    end = _seconds(frames, "end_frame", params.get("end_timestamp"), end_frame)
    if end is not None and end < start:
        if end_frame is None or frames is None or end_frame < frames.frame(start):
            field = "end_timestamp" if end_frame is None else "end_frame"
            raise InvalidField(field, "before_start", _("The end is before the start."))
        end = start  # the same frame: the start is later than the frame's first microsecond
    seconds = {"video_timestamp": start, "end_timestamp": end}
    return seconds | computed_columns(video, start, end)


def _seconds(
    frames: Frames | None, field: str, timestamp: float | None, frame: int | None
) -> float | None:
    if frame is None:
        return timestamp
    if frames is None:
        message = _("The frame rate of this video is not known yet. Send seconds.")
        raise InvalidField(field, "rate_unknown", message)
    if timestamp is not None:
        if frames.frame(timestamp) != frame:
            message = _("This is not the frame at that timestamp.")
            raise InvalidField(field, "mismatch", message)
        return timestamp
    seconds = frames.timestamp(frame)
    if seconds > TIMESTAMP_MAX:
        raise InvalidField(field, "max_value", _("This is more than a day from the start."))
    return seconds


def computed_columns(video: Video, start: float, end: float | None) -> dict[str, Any]:
    """Return the computed columns; without a frame rate they are null, and `beyond_end` false."""
    frames = video.frames
    if frames is None:
        return dict.fromkeys(COMPUTED) | {"beyond_end": False}
    frame = frames.frame(start)
    last = None if end is None else frames.frame(end)
    return {
        "frame": frame,
        "timecode": frames.timecode(frame),
        "end_frame": last,
        "end_timecode": None if last is None else frames.timecode(last),
        "seek_timestamp": frames.seek_timestamp(start),
        # A player that has played to the end is one frame further.
        "beyond_end": video.duration is not None
        and (frame if last is None else last) > round(video.duration * frames.rate),
    }


def number_now(video_id: UUID) -> None:
    """Schedule the numbering of a video's feedback, for the transaction that saves its rate."""
    schedule(NUMBERING, [video_id])


def number_later(video_ids: Collection[UUID]) -> None:
    """Schedule the numbering of feedback that this transaction writes without frames.

    If the frame rate becomes known at this moment, the task that then numbers the video's feedback
    does not see this one yet. So another one runs later.
    """
    schedule(NUMBERING, video_ids, delay=NUMBERING_DELAY)


def number_feedback(video_id: UUID) -> int:
    """Compute the frames of a video's feedback from its current rate; return how many changed.

    Works in batches of one transaction each, because a video can have much feedback, and people
    edit it meanwhile.
    """
    count, after = 0, Q()
    while True:
        changed, last = _number_batch(video_id=video_id, after=after)
        count += changed
        if last is None:
            return count
        timestamp, row_id = last.video_timestamp, last.id
        after = Q(video_timestamp__gte=timestamp) & (
            Q(video_timestamp__gt=timestamp) | Q(id__gt=row_id)
        )


@action()
def _number_batch(*, video_id: UUID, after: Q) -> tuple[int, Feedback | None]:
    """Number the next rows; return how many changed, and the last row or None at the end.

    `updated_at` stays: nobody edited the feedback, so nobody's `If-Match` may fail for it.
    """
    video = Video.objects.filter(id=video_id).first()
    if video is None or video.frames is None:
        return 0, None
    rows = Feedback.objects.filter(after, video_id=video_id).order_by("video_timestamp", "id")
    ids = list(rows.values_list("id", flat=True)[:BATCH])
    # By id, the order in which rows are locked everywhere.
    locked = Feedback.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True)
    batch = sorted(locked, key=lambda row: (row.video_timestamp, row.id))
    changed = [row for row in batch if _number(row, video)]
    Feedback.objects.bulk_update(changed, COMPUTED)
    publish_feedbacks(
        EventType.FEEDBACK_UPDATED,
        [row.id for row in changed],
        project_id=video.project_id,
        actor_id=None,
    )
    return len(changed), batch[-1] if batch and len(ids) == BATCH else None


def _number(row: Feedback, video: Video) -> bool:
    """Set the computed columns; return whether that changed anything."""
    numbers = computed_columns(video, row.video_timestamp, row.end_timestamp)
    changed = any(getattr(row, name) != value for name, value in numbers.items())
    for name, value in numbers.items():
        setattr(row, name, value)
    return changed
