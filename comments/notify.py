"""Notifies people of a comment: each person once, for the most specific reason."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from comments.models import FeedbackComment
from feedbacks.models import Feedback
from notifications.actions import NotificationRequest, Type, notify, withdraw_mentions


def notify_comment(
    comment: FeedbackComment, feedback: Feedback, *, mentions: Iterable[UUID]
) -> None:
    """Tell everybody whom a new comment concerns. Part of an action."""
    notify(
        project_id=feedback.project_id,
        actor_id=comment.user_id,
        requests=_requests(comment, feedback, mentions),
    )


def notify_changed_mentions(
    comment: FeedbackComment, *, mentions: Collection[UUID], new: Collection[UUID], actor_id: UUID
) -> None:
    """Tell the people whom an edit newly mentions, and correct what the others were told.

    `mentions` are all people whom the comment mentions now. Part of an action.
    """
    feedback = comment.feedback
    reasons = _requests(comment, feedback, mentions)
    withdraw_mentions(
        project_id=feedback.project_id,
        feedback_id=feedback.id,
        comment_id=comment.id,
        reasons=reasons,
        actor_id=actor_id,
    )
    requests = [
        request for request in reasons if request.type == Type.MENTION and request.user_id in new
    ]
    notify(project_id=feedback.project_id, actor_id=actor_id, requests=requests)


def _requests(
    comment: FeedbackComment, feedback: Feedback, mentions: Iterable[UUID]
) -> list[NotificationRequest]:
    """Return all reasons to tell somebody of the comment, the most specific last."""
    reasons = [(feedback.user_id, Type.COMMENT)]
    if feedback.assignee_id:
        reasons.append((feedback.assignee_id, Type.COMMENT))
    reasons += [(user_id, Type.REPLY) for user_id in _others_in_thread(comment)]
    reasons += [(user_id, Type.MENTION) for user_id in mentions]
    return [
        NotificationRequest(
            user_id=user_id,
            type=kind,
            video_id=feedback.video_id,
            feedback_id=feedback.id,
            comment_id=comment.id,
            excerpt=comment.content,
        )
        for user_id, kind in reasons
    ]


def _others_in_thread(comment: FeedbackComment) -> list[UUID]:
    """Return the other authors in the comment's thread, deleted comments aside."""
    if comment.root_id is None:
        return []
    thread = FeedbackComment.objects.filter(Q(id=comment.root_id) | Q(root_id=comment.root_id))
    others = thread.filter(deleted_at=None).exclude(user_id=comment.user_id)
    return list(others.values_list("user_id", flat=True).distinct())
