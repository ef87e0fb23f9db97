"""Playing, renaming and deleting videos."""

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
    """Delete a video with its feedback; its stored files are deleted after the commit.

    Raises Forbidden, Video.DoesNotExist, PreconditionFailed.
    """
    access.require(Role.EDITOR)
    video = lock_for_removal(Video.objects.within(access), video_id)
    require_version(video.updated_at, versions)
    remove_video(video, actor_id=access.user.id)


def lock_for_removal(rows: VideoQuerySet, video_id: UUID, *, skip_locked: bool = False) -> Video:
    """Lock a video of these rows with its stack's other versions, oldest first; return it.

    Removing a version changes the next one too. If only these two were locked, users who delete
    neighbouring versions at the same moment could wait for each other. Raises Video.DoesNotExist,
    with `skip_locked` also for a video that somebody else has locked.
    """
    stack_id = rows.filter(id=video_id).annotate(stack=STACK).values("stack")[:1]
    versions = rows.in_stack(Subquery(stack_id)).order_by("version")
    for version in versions.select_for_update(no_key=True, skip_locked=skip_locked):
        if version.id == video_id:
            return version
    raise Video.DoesNotExist


def remove_video(video: Video, *, actor_id: UUID | None) -> None:
    """Delete a locked video, together with an unfinished upload. Part of an action.

    The next version in its stack then follows the previous one, and has an event too.
    """
    payload = {"id": video.id, "project_id": video.project_id}
    project_id = video.project_id
    next_versions = list(video.next.all())
    forget_objects(
        video.object_prefix,
        upload_key=video.object_key if video.upload_id else "",
        upload_id=video.upload_id,
    )
    # `updated_at` stays: nobody edited it, so nobody's `If-Match` may fail for it.
    video.next.update(previous=video.previous_id)
    content_ids = chain.from_iterable(ids(video.id) for ids in extensions.contents)
    redact(project_id, [video.id, *content_ids])
    video.delete()
    publish(EventType.VIDEO_DELETED, project_id=project_id, payload=payload, actor_id=actor_id)
    for version in next_versions:
        publish_video(EventType.VIDEO_UPDATED, version, actor_id=actor_id)


def playback(*, video: Video, download: bool) -> dict[str, Any]:
    """Return a URL that plays the video (ranges work), or one that saves it under its own name.

    The rendition is played if there is one; a download is always the original. Raises NotReady
    (409) while there is nothing to play.
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
    """Schedule the end of a project's unfinished uploads, before the project is deleted."""
    unfinished = Video.objects.filter(project_id=project_id).exclude(upload_id="")
    for video in unfinished.only("id", "project_id", "upload_id"):
        forget_objects(video.object_prefix, upload_key=video.object_key, upload_id=video.upload_id)
