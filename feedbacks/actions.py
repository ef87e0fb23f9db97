"""What happens to feedback."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.events import EventType
from eventlog.publish import action, publish, redact
from feedbacks import extensions
from feedbacks.drawing import normalized
from feedbacks.events import publish_feedbacks
from feedbacks.models import Feedback, PictureStatus, Screenshot
from feedbacks.notify import Before, notify_assignment, notify_changes
from feedbacks.screenshots import (
    Given,
    NewPicture,
    StoredPicture,
    add_screenshot,
    lock_upload,
    size_of,
    store,
    take_upload,
)
from feedbacks.tasks import ANNOTATION
from feedbacks.timing import moment_of, number_later
from projects.models import Access, Membership, Role
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import InvalidField
from videoplanet.db.changes import apply_changes, set_changes
from videoplanet.storage.deletions import forget_objects
from videoplanet.tasks.work import schedule
from videos.models import Video


class NewFeedback(TypedDict, total=False):
    """What one may say at once."""

    drawing_data: dict[str, Any]
    priority: str
    tags: list[str]
    assignee: UUID | None
    frame: int
    end_timestamp: float | None
    end_frame: int | None


class Changes(TypedDict, total=False):
    """What may be changed later."""

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


MOMENT = ("timestamp", "frame", "end_timestamp", "end_frame")
AUTHORS = {"content", "drawing_data", *MOMENT}
"""What only the author and admins may change."""

BULK_FIELDS = (
    "status",
    "priority",
    "tags",
    "assignee",
    "resolved_at",
    "resolved_by",
    "updated_at",
)


def create_feedback(
    *,
    access: Access,
    video: Video,
    video_timestamp: float | None = None,
    content: str,
    screenshot: Given | None = None,
    **more: Unpack[NewFeedback],
) -> Feedback:
    """Say what must change at a moment of a video: in seconds from its start, or a frame.

    An end makes it a range. The screenshot is a new picture or the id of an upload. Raises
    Forbidden, Video.DoesNotExist (of another project), InvalidField (an assignee who is not in the
    project, a moment that `moment_of` refuses, an upload of somebody else's).
    """
    access.require(Role.REVIEWER)
    access.require_here(video, video.project_id)
    # Not in the transaction: the storage may be slow.
    picture = store(screenshot) if isinstance(screenshot, NewPicture) else screenshot
    return _create_feedback(
        access=access,
        video=video,
        video_timestamp=video_timestamp,
        content=content,
        picture=picture,
        **more,
    )


@action()
def _create_feedback(
    *,
    access: Access,
    video: Video,
    video_timestamp: float | None,
    content: str,
    picture: StoredPicture | UUID | None,
    **more: Unpack[NewFeedback],
) -> Feedback:
    moment = moment_of(
        video,
        timestamp=video_timestamp,
        frame=more.pop("frame", None),
        end_timestamp=more.pop("end_timestamp", None),
        end_frame=more.pop("end_frame", None),
    )
    assignee = _member(access, more.pop("assignee", None))
    upload = lock_upload(picture, uploader=access.user) if isinstance(picture, UUID) else None
    new = picture if isinstance(picture, StoredPicture) else None
    drawing = normalized(more.pop("drawing_data", {}), screenshot=size_of(new, upload))
    now = timezone.now()
    feedback = Feedback.objects.create(
        project_id=access.project_id,
        video=video,
        user=access.user,
        content=content,
        assignee_id=assignee,
        drawing_data=drawing,
        screenshot_status=PictureStatus.PENDING if picture else PictureStatus.NONE,
        created_at=now,
        updated_at=now,
        **moment,
        **more,
    )
    if upload:
        take_upload(upload, feedback)
    elif new:
        add_screenshot(new, uploader=access.user, feedback=feedback)
    elif drawing:
        schedule(ANNOTATION, [feedback.id])
    if feedback.frame is None and video.status in Video.UNDER_WAY:
        number_later([video.id])
    _publish_all(access, EventType.FEEDBACK_CREATED, [feedback.id])
    notify_assignment(feedback)
    return feedback


@action()
def change_feedback(
    *, access: Access, feedback_id: UUID, changes: Changes, versions: Versions = None
) -> None:
    """Change one's own, or as an editor the status, priority, tags and assignee of anyone's.

    Raises Forbidden, Feedback.DoesNotExist, PreconditionFailed, InvalidField.
    """
    rows = Feedback.objects.within(access).select_for_update(no_key=True)
    feedback = rows.get(id=feedback_id)
    _require_may_change(access, feedback, changes)
    require_version(feedback.updated_at, versions)
    _member(access, changes.get("assignee"))
    before = Before.of(feedback)
    columns = _columns(access, feedback, changes) | _moment(feedback, changes)
    columns |= _drawing(feedback, changes)
    if any(columns.get(name, old) != old for name, old in _texts(feedback).items()):
        redact(access.project_id, [feedback.id])
    picture = feedback.annotation_key
    if apply_changes(feedback, columns):
        if feedback.annotation_key != picture:
            _redraw(feedback)
        if feedback.frame is None and feedback.video.status in Video.UNDER_WAY:
            number_later([feedback.video_id])
        _publish_all(access, EventType.FEEDBACK_UPDATED, [feedback.id])
        notify_changes([before], project_id=access.project_id, actor_id=access.user.id)


@action()
def change_feedbacks(*, access: Access, ids: Sequence[UUID], changes: Changes) -> None:
    """Change many of one project at once: all, or none. One event for each that changes.

    Raises Forbidden, InvalidField (`ids[n]`: no such feedback in the project).
    """
    rows = Feedback.objects.within(access).filter(id__in=ids)
    found = {each.id: each for each in rows.order_by("id").select_for_update(no_key=True)}
    for index, feedback_id in enumerate(ids):
        if feedback_id not in found:
            raise _no_such(index)
        _require_may_change(access, found[feedback_id], changes)
    _member(access, changes.get("assignee"))
    before = [Before.of(each) for each in found.values()]
    changed = [
        each for each in found.values() if set_changes(each, _columns(access, each, changes))
    ]
    Feedback.objects.bulk_update(changed, BULK_FIELDS)
    _publish_all(access, EventType.FEEDBACK_UPDATED, [each.id for each in changed])
    notify_changes(before, project_id=access.project_id, actor_id=access.user.id)


def _no_such(index: int) -> InvalidField:
    return InvalidField(f"ids[{index}]", "does_not_exist", _("There is no such feedback here."))


@action()
def delete_feedback(*, access: Access, feedback_id: UUID, versions: Versions = None) -> None:
    """Delete one's own, or as an admin anyone's, with its comments."""
    feedback = Feedback.objects.within(access).select_for_update().get(id=feedback_id)
    access.require_own_or(Role.ADMIN, feedback.user_id)
    require_version(feedback.updated_at, versions)
    payload = {"id": feedback.id, "video_id": feedback.video_id}
    if feedback.screenshot_status != PictureStatus.NONE or feedback.drawing_data:
        forget_objects(feedback.object_prefix)
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


def _require_may_change(access: Access, feedback: Feedback, changes: Changes) -> None:
    others = Role.ADMIN if AUTHORS & changes.keys() else Role.EDITOR
    access.require_own_or(others, feedback.user_id)


def _member(access: Access, user_id: UUID | None) -> UUID | None:
    """Return the assignee's id. Raises InvalidField for somebody outside of the project."""
    if user_id is None:
        return None
    members = Membership.objects.filter(project_id=access.project_id, user_id=user_id)
    if not members.exists():
        raise InvalidField("assignee", "not_a_member", _("Not a member of this project."))
    return user_id


def _columns(access: Access, feedback: Feedback, changes: Changes) -> dict[str, Any]:
    """Return the columns to set: a status that is done also says when and by whom."""
    columns: dict[str, Any] = {
        name: value
        for name, value in changes.items()
        if name not in MOMENT and name != "drawing_data"
    }
    if "assignee" in columns:
        columns["assignee_id"] = columns.pop("assignee")
    if "status" in columns:
        was_done, is_done = (each in Feedback.DONE for each in (feedback.status, columns["status"]))
        if is_done and not was_done:
            columns |= {"resolved_at": timezone.now(), "resolved_by_id": access.user.id}
        elif was_done and not is_done:
            columns |= {"resolved_at": None, "resolved_by_id": None}
    return columns


def _moment(feedback: Feedback, changes: Changes) -> dict[str, Any]:
    """Return the columns of a changed moment or range; of the two ends, one that isn't given stays.

    Raises what `moment_of` raises.
    """
    given: Any = {name: value for name, value in changes.items() if name in MOMENT}
    if not given:
        return {}
    if not {"timestamp", "frame"} & given.keys():
        given["timestamp"] = feedback.video_timestamp
    if not {"end_timestamp", "end_frame"} & given.keys():
        given["end_timestamp"] = feedback.end_timestamp
    return moment_of(feedback.video, **given)


def _drawing(feedback: Feedback, changes: Changes) -> dict[str, Any]:
    if "drawing_data" not in changes:
        return {}
    size = size_of(None, Screenshot.objects.filter(feedback=feedback).first())
    return {"drawing_data": normalized(changes["drawing_data"], screenshot=size)}


def _texts(feedback: Feedback) -> dict[str, Any]:
    return {"content": feedback.content, "drawing_data": feedback.drawing_data}


def _redraw(feedback: Feedback) -> None:
    """Have the picture with the drawing on made again; the old one goes at once."""
    if feedback.annotated_key:
        forget_objects(feedback.annotated_key)
        feedback.annotated_key = None
        feedback.save(update_fields=["annotated_key"])
    if feedback.drawing_data:
        schedule(ANNOTATION, [feedback.id])


def _publish_all(access: Access, event: EventType, ids: Sequence[UUID]) -> None:
    publish_feedbacks(event, ids, project_id=access.project_id, actor_id=access.user.id)
