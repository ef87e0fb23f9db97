"""Who is told of a comment, and as what: of one act each person hears once, the most specific."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from comments.models import FeedbackComment
from feedbacks.models import Feedback
from notifications.actions import NotificationRequest, Type, notify


def notify_comment(
    comment: FeedbackComment, feedback: Feedback, *, mentions: Iterable[UUID]
) -> None:
    """Tell who gave the feedback, who takes part in the thread, and who is mentioned."""
    told = {feedback.user_id: Type.COMMENT}
    told |= dict.fromkeys(_others_in_thread(comment), Type.REPLY)
    told |= dict.fromkeys(mentions, Type.MENTION)
    _tell(comment, feedback, told, actor_id=comment.user_id)


def notify_mentions(comment: FeedbackComment, *, mentions: Iterable[UUID], actor_id: UUID) -> None:
    """Tell those whom an edit mentions."""
    if told := dict.fromkeys(mentions, Type.MENTION):
        _tell(comment, comment.feedback, told, actor_id=actor_id)


def _others_in_thread(comment: FeedbackComment) -> list[UUID]:
    """Return who else wrote what is still there of the thread; a root begins one."""
    if comment.root_id is None:
        return []
    thread = FeedbackComment.objects.filter(Q(id=comment.root_id) | Q(root_id=comment.root_id))
    others = thread.filter(deleted_at=None).exclude(user_id=comment.user_id)
    return list(others.values_list("user_id", flat=True).distinct())


def _tell(
    comment: FeedbackComment, feedback: Feedback, told: dict[UUID, Type], *, actor_id: UUID
) -> None:
    notify(
        project_id=feedback.project_id,
        actor_id=actor_id,
        requests=[
            NotificationRequest(
                user_id=user_id,
                type=kind,
                video_id=feedback.video_id,
                feedback_id=feedback.id,
                comment_id=comment.id,
                excerpt=comment.content,
            )
            for user_id, kind in told.items()
        ],
    )
