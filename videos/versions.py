"""Versions of a video: how a stack grows, and how editors review each version."""

from datetime import datetime
from uuid import UUID

from django.db.models import Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.events import EventType
from eventlog.publish import action, redact
from notifications.actions import NotificationRequest, Type, notify, remove_decision
from projects.models import Access, Role
from users.models import User
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import Conflict, InvalidField
from videoplanet.db.changes import apply_changes
from videos.actions import NotReady
from videos.events import publish_video
from videos.models import Video, VideoReview


class NotNewest(Conflict):
    """Another version follows that one already."""

    code = "not_newest"
    detail = _("This video has a newer version. Upload yours as the next of that one.")


def follow(video: Video, previous_id: UUID | None, *, lock: bool = False) -> None:
    """Make a new video the version after `previous_id`; with None it begins a stack.

    With `lock` (in a transaction), if two videos are to follow the same one, the second waits and
    then finds the first. Raises InvalidField (no such video in the project), NotNewest.
    """
    if previous_id is None:
        return
    rows = Video.objects.filter(project_id=video.project_id, id=previous_id)
    previous = (rows.select_for_update(no_key=True) if lock else rows).first()
    if previous is None:
        message = _("There is no such video in this project.")
        raise InvalidField("previous_version", "does_not_exist", message)
    stack = Video.objects.in_stack(previous.stack_id)
    if stack.filter(version__gt=previous.version).exists():
        raise NotNewest
    video.previous, video.first = previous, previous.stack_id
    video.version = previous.version + 1


@action()
def review_video(
    *, access: Access, video_id: UUID, status: str, note: str = "", versions: Versions = None
) -> None:
    """Approve a version, send it back with a note, or (`pending`) take that back.

    Raises Forbidden, Video.DoesNotExist, PreconditionFailed, NotReady (409) while it is uploading.
    """
    access.require(Role.EDITOR)
    video = Video.objects.within(access).select_for_update(no_key=True).get(id=video_id)
    require_version(video.updated_at, versions)
    if video.status == Video.Status.UPLOADING:
        raise NotReady
    pending, now = status == Video.Review.PENDING, timezone.now()
    review = {
        "review_status": status,
        "review_note": note,
        "reviewed_by_id": None if pending else access.user.id,
    }
    if all(getattr(video, name) == value for name, value in review.items()):
        return  # the same person has given the same review
    note_before = video.review_note
    if note_before not in ("", note):
        redact(video.project_id, [video.id])
    apply_changes(video, review | {"reviewed_at": None if pending else now})
    if pending:
        _withdraw_newest(video, user=access.user, at=now)
        if note_before:
            remove_decision(video_id=video.id, note=note_before, actor_id=access.user.id)
    else:
        VideoReview.objects.create(
            video=video, status=status, note=note, reviewer=access.user, created_at=now
        )
        _notify_uploader(video, actor_id=access.user.id)
    publish_video(EventType.VIDEO_UPDATED, video, actor_id=access.user.id)


def _withdraw_newest(video: Video, *, user: User, at: datetime) -> None:
    """Keep that there was a decision, without its note: what is withdrawn is no longer said."""
    newest = VideoReview.objects.filter(video=video).order_by("-created_at", "-id").values("id")
    VideoReview.objects.filter(id=Subquery(newest[:1])).update(
        note="", withdrawn_by=user, withdrawn_at=at
    )


def _notify_uploader(video: Video, *, actor_id: UUID) -> None:
    approved = video.review_status == Video.Review.APPROVED
    request = NotificationRequest(
        user_id=video.uploader_id,
        type=Type.VERSION_APPROVED if approved else Type.CHANGES_REQUESTED,
        video_id=video.id,
        excerpt=video.review_note,
    )
    notify(project_id=video.project_id, actor_id=actor_id, requests=[request])
