"""What happens to feedback."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedbacks.models import FEEDBACK_JSON, Feedback
from projects.models import Access, Membership, Role, Video
from realtime.events import EventType
from realtime.publish import action, publish
from videoplanet.api.changes import apply_changes, set_changes
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import InvalidField
from videoplanet.api.sql import read_by_ids


class NewFeedback(TypedDict, total=False):
    """What one may say at once."""

    drawing_data: dict[str, Any]
    priority: str
    tags: list[str]
    assignee: UUID | None


class Changes(TypedDict, total=False):
    """What may be changed later."""

    content: str
    status: str
    priority: str
    tags: list[str]
    assignee: UUID | None


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
def give_feedback(
    *,
    access: Access,
    video: Video,
    video_timestamp: float,
    content: str,
    **more: Unpack[NewFeedback],
) -> Feedback:
    """Say what must change at a moment of a video, in seconds from its start.

    Raises Forbidden, InvalidField (an assignee who is not in the project).
    """
    access.require(Role.REVIEWER)
    assignee = _member(access, more.pop("assignee", None))
    now = timezone.now()
    feedback = Feedback.objects.create(
        project_id=access.project_id,
        video=video,
        user=access.user,
        video_timestamp=video_timestamp,
        content=content,
        assignee_id=assignee,
        created_at=now,
        updated_at=now,
        **more,
    )
    _publish_all(access, EventType.FEEDBACK_CREATED, [feedback.id])
    return feedback


@action()
def change_feedback(
    *, access: Access, feedback_id: UUID, changes: Changes, versions: Versions = None
) -> None:
    """Change one's own, or as an editor the status, priority, tags and assignee of anyone's.

    Raises Forbidden, Feedback.DoesNotExist, PreconditionFailed, InvalidField.
    """
    feedback = Feedback.objects.select_for_update(no_key=True).get(id=feedback_id)
    _require_may_change(access, feedback, changes)
    require_version(feedback.updated_at, versions)
    _member(access, changes.get("assignee"))
    if apply_changes(feedback, _columns(access, feedback, changes)):
        _publish_all(access, EventType.FEEDBACK_UPDATED, [feedback.id])


@action()
def change_feedbacks(*, access: Access, ids: Sequence[UUID], changes: Changes) -> None:
    """Change many of one project at once: all, or none. One event for each that changes.

    Raises Forbidden, InvalidField (`ids[n]`: no such feedback in the project).
    """
    rows = Feedback.objects.filter(project_id=access.project_id, id__in=ids)
    found = {each.id: each for each in rows.order_by("id").select_for_update(no_key=True)}
    for index, feedback_id in enumerate(ids):
        if feedback_id not in found:
            raise _no_such(index)
        _require_may_change(access, found[feedback_id], changes)
    _member(access, changes.get("assignee"))
    changed = [
        each for each in found.values() if set_changes(each, _columns(access, each, changes))
    ]
    Feedback.objects.bulk_update(changed, BULK_FIELDS)
    _publish_all(access, EventType.FEEDBACK_UPDATED, [each.id for each in changed])


def _no_such(index: int) -> InvalidField:
    return InvalidField(f"ids[{index}]", "does_not_exist", _("There is no such feedback here."))


@action()
def delete_feedback(*, access: Access, feedback_id: UUID, versions: Versions = None) -> None:
    """Delete one's own, or as an admin anyone's, with its comments."""
    feedback = Feedback.objects.select_for_update().get(id=feedback_id)
    access.require_own_or(Role.ADMIN, feedback.user_id)
    require_version(feedback.updated_at, versions)
    payload = {"id": feedback.id, "video_id": feedback.video_id}
    feedback.delete()
    publish(
        EventType.FEEDBACK_DELETED,
        project_id=access.project_id,
        payload=payload,
        actor_id=access.user.id,
    )


def _require_may_change(access: Access, feedback: Feedback, changes: Changes) -> None:
    others = Role.ADMIN if "content" in changes else Role.EDITOR
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
    columns: dict[str, Any] = dict(changes)
    if "assignee" in columns:
        columns["assignee_id"] = columns.pop("assignee")
    if "status" in columns:
        was_done, is_done = (each in Feedback.DONE for each in (feedback.status, columns["status"]))
        if is_done and not was_done:
            columns |= {"resolved_at": timezone.now(), "resolved_by_id": access.user.id}
        elif was_done and not is_done:
            columns |= {"resolved_at": None, "resolved_by_id": None}
    return columns


def _publish_all(access: Access, event: EventType, ids: Sequence[UUID]) -> None:
    """Publish one event for each row, in the order of `ids`, from one query."""
    texts = dict(read_by_ids(Feedback, ids, "id", FEEDBACK_JSON))
    for each in ids:
        publish(event, project_id=access.project_id, payload=texts[each], actor_id=access.user.id)
