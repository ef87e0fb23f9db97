"""The object storage: any S3-compatible endpoint, one private bucket."""

from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from django.conf import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef


@cache
def _client(endpoint: str | None) -> "S3Client":
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path" if endpoint else "auto"},
        connect_timeout=3,
        read_timeout=30,
        retries={"max_attempts": 2, "mode": "standard"},
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


def client() -> "S3Client":
    """Return the process's client (boto3 clients may be shared by threads)."""
    return _client(settings.S3_ENDPOINT_URL)


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
    """Delete every object under `prefix`; return how many. Doing it twice is no error."""
    deleted = 0
    pages = (
        client().get_paginator("list_objects_v2").paginate(Bucket=settings.S3_BUCKET, Prefix=prefix)
    )
    for page in pages:
        keys: list[ObjectIdentifierTypeDef] = [
            {"Key": each["Key"]} for each in page.get("Contents", [])
        ]
        if keys:
            client().delete_objects(
                Bucket=settings.S3_BUCKET, Delete={"Objects": keys, "Quiet": True}
            )
            deleted += len(keys)
    return deleted


def abort_upload(key: str, upload_id: str) -> None:
    """End an unfinished multipart upload. That it has ended already is no error."""
    try:
        client().abort_multipart_upload(Bucket=settings.S3_BUCKET, Key=key, UploadId=upload_id)
    except client().exceptions.NoSuchUpload:
        return
