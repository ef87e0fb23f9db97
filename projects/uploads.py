"""Videos on their way in: a plan of presigned part URLs, what is missing, completion, the end.

Bytes go from the browser to the storage, never through us. Every upload is a multipart one, small
files in a single part, so there is one way. The storage is asked outside of transactions: rows are
locked only for the moment of a decision.
"""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from botocore.exceptions import ClientError
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
from videoplanet.api.errors import Conflict, InvalidField
from videoplanet.api.ids import new_id
from videoplanet.api.reads import text_of

MAX_PARTS = 2000  # an answer with as many URLs is about a megabyte
MIB = 1024**2


class NotUploading(Conflict):
    """The upload has ended, one way or the other."""

    code = "not_uploading"
    detail = _("This video's upload has ended.")


class UploadGone(Conflict):
    """The storage doesn't know the upload any more."""

    code = "upload_gone"
    detail = _("The storage no longer has this upload. Start again.")


class NotReady(Conflict):
    """The video's bytes are not all there yet."""

    code = "not_ready"
    detail = _("This video is not uploaded yet.")


@dataclass(frozen=True, slots=True)
class Part:
    """A part as the client names it when it completes."""

    number: int
    etag: str


def part_size_of(size: int) -> int:
    """Return the size of the parts of a file of `size` bytes: 8 MiB, more only beyond 16 GB."""
    least = math.ceil(size / MAX_PARTS / MIB) * MIB
    return max(settings.VIDEO_PART_BYTES, least)


def part_sizes(video: Video) -> list[int]:
    """Return each part's size in bytes; the last is what remains."""
    full, rest = divmod(video.size, video.part_size)
    return [video.part_size] * full + ([rest] if rest else [])


def start_upload(
    *, access: Access, title: str, filename: str, size: int, content_type: str
) -> Video:
    """Make a video whose bytes are awaited. Raises Forbidden."""
    access.require(Role.EDITOR)
    video = Video(
        id=new_id(),
        project_id=access.project_id,
        uploader=access.user,
        title=title,
        filename=filename,
        size=size,
        content_type=content_type,
        part_size=part_size_of(size),
    )
    answer = storage.client().create_multipart_upload(
        Bucket=settings.S3_BUCKET, Key=video.object_key, ContentType=content_type
    )
    video.upload_id = answer["UploadId"]
    try:
        _add_video(video)
    except Exception:
        storage.abort_upload(video.object_key, video.upload_id)
        raise
    return video


@action()
def _add_video(video: Video) -> None:
    video.save(force_insert=True)
    _publish(EventType.VIDEO_CREATED, video, video.uploader_id)


def _publish(event: EventType, video: Video, actor_id: UUID | None) -> None:
    publish(
        event,
        project_id=video.project_id,
        payload=text_of(Video.objects.filter(id=video.id).as_json()),
        actor_id=actor_id,
    )


def expiry_of(video: Video) -> datetime:
    """Return when the upload's URLs end and the sweep takes it."""
    ends: datetime = video.created_at + settings.UPLOAD_LIFETIME
    return ends


def plan(video: Video, uploaded: Iterable[int] = ()) -> dict[str, Any]:
    """Return the upload plan: fresh URLs for all parts that are not `uploaded`."""
    there = set(uploaded)
    left = max(expiry_of(video) - timezone.now(), timedelta(minutes=1))
    parts = [
        {
            "number": number,
            "size": size,
            "url": storage.presign(
                "upload_part",
                expires_in=int(left.total_seconds()),
                Key=video.object_key,
                UploadId=video.upload_id,
                PartNumber=number,
            ),
        }
        for number, size in enumerate(part_sizes(video), 1)
        if number not in there
    ]
    return {"part_size": video.part_size, "expires_at": expiry_of(video), "parts": parts}


def missing_parts(*, access: Access, video: Video) -> dict[str, Any]:
    """Return the plan for what is missing, and the parts that are there (`uploaded`)."""
    access.require(Role.EDITOR)
    if video.status != Video.Status.UPLOADING:
        raise NotUploading
    stored = _stored_parts(video)
    if stored is None:
        raise UploadGone
    sizes = part_sizes(video)
    right = {n: p for n, p in stored.items() if n <= len(sizes) and p["size"] == sizes[n - 1]}
    return {
        **plan(video, right),
        "uploaded": [{"number": number, **right[number]} for number in sorted(right)],
    }


def _stored_parts(video: Video) -> dict[int, dict[str, Any]] | None:
    """Return `{number: {size, etag}}` as the storage has it; None if the upload has ended there."""
    stored: dict[int, dict[str, Any]] = {}
    pages = (
        storage.client()
        .get_paginator("list_parts")
        .paginate(Bucket=settings.S3_BUCKET, Key=video.object_key, UploadId=video.upload_id)
    )
    try:
        for page in pages:
            for part in page.get("Parts", []):
                stored[part["PartNumber"]] = {"size": part["Size"], "etag": part["ETag"]}
    except storage.client().exceptions.NoSuchUpload:
        return None
    return stored


