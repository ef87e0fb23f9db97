"""Videos that are there: playing, renaming, deleting them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from projects.actions import forget_objects
from projects.models import Access, Role, Video
from realtime.events import EventType
from realtime.publish import action, publish
from videoplanet.api import storage
from videoplanet.api.changes import apply_changes
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import Conflict
from videoplanet.api.reads import text_of


class NotReady(Conflict):
    """The video's bytes are not all there yet."""

    code = "not_ready"
    detail = _("This video is not uploaded yet.")


@action()
def change_video(
    *, access: Access, video_id: UUID, changes: dict[str, str], versions: Versions = None
) -> None:
    """Rename a video. Raises Forbidden, Video.DoesNotExist, PreconditionFailed."""
    access.require(Role.EDITOR)
    video = Video.objects.select_for_update(no_key=True).get(id=video_id)
    require_version(video.updated_at, versions)
    if apply_changes(video, changes):
        publish_video(EventType.VIDEO_UPDATED, video, actor_id=access.user.id)


@action()
def delete_video(*, access: Access, video_id: UUID, versions: Versions = None) -> None:
    """Delete a video with its feedback; its objects go after the commit.

    Raises Forbidden, Video.DoesNotExist, PreconditionFailed.
    """
    access.require(Role.EDITOR)
    video = Video.objects.select_for_update().get(id=video_id)
    require_version(video.updated_at, versions)
    remove_video(video, actor_id=access.user.id)


def remove_video(video: Video, *, actor_id: UUID | None) -> None:
    """Delete a locked video, an unfinished upload with it. Part of an action."""
    payload = {"id": video.id, "project_id": video.project_id}
    project_id = video.project_id
    forget_objects(video.object_prefix, video if video.upload_id else None)
    video.delete()
    publish(EventType.VIDEO_DELETED, project_id=project_id, payload=payload, actor_id=actor_id)


def publish_video(event: EventType, video: Video, *, actor_id: UUID | None) -> None:
    """Publish a video as it is now, as REST returns it. Part of an action."""
    publish(
        event,
        project_id=video.project_id,
        payload=text_of(Video.objects.filter(id=video.id).as_json()),
        actor_id=actor_id,
    )


def playback(*, video: Video, download: bool) -> dict[str, Any]:
    """Return where the video plays (ranges work), or where it is saved under its own name.

    Raises NotReady (409) while there is nothing to play.
    """
    if video.status == Video.Status.UPLOADING:
        raise NotReady
    lifetime: timedelta = settings.PLAYBACK_LIFETIME
    headers = {"ResponseContentType": video.content_type}
    if download:
        headers["ResponseContentDisposition"] = str(
            content_disposition_header(True, video.filename)
        )
    url = storage.download_url(
        video.object_key, expires_in=int(lifetime.total_seconds()), **headers
    )
    return {
        "url": url,
        "hls_url": None,
        "content_type": video.content_type,
        "expires_at": timezone.now() + lifetime,
    }
