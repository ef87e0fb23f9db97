"""The object storage: any S3-compatible endpoint, one private bucket."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from django.conf import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef


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


def put(key: str, body: bytes, *, content_type: str) -> None:
    """Store a small object."""
    client().put_object(
        Bucket=settings.S3_BUCKET,
        Key=key,
        Body=body,
        ContentType=content_type,
        CacheControl="private, max-age=31536000, immutable",
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
        abort_upload(key, upload_id)
    return len(old)


def abort_upload(key: str, upload_id: str) -> None:
    """End an unfinished multipart upload. That it has ended already is no error."""
    try:
        client().abort_multipart_upload(Bucket=settings.S3_BUCKET, Key=key, UploadId=upload_id)
    except client().exceptions.NoSuchUpload:
        return
