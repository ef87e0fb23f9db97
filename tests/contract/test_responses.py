"""Real answers of every operation, good and bad, are what the document says of them."""

import json

import pytest
from django.conf import settings as django_settings
from django.test import Client

from comments.actions import add_comment, delete_comment
from eventlog.publish import action, truncate_log
from feedbacks.models import Feedback
from tests.conftest import PASSWORD, make_video
from tests.contract.document import assert_documented, our_operations
from tests.requests import EMOJI, FORMS, SENDERS, bodies, confirm, form, send
from users.models import User
from videos.models import Video

NAMES = {
    f"{method.upper()} {path.removeprefix('/')}": operation
    for path, method, operation in our_operations().values()
}


def parameter(name: str) -> list[str]:
    """Return the requests whose operation takes a parameter of the components."""
    reference = {"$ref": f"#/components/parameters/{name}"}
    return [name for name, said in NAMES.items() if reference in said.get("parameters", [])]


SIGNED_IN = [name for name, operation in NAMES.items() if operation["security"]]
WRITES = [name for name in NAMES if not name.startswith("GET")]
WITH_JSON = [
    name
    for name, operation in NAMES.items()
    if "application/json" in operation.get("requestBody", {}).get("content", {})
]
WITH_ID = [name for name in NAMES if "{id}" in name]
CHANGES = [name for name in NAMES if name.startswith(("PATCH", "DELETE"))]


@pytest.fixture
def cast(things):
    return things.cast


@pytest.fixture
def feedback(things):
    return Feedback.objects.get(id=things.feedback)


def check(answer, status):
    """Check the status, and all of the answer against the document."""
    assert answer.status_code == status, answer.content
    assert_documented(answer)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_good_request_is_answered_as_declared(things, name):
    person = getattr(things.cast, SENDERS.get(name, "owner"))
    if name == "DELETE api/v1/users/me":
        confirm(person)
    answer = send(person, name, things)
    assert answer.status_code < 300, answer.content
    assert_documented(answer)


def test_exchanged_tokens_are_as_declared(things):
    body = {"email": "owner@example.com", "password": PASSWORD}
    login = Client().post("/api/v1/auth/login", body, content_type="application/json")
    name, token = "POST api/v1/tokens/exchange", login.json()["meta"]["session_token"]
    check(send(things.cast.anonymous, name, things, X_Session_Token=token), 200)
    check(send(things.cast.anonymous, name, things), 401)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_nobody_is_answered_as_declared(things, name):
    check(send(things.cast.anonymous, name, things), 401)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("person", ["viewer", "guest", "outsider"])
def test_others_are_answered_as_declared(things, name, person):
    assert_documented(send(getattr(things.cast, person), name, things))


@pytest.mark.parametrize("name", WITH_ID)
def test_an_id_that_there_is_not_is_answered_as_declared(things, name):
    nobody = "01985f4e-0000-7000-8000-000000000001"
    things.cast.project.id = things.cast.video.id = nobody
    things.feedback = things.comment = things.uploading = nobody
    things.invitation = things.link = things.personal_token = nobody
    check(send(things.cast.owner, name, things), 404)


# Of an export, the parameter `format` says the media type, whatever a browser accepts.
@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith("/export")])
def test_another_media_type_than_json_is_refused_as_declared(things, name):
    check(send(things.cast.owner, name, things, Accept="text/plain"), 406)


@pytest.mark.parametrize("name", WITH_JSON)
def test_a_bad_body_is_refused_as_declared(things, name):
    most = {"POST api/v1/feedbacks": django_settings.SCREENSHOT_BODY_MAX_BYTES}
    too_large = b'"' + b"x" * most.get(name, django_settings.JSON_BODY_MAX_BYTES) + b'"'
    unknown = json.dumps(bodies(things)[name] | {"unknown": 1}).encode()
    for body in (b"{", b"[]", b"null", b"{}", unknown, b'{"\\u0000": "\\u0000"}', b"\xff"):
        check(send(things.cast.owner, name, things, body=body), 400)
    check(send(things.cast.owner, name, things, body=too_large), 413)
    check(send(things.cast.owner, name, things, content_type="text/plain"), 415)


@pytest.mark.parametrize("name", CHANGES)
def test_if_match_is_honoured_where_it_is_declared_and_only_there(things, name):
    answer = send(things.cast.owner, name, things, If_Match='"0-0"')
    assert (answer.status_code == 412) == (name in parameter("IfMatch")), answer.content
    assert_documented(answer)


@pytest.mark.parametrize("name", parameter("IfNoneMatch"))
def test_what_one_has_already_is_not_sent_again(things, name):
    tag = send(things.cast.owner, name, things)["ETag"]
    check(send(things.cast.owner, name, things, If_None_Match=tag), 304)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("GET")])
def test_a_read_without_a_version_does_not_declare_one(things, name):
    tagged = "ETag" in send(things.cast.owner, name, things)
    assert tagged == (name in parameter("IfNoneMatch"))


@pytest.mark.parametrize("name", [name for name in WRITES if name.startswith("POST")])
def test_an_idempotency_key_is_honoured_only_where_declared(things, name):
    owner, key = things.cast.owner, "a-key"
    first = send(owner, name, things, Idempotency_Key=key)
    another = form(name, "red") if name in FORMS else b'{"other": 1}'
    other = send(owner, name, things, Idempotency_Key=key, body=another)
    assert (other.status_code == 422) == (name in parameter("IdempotencyKey"))
    for answer in (first, send(owner, name, things, Idempotency_Key=key), other):
        assert_documented(answer)


