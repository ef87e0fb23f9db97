"""What happens to comments."""

from collections.abc import Sequence
from typing import TypedDict
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import MAX_DEPTH, CommentMention, CommentReaction, FeedbackComment
from comments.notify import notify_comment, notify_mentions
from comments.resources import COMMENT
from eventlog.events import EventType
from eventlog.publish import Payload, action, publish, redact
from feedbacks.models import Feedback
from notifications.actions import already_mentioned, forget_comment
from projects.models import Access, Membership, Role
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import Conflict, InvalidField
from videoplanet.db.changes import apply_changes


class Changes(TypedDict, total=False):
    """What may be changed later."""

    content: str
    mentions: list[UUID]


class CommentDeleted(Conflict):
    """What is left of the comment is its place in the thread."""

    code = "comment_deleted"
    detail = _("This comment was deleted.")


@action()
def add_comment(
    *,
    access: Access,
    feedback: Feedback,
    content: str,
    parent_id: UUID | None = None,
    mentions: Sequence[UUID] = (),
) -> FeedbackComment:
    """Comment on a feedback, or reply to a comment on it.

    Raises Forbidden, Feedback.DoesNotExist (of another project), InvalidField (a parent elsewhere
    or deleted, a mention of an outsider).
    """
    access.require(Role.REVIEWER)
    access.require_here(feedback, feedback.project_id)
    parent = _parent(feedback, parent_id)
    now = timezone.now()
    comment = FeedbackComment.objects.create(
        feedback=feedback,
        parent=parent,
        root_id=(parent.root_id or parent.id) if parent else None,
        depth=parent.depth + 1 if parent else 1,
        user=access.user,
        content=content,
        created_at=now,
        updated_at=now,
    )
    _mention(access, comment, mentions)
    _publish(EventType.COMMENT_ADDED, access, comment)
    notify_comment(comment, feedback, mentions=mentions)
    return comment


def _parent(feedback: Feedback, parent_id: UUID | None) -> FeedbackComment | None:
    """Return what a reply hangs on: its parent, or the parent's where it would be too deep."""
    if parent_id is None:
        return None
    comments = FeedbackComment.objects.select_related("parent").filter(feedback=feedback)
    parent = comments.filter(id=parent_id).first()
    if parent is None:
        message = _("There is no such comment on this feedback.")
        raise InvalidField("parent_id", "does_not_exist", message)
    if parent.deleted_at:
        raise InvalidField("parent_id", "deleted", _("This comment was deleted."))
    return parent.parent if parent.depth == MAX_DEPTH else parent


def _mention(
    access: Access, comment: FeedbackComment, mentions: Sequence[UUID]
) -> set[UUID] | None:
    """Set whom the comment calls; return who is new there, None if nothing changed."""
    wanted = list(dict.fromkeys(mentions))
    members = set(
        Membership.objects.filter(project_id=access.project_id, user_id__in=wanted).values_list(
            "user_id", flat=True
        )
    )
    for index, user_id in enumerate(mentions):
        if user_id not in members:
            message = _("Not a member of this project.")
            raise InvalidField(f"mentions[{index}]", "not_a_member", message)
    rows = CommentMention.objects.filter(comment=comment)
    before = list(rows.order_by("position").values_list("user_id", flat=True))
    if before == wanted:
        return None
    rows.delete()
    CommentMention.objects.bulk_create(
        CommentMention(comment=comment, user_id=user_id, position=position)
        for position, user_id in enumerate(wanted)
    )
    return set(wanted) - set(before)


def _publish(event: EventType, access: Access, comment: FeedbackComment) -> None:
    publish(
        event,
        project_id=access.project_id,
        payload=COMMENT.text(comment.id),
        actor_id=access.user.id,
    )


@action()
def change_comment(
    *, access: Access, comment_id: UUID, changes: Changes, versions: Versions = None
) -> None:
    """Change one's own comment, or as an admin anyone's.

    Raises Forbidden, FeedbackComment.DoesNotExist, PreconditionFailed, InvalidField,
    CommentDeleted.
    """
    rows = FeedbackComment.objects.within(access)
    comment = rows.select_for_update(of=("self",), no_key=True).get(id=comment_id)
    access.require_own_or(Role.ADMIN, comment.user_id)
    require_version(comment.updated_at, versions)
    require_alive(comment)
    mentioned = _mention(access, comment, changes["mentions"]) if "mentions" in changes else None
    changed = mentioned is not None
    columns = {"content": changes["content"]} if "content" in changes else {}
    if apply_changes(comment, columns):
        changed = True
        redact(access.project_id, [comment.id])
    elif changed:
        comment.updated_at = timezone.now()
        comment.save(update_fields=["updated_at"])
    if changed:
        _publish(EventType.COMMENT_UPDATED, access, comment)
    if mentioned:
        # Who was taken out and is put in again knows it already.
        newly = mentioned - already_mentioned(comment.id)
        notify_mentions(comment, mentions=newly, actor_id=access.user.id)


def require_alive(comment: FeedbackComment) -> None:
    """Raise CommentDeleted for a tombstone."""
    if comment.deleted_at:
        raise CommentDeleted


@action()
def delete_comment(*, access: Access, comment_id: UUID, versions: Versions = None) -> None:
    """Delete one's own comment, or as an admin anyone's; with replies a tombstone stays.

    A reply that comes at the same moment waits for the lock on its parent, and then finds it gone
    (409) or is found here.
    """
    rows = FeedbackComment.objects.within(access)
    comment = rows.select_for_update(of=("self",)).get(id=comment_id)
    access.require_own_or(Role.ADMIN, comment.user_id)
    require_version(comment.updated_at, versions)
    if comment.deleted_at:
        return
    redact(access.project_id, [comment.id])
    payload: Payload = {
        "id": comment.id,
        "feedback_id": comment.feedback_id,
        "parent_id": comment.parent_id,
        "deleted_at": None,
    }
    if comment.replies.exists():
        now = timezone.now()
        CommentMention.objects.filter(comment=comment).delete()
        CommentReaction.objects.filter(comment=comment).delete()
        comment.content, comment.deleted_at, comment.updated_at = "", now, now
        comment.save(update_fields=["content", "deleted_at", "updated_at"])
        forget_comment(comment.id)
        # All that is left of it: the events before can't tell any more.
        payload = COMMENT.text(comment.id)
    else:
        comment.delete()
    publish(
        EventType.COMMENT_DELETED,
        project_id=access.project_id,
        payload=payload,
        actor_id=access.user.id,
    )
