"""The object storage: any S3-compatible endpoint, one private bucket."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CopySourceTypeDef, ObjectIdentifierTypeDef


class NotDeletedError(BotoCoreError):
    """The storage answered a deletion and did not do it."""

    fmt = "{key} was not deleted: {code}"


@cache
def _client(endpoint: str | None, *, patient: bool = False) -> "S3Client":
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path" if endpoint else "auto"},
        connect_timeout=2,
        # A request may ask while its transaction is open (Idempotency-Key), and PostgreSQL ends
        # one that is idle for 15 s.
        read_timeout=60 if patient else 5,
        retries={"total_max_attempts": 1 if patient else 2, "mode": "standard"},
        # Not every S3-compatible storage knows the newer trailing checksums.
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

    A `patient` one waits a minute, once, for what takes long: joining the parts of a large file.
    """
    return _client(settings.S3_ENDPOINT_URL, patient=patient)


def presign(operation: str, *, expires_in: int, **params: Any) -> str:
    """Return a presigned URL as browsers reach the storage; signing asks no server (0.1 ms)."""
    return _client(settings.S3_PUBLIC_ENDPOINT_URL).generate_presigned_url(
        operation, Params={"Bucket": settings.S3_BUCKET, **params}, ExpiresIn=expires_in
    )


def download_url(key: str, *, expires_in: int, **response: str) -> str:
    """Return a URL that reads an object (ranges work); `response` sets `Response…` headers."""
    return presign("get_object", Key=key, expires_in=expires_in, **response)


def internal_url(key: str, *, expires_in: int) -> str:
    """Return a URL that reads an object, as the servers reach the storage."""
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
    """Return a small object."""
    # Not as a context manager: that gives out the raw stream, whose errors are not botocore's.
    with closing(client().get_object(Bucket=settings.S3_BUCKET, Key=key)["Body"]) as body:
        return body.read()


def copy(key: str, to: str) -> None:
    """Copy an object within the storage, its headers with it."""
    source: CopySourceTypeDef = {"Bucket": settings.S3_BUCKET, "Key": key}
    client().copy_object(Bucket=settings.S3_BUCKET, Key=to, CopySource=source)


def exists(key: str) -> bool:
    """Say whether there is such an object."""
    try:
        client().head_object(Bucket=settings.S3_BUCKET, Key=key)
    except ClientError as error:
        if is_missing(error):
            return False
        raise
    return True


def is_missing(error: Exception) -> bool:
    """Say whether the storage answered that there is no such object."""
    return (
        isinstance(error, ClientError)
        and error.response["ResponseMetadata"].get("HTTPStatusCode") == 404
    )


def delete(key: str) -> None:
    """Delete one object. That there is none is no error."""
    client().delete_object(Bucket=settings.S3_BUCKET, Key=key)


def older_than(moment: datetime, *, prefix: str) -> Iterator[str]:
    """Yield the keys under `prefix` that were written before `moment`."""
    pages = (
        client(patient=True)
        .get_paginator("list_objects_v2")
        .paginate(Bucket=settings.S3_BUCKET, Prefix=prefix)
    )
    for page in pages:
        for each in page.get("Contents", []):
            if each["LastModified"] < moment:
                yield each["Key"]


def put_file(key: str, path: Path, *, content_type: str) -> None:
    """Store a file, a large one in parts."""
    more = {"ContentType": content_type, "CacheControl": "private, max-age=31536000, immutable"}
    # Threads of its own would take memory for each; the rest of the worker waits anyway.
    config = TransferConfig(use_threads=False, multipart_chunksize=16 * 1024**2)
    client(patient=True).upload_file(
        str(path), settings.S3_BUCKET, key, ExtraArgs=more, Config=config
    )


def delete_under(prefix: str) -> int:
    """Delete every object under `prefix`; return how many. Doing it twice is no error.

    Raises NotDeletedError.
    """
    patient, deleted = client(patient=True), 0
    pages = patient.get_paginator("list_objects_v2").paginate(
        Bucket=settings.S3_BUCKET, Prefix=prefix
    )
    for page in pages:
        keys: list[ObjectIdentifierTypeDef] = [
            {"Key": each["Key"]} for each in page.get("Contents", [])
        ]
        if keys:
            answer = patient.delete_objects(
                Bucket=settings.S3_BUCKET, Delete={"Objects": keys, "Quiet": True}
            )
            for error in answer.get("Errors", []):  # beside a status of 200
                raise NotDeletedError(key=error.get("Key"), code=error.get("Code"))
            deleted += len(keys)
    return deleted


def abort_uploads_before(moment: datetime, *, prefix: str) -> int:
    """End the multipart uploads under `prefix` that began before `moment`; return how many."""
    pages = (
        client(patient=True)
        .get_paginator("list_multipart_uploads")
        .paginate(Bucket=settings.S3_BUCKET, Prefix=prefix)
    )
    old = [
        (upload["Key"], upload["UploadId"])
        for page in pages
        for upload in page.get("Uploads", [])
        # Not every S3-compatible storage looks at the prefix here.
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