@pytest.mark.parametrize("name", parameter("IdempotencyKey"))
def test_a_bad_idempotency_key_is_refused_as_declared(things, name):
    check(send(things.cast.owner, name, things, Idempotency_Key="a key with spaces"), 400)


@pytest.mark.parametrize("name", WRITES)
def test_too_many_writes_are_refused_as_declared(things, name, settings):
    for rate in (
        "WRITE_RATE",
        "ANONYMOUS_RATE",
        "VERIFY_RATE",
        "GRAPHQL_RATE",
        "WEBHOOK_TEST_RATE",
        "MEASUREMENT_RATE",
    ):
        setattr(settings, rate, "1/hour")
    send(things.cast.owner, name, things)
    check(send(things.cast.owner, name, things), 429)


def test_a_storage_that_is_away_is_said_as_declared(things, settings):
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"
    for name in ("POST api/v1/videos", "GET api/v1/videos/{id}/upload"):
        check(send(things.cast.editor, name, things), 503)


def test_conflicts_are_said_as_declared(things):
    cast = things.cast
    things.uploading = str(cast.video.id)
    uploading = str(make_video(cast.access("editor"), status="uploading").id)
    check(cast.owner.post(f"videos/{uploading}/review", {"status": "approved"}), 409)
    check(cast.owner.delete(f"videos/{uploading}/review"), 409)
    check(cast.owner.get(f"videos/{things.uploading}/upload"), 409)
    check(cast.owner.delete(f"videos/{things.uploading}/upload"), 409)
    check(cast.owner.get(f"videos/{uploading}/playback"), 409)
    member = {"email": "viewer@example.com"}
    check(cast.owner.post(f"projects/{cast.project.id}/members", member), 409)
    check(cast.owner.delete(f"projects/{cast.project.id}/members/{cast.owner.user.id}"), 409)


def test_a_log_that_does_not_reach_back_is_said_as_declared(things, cast):
    with action():
        truncate_log(cast.project.id)
    check(cast.viewer.get(f"projects/{things.project}/events?after=1"), 410)


def test_versions_and_reviews_are_as_declared(things, cast):
    note = {"status": "changes_requested", "note": "Too loud"}
    check(cast.owner.post(f"videos/{things.video}/review", note), 200)
    body = bodies(things)["POST api/v1/videos"] | {"previous_version": things.video}
    check(cast.owner.post("videos", body), 201)
    check(cast.owner.post("videos", body), 409)
    check(cast.viewer.get(f"videos/{things.video}/versions?limit=1"), 200)


def test_rows_with_all_that_they_can_have_are_as_declared(things, cast, feedback):
    User.objects.filter(id=cast.reviewer.user.id).update(avatar_key="avatars/1/2.webp")
    change = {"assignee": str(cast.guest.user.id), "status": "resolved", "tags": ["색감"]}
    check(cast.owner.patch(f"feedbacks/{feedback.id}", change), 200)
    shape = {"type": "arrow", "coordinates": [1, 2.5], "style": {"color": "#00FF00", "width": 3}}
    Video.objects.filter(id=things.video).update(frame_rate="30000/1001")
    given = {"video_id": things.video, "timestamp": 86400, "content": "x"}
    ranged = {"timestamp": 1, "end_frame": 1800, "assignee": str(cast.guest.user.id)}
    check(cast.guest.post("feedbacks", given | ranged), 201)
    check(cast.guest.post("feedbacks", given | {"drawing_data": {"shapes": [shape]}}), 201)
    reply = {"feedback_id": things.feedback, "parent_id": things.comment, "content": "@"}
    check(cast.guest.post("comments", reply | {"mentions": [str(cast.owner.user.id)]}), 201)
    delete_comment(access=cast.access("owner"), comment_id=things.comment)
    for path in (
        f"feedbacks?project_id={things.project}&limit=1",
        f"feedbacks/{things.feedback}",
        f"comments?feedback_id={things.feedback}",
        f"comments/{things.comment}",
        f"projects/{things.project}/members?limit=2",
        f"projects/{things.project}/summary",
        f"projects/{things.project}/open-feedback",
        f"videos?project_id={things.project}&limit=1",
    ):
        check(cast.viewer.get(path), 200)


def test_a_page_names_the_next_one_as_declared(things, cast, feedback):
    add_comment(access=cast.access("owner"), feedback=feedback, content="Second")
    answer = cast.viewer.get(f"comments?feedback_id={things.feedback}&limit=1")
    assert 'rel="next"' in answer["Link"]
    check(answer, 200)


def test_reactions_are_as_declared(things, cast):
    for kind, row in (("feedbacks", things.feedback), ("comments", things.comment)):
        answer = cast.viewer.get(f"{kind}/{row}")
        assert EMOJI in answer.json()["reactions"]
        check(answer, 200)


def test_allauth_answers_as_its_document_says(cast):
    good = {"email": "owner@example.com", "password": PASSWORD}
    login = cast.anonymous.post("auth/login", good)
    check(login, 200)
    refresh = {"refresh_token": login.json()["meta"]["refresh_token"]}
    check(cast.anonymous.post("auth/login", good | {"password": "wrong"}), 400)
    check(cast.anonymous.post("tokens/refresh", refresh), 200)
    check(cast.anonymous.get("auth/session"), 401)
    new = {"email": "new@example.com", "password": "correct horse battery", "name": "New"}
    check(cast.anonymous.post("auth/signup", new), 401)
    for path in ("config", "auth/session", "auth/sessions", "account/email"):
        check(cast.owner.get(path), 200)
