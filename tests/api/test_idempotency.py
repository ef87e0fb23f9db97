"""Idempotency-Key on POSTs that create."""

import datetime

import pytest
from django.utils import timezone

from feedbacks.models import Feedback
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of
from videoplanet.idempotency.models import IdempotentAnswer
from videoplanet.idempotency.tasks import clear_idempotency


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
