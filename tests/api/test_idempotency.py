"""Idempotency-Key on POSTs that create."""

import datetime

import pytest
from django.utils import timezone

from feedbacks.models import Feedback
from projects.models import Membership
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of
from videoplanet.idempotency.models import IdempotentAnswer
from videoplanet.idempotency.tasks import clear_idempotency

VIDEO = {"title": "Cut", "filename": "cut.mp4", "size": 1, "content_type": "video/mp4"}


@pytest.fixture
def give(cast):
    def give(name="reviewer", key="k-1", **fields):
        body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Once"} | fields
        return getattr(cast, name).post("feedbacks", body, Idempotency_Key=key)

    return give


def test_the_same_key_and_body_give_the_first_answer_again(cast, give):
    first = give()
    cast.reviewer.patch(f"feedbacks/{first.json()['id']}", {"priority": "high"})
    before = newest_seq(cast)

    again = give()

    assert again.status_code == 201
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert Feedback.objects.count() == 1
    assert events_since(cast, before) == []


def test_the_order_of_a_bodys_members_does_not_matter(cast, give):
    give()
    body = {"content": "Once", "timestamp": 1, "video_id": str(cast.video.id)}

    assert cast.reviewer.post("feedbacks", body, Idempotency_Key="k-1").status_code == 201
    assert Feedback.objects.count() == 1


def test_the_same_key_with_another_body_is_a_422(give):
    give()

    assert_problem(give(content="Twice"), 422, "idempotency_key_reused")
    assert Feedback.objects.count() == 1


def test_a_key_is_ones_own(give):
    assert give("reviewer").json()["id"] != give("guest").json()["id"]


def test_a_key_is_one_routes(cast, give):
    give()

    answer = cast.reviewer.post("projects", {"name": "Another"}, Idempotency_Key="k-1")
    assert answer.status_code == 201


def test_a_refused_request_does_not_use_its_key_up(give):
    assert fields_of(give(content="")) == ["content"]
    assert not IdempotentAnswer.objects.exists()
    assert give().status_code == 201


def test_a_key_holds_for_a_day(give):
    first = give().json()["id"]
    IdempotentAnswer.objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))

    assert give().json()["id"] != first


def test_old_answers_are_cleared(give):
    give(key="old")
    IdempotentAnswer.objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))
    give(key="new")

    assert clear_idempotency() == 1
    assert IdempotentAnswer.objects.get().key == "new"


@pytest.mark.parametrize("key", ["", "x" * 256, "with space", "키"])
def test_a_bad_key_is_refused_by_name(cast, give, key):
    assert fields_of(give(key=key.encode().decode("latin-1"))) == ["Idempotency-Key"]


def test_an_answer_under_a_key_counts_its_own_event(cast, give):
    before = newest_seq(cast)

    first, again = give(), give()

    [event] = events_since(cast, before)
    assert first["X-Project-Seq"] == again["X-Project-Seq"] == str(event["seq"])


def test_a_replay_after_leaving_is_refused_as_a_new_request_is(cast, give):
    give()
    Membership.objects.filter(user=cast.reviewer.user, project=cast.project).delete()

    again = give()

    assert fields_of(again) == ["video_id"]
    assert again.json() | {"instance": ""} == give(key="k-2").json() | {"instance": ""}


def test_a_replay_with_a_lowered_role_is_forbidden(cast, give):
    give()
    Membership.objects.filter(user=cast.reviewer.user).update(role="viewer")

    assert_problem(give(), 403, "permission_denied")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("projects/{project}/members", {"email": "outsider@example.com", "role": "viewer"}),
        ("invitations", {"project_id": "{project}", "emails": ["a@client.example"]}),
        ("share-links", {"project_id": "{project}", "role": "viewer"}),
        ("videos", VIDEO | {"project_id": "{project}"}),
        ("comments", {"feedback_id": "{feedback}", "content": "Yes"}),
    ],
)
def test_every_kind_of_replay_looks_at_the_role_again(cast, feedback, path, fields):
    ids = {"project": cast.project.id, "feedback": feedback.id}
    body = {
        name: value.format(**ids) if isinstance(value, str) else value
        for name, value in fields.items()
    }

    def send():
        return cast.owner.post(path.format(**ids), body, Idempotency_Key="k-1")

    assert send().status_code in (201, 202)
    assert send().status_code in (201, 202)
    owner = Membership.objects.filter(user=cast.owner.user, project=cast.project)
    owner.update(role="viewer")
    assert_problem(send(), 403, "permission_denied")
    owner.delete()
    assert send().status_code == (404 if "{project}" in path else 400)


@pytest.mark.parametrize("content", [b"[" * 400 + b"]" * 400, b"1" + b"0" * 400])
def test_json_that_cannot_be_compared_is_refused(cast, content):
    body = b'{"name": ' + content + b"}"

    for key in ({}, {"Idempotency_Key": "k-1"}):
        answer = cast.owner.post("projects", body, **key)
        assert answer.status_code == 400, answer.content
