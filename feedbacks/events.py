"""Events about feedback."""

from collections.abc import Sequence
from uuid import UUID

from eventlog.events import EventType
from eventlog.publish import publish
from feedbacks.resources import FEEDBACK


def publish_feedbacks(
    event: EventType, ids: Sequence[UUID], *, project_id: UUID, actor_id: UUID | None
) -> None:
    """Publish one event for each row, in the order of `ids`, from one query. Part of an action."""
    texts = FEEDBACK.texts(ids)
    for row_id in ids:
        publish(event, project_id=project_id, payload=texts[row_id], actor_id=actor_id)
