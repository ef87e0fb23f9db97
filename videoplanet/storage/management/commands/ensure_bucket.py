"""`manage.py ensure_bucket`: create the private bucket and let browsers use it."""

import time
from typing import Any

from botocore.exceptions import ClientError, EndpointConnectionError
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from videoplanet.storage import s3

LOCAL_ORIGINS = ("http://localhost:*", "http://127.0.0.1:*")


class Command(BaseCommand):
    """Create the bucket and set its CORS rules. It can be run again."""

    help = "Create the storage's private bucket if it does not exist, and set its CORS rules."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the options."""
        parser.add_argument(
            "--wait", type=int, default=0, help="seconds to wait for a storage that is starting"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        try:
            made = self._ensure_within(options["wait"])
        except ClientError as error:
            raise CommandError(f"bucket {settings.S3_BUCKET}: {error}") from error
        self.stdout.write(f"{'made' if made else 'there is'} bucket {settings.S3_BUCKET}")
        self._allow_browsers()
        if settings.ENVIRONMENT == "production" and s3.can_anybody_list():
            raise CommandError(f"Everybody can list bucket {settings.S3_BUCKET}: make it private.")

    def _ensure_within(self, seconds: int) -> bool:
        deadline = time.monotonic() + seconds
        while True:
            try:
                return self._ensure()
            except EndpointConnectionError as error:
                if time.monotonic() > deadline:
                    raise CommandError(f"The storage does not answer: {error}") from error
                time.sleep(0.5)

    def _ensure(self) -> bool:
        """Create the bucket; say whether it was missing."""
        client = s3.client()
        try:
            client.head_bucket(Bucket=settings.S3_BUCKET)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise
        else:
            return False
        elsewhere = settings.S3_REGION != "us-east-1"
        place: Any = {"LocationConstraint": settings.S3_REGION}
        more: Any = {"CreateBucketConfiguration": place} if elsewhere else {}
        try:
            client.create_bucket(Bucket=settings.S3_BUCKET, **more)
        except client.exceptions.BucketAlreadyOwnedByYou:  # by another process at the same moment
            return False
        return True

    def _allow_browsers(self) -> None:
        """Let our own pages and those of the allowed origins upload parts, read ETags, and play."""
        rule: Any = {
            "AllowedOrigins": _origins(),
            "AllowedMethods": ["GET", "HEAD", "PUT"],
            "AllowedHeaders": ["*"],
            "ExposeHeaders": ["ETag", "Accept-Ranges", "Content-Range", "Content-Length"],
            "MaxAgeSeconds": 3600,
        }
        try:
            s3.client().put_bucket_cors(
                Bucket=settings.S3_BUCKET, CORSConfiguration={"CORSRules": [rule]}
            )
        except ClientError as error:
            # Some storages accept such rules only in their own configuration (MinIO).
            self.stderr.write(f"CORS rules of bucket {settings.S3_BUCKET} not set: {error}")


def _origins() -> list[str]:
    """Return the origins whose pages reach the storage; S3's rules know one `*` each."""
    local = LOCAL_ORIGINS if settings.ENVIRONMENT == "development" else ()
    return list(dict.fromkeys([settings.PUBLIC_URL, *settings.CORS_ALLOWED_ORIGINS, *local]))
