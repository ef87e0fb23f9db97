"""The object storage: any S3-compatible endpoint, one private bucket."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from boto3.s3.transfer import TransferConfig
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from videoplanet.storage import cdn

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CopySourceTypeDef, ObjectIdentifierTypeDef


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object or, with `content_range` (`bytes 0-9/100`), a part of it."""

    body: bytes
    etag: str
    content_range: str | None


class NotDeletedError(BotoCoreError):
    """The storage answered the deletion but did not delete the object."""

    fmt = "{key} was not deleted: {code}"


@cache
def _client(endpoint: str | None, *, patient: bool = False) -> "S3Client":
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path" if endpoint else "auto"},
        connect_timeout=2,
        # A request with an Idempotency-Key waits with its transaction open, and PostgreSQL ends a
        # transaction that is idle for 15 s.
        read_timeout=60 if patient else 5,
        retries={"total_max_attempts": 1 if patient else 2, "mode": "standard"},
        # Not every S3-compatible storage supports the newer trailing checksums.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=settings.S3_REGION,
        aws_access_key_id=settings.S3_ACCESS_KEY_ID or None,
        aws_secret_access_key=settings.S3_SECRET_ACCESS_KEY or None,
        config=config,
    )


def client(*, patient: bool = False) -> "S3Client":
    """Return the process's client (boto3 clients may be shared by threads).

    A `patient` one waits for up to a minute and does not retry: joining the parts of a large file
    takes long.
    """
    return _client(settings.S3_ENDPOINT_URL, patient=patient)


def can_anybody_list() -> bool:
    """Say whether the storage lists the bucket to somebody without a key; no if it is away."""
    config = Config(
        signature_version=UNSIGNED,
        s3={"addressing_style": "path" if settings.S3_ENDPOINT_URL else "auto"},
        connect_timeout=2,
        read_timeout=5,
        retries={"total_max_attempts": 1},
    )
    stranger = boto3.client(
        "s3",
        endpoint_url=settings.S3_ENDPOINT_URL,
        region_name=settings.S3_REGION,
        config=config,
    )
    try:
        stranger.list_objects_v2(Bucket=settings.S3_BUCKET, MaxKeys=1)
    except (BotoCoreError, ClientError):
        return False
    return True


def presign(operation: str, *, expires_in: int, **params: Any) -> str:
    """Return a presigned URL at the address where browsers reach the storage.

    Signing takes 0.1 ms and sends no request.
    """
    return _client(settings.S3_PUBLIC_ENDPOINT_URL).generate_presigned_url(
        operation, Params={"Bucket": settings.S3_BUCKET, **params}, ExpiresIn=expires_in
    )


def download_url(key: str, *, expires_in: int, **response: str) -> str:
    """Return a URL that reads an object, also in ranges; at the CDN, where there is one.

    `response` (`ResponseContentType`, …) sets headers of the response.
    """
    if settings.CDN_URL:
        return cdn.signed_url(key, expires_in=expires_in, **response)
    return presign("get_object", Key=key, expires_in=expires_in, **response)


def internal_url(key: str, *, expires_in: int) -> str:
    """Return a URL that reads an object, at the address where our servers reach the storage."""
    return client().generate_presigned_url(
        "get_object", Params={"Bucket": settings.S3_BUCKET, "Key": key}, ExpiresIn=expires_in
    )


def put(key: str, body: bytes, *, content_type: str) -> None:
    """Store a small object."""
    client().put_object(
        Bucket=settings.S3_BUCKET,
        Key=key,
        Body=body,
        ContentType=content_type,
        CacheControl="private, max-age=31536000, immutable",
    )


def get(key: str) -> bytes:
    """Return the content of a small object."""
    # Not as a context manager: it would return the raw stream, whose errors are not botocore's.
    with closing(client().get_object(Bucket=settings.S3_BUCKET, Key=key)["Body"]) as body:
        return body.read()


