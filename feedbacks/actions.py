"""Creating, changing and deleting feedback."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.events import EventType
from eventlog.publish import Publication, action, publish, redact
from feedbacks import extensions
from feedbacks.assignees import Assignee
from feedbacks.drawing import normalized
from feedbacks.events import publish_feedbacks
from feedbacks.models import Feedback, PictureStatus, Screenshot
from feedbacks.notify import Before, notify_changes, notify_new_feedback
from feedbacks.screenshots import (
    StoredPicture,
    add_screenshot,
    lock_upload,
    size_of,
    take_upload,
)
from feedbacks.tasks import ANNOTATION
from feedbacks.timing import number_later, timing_columns
from notifications.actions import remove_about, update_excerpts
from projects.mentions import mentioned_after
from projects.models import Access, Role
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import InvalidField
from videoplanet.db.changes import apply_changes, insert, set_changes
from videoplanet.storage.deletions import forget_objects
from videoplanet.tasks.work import schedule
from videos.models import Video


class NewFeedback(TypedDict, total=False):
    """What a new feedback may have besides its text and picture."""

    drawing_data: dict[str, Any]
    priority: str
    tags: list[str]
    assignee: UUID | None
    mentions: list[UUID]
    frame: int
    end_timestamp: float | None
    end_frame: int | None


class FeedbackChanges(TypedDict, total=False):
    """What can be changed in a feedback."""

    timestamp: float
    frame: int
    end_timestamp: float | None
    end_frame: int | None
    drawing_data: dict[str, Any]
    content: str
    status: str
    priority: str
    tags: list[str]
    assignee: UUID | None
    mentions: list[UUID]


TIMING_FIELDS = ("timestamp", "frame", "end_timestamp", "end_frame")
AUTHOR_FIELDS = {"content", "mentions", "drawing_data", *TIMING_FIELDS}
"""What only the author and admins may change."""
COMPUTED_FIELDS = {"drawing_data", "mentions", *TIMING_FIELDS}
"""What is not put into its column as it comes."""

BULK_FIELDS = (
    "status",
    "priority",
    "tags",
    "assignee",
    "resolved_at",
    "resolved_by",
    "updated_at",
)


@action()
def create_feedback(
    *,
    access: Access,
    video: Video,
    video_timestamp: float | None = None,
    content: str,
    picture: StoredPicture | UUID | None = None,
    **more: Unpack[NewFeedback],
) -> Feedback:
    """Create feedback on a moment of a video (in seconds or by frame) or on a range of it.

    `picture` may be an upload's id. Raises Forbidden, InvalidField, Video.DoesNotExist (elsewhere).
    """
    access.require(Role.REVIEWER)
    access.require_here(video, video.project_id)
    timing = timing_columns(
        video,
        timestamp=video_timestamp,
        frame=more.pop("frame", None),
        end_timestamp=more.pop("end_timestamp", None),
        end_frame=more.pop("end_frame", None),
    )
    upload = lock_upload(picture, uploader=access.user) if isinstance(picture, UUID) else None
    new = None if isinstance(picture, UUID) else picture
    drawing = normalized(more.pop("drawing_data", {}), screenshot=size_of(new, upload))
    now = timezone.now()
    feedback = Feedback(
        project_id=access.project_id,
        video=video,
        user=access.user,
        content=content,
        assignee_id=Assignee(access, more.pop("assignee", None)).id_after(None),
        mentioned=mentioned_after([], more.pop("mentions", []), project_id=access.project_id),
        drawing_data=drawing,
        screenshot_status=PictureStatus.PENDING if picture else PictureStatus.NONE,
        created_at=now,
        updated_at=now,
        **timing,
        **more,
    )
    insert(feedback)
    _schedule_processing(feedback, new, upload)
    (feedback.published,) = _publish_all(access, EventType.FEEDBACK_CREATED, [feedback.id])
    notify_new_feedback(feedback)
    return feedback


def _schedule_processing(
    feedback: Feedback, new: StoredPicture | None, upload: Screenshot | None
) -> None:
    """Schedule what is left to do for a new feedback: screenshot, drawing, frame number."""
    if upload:
        take_upload(upload, feedback)
    elif new:
        add_screenshot(new, uploader=feedback.user, feedback=feedback)
    elif feedback.drawing_data:
        schedule(ANNOTATION, [feedback.id])
    if feedback.frame is None and feedback.video.status in Video.UNDER_WAY:
        number_later([feedback.video_id])


@action()
def change_feedback(
    *, access: Access, feedback_id: UUID, changes: FeedbackChanges, versions: Versions = None
) -> Feedback:
    """Change one's own feedback, or as an editor anybody's status, priority, tags and assignee.

    If nothing was different, it is not published.

    Raises Forbidden, Feedback.DoesNotExist, PreconditionFailed, InvalidField.
    """
    assignee = Assignee(access, changes.get("assignee"))
    rows = Feedback.objects.within(access).select_for_update(of=("self",), no_key=True)
    feedback = rows.select_related("video").get(id=feedback_id)
    _require_may_change(access, feedback, changes)
    require_version(feedback.updated_at, versions)
    before = Before.of(feedback)
    columns = _columns(access, feedback, changes, assignee)
    columns |= _timing(feedback, changes) | _drawing(feedback, changes)
    if "mentions" in changes:
        named = changes["mentions"]
        now = mentioned_after(feedback.mentioned, named, project_id=access.project_id)
        columns["mentioned"] = now
    if any(columns.get(name, old) != old for name, old in _texts(feedback).items()):
        redact(access.project_id, [feedback.id])
    old_key = feedback.annotation_key
    if not apply_changes(feedback, columns):
        return feedback
    if feedback.annotation_key != old_key:
        _redraw(feedback)
    if feedback.frame is None and feedback.video.status in Video.UNDER_WAY:
        number_later([feedback.video_id])
    actor_id = access.user.id
    (feedback.published,) = _publish_all(access, EventType.FEEDBACK_UPDATED, [feedback.id])
    if "content" in changes:
        text = feedback.content
        update_excerpts(feedback_id=feedback.id, comment_id=None, text=text, actor_id=actor_id)
    notify_changes([before], project_id=access.project_id, actor_id=actor_id)
    return feedback


@action()
def change_feedbacks(*, access: Access, ids: Sequence[UUID], changes: FeedbackChanges) -> None:
    """Change many feedbacks of one project: all or none. Each that changes has an event.

    Raises Forbidden, InvalidField (`ids[n]`: no such feedback in the project).
    """
    assignee = Assignee(access, changes.get("assignee"))
    rows = Feedback.objects.within(access).filter(id__in=ids)
    feedbacks = {row.id: row for row in rows.order_by("id").select_for_update(no_key=True)}
    for index, feedback_id in enumerate(ids):
        if feedback_id not in feedbacks:
            raise _no_such(index)
        _require_may_change(access, feedbacks[feedback_id], changes)
    before = [Before.of(feedback) for feedback in feedbacks.values()]
    changed = [
        feedback
        for feedback in feedbacks.values()
        if set_changes(feedback, _columns(access, feedback, changes, assignee))
    ]
    Feedback.objects.bulk_update(changed, BULK_FIELDS)
    _publish_all(access, EventType.FEEDBACK_UPDATED, [feedback.id for feedback in changed])
    notify_changes(before, project_id=access.project_id, actor_id=access.user.id)


def _no_such(index: int) -> InvalidField:
    return InvalidField(f"ids[{index}]", "does_not_exist", _("There is no such feedback here."))


@action()
def delete_feedback(*, access: Access, feedback_id: UUID, versions: Versions = None) -> None:
    """Delete one's own feedback, or as an admin anybody's, with its comments.

    Raises Forbidden, Feedback.DoesNotExist, PreconditionFailed.
    """
    feedback = Feedback.objects.within(access).select_for_update().get(id=feedback_id)
    access.require_own_or(Role.ADMIN, feedback.user_id)
    require_version(feedback.updated_at, versions)
    payload = {"id": feedback.id, "video_id": feedback.video_id}
    if feedback.screenshot_status != PictureStatus.NONE or feedback.drawing_data:
        forget_objects(feedback.object_prefix)
    remove_about(feedback_id=feedback.id, actor_id=access.user.id)
    redact(
        access.project_id,
        [feedback.id, *chain.from_iterable(ids(feedback.id) for ids in extensions.contents)],
    )
    feedback.delete()
    publish(
        EventType.FEEDBACK_DELETED,
        project_id=access.project_id,
        payload=payload,
        actor_id=access.user.id,
    )


def _require_may_change(access: Access, feedback: Feedback, changes: FeedbackChanges) -> None:
    role_for_others = Role.ADMIN if AUTHOR_FIELDS & changes.keys() else Role.EDITOR
    access.require_own_or(role_for_others, feedback.user_id)


def _columns(
    access: Access, feedback: Feedback, changes: FeedbackChanges, assignee: Assignee
) -> dict[str, Any]:
    """Return the columns to set; a status that is done also sets when, and by whom.

    Raises InvalidField (an assignee who is not in the project).
    """
    columns: dict[str, Any] = {
        name: value for name, value in changes.items() if name not in COMPUTED_FIELDS
    }
    if "assignee" in columns:
        del columns["assignee"]
        columns["assignee_id"] = assignee.id_after(feedback.assignee_id)
    if "status" in columns:
        was_done, is_done = (
            status in Feedback.DONE for status in (feedback.status, columns["status"])
        )
        if is_done and not was_done:
            columns |= {"resolved_at": timezone.now(), "resolved_by_id": access.user.id}
        elif was_done and not is_done:
            columns |= {"resolved_at": None, "resolved_by_id": None}
    return columns


def _timing(feedback: Feedback, changes: FeedbackChanges) -> dict[str, Any]:
    """Return the columns of a changed moment or range; an end that is not named stays.

    Raises what `timing_columns` raises.
    """
    params: Any = {name: value for name, value in changes.items() if name in TIMING_FIELDS}
    if not params:
        return {}
    if not {"timestamp", "frame"} & params.keys():
        params["timestamp"] = feedback.video_timestamp
    if not {"end_timestamp", "end_frame"} & params.keys():
        params["end_timestamp"] = feedback.end_timestamp
    return timing_columns(feedback.video, **params)


def _drawing(feedback: Feedback, changes: FeedbackChanges) -> dict[str, Any]:
    if "drawing_data" not in changes:
        return {}
    size = size_of(None, Screenshot.objects.filter(feedback=feedback).first())
    return {"drawing_data": normalized(changes["drawing_data"], screenshot=size)}


def _texts(feedback: Feedback) -> dict[str, Any]:
    return {"content": feedback.content, "drawing_data": feedback.drawing_data}


def _redraw(feedback: Feedback) -> None:
    """Schedule a new picture with the drawing on it; the old one is deleted at once."""
    if feedback.annotated_key:
        forget_objects(feedback.annotated_key)
        feedback.annotated_key = None
        feedback.save(update_fields=["annotated_key"])
    if feedback.drawing_data:
        schedule(ANNOTATION, [feedback.id])


def _publish_all(access: Access, event: EventType, ids: Sequence[UUID]) -> list[Publication]:
    return publish_feedbacks(event, ids, project_id=access.project_id, actor_id=access.user.id)
