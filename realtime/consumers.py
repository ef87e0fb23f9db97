"""What each WebSocket address subscribes to."""

from uuid import UUID

from django.http import Http404

from eventlog.reads import in_thread
from projects.models import Membership
from realtime.replay_filter import hide_removed
from realtime.stream_consumer import StreamConsumer, read_principal
from realtime.subscriptions import Subscription
from users.tokens import Principal, principal_of


@in_thread
def _principal_and_role(token: str, project_id: UUID) -> tuple[Principal, str] | None:
    """Return whose token it is and their role in the project; None for a bad token.

    Raises Http404 where the person can't see the project.
    """
    principal = principal_of(token)
    if principal is None:
        return None
    if principal.project_id not in (None, project_id):
        raise Http404
    return principal, Membership.objects.access(principal.user, project_id).role


class ProjectConsumer(StreamConsumer):
    """`ws/projects/{project_id}`: what happens in a project, and who is connected."""

    async def subscribe(self, token: str) -> Subscription | None:
        """Subscribe to the project's stream."""
        project_id: UUID = self.scope["url_route"]["kwargs"]["project_id"]
        found = await _principal_and_role(token, project_id)
        if found is None:
            return None
        principal, role = found
        return Subscription(
            principal,
            project_id,
            project_id=project_id,
            role=role,
            language=self.language_of(principal),
            close=self.end,
        )


class NotificationConsumer(StreamConsumer):
    """`ws/notifications`: a person's notifications, from all of their projects."""

    async def subscribe(self, token: str) -> Subscription | None:
        """Subscribe to the person's own stream."""
        principal = await read_principal(token)
        if principal is None:
            return None
        return Subscription(
            principal,
            principal.user.pk,
            project_id=None,
            language=self.language_of(principal),
            close=self.end,
            replay_filter=hide_removed,
        )


class NotFoundConsumer(StreamConsumer):
    """Any other address."""

    async def subscribe(self, token: str) -> Subscription | None:
        """Refuse every token."""
        raise Http404
