"""The same moment, on real connections: each has the one right outcome."""

import functools
from collections import Counter

import pytest

from comments.actions import add_comment
from comments.models import FeedbackComment
from eventlog.models import Event, Stream
from feedbacks.actions import create_feedback
from feedbacks.models import Feedback, FeedbackReaction
from projects.actions import add_guest
from projects.models import Role
from tests.concurrency import at_once
from tests.conftest import Person, build_cast
from tests.events import events_since, newest_seq
from users.tokens import create_guest_token


@pytest.fixture
def live(transactional_db):
    return build_cast()


@pytest.fixture
def target(live):
    return create_feedback(
        access=live.access("reviewer"), video=live.video, video_timestamp=1, content="Too dark"
    )


def assert_dense(project_id):
    """The log has every number once, up to the stream's."""
    seqs = list(Event.objects.filter(stream_id=project_id).order_by("seq").values_list("seq"))
    assert [seq for (seq,) in seqs] == list(range(1, len(seqs) + 1))
    assert Stream.objects.get(id=project_id).seq == len(seqs)


def guests(cast, count):
    for number in range(count):
        member = add_guest(
            project_id=cast.project.id,
            name=f"Guest {number}",
            contact_email="g@client.example",
            role=Role.REVIEWER,
        )
        yield Person("guest", member.user, create_guest_token(member.user, cast.project.id))


def test_twenty_reactions_at_once_all_count(live, target):
    people = list(guests(live, 10))
    before = newest_seq(live)
    path = f"feedbacks/{target.id}/reactions"
    calls = [functools.partial(p.post, path, {"emoji": "🎬"}) for p in people for _ in (1, 2)]

    answers = at_once(*calls)

    assert {answer.status_code for answer in answers} == {200}
    assert FeedbackReaction.objects.count() == 10
    assert live.viewer.get(f"feedbacks/{target.id}").json()["reactions"] == {"🎬": 10}
    assert len(events_since(live, before)) == 10
    assert_dense(live.project.id)


def test_of_twenty_changes_from_one_version_one_wins(live, target):
    path = f"feedbacks/{target.id}"
    tag = live.reviewer.get(path)["ETag"]
    before = newest_seq(live)
    calls = [
        functools.partial(live.reviewer.patch, path, {"content": f"No. {n}"}, If_Match=tag)
        for n in range(20)
    ]

    answers = at_once(*calls)

    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 19}
    [won] = [answer.json() for answer in answers if answer.status_code == 200]
    assert Feedback.objects.get().content == won["content"]
    [event] = events_since(live, before)
    assert event["payload"]["content"] == won["content"]


def test_parallel_changes_are_logged_in_the_order_they_were_made(live, target):
    path = f"feedbacks/{target.id}"
    before = newest_seq(live)
    calls = [
        functools.partial(live.reviewer.patch, path, {"content": f"No. {n}"}) for n in range(20)
    ]

    answers = at_once(*calls)

    assert {answer.status_code for answer in answers} == {200}
    events = events_since(live, before)
    assert len(events) == 20
    assert Feedback.objects.get().content == events[-1]["payload"]["content"]
    # Each event's text but the last one's was edited by the next change.
    assert [event["payload"].get("redacted") for event in events] == [True] * 19 + [None]


def test_one_idempotency_key_ten_times_at_once_is_one_write(live):
    body = {"video_id": str(live.video.id), "timestamp": 1, "content": "Once"}
    before = newest_seq(live)
    calls = [functools.partial(live.guest.post, "feedbacks", body, Idempotency_Key="k")] * 10

    answers = at_once(*calls)

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Feedback.objects.count() == 1
    assert len(events_since(live, before)) == 1


def test_a_reply_and_the_deletion_of_its_parent_leave_no_orphan(live, target):
    for _ in range(5):
        parent = add_comment(access=live.access("guest"), feedback=target, content="Parent")
        body = {"feedback_id": str(target.id), "parent_id": str(parent.id), "content": "Reply"}

        reply, deletion = at_once(
            functools.partial(live.reviewer.post, "comments", body),
            functools.partial(live.guest.delete, f"comments/{parent.id}"),
        )

        assert deletion.status_code == 204
        kept = FeedbackComment.objects.filter(id=parent.id).first()
        if reply.status_code == 201:
            assert kept is not None
        else:
            assert reply.status_code in {400, 409}
    assert_dense(live.project.id)


def test_comments_while_their_feedback_is_deleted_meet_no_deadlock(live, target):
    body = {"feedback_id": str(target.id), "content": "Yes"}
    calls = [functools.partial(live.guest.post, "comments", body) for _ in range(10)]
    calls.insert(5, functools.partial(live.reviewer.delete, f"feedbacks/{target.id}"))

    answers = at_once(*calls)

    assert answers[5].status_code == 204
    assert {answer.status_code for answer in answers} <= {201, 204, 400, 404, 409}
    assert not FeedbackComment.objects.exists()
    assert_dense(live.project.id)
