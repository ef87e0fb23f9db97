"""The objects of the bucket: which there are, which rows name, how they are copied and put back."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any
from uuid import UUID

from boto3.s3.transfer import TransferConfig
from django.conf import settings
from django.db.models import Q

from feedbacks.models import Feedback, PictureStatus, Screenshot
from operations import sealing
from operations.snapshots import Folder, Manifest, ObjectEntry
from users.models import User
from videoplanet.storage import media_urls, s3
from videos.models import Video

OURS = (f"{media_urls.PROJECTS}/", f"{media_urls.AVATARS}/", f"{media_urls.SCREENSHOTS}/")
"""Where the product keeps objects; what else is in the bucket is somebody else's."""
VIDEO_KEYS = ("poster_key", "sprite_vtt_key", "peaks_key", "rendition_key")


def listed() -> Iterator[dict[str, Any]]:
    """Yield Key, ETag, Size and LastModified of each object of the product."""
    for prefix in OURS:
        pages = s3.client(patient=True).get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=settings.S3_BUCKET, Prefix=prefix):
            yield from page.get("Contents", [])  # type: ignore[misc] # a dict of theirs


def named_by_rows() -> Iterator[str]:
    """Yield the key of each object that a row needs."""
    videos = Video.objects.exclude(status=Video.Status.UPLOADING)
    for video in videos.only("id", "project_id", "status", *VIDEO_KEYS).iterator():
        if video.status != Video.Status.FAILED:
            yield video.object_key
        yield from filter(None, (getattr(video, name) for name in VIDEO_KEYS))
    pictures = Feedback.objects.filter(
        Q(screenshot_key__isnull=False) | Q(annotated_key__isnull=False)
    )
    for keys in pictures.values_list("screenshot_key", "annotated_key").iterator():
        yield from filter(None, keys)
    people = User.objects.filter(avatar_key__isnull=False)
    yield from people.values_list("avatar_key", flat=True).iterator()  # type: ignore[misc] # not null
    waiting = Screenshot.objects.filter(status=PictureStatus.PENDING)
    yield from waiting.values_list("raw_key", flat=True).iterator()
    untaken = Screenshot.objects.filter(feedback=None, key__isnull=False)
    yield from untaken.values_list("key", flat=True).iterator()  # type: ignore[misc] # not null


def has_row(keys: Sequence[str]) -> set[str]:
    """Return those of the keys that belong to a row that is there."""
    owners = {key: _owner(key) for key in keys}
    known: set[tuple[str, str]] = set()
    for kind, model in (("video", Video), ("user", User), ("screenshot", Screenshot)):
        ids = {UUID(owner[1]) for owner in owners.values() if owner and owner[0] == kind}
        rows = model._default_manager.filter(id__in=ids).values_list("id", flat=True)  # noqa: SLF001 - any model
        known |= {(kind, str(one)) for one in rows}
    avatars = set(User.objects.filter(avatar_key__in=keys).values_list("avatar_key", flat=True))
    return {
        key
        for key, owner in owners.items()
        if owner in known and (owner[0] != "user" or key in avatars)
    }


def _owner(key: str) -> tuple[str, str] | None:
    """Return kind and id of the row to which an object belongs, by its key."""
    match key.split("/"):
        case [media_urls.PROJECTS, _project, "videos", video, *_rest]:
            found = ("video", video)
        case [media_urls.AVATARS, user, _name]:
            found = ("user", user)
        case [media_urls.SCREENSHOTS, screenshot, *_rest]:
            found = ("screenshot", screenshot)
        case _:
            return None
    try:
        UUID(found[1])
    except ValueError:
        return None
    return found


def copy_new(folder: Folder, manifest: Manifest, before: Manifest | None, recipient: Any) -> int:
    """Copy all objects that the manifest lacks; return how many had to be read."""
    known = before.objects if before else {}
    read = 0
    for entry in listed():
        key, etag, size = entry["Key"], entry["ETag"], entry["Size"]
        for same in (manifest.objects.get(key), known.get(key)):
            if (
                same
                and (same.etag, same.size) == (etag, size)
                and _is_kept(folder, same, recipient)
            ):
                manifest.objects[key] = same
                break
        else:
            copied = _copy(folder, key, recipient)
            if copied:  # else it was deleted meanwhile
                manifest.objects[key] = copied
                read += 1
    return read


def _is_kept(folder: Folder, entry: ObjectEntry, recipient: Any) -> bool:
    """Say whether the content is there; one in clear is encrypted now, if that is wanted."""
    path = folder.content(entry.sha256)
    kept = sealing.kept_at(path)
    if kept == path and recipient is not None:
        with path.open("rb") as file:
            sealing.write(file, path, recipient)
        path.unlink()
    return kept is not None


def _copy(folder: Folder, key: str, recipient: Any) -> ObjectEntry | None:
    client = s3.client(patient=True)
    try:
        answer = client.get_object(Bucket=settings.S3_BUCKET, Key=key)
    except client.exceptions.NoSuchKey:
        return None
    partial = folder.path / "objects" / "incoming"
    with closing(answer["Body"]) as body:
        reading = sealing.write(body, partial, recipient)  # type: ignore[arg-type] # it has `read`
    sha256 = reading.digest.hexdigest()
    written = sealing.kept_at(partial)
    assert written is not None  # noqa: S101 - just written
    path = folder.content(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    written.replace(path.with_name(written.name.replace("incoming", sha256)))
    return ObjectEntry(
        etag=answer["ETag"],
        size=reading.size,
        sha256=sha256,
        content_type=answer.get("ContentType", "application/octet-stream"),
        cache_control=answer.get("CacheControl", ""),
    )


def put_back(folder: Folder, manifest: Manifest, identities: Sequence[Any]) -> int:
    """Write the manifest's objects that the bucket lacks or has otherwise; return how many."""
    there = {entry["Key"]: (entry["ETag"], entry["Size"]) for entry in listed()}
    config = TransferConfig(use_threads=False, multipart_chunksize=16 * 1024**2)
    written = 0
    for key, entry in manifest.objects.items():
        if there.get(key) == (entry.etag, entry.size):
            continue
        headers = {"ContentType": entry.content_type, "CacheControl": entry.cache_control}
        with tempfile.TemporaryFile() as file:
            sealing.read(folder.content(entry.sha256), file, identities)
            file.seek(0)
            s3.client(patient=True).upload_fileobj(
                file,
                settings.S3_BUCKET,
                key,
                ExtraArgs={name: value for name, value in headers.items() if value},
                Config=config,
            )
        written += 1
    return written


def delete_others(manifest: Manifest) -> int:
    """Delete the product's objects that the manifest does not have; return how many."""
    others = [entry["Key"] for entry in listed() if entry["Key"] not in manifest.objects]
    for key in others:
        s3.delete(key)
    return len(others)
