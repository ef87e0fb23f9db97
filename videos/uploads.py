"""Uploading videos: a plan of presigned part URLs, the missing parts, completing and aborting.

Bytes go from the browser to the storage, never through us. Every upload is a multipart one, with a
single part for a small file, so there is only one procedure. Rows are locked only while something
is decided, not during requests to the storage.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from botocore.exceptions import ClientError
from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.events import EventType
from eventlog.publish import action
from projects.models import Access, Role
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import Conflict, ProblemError
from videoplanet.db.changes import apply_changes
from videoplanet.db.ids import new_id
from videoplanet.storage import s3
from videoplanet.storage.deletions import forget_objects
from videoplanet.tasks.exclusive import exclusive
from videoplanet.tasks.work import Kind, schedule
from videos.actions import lock_for_removal, remove_video
from videos.events import publish_video
from videos.models import Video
from videos.parts import (
    Part,
    check_numbers,
    check_stored,
    digest_of,
    join_parts,
    part_size_of,
    part_sizes,
    right_parts,
    stored_parts,
    stored_size,
)
from videos.processing import PROCESSING
from videos.versions import follow

COMPLETION = Kind("complete_upload", lease=timedelta(seconds=10))
COMPLETION_WAIT = 5.0
"""Seconds that a completion waits for another one of the same video."""


class NotUploading(Conflict):
    """The upload was completed or aborted."""

    code = "not_uploading"
    detail = _("This video's upload has ended.")


class ProjectFull(Conflict):
    """The project may have no more bytes."""

    code = "project_full"
    detail = _("This project has no room for this video. Delete others first.")


class UploadGone(Conflict):
    """The storage doesn't know the upload any more."""

    code = "upload_gone"
    detail = _("The storage no longer has this upload. Start again.")


def begin_upload(
    *,
    access: Access,
    title: str,
    filename: str,
    size: int,
    content_type: str,
    previous_version: UUID | None = None,
) -> Video:
    """Begin an upload in the storage; return its video for `add_video` to save.

    It becomes the next version after `previous_version`, or the first of a new stack. Raises
    Forbidden, InvalidField (a previous version that the project doesn't have), NotNewest,
    ProjectFull.

    The storage comes first: a row without its upload would be of no use. A sweep aborts an upload
    that is left without a row.
    """
    access.require(Role.EDITOR)
    _require_room(access, size)
    now = timezone.now()
    video = Video(
        id=new_id(),
        project_id=access.project_id,
        uploader=access.user,
        title=title,
        filename=filename,
        size=size,
        content_type=content_type,
        part_size=part_size_of(size),
        created_at=now,
        updated_at=now,
    )
    follow(video, previous_version)  # before the request to the storage; `add_video` checks again
    answer = s3.client().create_multipart_upload(
        Bucket=settings.S3_BUCKET, Key=video.object_key, ContentType=content_type
    )
    video.upload_id = answer["UploadId"]
    return video


def _require_room(access: Access, size: int) -> None:
    """Raise ProjectFull if the project's videos would have more bytes than one may have."""
    if limit := settings.PROJECT_MAX_BYTES:
        sizes = Video.objects.within(access).aggregate(all=Sum("size", default=0))
        if sizes["all"] + size > limit:
            raise ProjectFull


@action()
def add_video(*, access: Access, video: Video) -> None:
    """Save a video whose upload has begun.

    Raises Forbidden, Video.DoesNotExist (of another project), InvalidField, NotNewest.
    """
    access.require(Role.EDITOR)
    access.require_here(video, video.project_id)
    follow(video, video.previous_id, lock=True)
    video.save(force_insert=True)
    publish_video(EventType.VIDEO_CREATED, video, actor_id=video.uploader_id)


def expiry_of(video: Video) -> datetime:
    """Return when the upload's URLs expire and the sweep may delete it."""
    expiry: datetime = video.created_at + settings.UPLOAD_LIFETIME
    return expiry


def plan(video: Video, uploaded: Iterable[int] = ()) -> dict[str, Any]:
    """Return the upload plan: fresh URLs for all parts that are not `uploaded`."""
    uploaded_numbers = set(uploaded)
    lifetime = max(expiry_of(video) - timezone.now(), timedelta(minutes=1))
    parts = [
        {
            "number": number,
            "size": size,
            "url": s3.presign(
                "upload_part",
                expires_in=int(lifetime.total_seconds()),
                Key=video.object_key,
                UploadId=video.upload_id,
                PartNumber=number,
                # Signed too: the storage refuses a part of another size.
                ContentLength=size,
            ),
        }
        for number, size in enumerate(part_sizes(video), 1)
        if number not in uploaded_numbers
    ]
    return {"part_size": video.part_size, "expires_at": expiry_of(video), "parts": parts}