def read(key: str, **conditions: str) -> StoredObject:
    """Return a small object with its ETag; `conditions` are `Range` and `IfNoneMatch`.

    Raises ClientError, also with the status 304 or 416.
    """
    answer = client().get_object(Bucket=settings.S3_BUCKET, Key=key, **conditions)  # type: ignore[arg-type]  # all are text
    with closing(answer["Body"]) as body:
        return StoredObject(body.read(), answer["ETag"], answer.get("ContentRange"))


def copy(key: str, to: str) -> None:
    """Copy an object, with its headers."""
    source: CopySourceTypeDef = {"Bucket": settings.S3_BUCKET, "Key": key}
    client().copy_object(Bucket=settings.S3_BUCKET, Key=to, CopySource=source)


def exists(key: str) -> bool:
    """Say whether the object exists."""
    try:
        client().head_object(Bucket=settings.S3_BUCKET, Key=key)
    except ClientError as error:
        if is_missing(error):
            return False
        raise
    return True


def is_missing(error: Exception) -> bool:
    """Say whether the storage answered that the object does not exist."""
    return (
        isinstance(error, ClientError)
        and error.response["ResponseMetadata"].get("HTTPStatusCode") == 404
    )


def delete(key: str) -> None:
    """Delete one object. A missing object is not an error."""
    client().delete_object(Bucket=settings.S3_BUCKET, Key=key)


def older_than(moment: datetime, *, prefix: str) -> Iterator[str]:
    """Yield the keys under `prefix` that were written before `moment`."""
    pages = (
        client(patient=True)
        .get_paginator("list_objects_v2")
        .paginate(Bucket=settings.S3_BUCKET, Prefix=prefix)
    )
    for page in pages:
        for entry in page.get("Contents", []):
            if entry["LastModified"] < moment:
                yield entry["Key"]


def put_file(key: str, path: Path, *, content_type: str) -> None:
    """Store a file; a large one is sent in parts."""
    headers = {
        "ContentType": content_type,
        "CacheControl": "private, max-age=31536000, immutable",
    }
    # Each thread would take memory, and the worker has nothing else to do meanwhile.
    config = TransferConfig(use_threads=False, multipart_chunksize=16 * 1024**2)
    client(patient=True).upload_file(
        str(path), settings.S3_BUCKET, key, ExtraArgs=headers, Config=config
    )


def delete_under(prefix: str) -> int:
    """Delete every object under `prefix`; return how many. A repeated call is not an error.

    Raises NotDeletedError.
    """
    patient, deleted = client(patient=True), 0
    pages = patient.get_paginator("list_objects_v2").paginate(
        Bucket=settings.S3_BUCKET, Prefix=prefix
    )
    for page in pages:
        keys: list[ObjectIdentifierTypeDef] = [
            {"Key": entry["Key"]} for entry in page.get("Contents", [])
        ]
        if keys:
            answer = patient.delete_objects(
                Bucket=settings.S3_BUCKET, Delete={"Objects": keys, "Quiet": True}
            )
            for error in answer.get("Errors", []):  # although the status is 200
                raise NotDeletedError(key=error.get("Key"), code=error.get("Code"))
            deleted += len(keys)
    return deleted


def abort_uploads_before(moment: datetime, *, prefix: str) -> int:
    """Abort the multipart uploads under `prefix` that began before `moment`; return how many."""
    pages = (
        client(patient=True)
        .get_paginator("list_multipart_uploads")
        .paginate(Bucket=settings.S3_BUCKET, Prefix=prefix)
    )
    old = [
        (upload["Key"], upload["UploadId"])
        for page in pages
        for upload in page.get("Uploads", [])
        # Not every S3-compatible storage applies the prefix here.
        if upload["Initiated"] < moment and upload["Key"].startswith(prefix)
    ]
    for key, upload_id in old:
        abort_multipart_upload(key, upload_id)
    return len(old)


def abort_multipart_upload(key: str, upload_id: str) -> None:
    """End an unfinished multipart upload. That it has ended already is no error."""
    try:
        client().abort_multipart_upload(Bucket=settings.S3_BUCKET, Key=key, UploadId=upload_id)
    except client().exceptions.NoSuchUpload:
        return
