"""Events about feedback."""

from collections.abc import Sequence
from uuid import UUID

from eventlog.events import EventType
from eventlog.publish import Publication, ResourceRow, publish
from feedbacks.resources import FEEDBACK


def publish_feedbacks(
    event: EventType, ids: Sequence[UUID], *, project_id: UUID, actor_id: UUID | None
) -> list[Publication]:
    """Publish one event for each row, in the order of `ids`. Part of an action."""
    rows = [ResourceRow(FEEDBACK, row_id) for row_id in ids]
    return [publish(event, project_id=project_id, payload=row, actor_id=actor_id) for row in rows]
