"""Events about videos."""

from uuid import UUID

from eventlog.events import EventType
from eventlog.publish import ResourceRow, publish
from videos.models import Video
from videos.resources import VIDEO


def publish_video(event: EventType, video: Video, *, actor_id: UUID | None) -> None:
    """Publish a video as it is now, as REST returns it. Part of an action."""
    publish(
        event,
        project_id=video.project_id,
        payload=ResourceRow(VIDEO, video.id),
        actor_id=actor_id,
    )
