"""What no schema generates: odd headers, cookies, paths, cursors and numbers end in no 5xx."""

from base64 import urlsafe_b64encode

import pytest
from django.test import Client

from tests.contract.document import assert_documented
from tests.requests import send

NUL, SURROGATE = "%00", "%ED%A0%80"
LONG = "9" * 400


def cursor(text: str) -> str:
    """Return a cursor that holds `text`."""
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


NOBODY = '"01985f4e-0000-7000-8000-000000000001"'
CURSORS = [
    "x",
    "=",
    "%00",
    "é",
    cursor(""),
    cursor("null"),
    cursor("[]"),
    cursor("{}"),
    cursor("[1,2]"),
    cursor(f"[null,{NOBODY}]"),
    cursor(f"[true,{NOBODY}]"),
    cursor(f"[1e999,{NOBODY}]"),
    cursor(f"[1e308,{NOBODY}]"),
    cursor(f'["\\u0000",{NOBODY}]'),
    cursor(f'["NaN",{NOBODY}]'),
    cursor(f'["infinity",{NOBODY}]'),
    cursor(f"[{LONG},{NOBODY}]"),
    cursor(f"[[[]],{NOBODY}]"),
    cursor(f"[{{}},{NOBODY}]"),
    cursor(f'["9999-12-31T23:59:59-14:00",{NOBODY}]'),
    cursor(f'["0001-01-01T00:00:00+14:00",{NOBODY}]'),
    cursor(f'["2026-01-01",{NOBODY}]'),
    cursor(f'["2026-01-01T00:00:00",{NOBODY}]'),
    cursor('["2026-01-01T00:00:00Z",{}]'),
    cursor('["2026-01-01T00:00:00Z",5]'),
]
FILTERS = [
    f"q={NUL}",
    f"q={SURROGATE}",
    f"tag={NUL}",
    f"tag={SURROGATE}",
    f"limit={LONG}",
    "limit=1e3",
    "limit=%EF%BC%91",
    f"timestamp_from={LONG}",
    "timestamp_from=nan",
    "timestamp_to=-inf",
    "updated_since=9999-12-31T23:59:59-14:00",
    "updated_since=0001-01-01T00:00:00%2B14:00",
    "updated_since=%00",
    "updated_since=2026-02-30",
    "status=",
    "status=open&status=open",
    "order=-",
    f"{NUL}={NUL}",
    "a[b]=c",
    "video_id=%00",
    "limit=5&limit=6",
]


def check(answer):
    """Check that the answer is no 5xx and is declared."""
    assert answer.status_code < 500, answer.content
    assert_documented(answer)


@pytest.mark.parametrize("text", CURSORS)
def test_odd_cursors(things, text):
    check(things.cast.viewer.get(f"projects?cursor={text}"))
    check(things.cast.viewer.get(f"comments?feedback_id={things.feedback}&cursor={text}"))
    for order in ("timestamp", "-timestamp", "created_at", "updated_at"):
        path = f"feedbacks?project_id={things.project}&order={order}&cursor={text}"
        check(things.cast.viewer.get(path))


