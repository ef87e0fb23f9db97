"""`manage.py ensure_bucket`: make the private bucket if it is not there."""

from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings
from django.core.management.base import BaseCommand

from videoplanet.api import storage


class Command(BaseCommand):
    """Make the bucket. Twice is no error."""

    help = "Make the storage's private bucket if it is not there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it."""
        try:
            storage.client().head_bucket(Bucket=settings.S3_BUCKET)
        except ClientError:
            storage.client().create_bucket(Bucket=settings.S3_BUCKET)
            self.stdout.write(f"made bucket {settings.S3_BUCKET}")
        else:
            self.stdout.write(f"bucket {settings.S3_BUCKET} is there")
