"""What a front end on another origin may send and read."""

import pytest


def preflight(person, origin, *headers):
    return person.request(
        "OPTIONS",
        "feedbacks",
        Origin=origin,
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers=",".join(headers),
    )


def test_the_front_end_may_send_the_headers_that_the_document_names(cast, settings):
    named = {
        *("authorization", "content-type", "idempotency-key", "if-match", "if-none-match"),
        *("last-event-id", "x-email-verification-key", "x-password-reset-key", "x-session-token"),
    }
    answer = preflight(cast.anonymous, settings.CORS_ALLOWED_ORIGINS[0], *named)
    assert answer.status_code == 200
    assert named <= {name.strip() for name in answer["Access-Control-Allow-Headers"].split(",")}


@pytest.mark.parametrize(
    ("environment", "origin", "is_allowed"),
    [
        ("development", "http://localhost:5173", True),
        ("development", "http://127.0.0.1:4321", True),
        ("development", "http://localhost:5173.evil.example", False),
        ("development", "https://evil.example", False),
        ("test", "http://localhost:5173", False),
    ],
)
def test_any_port_of_the_laptop_may_call_in_development(
    cast, serve, environment, origin, is_allowed
):
    client = serve(cast.owner.token, ENVIRONMENT=environment)
    answer = client.get("/projects", headers={"Origin": origin})
    assert answer.status_code == 200
    allowed = answer.headers.get("Access-Control-Allow-Origin")
    assert allowed == (origin if is_allowed else None)
