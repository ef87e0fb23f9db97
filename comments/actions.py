"""Adding, changing and deleting comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import (
    MAX_DEPTH,
    CommentMention,
    CommentReaction,
    FeedbackComment,
    after_parent,
)
from comments.notify import notify_changed_mentions, notify_comment
from comments.resources import COMMENT
from eventlog.events import EventType
from eventlog.publish import Payload, Publication, ResourceRow, action, publish, redact
from feedbacks.models import Feedback
from notifications.actions import remove_about, update_excerpts
from projects.mentions import mentioned_after
from projects.models import Access, Role
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import Conflict, InvalidField
from videoplanet.db.changes import apply_changes, insert


class CommentChanges(TypedDict, total=False):
    """What an author can change in a comment."""

    content: str
    mentions: list[UUID]


class CommentDeleted(Conflict):
    """The comment was deleted; it only keeps its replies in their place."""

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
    """Comment on a feedback, or with `parent_id` reply to a comment on it.

    Raises Forbidden, Feedback.DoesNotExist (it is in another project), InvalidField (the parent is
    deleted or not on this feedback; somebody mentioned is not in the project).
    """
    access.require(Role.REVIEWER)
    if not Feedback.objects.within(access).lock(feedback.id):
        raise Feedback.DoesNotExist
    parent = _parent(feedback, parent_id)
    now = after_parent(parent, timezone.now())
    comment = FeedbackComment(
        project_id=access.project_id,
        feedback=feedback,
        parent=parent,
        root_id=(parent.root_id or parent.id) if parent else None,
        depth=parent.depth + 1 if parent else 1,
        user=access.user,
        content=content,
        created_at=now,
        updated_at=now,
    )
    insert(comment)
    mentioned = _set_mentions(access, comment, mentions) if mentions else NOBODY
    comment.published = _publish(EventType.COMMENT_ADDED, access, comment)
    notify_comment(comment, feedback, mentions=mentioned.now)
    return comment


def _parent(feedback: Feedback, parent_id: UUID | None) -> FeedbackComment | None:
    """Return the comment that a reply is attached to.

    It is the one named, or that one's own parent if the reply would be deeper than MAX_DEPTH.
    """
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


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Whom a comment mentions, before and after a change."""

    before: list[UUID]
    now: list[UUID]


NOBODY = Mentioned([], [])


def _set_mentions(access: Access, comment: FeedbackComment, mentions: Sequence[UUID]) -> Mentioned:
    """Replace the comment's mentions. Raises what `mentioned_after` raises."""
    rows = CommentMention.objects.filter(comment=comment)
    before = list(rows.order_by("position").values_list("user_id", flat=True))
    now = mentioned_after(before, mentions, project_id=access.project_id)
    if now != before:
        rows.delete()
        CommentMention.objects.bulk_create(
            CommentMention(comment=comment, user_id=user_id, position=position)
            for position, user_id in enumerate(now)
        )
    return Mentioned(before, now)


def _publish(event: EventType, access: Access, comment: FeedbackComment) -> Publication:
    return publish(
        event,
        project_id=access.project_id,
        payload=ResourceRow(COMMENT, comment.id),
        actor_id=access.user.id,
    )


@action()
def change_comment(
    *, access: Access, comment_id: UUID, changes: CommentChanges, versions: Versions = None
) -> None:
    """Change a comment: authors may change their own, admins all.

    Raises Forbidden, FeedbackComment.DoesNotExist, PreconditionFailed, InvalidField,
    CommentDeleted.
    """
    rows = FeedbackComment.objects.within(access)
    comment = rows.select_for_update(of=("self",), no_key=True).get(id=comment_id)
    access.require_own_or(Role.ADMIN, comment.user_id)
    require_version(comment.updated_at, versions)
    require_alive(comment)
    mentioned = None
    if "mentions" in changes:
        mentioned = _set_mentions(access, comment, changes["mentions"])
    has_new_mentions = mentioned is not None and mentioned.now != mentioned.before
    columns = {"content": changes["content"]} if "content" in changes else {}
    has_new_text = apply_changes(comment, columns)
    if not has_new_text and not has_new_mentions:
        return
    if has_new_text:
        redact(access.project_id, [comment.id])
    else:
        comment.updated_at = timezone.now()
        comment.save(update_fields=["updated_at"])
    _publish(EventType.COMMENT_UPDATED, access, comment)
    if has_new_text:
        update_excerpts(
            feedback_id=comment.feedback_id,
            comment_id=comment.id,
            text=comment.content,
            actor_id=access.user.id,
        )
    if mentioned and has_new_mentions:
        notify_changed_mentions(
            comment,
            mentions=mentioned.now,
            new=set(mentioned.now).difference(mentioned.before),
            actor_id=access.user.id,
        )


def require_alive(comment: FeedbackComment) -> None:
    """Raise CommentDeleted for a comment that only keeps its replies in their place."""
    if comment.deleted_at:
        raise CommentDeleted


@action()
def delete_comment(*, access: Access, comment_id: UUID, versions: Versions = None) -> None:
    """Delete a comment: authors may delete their own, admins all.

    A comment with replies stays as an empty tombstone. A reply that is written at the same moment
    waits for the lock on its parent: it then finds the parent gone (409), or is found here.

    Raises Forbidden, FeedbackComment.DoesNotExist, PreconditionFailed.
    """
    rows = FeedbackComment.objects.within(access)
    Feedback.objects.within(access).lock(rows.only("feedback_id").get(id=comment_id).feedback_id)
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
    remove_about(feedback_id=comment.feedback_id, comment_id=comment.id, actor_id=access.user.id)
    if comment.replies.exists():
        now = timezone.now()
        CommentMention.objects.filter(comment=comment).delete()
        CommentReaction.objects.filter(comment=comment).delete()
        comment.content, comment.deleted_at, comment.updated_at = "", now, now
        comment.save(update_fields=["content", "deleted_at", "updated_at"])
        # The payload is all that is left of it, because the events before lost its text.
        payload = ResourceRow(COMMENT, comment.id)
    else:
        comment.delete()
    publish(
        EventType.COMMENT_DELETED,
        project_id=access.project_id,
        payload=payload,
        actor_id=access.user.id,
    )
