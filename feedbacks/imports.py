"""Feedback that comes from a file: many rows in one action, each of them once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from eventlog.events import EventType
from eventlog.publish import action
from feedbacks.events import publish_feedbacks
from feedbacks.models import Feedback
from feedbacks.notify import notify_new_feedback
from feedbacks.timing import computed_columns, number_later
from projects.models import Access, Role
from videos.models import Video


@dataclass(frozen=True, slots=True)
class NewRow:
    """A feedback of a file, checked."""

    source: str
    """What it is in its file: the same source is imported into a video once."""
    start: float
    """Seconds from the start of the video."""
    end: float | None
    content: str
    status: str
    priority: str
    tags: list[str]


def known_sources(video: Video, sources: Collection[str]) -> set[str]:
    """Return those of the sources that were imported into the video before."""
    prefix = _prefix(video)
    rows = Feedback.objects.filter(
        project_id=video.project_id, legacy_id__in=[prefix + source for source in sources]
    )
    return {str(key).removeprefix(prefix) for key in rows.values_list("legacy_id", flat=True)}


def _prefix(video: Video) -> str:
    return f"import:{video.id.hex}:"


@action()
def import_feedback(*, access: Access, video: Video, rows: Sequence[NewRow]) -> set[str]:
    """Create feedback from a file, in its order; return the sources that were there already.

    Each has its event, since clients know feedback by events; the uploader is told once, of the
    first. Raises Forbidden, Video.DoesNotExist (elsewhere).
    """
    access.require(Role.EDITOR)
    # Two imports into a video take turns: the second sees what the first has created.
    video = Video.objects.within(access).select_for_update(no_key=True).get(id=video.id)
    known = known_sources(video, [row.source for row in rows])
    now = timezone.now()
    feedbacks = [
        Feedback(
            project_id=access.project_id,
            video=video,
            user=access.user,
            content=row.content,
            status=row.status,
            priority=row.priority,
            tags=row.tags,
            legacy_id=_prefix(video) + row.source,
            video_timestamp=row.start,
            end_timestamp=row.end,
            resolved_at=now if row.status in Feedback.DONE else None,
            resolved_by=access.user if row.status in Feedback.DONE else None,
            created_at=now,
            updated_at=now,
            **computed_columns(video, row.start, row.end),
        )
        for row in rows
        if row.source not in known
    ]
    Feedback.objects.bulk_create(feedbacks)
    if feedbacks and video.frames is None and video.status in Video.UNDER_WAY:
        number_later([video.id])
    publish_feedbacks(
        EventType.FEEDBACK_CREATED,
        [feedback.id for feedback in feedbacks],
        project_id=access.project_id,
        actor_id=access.user.id,
    )
    if feedbacks:
        notify_new_feedback(feedbacks[0])
    return known