def complete_upload(*, access: Access, video: Video, parts: list[Part]) -> None:
    """Join the parts and make the video ready; the same call again changes nothing.

    Raises Forbidden, InvalidField (a part missing, of a wrong size or ETag), NotUploading (completed
    before with other parts), UploadGone.
    """
    access.require(Role.EDITOR)
    _check_numbers(video, parts)
    digest = _digest(parts)
    if video.status != Video.Status.UPLOADING:
        _require_same(video, digest)
        return
    stored = _stored_parts(video)
    if stored is not None:
        _check_stored(video, parts, stored)
        _join(video, parts)
    if _stored_size(video) != video.size:
        raise UploadGone
    _finish(video.id, digest, actor_id=access.user.id)


def _check_numbers(video: Video, parts: list[Part]) -> None:
    count = len(part_sizes(video))
    if [part.number for part in parts] != list(range(1, count + 1)):
        message = _("All parts are needed, each once, in order: 1 to %(count)s.")
        raise InvalidField("parts", "incomplete", message % {"count": count})


def _check_stored(video: Video, parts: list[Part], stored: dict[int, dict[str, Any]]) -> None:
    for index, (part, size) in enumerate(zip(parts, part_sizes(video), strict=True)):
        there = stored.get(part.number)
        if there is None:
            message = _("Part %(number)s was not uploaded.") % {"number": part.number}
            raise InvalidField(f"parts[{index}]", "missing", message)
        if there["size"] != size:
            text = _("Part %(number)s has %(has)s bytes and must have %(must)s.")
            details = {"number": part.number, "has": there["size"], "must": size}
            raise InvalidField(f"parts[{index}]", "wrong_size", text % details)
        if there["etag"].strip('"') != part.etag.strip('"'):
            text = _("Part %(number)s was uploaded with another ETag.")
            raise InvalidField(f"parts[{index}].etag", "wrong_etag", text % {"number": part.number})


def _join(video: Video, parts: list[Part]) -> None:
    """Have the storage join the parts. That somebody did it at the same time is no error."""
    listed = [{"PartNumber": part.number, "ETag": part.etag} for part in parts]
    try:
        storage.client().complete_multipart_upload(
            Bucket=settings.S3_BUCKET,
            Key=video.object_key,
            UploadId=video.upload_id,
            MultipartUpload={"Parts": listed},  # type: ignore[typeddict-item]
        )
    except storage.client().exceptions.NoSuchUpload:
        return


def _stored_size(video: Video) -> int | None:
    try:
        answer = storage.client().head_object(Bucket=settings.S3_BUCKET, Key=video.object_key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return None
        raise
    return int(answer["ContentLength"])


def _digest(parts: list[Part]) -> str:
    listed = ",".join(f"{part.number}:{part.etag.strip('"')}" for part in parts)
    return hashlib.sha256(listed.encode()).hexdigest()


def _require_same(video: Video, digest: str) -> None:
    if video.parts_digest != digest:
        raise NotUploading


@action()
def _finish(video_id: UUID, digest: str, *, actor_id: UUID) -> None:
    """Mark the video ready, once: of two completions the second finds it done."""
    video = Video.objects.select_for_update(no_key=True).get(id=video_id)
    if video.status != Video.Status.UPLOADING:
        _require_same(video, digest)
        return
    changes = {
        "status": Video.Status.READY,
        "progress": 100,
        "upload_id": "",
        "parts_digest": digest,
    }
    apply_changes(video, changes)
    _publish(EventType.VIDEO_UPDATED, video, actor_id)


@action()
def abort_upload(*, access: Access, video_id: UUID) -> None:
    """End an upload; the video goes with it. Raises Forbidden, NotUploading."""
    access.require(Role.EDITOR)
    video = Video.objects.select_for_update().get(id=video_id)
    if video.status != Video.Status.UPLOADING:
        raise NotUploading
    _delete(video, access.user.id)


@action()
def discard_upload(*, video_id: UUID) -> bool:
    """Delete a video that is still uploading, for the sweep; say whether it was."""
    video = Video.objects.select_for_update().filter(id=video_id).first()
    if video is None or video.status != Video.Status.UPLOADING:
        return False
    _delete(video, None)
    return True


@action()
def change_video(
    *, access: Access, video_id: UUID, changes: dict[str, str], versions: Versions = None
) -> None:
    """Rename a video. Raises Forbidden, PreconditionFailed."""
    access.require(Role.EDITOR)
    video = Video.objects.select_for_update(no_key=True).get(id=video_id)
    require_version(video.updated_at, versions)
    if apply_changes(video, changes):
        _publish(EventType.VIDEO_UPDATED, video, access.user.id)


@action()
def delete_video(*, access: Access, video_id: UUID, versions: Versions = None) -> None:
    """Delete a video with its feedback; its objects go after the commit."""
    access.require(Role.EDITOR)
    video = Video.objects.select_for_update().get(id=video_id)
    require_version(video.updated_at, versions)
    _delete(video, access.user.id)


def _delete(video: Video, actor_id: UUID | None) -> None:
    payload = {"id": video.id, "project_id": video.project_id}
    forget_objects(video.object_prefix, video if video.upload_id else None)
    video.delete()
    publish(
        EventType.VIDEO_DELETED,
        project_id=payload["project_id"],
        payload=payload,
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