def missing_parts(*, access: Access, video_id: UUID) -> dict[str, Any]:
    """Return the plan for the missing parts, and the parts that are `uploaded` already.

    Raises Forbidden, Video.DoesNotExist, NotUploading, UploadGone.
    """
    access.require(Role.EDITOR)
    video = Video.objects.within(access).get(id=video_id)
    if video.status != Video.Status.UPLOADING:
        raise NotUploading
    stored = stored_parts(video)
    if stored is None:
        raise UploadGone
    right = right_parts(video, stored)
    uploaded = [{"number": number, **part} for number, part in right.items()]
    return {**plan(video, right), "uploaded": uploaded}


def complete_upload(*, access: Access, video_id: UUID, parts: list[Part]) -> None:
    """Join the parts and hand the video to the worker; the same call again changes nothing.

    Raises Forbidden, InvalidField (a part unknown, named twice, missing, of a wrong size or ETag),
    NotUploading (completed before with other parts), UploadGone, Video.DoesNotExist (aborted
    meanwhile), Busy (another completion of the video is taking long).

    A video has one completion at a time, because parts seem to be missing while they are joined. No
    transaction is open meanwhile: joining a large file's parts takes longer than one may be idle.
    """
    access.require(Role.EDITOR)
    with exclusive(COMPLETION, video_id, wait=COMPLETION_WAIT):
        _complete(access, Video.objects.within(access).get(id=video_id), parts)


def _complete(access: Access, video: Video, parts: list[Part]) -> None:
    digest = digest_of(parts)
    if video.status != Video.Status.UPLOADING:
        _require_same(video, digest)
        return
    check_numbers(video, parts)
    try:
        _join(video, parts)
        _finish(access, video.id, digest)
    except (Video.DoesNotExist, ProblemError, ClientError):
        if Video.objects.filter(id=video.id).exists():
            raise
        # Aborted meanwhile, and its deletion may have run before the joined object was there.
        _forget_again(video.object_prefix)
        raise Video.DoesNotExist from None


def _join(video: Video, parts: list[Part]) -> None:
    stored = stored_parts(video)
    # None: another call joined the parts and died before it recorded that, or the upload is lost.
    if stored is not None:
        check_stored(video, parts, stored)
        join_parts(video, parts)
    if stored_size(video) != video.size:
        raise UploadGone


def _require_same(video: Video, digest: str) -> None:
    if video.parts_digest != digest:
        raise NotUploading


@action()
def _forget_again(prefix: str) -> None:
    forget_objects(prefix)


@action()
def _finish(access: Access, video_id: UUID, digest: str) -> None:
    """Hand the video to the worker, once: a second completion finds that it is done."""
    video = Video.objects.within(access).select_for_update(no_key=True).get(id=video_id)
    if video.status != Video.Status.UPLOADING:
        _require_same(video, digest)
        return
    changes = {
        "status": Video.Status.PROCESSING,
        "upload_id": "",
        "parts_digest": digest,
    }
    apply_changes(video, changes)
    publish_video(EventType.VIDEO_UPDATED, video, actor_id=access.user.id)
    schedule(PROCESSING, [video.id])


@action()
def abort_upload(*, access: Access, video_id: UUID, versions: Versions = None) -> None:
    """End an upload and delete its video.

    Raises Forbidden, Video.DoesNotExist, PreconditionFailed, NotUploading.
    """
    access.require(Role.EDITOR)
    video = lock_for_removal(Video.objects.within(access), video_id)
    require_version(video.updated_at, versions)
    if video.status != Video.Status.UPLOADING:
        raise NotUploading
    remove_video(video, actor_id=access.user.id)


@action()
def discard_upload(*, video_id: UUID) -> bool:
    """Delete a video if it is still uploading, for the sweep; return whether it was.

    A video that is locked at this moment is left to the next sweep.
    """
    try:
        video = lock_for_removal(Video.objects.all(), video_id, skip_locked=True)
    except Video.DoesNotExist:
        return False
    if video.status != Video.Status.UPLOADING:
        return False
    remove_video(video, actor_id=None)
    return True
