"""Notifies people of feedback, its changes and new versions: each once for one action."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from feedbacks.models import Feedback
from notifications.actions import NotificationRequest, Type, notify
from notifications.models import Notification
from videos.models import Video


@dataclass(frozen=True, slots=True)
class Before:
    """A feedback, with the status and the assignee that it had before a change."""

    feedback: Feedback
    status: str
    assignee_id: UUID | None

    @classmethod
    def of(cls, feedback: Feedback) -> Self:
        """Record the current status and assignee of a feedback."""
        return cls(feedback, feedback.status, feedback.assignee_id)

    def requests(self) -> list[NotificationRequest]:
        """Return the requests to tell the author of a new status, and a new assignee."""
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
        return requests


def notify_changes(changed: Iterable[Before], *, project_id: UUID, actor_id: UUID) -> None:
    """Tell new assignees, and the authors of feedback with a new status. Part of an action."""
    requests = [request for before in changed for request in before.requests()]
    notify(project_id=project_id, actor_id=actor_id, requests=requests)


def notify_new_feedback(feedback: Feedback) -> None:
    """Tell the assignee and the uploader of the video. Part of an action."""
    requests = [_request(feedback, feedback.video.uploader_id, Type.FEEDBACK)]
    if feedback.assignee_id:
        requests.append(_request(feedback, feedback.assignee_id, Type.ASSIGNMENT))
    notify(project_id=feedback.project_id, actor_id=feedback.user_id, requests=requests)


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
