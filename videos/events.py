"""What is said of videos in the log."""

from uuid import UUID

from eventlog.events import EventType
from eventlog.publish import publish
from videoplanet.api.responses import text_of
from videos.models import Video


def publish_video(event: EventType, video: Video, *, actor_id: UUID | None) -> None:
    """Publish a video as it is now, as REST returns it. Part of an action."""
    publish(
        event,
        project_id=video.project_id,
        payload=text_of(Video.objects.filter(id=video.id).as_json()),
        actor_id=actor_id,
    )
