"""What each WebSocket address subscribes to."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404

from eventlog.reads import in_thread
from projects.models import Membership
from realtime.history import history_start
from realtime.replay_filter import update_replayed
from realtime.stream_consumer import StreamConsumer
from realtime.subscriptions import Subscription
from users.tokens import Principal


@in_thread
def _admit(
    identify: Callable[[], Principal | None], project_id: UUID
) -> tuple[Principal, str, int] | None:
    """Return the person, their role in the project, and the seq after which they may read its log.

    None for a bad token or ticket. Raises Http404 if the person can't see the project.
    """
    principal = identify()
    if principal is None:
        return None
    if principal.project_id not in (None, project_id):
        raise Http404
    role = Membership.objects.access(principal.user, project_id).role
    return principal, role, history_start(principal.user, project_id)


class ProjectConsumer(StreamConsumer):
    """`ws/projects/{project_id}`: what happens in a project, and who is connected."""

    async def subscribe(self, identify: Callable[[], Principal | None]) -> Subscription | None:
        """Subscribe to the project's stream."""
        project_id: UUID = self.scope["url_route"]["kwargs"]["project_id"]
        admitted = await _admit(identify, project_id)
        if admitted is None:
            return None
        principal, role, start = admitted
        return Subscription(
            principal,
            project_id,
            project_id=project_id,
            reader=self.reader_for(principal),
            role=role,
            history_start=start,
            close=self.end,
        )


class NotificationConsumer(StreamConsumer):
    """`ws/notifications`: a person's notifications, from all of their projects."""

    async def subscribe(self, identify: Callable[[], Principal | None]) -> Subscription | None:
        """Subscribe to the person's own stream."""
        principal = await in_thread(identify)()
        if principal is None:
            return None
        return Subscription(
            principal,
            principal.user.pk,
            project_id=None,
            reader=self.reader_for(principal),
            close=self.end,
            replay_filter=update_replayed,
        )


class NotFoundConsumer(StreamConsumer):
    """Any other address."""

    async def subscribe(self, identify: Callable[[], Principal | None]) -> Subscription | None:
        """Refuse everybody."""
        raise Http404