@pytest.mark.parametrize("text", FILTERS)
def test_odd_filters(things, text):
    check(things.cast.viewer.get(f"feedbacks?project_id={things.project}&{text}"))
    check(things.cast.viewer.get(f"videos?project_id={things.project}&{text}"))
    check(things.cast.viewer.get(f"projects/{things.project}/events?{text}&after={LONG}"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer"),
        ("Authorization", "Bearer \x00"),
        ("Authorization", "Bearer é"),
        ("Authorization", "Bearer a.b.c"),
        ("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."),
        ("Authorization", "Bearer W10.W10.W10"),
        ("Authorization", "Basic é"),
        ("X-Session-Token", "\x00"),
        ("X-Session-Token", "é" * 300),
        ("Accept", "a/b/c;;;q=x"),
        ("Accept", "\x00"),
        ("Accept", "*/*;q=0"),
        ("Accept-Language", "\x00-ko;q=9"),
        ("Accept-Language", "ko-" + "x" * 5000),
        ("Content-Type", "application/json; charset=none"),
        ("Content-Type", "application/json; charset=utf-16"),
        ("Content-Type", "\x00"),
        ("Content-Length", "-1"),
        ("Content-Length", "x"),
        ("Cookie", "sessionid=\x00"),
        ("Cookie", "sessionid=é; csrftoken=é; django_language=\x00"),
        ("If-Match", "\x00"),
        ("If-Match", 'W/"1"'),
        ("If-Match", "é, *"),
        ("If-None-Match", "é, *"),
        ("Idempotency-Key", "\x00"),
        ("Idempotency-Key", ""),
        ("Idempotency-Key", "é"),
        ("X-Request-Id", "\x00"),
        ("X-Forwarded-For", "\x00, é"),
        ("Origin", "é"),
        ("Origin", "null"),
        ("Origin", "http://[::1"),
        ("Referer", "http://[::1"),
        ("X-HTTP-Method-Override", "DELETE"),
    ],
)
def test_odd_headers(things, name, value):
    header = {"HTTP_" + name.upper().replace("-", "_"): value}
    if name in ("Content-Type", "Content-Length"):
        header = {name.upper().replace("-", "_"): value}
    if name != "Authorization":
        header["HTTP_AUTHORIZATION"] = f"Bearer {things.cast.owner.token}"
    client = Client(raise_request_exception=False)
    body = b'{"name": "Spring film"}'
    for method, path in (
        ("GET", "users/me"),
        ("GET", f"projects/{things.project}"),
        ("GET", f"feedbacks?project_id={things.project}"),
        ("POST", "projects"),
        ("POST", "tokens/exchange"),
        ("PATCH", f"projects/{things.project}"),
        ("DELETE", f"comments/{things.comment}"),
    ):
        answer = client.generic(
            method, f"/api/v1/{path}", body, "application/json", HTTP_X_ODD="1", **header
        )
        check(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/projects/%00",
        "/api/v1/%00",
        "/api/v1/%ff",
        "/api/v1/projects/01985F4E-0000-7000-8000-000000000001",
        "/api/v1/projects/../users/me/",
        "/media/1/é/projects/x",
        f"/media/{LONG}/x/projects/x",
        "/media/1/x/%00",
        "/media/1/x/projects/..%2f..",
        "/api/schema?format=none",
        "/api/schema?lang=%00",
        "/api/schema?version=%00",
        "/" + "a" * 5000,
    ],
)
def test_odd_paths(things, path):
    answer = Client(raise_request_exception=False).get(
        path, headers={"Authorization": f"Bearer {things.cast.owner.token}"}
    )
    assert answer.status_code < 500, answer.content


@pytest.mark.parametrize(
    "text",
    [
        "\\u0000",
        "\\ud800",
        "\\ud83d\\ude00",
        "\\u202e",
        "\\r\\nX: y",
        '\\"; filename=x',
        "\\u0301" * 200,
        " ",
    ],
)
def test_odd_texts(things, text):
    owner, video = things.cast.owner, things.video
    for name, body in {
        "POST api/v1/projects": f'{{"name": "{text}"}}',
        "PATCH api/v1/projects/{id}": f'{{"description": "{text}"}}',
        "PATCH api/v1/users/me": f'{{"name": "{text}", "time_zone": "{text}"}}',
        "POST api/v1/feedbacks": (
            f'{{"video_id": "{video}", "timestamp": 1, "content": "{text}", "tags": ["{text}"]}}'
        ),
        "POST api/v1/comments": f'{{"feedback_id": "{things.feedback}", "content": "{text}"}}',
        "POST api/v1/projects/{id}/members": f'{{"email": "{text}"}}',
        "POST api/v1/feedbacks/{id}/reactions": f'{{"emoji": "{text}"}}',
        "POST api/v1/videos": (
            f'{{"project_id": "{things.project}", "title": "x", "filename": "x{text}", "size": 1,'
            ' "content_type": "video/mp4"}'
        ),
    }.items():
        check(send(owner, name, things, body=body.encode()))


@pytest.mark.parametrize(
    "number", ["1e999", "-1e999", "NaN", "Infinity", LONG, "1e308", "-0.0", "5e-324", '"1"', "true"]
)
def test_odd_numbers(things, number):
    for name, body in {
        "POST api/v1/feedbacks": (
            f'{{"video_id": "{things.video}", "timestamp": {number}, "content": "x",'
            f' "drawing_data": {{"shapes": [{{"type": "text", "coordinates": [{number}, {number}],'
            f' "style": {{"width": {number}}}}}]}}}}'
        ),
        "POST api/v1/videos": (
            f'{{"project_id": "{things.project}", "title": "x", "filename": "x",'
            f' "size": {number}, "content_type": "video/mp4"}}'
        ),
        "POST api/v1/videos/{id}/upload/complete": (
            f'{{"parts": [{{"number": {number}, "etag": "x"}}]}}'
        ),
    }.items():
        check(send(things.cast.owner, name, things, body=body.encode()))
