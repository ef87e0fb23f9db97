"""Videos that are there: playing, renaming, deleting them."""

from datetime import timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Subquery
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from eventlog.events import EventType
from eventlog.publish import action, publish, redact
from projects.models import Access, Role
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import Conflict
from videoplanet.db.changes import apply_changes
from videoplanet.storage import s3
from videoplanet.storage.deletions import forget_objects
from videos import extensions
from videos.events import publish_video
from videos.models import STACK, Video, VideoQuerySet


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
    video = Video.objects.within(access).select_for_update(no_key=True).get(id=video_id)
    require_version(video.updated_at, versions)
    if apply_changes(video, changes):
        redact(video.project_id, [video.id])
        publish_video(EventType.VIDEO_UPDATED, video, actor_id=access.user.id)


@action()
def delete_video(*, access: Access, video_id: UUID, versions: Versions = None) -> None:
    """Delete a video with its feedback; its objects go after the commit.

    Raises Forbidden, Video.DoesNotExist, PreconditionFailed.
    """
    access.require(Role.EDITOR)
    video = lock_for_removal(Video.objects.within(access), video_id)
    require_version(video.updated_at, versions)
    remove_video(video, actor_id=access.user.id)


def lock_for_removal(rows: VideoQuerySet, video_id: UUID, *, skip_locked: bool = False) -> Video:
    """Lock a video of these rows with its stack's other versions, oldest first; return it.

    Its neighbours are linked to each other: were only they locked, and not in one order, two users
    who delete neighbours would wait for each other. Raises Video.DoesNotExist, with `skip_locked`
    also for one that somebody else has locked.
    """
    own = rows.filter(id=video_id).annotate(stack=STACK).values("stack")[:1]
    stack = rows.in_stack(Subquery(own)).order_by("version")
    for version in stack.select_for_update(no_key=True, skip_locked=skip_locked):
        if version.id == video_id:
            return version
    raise Video.DoesNotExist


def remove_video(video: Video, *, actor_id: UUID | None) -> None:
    """Delete a locked video, an unfinished upload with it. Part of an action.

    The version after it in its stack follows the one before it then, and has an event too.
    """
    payload = {"id": video.id, "project_id": video.project_id}
    project_id = video.project_id
    after = list(video.next.all())
    forget_objects(
        video.object_prefix,
        upload_key=video.object_key if video.upload_id else "",
        upload_id=video.upload_id,
    )
    # `updated_at` stays: nobody edited it, so nobody's `If-Match` may fail for it.
    video.next.update(previous=video.previous_id)
    within = chain.from_iterable(ids(video.id) for ids in extensions.contents)
    redact(project_id, [video.id, *within])
    video.delete()
    publish(EventType.VIDEO_DELETED, project_id=project_id, payload=payload, actor_id=actor_id)
    for version in after:
        publish_video(EventType.VIDEO_UPDATED, version, actor_id=actor_id)


def playback(*, video: Video, download: bool) -> dict[str, Any]:
    """Return where the video plays (ranges work), or where it is saved under its own name.

    What plays is the rendition where there is one; what is saved is always the original. Raises
    NotReady (409) while there is nothing to play.
    """
    if video.status == Video.Status.UPLOADING:
        raise NotReady
    lifetime: timedelta = settings.PLAYBACK_LIFETIME
    key, content_type = video.object_key, video.content_type
    if video.rendition_key and not download:
        key, content_type = video.rendition_key, "video/mp4"
    headers = {"ResponseContentType": content_type}
    if download:
        headers["ResponseContentDisposition"] = str(
            content_disposition_header(True, video.filename)
        )
    url = s3.download_url(key, expires_in=int(lifetime.total_seconds()), **headers)
    return {
        "url": url,
        "hls_url": None,
        "content_type": content_type,
        "expires_at": timezone.now() + lifetime,
    }


def forget_unfinished_uploads(project_id: UUID) -> None:
    """Have a project's unfinished uploads ended, before it is deleted with its videos."""
    unfinished = Video.objects.filter(project_id=project_id).exclude(upload_id="")
    for video in unfinished.only("id", "project_id", "upload_id"):
        forget_objects(video.object_prefix, upload_key=video.object_key, upload_id=video.upload_id)
