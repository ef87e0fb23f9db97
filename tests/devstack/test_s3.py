"""The S3 engine: what the wrapper adds, and that a bad signature still opens nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from devstack.s3 import MIN_PART_BYTES, build

type Http = Callable[..., httpx.Response]

BUCKET, KEY = "videos", "a/clip.mp4"
CONTENT = bytes(range(256)) * 4
DISPOSITION = "attachment; filename*=UTF-8''%ED%95%9C%EA%B8%80.mp4"
ORIGIN = {"Origin": "http://localhost:3000"}
RULES = (
    "<CORSConfiguration><CORSRule><AllowedOrigin>%s</AllowedOrigin>"
    "<AllowedMethod>%s</AllowedMethod></CORSRule></CORSConfiguration>"
)


def signer(secret: str = "secret") -> Any:
    return boto3.client(
        "s3",
        endpoint_url="http://testserver",
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key=secret,
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )


def presigned(operation: str, secret: str = "secret", **parameters: Any) -> str:
    given = {"Bucket": BUCKET, "Key": KEY, **parameters}
    return str(signer(secret).generate_presigned_url(operation, Params=given))


@pytest.fixture
def http(tmp_path: Path, browse: Callable[..., Any]) -> Http:
    """A client of an engine that holds one object."""
    client: Http = browse(
        build(folder=tmp_path, access_key="key", secret_key="secret"), "http://testserver"
    )
    bucket = signer().generate_presigned_url("create_bucket", Params={"Bucket": BUCKET})
    assert client("PUT", bucket).status_code == 200
    assert client("PUT", presigned("put_object"), content=CONTENT).status_code == 200
    put_rules(client, ORIGIN["Origin"])
    return client


def put_rules(http: Http, *origins: str, more: str = "") -> httpx.Response:
    """Give the bucket the rules that let pages of these origins put and read."""
    allowed = "".join(f"<AllowedOrigin>{origin}</AllowedOrigin>" for origin in origins)
    rules = (
        f"<CORSConfiguration><CORSRule>{allowed}<AllowedMethod>PUT</AllowedMethod>"
        "<AllowedMethod>GET</AllowedMethod><AllowedHeader>content-*</AllowedHeader>"
        "<ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule>"
        f"{more}</CORSConfiguration>"
    )
    return http("PUT", signed("PUT", "cors="), content=rules.encode())


def signed(method: str, query: str, secret: str = "secret") -> str:
    """Presign what boto3 does not presign by itself."""
    request = AWSRequest(method, f"http://testserver/{BUCKET}?{query}")
    S3SigV4QueryAuth(Credentials("key", secret), "s3", "us-east-1").add_auth(request)
    return str(request.url)


def preflight(http: Http, origin: str, method: str, headers: str = "") -> httpx.Response:
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    if headers:
        asked["Access-Control-Request-Headers"] = headers
    return http("OPTIONS", f"http://testserver/{BUCKET}/{KEY}", headers=asked)


def test_a_signed_disposition_and_type_are_honoured(http: Http) -> None:
    url = presigned(
        "get_object", ResponseContentDisposition=DISPOSITION, ResponseContentType="video/mp4"
    )

    answer = http("GET", url)

    assert answer.content == CONTENT
    assert answer.headers["content-disposition"] == DISPOSITION
    assert answer.headers["content-type"] == "video/mp4"


def test_a_disposition_that_was_changed_or_added_is_refused(http: Http) -> None:
    signed = presigned("get_object", ResponseContentDisposition=DISPOSITION)

    for url in (
        signed.replace("attachment", "inline"),
        presigned("get_object") + "&response-content-disposition=attachment",
        presigned("get_object", secret="other", ResponseContentDisposition=DISPOSITION),
        f"http://testserver/{BUCKET}/{KEY}?response-content-disposition=attachment",
    ):
        answer = http("GET", url)
        assert answer.status_code == 403
        assert "content-disposition" not in answer.headers


def test_the_front_end_may_put_a_part_and_read_its_etag(http: Http) -> None:
    asked = preflight(http, ORIGIN["Origin"], "PUT", "Content-Type, content-length")
    answer = http("PUT", presigned("put_object"), content=CONTENT, headers=ORIGIN)

    assert asked.status_code == 200
    assert asked.headers["access-control-allow-methods"] == "PUT, GET"
    assert asked.headers["access-control-allow-headers"] == "Content-Type, content-length"
    assert asked.headers["access-control-max-age"] == "60"
    for each in (asked, answer):
        assert each.headers["access-control-allow-origin"] == ORIGIN["Origin"]
        assert each.headers["access-control-expose-headers"] == "ETag"
        assert "Origin" in each.headers["vary"]


@pytest.mark.parametrize(
    ("origin", "method", "headers"),
    [
        ("http://localhost:3001", "PUT", ""),
        ("https://localhost:3000", "PUT", ""),
        ("null", "GET", ""),
        ("http://localhost:3000", "DELETE", ""),
        ("http://localhost:3000", "PUT", "content-type, x-amz-acl"),
    ],
)
def test_a_page_may_not_send_what_no_rule_allows(
    http: Http, origin: str, method: str, headers: str
) -> None:
    asked = preflight(http, origin, method, headers)

    assert asked.status_code == 403
    assert "<Code>AccessDenied</Code>" in asked.text
    assert "access-control-allow-origin" not in asked.headers


def test_a_page_of_another_origin_can_not_read_the_answer(http: Http) -> None:
    answer = http("GET", presigned("get_object"), headers={"Origin": "http://other.example"})

    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


def test_without_rules_no_page_of_another_origin_may_do_anything(http: Http) -> None:
    assert http("DELETE", signed("DELETE", "cors=")).status_code == 204

    assert preflight(http, ORIGIN["Origin"], "PUT").status_code == 403
    answer = http("GET", presigned("get_object"), headers=ORIGIN)
    assert "access-control-allow-origin" not in answer.headers
    assert "NoSuchCORSConfiguration" in http("GET", signed("GET", "cors=")).text


def test_rules_are_kept_as_they_were_put_and_a_star_stands_for_any_text(http: Http) -> None:
    assert put_rules(http, "http://localhost:*", "https://*.example.com").status_code == 200

    kept = http("GET", signed("GET", "cors=")).text
    assert "<AllowedOrigin>https://*.example.com</AllowedOrigin>" in kept
    for origin in ("http://localhost:5173", "https://app.example.com"):
        assert preflight(http, origin, "PUT").headers["access-control-allow-origin"] == origin
    for origin in ("http://127.0.0.1:5173", "https://example.com", "https://aexample.com"):
        assert preflight(http, origin, "PUT").status_code == 403


def test_the_first_rule_that_allows_the_request_counts(http: Http) -> None:
    more = (
        "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>"
        "<AllowedMethod>HEAD</AllowedMethod></CORSRule>"
    )
    put_rules(http, ORIGIN["Origin"], more=more)

    assert preflight(http, ORIGIN["Origin"], "GET").headers["access-control-allow-origin"] != "*"
    for origin, method in (("http://other.example", "GET"), (ORIGIN["Origin"], "HEAD")):
        assert preflight(http, origin, method).headers["access-control-allow-origin"] == "*"
    assert preflight(http, "http://other.example", "PUT").status_code == 403


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("<CORSConfiguration/>", "MalformedXML"),
        ("no XML", "MalformedXML"),
        (RULES % ("*", "PATCH"), "InvalidRequest"),
        (RULES % ("*.*", "GET"), "InvalidRequest"),
    ],
)
def test_rules_that_s3_refuses_are_refused(http: Http, rules: str, code: str) -> None:
    answer = http("PUT", signed("PUT", "cors="), content=rules.encode())

    assert answer.status_code == 400
    assert f"<Code>{code}</Code>" in answer.text
    assert preflight(http, ORIGIN["Origin"], "PUT").status_code == 200  # by the rules before


def test_rules_are_put_and_read_only_with_a_signature(http: Http) -> None:
    for method in ("GET", "PUT", "DELETE"):
        assert http(method, signed(method, "cors=", secret="other")).status_code == 403


def test_what_the_client_has_is_not_sent_again(http: Http) -> None:
    url = presigned("get_object")
    etag = http("GET", url).headers["etag"]

    same = http("GET", url, headers={"If-None-Match": f'"other", {etag}'})
    other = http("GET", url, headers={"If-None-Match": '"other"'})

    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
    assert (other.status_code, other.content) == (200, CONTENT)


def test_the_front_end_can_read_why_it_was_refused(http: Http) -> None:
    answer = http("PUT", presigned("put_object", secret="other"), content=b"x", headers=ORIGIN)

    assert answer.status_code == 403
    assert "SignatureDoesNotMatch" in answer.text
    assert answer.headers["access-control-allow-origin"] == ORIGIN["Origin"]


@pytest.mark.parametrize(
    ("asked", "given", "content"),
    [
        ("bytes=0-9", "bytes 0-9/1024", CONTENT[:10]),
        ("bytes=1000-5000", "bytes 1000-1023/1024", CONTENT[1000:]),
        ("bytes=-24", "bytes 1000-1023/1024", CONTENT[1000:]),
        ("bytes=-5000", "bytes 0-1023/1024", CONTENT),
    ],
)
def test_ranges_are_cut_to_the_object(http: Http, asked: str, given: str, content: bytes) -> None:
    answer = http("GET", presigned("get_object"), headers={"Range": asked})

    assert answer.status_code == 206
    assert answer.headers["content-range"] == given
    assert answer.content == content


def test_a_range_after_the_end_is_a_416(http: Http) -> None:
    answer = http("GET", presigned("get_object"), headers={"Range": "bytes=1024-"})

    assert answer.status_code == 416
    assert answer.headers["content-range"] == "bytes */1024"


def test_a_range_tells_nothing_without_a_signature(http: Http) -> None:
    url = presigned("get_object", secret="other")

    answer = http("GET", url, headers={"Range": "bytes=1024-"})

    assert answer.status_code == 403


def test_tags_do_not_overwrite_the_object(http: Http) -> None:
    request = AWSRequest("PUT", f"http://testserver/{BUCKET}/{KEY}?tagging=")
    S3SigV4QueryAuth(Credentials("key", "secret"), "s3", "us-east-1").add_auth(request)

    assert http("PUT", request.url, content=b"<Tagging/>").status_code == 501
    assert http("GET", presigned("get_object")).content == CONTENT


def test_small_parts_are_refused_when_they_are_joined(http: Http) -> None:
    def complete(first: bytes) -> Any:
        started = http("POST", presigned("create_multipart_upload")).text
        upload = started.partition("<UploadId>")[2].partition("</UploadId>")[0]
        parts = ""
        for number, content in ((1, first), (2, b"the rest")):
            part = presigned("upload_part", UploadId=upload, PartNumber=number)
            etag = http("PUT", part, content=content).headers["etag"]
            parts += f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>"
        body = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>"
        return http("POST", presigned("complete_multipart_upload", UploadId=upload), content=body)

    refused, taken = complete(b"small"), complete(bytes(MIN_PART_BYTES))

    assert refused.status_code == 400
    assert "EntityTooSmall" in refused.text
    assert taken.status_code == 200
    assert int(http("GET", presigned("get_object")).headers["content-length"]) > MIN_PART_BYTES
