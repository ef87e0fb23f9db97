"""`manage.py ensure_bucket`."""

from io import StringIO

import httpx
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


def test_it_lets_our_own_pages_and_allowed_origins_use_the_bucket(bucket, settings):
    settings.PUBLIC_URL = "https://review.example.com"
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.com", "https://review.example.com"]
    ensure()

    [rule] = s3.client().get_bucket_cors(Bucket=bucket)["CORSRules"]

    assert rule["AllowedOrigins"] == ["https://review.example.com", "https://app.example.com"]
    assert set(rule["AllowedMethods"]) == {"GET", "HEAD", "PUT"}
    assert {"ETag", "Content-Range"} <= set(rule["ExposeHeaders"])
    url = s3.presign("put_object", expires_in=60, Key="x")
    for origin, status in (("https://app.example.com", 200), ("http://localhost:3000", 403)):
        asked = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
        assert httpx.options(url, headers=asked).status_code == status


def test_on_a_laptop_pages_of_any_port_use_the_bucket(bucket, settings):
    settings.ENVIRONMENT = "development"
    ensure()

    asked = {"Origin": "http://localhost:5173", "Access-Control-Request-Method": "PUT"}
    url = s3.presign("put_object", expires_in=60, Key="x")
    assert httpx.options(url, headers=asked).status_code == 200


def test_a_wrong_key_is_said(settings):
    settings.S3_ENDPOINT_URL = settings.S3_ENDPOINT_URL.replace("127.0.0.1", "localhost")
    settings.S3_SECRET_ACCESS_KEY = "wrong"  # read when the endpoint is first used
    try:
        with pytest.raises(CommandError, match="403"):
            ensure()
    finally:
        s3._client.cache_clear()
