"""No input of somebody who is not signed in is an error of the server (500)."""

import json
import random

import pytest

from tests.problems import assert_problem
from videoplanet.api.parsing import MAX_DEPTH

pytestmark = pytest.mark.django_db

ROUTES = [
    ("POST", "auth/signup"),
    ("POST", "auth/login"),
    ("POST", "auth/email/verify"),
    ("POST", "auth/email/verify/resend"),
    ("POST", "auth/password/request"),
    ("POST", "auth/password/reset"),
    ("POST", "auth/reauthenticate"),
    ("PUT", "account/email"),
    ("POST", "account/email"),
    ("DELETE", "auth/session"),
    ("POST", "tokens/refresh"),
    ("POST", "tokens/exchange"),
    ("POST", "share-links/enter"),
    ("POST", "guests/renew"),
]
FIELDS = ("email", "password", "name", "key", "refresh_token", "token")
DEEP = "[" * 200_000 + "]" * 200_000
BODIES = {
    "deep": '{"email": ' + DEEP + "}",
    "deep, within the parser's own limit": '{"a":' * 900 + "1" + "}" * 900,
    "a long number": '{"email": ' + "1" * 5000 + "}",
    "no number": '{"email": NaN}',
    "half a character": '{"email": "\\ud800@example.com", "name": "\\udfff"}',
    "no UTF-8": b'{"email": "\xff"}',
    "no JSON": "{",
    "nothing but a space": " ",
}


@pytest.fixture(autouse=True)
def no_limits(settings):
    off = dict.fromkeys(("login", "signup", "reset_password", "reset_password_from_key"))
    settings.ACCOUNT_RATE_LIMITS = off | {"login_failed": None, "confirm_email": None}
    settings.ANONYMOUS_RATE = settings.VERIFY_RATE = "100000/minute"


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_bodies_that_are_no_sound_json_are_refused(cast, method, path, body):
    answer = cast.anonymous.request(method, path, body)

    assert answer.status_code in (400, 401), answer.content
    if path in ("auth/signup", "auth/login", "tokens/refresh"):
        assert_problem(answer, 400, "parse_error")


def test_a_large_body_is_refused(cast, settings):
    settings.JSON_BODY_MAX_BYTES = 1000
    body = {"email": "a" * 1000}

    assert_problem(cast.anonymous.post("auth/login", body), 413, "too_large")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500
    assert_problem(cast.anonymous.post("auth/login", body), 413, "too_large")


def test_lists_may_be_in_each_other_so_deep_and_no_deeper(cast):
    def send(depth):
        return cast.anonymous.post("auth/login", '{"a": ' + "[" * depth + "1" + "]" * depth + "}")

    assert send(MAX_DEPTH - 1).json()["errors"][0]["param"] == "email"
    assert_problem(send(MAX_DEPTH), 400, "parse_error")


def test_deep_json_with_an_idempotency_key_is_refused(cast):
    body = '{"name": ' + "[" * 500 + "]" * 500 + "}"
    answer = cast.owner.post("projects", body, Idempotency_Key="deep-json-1")

    assert_problem(answer, 400, "parse_error")


def test_no_mixture_of_values_is_an_error_of_the_server(cast):
    chosen = random.Random(12)
    values = [
        "",
        "\0",
        "a\0b",
        "x" * 5000,
        "ａ@example.com",
        "a@b",
        0,
        -1,
        1e300,
        True,
        None,
        [],
        {},
    ]
    values += [["a"], {"a": 1}, "\u202e", "é@exämple.com", "n@example.com", "a\nb", "🎬", 10**18]
    for _round in range(150):
        method, path = chosen.choice(ROUTES)
        body = {name: chosen.choice(values) for name in chosen.sample(FIELDS, 4)}
        answer = cast.anonymous.request(method, path, json.dumps(body))
        assert answer.status_code < 500, (method, path, body)


@pytest.mark.parametrize(
    "header",
    ["X_Session_Token", "X_Password_Reset_Key", "X_Email_Verification_Key", "Authorization"],
)
@pytest.mark.parametrize(
    "value", ["\0", "a\0b", "é", "x" * 5000, "Bearer \0", "Bearer a.b.c", "Basic x"]
)
def test_no_header_is_an_error_of_the_server(cast, header, value):
    for method, path in [*ROUTES, ("GET", "auth/session"), ("GET", "auth/password/reset")]:
        answer = cast.anonymous.request(method, path, {}, **{header: value})
        assert answer.status_code < 500, (method, path, answer.content)
