"""What is said of feedback in the log."""

from collections.abc import Sequence
from uuid import UUID

from eventlog.events import EventType
from eventlog.publish import publish
from feedbacks.models import FEEDBACK_JSON, Feedback
from videoplanet.db.sql_json import read_by_ids


def publish_feedbacks(
    event: EventType, ids: Sequence[UUID], *, project_id: UUID, actor_id: UUID | None
) -> None:
    """Publish one event for each row, in the order of `ids`, from one query. Part of an action."""
    texts = dict(read_by_ids(Feedback, ids, "id", FEEDBACK_JSON))
    for each in ids:
        publish(event, project_id=project_id, payload=texts[each], actor_id=actor_id)
