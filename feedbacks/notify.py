"""Notifies people of feedback, its changes and new versions: each once for one action."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from feedbacks.models import Feedback
from notifications.actions import NotificationRequest, Type, notify, withdraw_mentions
from notifications.models import Notification
from videos.models import Video


@dataclass(frozen=True, slots=True)
class Before:
    """A feedback, with what it had before a change."""

    feedback: Feedback
    status: str
    assignee_id: UUID | None
    mentioned: frozenset[UUID]

    @classmethod
    def of(cls, feedback: Feedback) -> Self:
        """Record the current status, assignee and mentions of a feedback."""
        mentioned = frozenset(feedback.mentioned)
        return cls(feedback, feedback.status, feedback.assignee_id, mentioned)

    def requests(self) -> list[NotificationRequest]:
        """Return the requests to tell the author of a new status, and who is newly concerned.

        Whoever is both assigned and mentioned is told of the mention, as in comments: it is the
        last of their requests, and mails of mentions are wanted by most people.
        """
        feedback, status, assignee_id = (
            self.feedback,
            self.feedback.status,
            self.feedback.assignee_id,
        )
        requests = []
        if status != self.status:
            requests.append(_request(feedback, feedback.user_id, Type.STATUS_CHANGE, status=status))
        if assignee_id and assignee_id != self.assignee_id:
            requests.append(_request(feedback, assignee_id, Type.ASSIGNMENT))
        requests += [
            _request(feedback, user_id, Type.MENTION)
            for user_id in feedback.mentioned
            if user_id not in self.mentioned
        ]
        return requests

    def withdraw(self, actor_id: UUID) -> None:
        """Correct what those were told whom it no longer mentions.

        A reason that the same change brings is told anew: in the row of the mention, which may have
        been read, nobody would see it, and beside that row it would be told twice.
        """
        feedback = self.feedback
        if self.mentioned <= set(feedback.mentioned):
            return
        new = self.requests()
        withdraw_mentions(
            project_id=feedback.project_id,
            feedback_id=feedback.id,
            comment_id=None,
            reasons=[reason for reason in _reasons(feedback) if reason not in new],
            actor_id=actor_id,
        )


def notify_changes(changed: Iterable[Before], *, project_id: UUID, actor_id: UUID) -> None:
    """Tell whom the changes concern, and correct what others were told. Part of an action."""
    changed = list(changed)
    for before in changed:
        before.withdraw(actor_id)
    requests = [request for before in changed for request in before.requests()]
    notify(project_id=project_id, actor_id=actor_id, requests=requests)


def notify_new_feedback(feedback: Feedback) -> None:
    """Tell the uploader of the video, the assignee and whom it mentions. Part of an action."""
    requests = _reasons(feedback)
    notify(project_id=feedback.project_id, actor_id=feedback.user_id, requests=requests)


def _reasons(feedback: Feedback) -> list[NotificationRequest]:
    """Return all reasons to tell somebody of a feedback, the most specific last."""
    reasons = [(feedback.video.uploader_id, Type.FEEDBACK)]
    if feedback.assignee_id:
        reasons.append((feedback.assignee_id, Type.ASSIGNMENT))
    reasons += [(user_id, Type.MENTION) for user_id in feedback.mentioned]
    return [_request(feedback, user_id, kind) for user_id, kind in reasons]


def notify_new_version(video: Video) -> None:
    """Tell the authors of open feedback on earlier versions that a new one can be watched.

    Part of the action that makes the video ready. If it becomes ready again, nobody is told again.
    """
    if Notification.objects.filter(video=video.id, type=Type.VERSION).exists():
        return
    earlier = Video.objects.earlier_than(video.id).values_list("id", flat=True)
    waiting = Feedback.objects.filter(video__in=list(earlier)).exclude(status__in=Feedback.DONE)
    requests = [
        NotificationRequest(user_id=user_id, type=Type.VERSION, video_id=video.id)
        for user_id in waiting.order_by().values_list("user_id", flat=True).distinct()
    ]
    notify(project_id=video.project_id, actor_id=video.uploader_id, requests=requests)


def _request(
    feedback: Feedback, user_id: UUID, type: Type, *, status: str | None = None
) -> NotificationRequest:
    return NotificationRequest(
        user_id=user_id,
        type=type,
        video_id=feedback.video_id,
        feedback_id=feedback.id,
        excerpt=feedback.content,
        status=status,
    )
