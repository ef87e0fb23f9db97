"""The parts of an upload: their sizes, which of them the storage has, whether they are right."""

import hashlib
import math
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from videoplanet.api.errors import InvalidField
from videoplanet.storage import s3
from videos.models import Video

MAX_PARTS = 2000  # an answer with this many URLs is about a megabyte
MIB = 1024**2

type Stored = dict[int, dict[str, Any]]
"""What the storage has: `{number: {size, etag}}`, sizes in bytes."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part as the client lists it when it completes the upload."""

    number: int
    etag: str

    @property
    def bare_etag(self) -> str:
        """Return the ETag without its quotes, which not every client sends."""
        return self.etag.strip('"')


def part_size_of(size: int) -> int:
    """Return the size of the parts of a file of `size` bytes: 8 MiB, or more above 16 GB."""
    least = math.ceil(size / MAX_PARTS / MIB) * MIB
    return max(settings.VIDEO_PART_BYTES, least)


def part_sizes(video: Video) -> list[int]:
    """Return each part's size in bytes; the last is what remains."""
    full, rest = divmod(video.size, video.part_size)
    return [video.part_size] * full + ([rest] if rest else [])


def digest_of(parts: list[Part]) -> str:
    """Return a digest of the parts, which does not depend on their order."""
    listed = ",".join(sorted(f"{part.number}:{part.bare_etag}" for part in parts))
    return hashlib.sha256(listed.encode()).hexdigest()


def stored_parts(video: Video) -> Stored | None:
    """Return what the storage has; None if the upload has ended there."""
    stored: Stored = {}
    pages = (
        s3.client()
        .get_paginator("list_parts")
        .paginate(Bucket=settings.S3_BUCKET, Key=video.object_key, UploadId=video.upload_id)
    )
    try:
        for page in pages:
            for part in page.get("Parts", []):
                stored[part["PartNumber"]] = {"size": part["Size"], "etag": part["ETag"]}
    except s3.client().exceptions.NoSuchUpload:
        return None
    return stored


def right_parts(video: Video, stored: Stored) -> Stored:
    """Return the stored parts that belong to the file and have the right size."""
    sizes = dict(enumerate(part_sizes(video), 1))
    return {n: stored[n] for n in sorted(stored) if stored[n]["size"] == sizes.get(n)}


def check_numbers(video: Video, parts: list[Part]) -> None:
    """Raise InvalidField unless every part of the file is named once."""
    count = len(part_sizes(video))
    seen: set[int] = set()
    for index, part in enumerate(parts):
        if part.number > count:
            message = _("There is no part %(number)s: the plan has %(count)s.")
            raise InvalidField(
                f"parts[{index}].number",
                "unknown",
                message % {"number": part.number, "count": count},
            )
        if part.number in seen:
            message = _("Part %(number)s is named twice.")
            raise InvalidField(
                f"parts[{index}].number", "duplicate", message % {"number": part.number}
            )
        seen.add(part.number)
    for number in range(1, count + 1):
        if number not in seen:
            message = _("Part %(number)s of %(count)s is not named.")
            raise InvalidField("parts", "incomplete", message % {"number": number, "count": count})


def check_stored(video: Video, parts: list[Part], stored: Stored) -> None:
    """Raise InvalidField unless the storage has each part, of its size and with its ETag."""
    sizes = part_sizes(video)
    for index, part in enumerate(parts):
        stored_part, size = stored.get(part.number), sizes[part.number - 1]
        if stored_part is None:
            message = _("Part %(number)s was not uploaded.")
            raise InvalidField(f"parts[{index}]", "missing", message % {"number": part.number})
        if stored_part["size"] != size:
            message = _("Part %(number)s has %(has)s bytes and must have %(must)s.")
            details = {"number": part.number, "has": stored_part["size"], "must": size}
            raise InvalidField(f"parts[{index}]", "wrong_size", message % details)
        if stored_part["etag"].strip('"') != part.bare_etag:
            message = _("Part %(number)s was uploaded with another ETag.")
            raise InvalidField(
                f"parts[{index}].etag", "wrong_etag", message % {"number": part.number}
            )


def join_parts(video: Video, parts: list[Part]) -> None:
    """Have the storage join the parts. It is no error if another request has just done so.

    Raises InvalidField if a part was uploaded again after it was checked.
    """
    listed = [
        {"PartNumber": part.number, "ETag": f'"{part.bare_etag}"'}
        for part in sorted(parts, key=lambda part: part.number)
    ]
    try:
        s3.client(patient=True).complete_multipart_upload(
            Bucket=settings.S3_BUCKET,
            Key=video.object_key,
            UploadId=video.upload_id,
            MultipartUpload={"Parts": listed},  # type: ignore[typeddict-item]
        )
    except ClientError as error:
        match error.response["Error"]["Code"]:
            case "NoSuchUpload":
                return
            case "InvalidPart" | "EntityTooSmall":
                message = _(
                    "A part was uploaded again in the meantime. Read what is there and try again."
                )
                raise InvalidField("parts", "changed", message) from error
            case _:
                raise


def stored_size(video: Video) -> int | None:
    """Return the size in bytes of the joined object; None if there is none."""
    try:
        answer = s3.client().head_object(Bucket=settings.S3_BUCKET, Key=video.object_key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return None
        raise
    return int(answer["ContentLength"])
