"""Who is told of a change of feedback: of one change each person hears once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from feedbacks.models import Feedback
from notifications.actions import NotificationRequest, Type, notify


@dataclass(frozen=True, slots=True)
class Before:
    """What a feedback was before a change."""

    feedback: Feedback
    status: str
    assignee_id: UUID | None

    @classmethod
    def of(cls, feedback: Feedback) -> Self:
        """Keep what it is now."""
        return cls(feedback, feedback.status, feedback.assignee_id)

    def requests(self) -> list[NotificationRequest]:
        """Return whom the change concerns: a new assignee rather than the author."""
        now = self.feedback
        told: dict[UUID, NotificationRequest] = {}
        if now.status != self.status:
            told[now.user_id] = _news(now, now.user_id, Type.STATUS_CHANGE, status=now.status)
        if now.assignee_id and now.assignee_id != self.assignee_id:
            told[now.assignee_id] = _news(now, now.assignee_id, Type.ASSIGNMENT)
        return list(told.values())


def notify_changes(changed: Iterable[Before], *, project_id: UUID, actor_id: UUID) -> None:
    """Tell who is newly assigned, and the authors of what has another status. Part of an action."""
    requests = [each for before in changed for each in before.requests()]
    notify(project_id=project_id, actor_id=actor_id, requests=requests)


def notify_assignment(feedback: Feedback) -> None:
    """Tell the assignee of a new feedback. Part of an action."""
    if feedback.assignee_id:
        requests = [_news(feedback, feedback.assignee_id, Type.ASSIGNMENT)]
        notify(project_id=feedback.project_id, actor_id=feedback.user_id, requests=requests)


def _news(
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
