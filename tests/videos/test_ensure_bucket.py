"""`manage.py ensure_bucket`."""

from io import StringIO

import pytest
from botocore.exceptions import ClientError
from django.core.management import CommandError, call_command

from tests.concurrency import at_once
from videoplanet.storage import s3


def ensure():
    out = StringIO()
    call_command("ensure_bucket", stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def bucket(settings):
    """A name that no bucket has."""
    settings.S3_BUCKET = f"{settings.S3_BUCKET}-other"
    yield settings.S3_BUCKET
    s3.client().delete_bucket(Bucket=settings.S3_BUCKET)


def test_it_makes_the_bucket_once(bucket):
    with pytest.raises(ClientError):
        s3.client().head_bucket(Bucket=bucket)

    assert ensure() == f"made bucket {bucket}\n"
    assert ensure() == f"there is bucket {bucket}\n"
    s3.client().head_bucket(Bucket=bucket)


def test_two_at_once_are_no_error(bucket):
    answers = at_once(*[ensure] * 6)

    assert all(answer.endswith(f"bucket {bucket}\n") for answer in answers)


def test_a_wrong_key_is_said(settings):
    settings.S3_ENDPOINT_URL = settings.S3_ENDPOINT_URL.replace("127.0.0.1", "localhost")
    settings.S3_SECRET_ACCESS_KEY = "wrong"  # read when the endpoint is first used
    try:
        with pytest.raises(CommandError, match="403"):
            ensure()
    finally:
        s3._client.cache_clear()
