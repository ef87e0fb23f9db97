"""One error shape everywhere."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.problems import assert_problem, fields_of


def test_an_unknown_path_is_a_problem_document(cast):
    assert_problem(cast.owner.get("nowhere"), 404, "not_found")
    assert_problem(cast.anonymous.get("/nowhere"), 404, "not_found")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_that_a_route_has_not_is_a_405(cast, method):
    answer = cast.owner.request(method, "feedbacks")

    assert_problem(answer, 405, "method_not_allowed")


def test_another_media_type_is_a_415(cast):
    answer = Client().post(
        "/api/v1/feedbacks",
        b"<x/>",
        content_type="application/xml",
        headers={"Authorization": f"Bearer {cast.owner.token}"},
    )

    assert_problem(answer, 415, "unsupported_media_type")


def test_only_json_is_answered(cast):
    answer = cast.owner.get("projects", Accept="text/html")

    assert_problem(answer, 406, "not_acceptable")


def test_a_body_over_a_megabyte_is_a_413(cast):
    body = {"name": "x" * 1_100_000}

    assert_problem(cast.owner.post("projects", body), 413, "too_large")


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Bearer a.b.c", "Bearer é", "Basic eDp5"])
def test_a_bad_token_is_a_401_with_a_challenge(cast, header):
    answer = cast.anonymous.get("projects", Authorization=header.encode().decode("latin-1"))

    assert_problem(answer, 401, answer.json()["code"])
    assert answer["WWW-Authenticate"] == "Bearer"


def test_messages_are_in_the_readers_language(cast):
    english = cast.owner.post("projects", {"name": ""})
    korean = cast.owner.post("projects", {"name": ""}, Accept_Language="ko")
    cast.owner.patch("users/me", {"language": "ko"})
    own = cast.owner.post("projects", {"name": ""})

    assert fields_of(english) == fields_of(korean) == ["name"]
    assert english.json()["errors"] != korean.json()["errors"]
    assert own.json()["errors"] == korean.json()["errors"]


def test_a_crash_says_its_id_and_nothing_else(cast, caplog, settings):
    settings.S3_ENDPOINT_URL = None
    settings.MEDIA_SIGNING_KEY = None  # signing crashes

    answer = cast.anonymous.get(f"/media/9999999999/x/avatars/{uuid4()}/{uuid4()}.webp")

    assert_problem(answer, 500, "error")
    assert answer.json()["detail"] == ""
    assert any(record.request_id == answer["X-Request-Id"] for record in caplog.records)


def test_a_gateways_request_id_is_kept_unless_it_could_forge_a_line(cast):
    kept = cast.anonymous.get("/healthz", X_Request_Id="abcd-1234-efgh")
    forged = cast.anonymous.get("/healthz", X_Request_Id="abcd\tERROR forged line")

    assert kept["X-Request-Id"] == "abcd-1234-efgh"
    assert "forged" not in forged["X-Request-Id"]


def test_the_front_end_may_read_the_headers_it_needs(cast, settings):
    origin = settings.CORS_ALLOWED_ORIGINS[0]
    preflight = cast.anonymous.request(
        "OPTIONS",
        "feedbacks",
        Origin=origin,
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="idempotency-key,if-match,authorization,content-type",
    )
    answer = cast.owner.get("projects", Origin=origin)
    foreign = cast.owner.get("projects", Origin="https://evil.example")

    assert preflight.status_code == 200
    assert "idempotency-key" in preflight["Access-Control-Allow-Headers"]
    assert answer["Access-Control-Allow-Origin"] == origin
    exposed = answer["Access-Control-Expose-Headers"]
    for name in ("ETag", "Link", "X-Project-Seq", "RateLimit", "Retry-After"):
        assert name in exposed
    assert "Access-Control-Allow-Origin" not in foreign.headers
