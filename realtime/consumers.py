"""What each WebSocket address subscribes to."""

from uuid import UUID

from django.http import Http404

from realtime.admission import Arrival, admissions
from realtime.replay_filter import update_replayed
from realtime.stream_consumer import StreamConsumer
from realtime.subscriptions import Subscription
from users.claims import Claim


class ProjectConsumer(StreamConsumer):
    """`ws/projects/{project_id}`: what happens in a project, and who is connected."""

    kind = "project"

    async def subscribe(self, claim: Claim | None, ticket: str | None) -> Subscription | None:
        """Subscribe to the project's stream."""
        project_id: UUID = self.scope["url_route"]["kwargs"]["project_id"]
        admission = await admissions().admit(Arrival(claim, ticket, project_id))
        if admission is None:
            return None
        return Subscription(
            admission.principal,
            project_id,
            project_id=project_id,
            reader=self.reader_for(admission.principal),
            role=admission.role,
            history_start=admission.history_start,
            close=self.end,
        )


class NotificationConsumer(StreamConsumer):
    """`ws/notifications`: a person's notifications, from all of their projects."""

    kind = "notifications"

    async def subscribe(self, claim: Claim | None, ticket: str | None) -> Subscription | None:
        """Subscribe to the person's own stream."""
        admission = await admissions().admit(Arrival(claim, ticket, None))
        if admission is None:
            return None
        return Subscription(
            admission.principal,
            admission.principal.user.pk,
            project_id=None,
            reader=self.reader_for(admission.principal),
            close=self.end,
            replay_filter=update_replayed,
        )


class NotFoundConsumer(StreamConsumer):
    """Any other address."""

    kind = "none"

    async def subscribe(self, claim: Claim | None, ticket: str | None) -> Subscription | None:
        """Refuse everybody."""
        raise Http404
