"""Events are sent in order, signed, once taken not again, and none is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from comments.actions import add_comment
from eventlog.models import Event
from eventlog.pruning import prune
from feedbacks.actions import change_feedback, create_feedback, delete_feedback
from projects.actions import change_project
from tests.waiting import eventually
from tests.webhooks.conftest import Answer
from videoplanet.tasks.models import Work
from webhooks.kinds import DELIVER
from webhooks.models import Delivery
from webhooks.sweeps import prune_deliveries, sweep_webhooks


def give(cast, content):
    return create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=1.5, content=content
    )


def contents(receiver):
    return [event["payload"]["content"] for event in receiver.events]


def test_an_independent_library_verifies_what_is_sent(cast, hook, receiver):
    give(cast, "너무 어두워요")
    hook.deliver()

    [sent] = receiver.received
    assert Verifier(hook.secret).verify(sent.body, sent.headers) == sent.event
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["host"] == f"127.0.0.1:{receiver.port}"
    forged = sent.body.replace(b"1.5", b"2.5")
    with pytest.raises(WebhookVerificationError):
        Verifier(hook.secret).verify(forged, sent.headers)


def test_the_body_is_the_event_as_members_get_it(cast, hook, receiver):
    give(cast, "Too dark")
    hook.deliver()

    events = f"projects/{cast.project.id}/events?after={hook.row.cursor - 1}"
    [event] = cast.owner.get(events, accept="application/json").json()
    [sent] = receiver.events
    assert sent.pop("project_id") == str(cast.project.id)
    assert event["payload"]["user"].pop("email") == "reviewer@example.com"
    assert sent["payload"]["user"].pop("email") is None
    assert sent == event


def test_events_come_in_order_and_each_only_once(cast, hook, receiver):
    for number in range(5):
        give(cast, f"{number}")
        hook.deliver()
    hook.deliver()

    assert contents(receiver) == ["0", "1", "2", "3", "4"]
    seqs = [event["seq"] for event in receiver.events]
    assert seqs == sorted(set(seqs))
    ids = [sent.headers["webhook-id"] for sent in receiver.received]
    assert ids == [f"{cast.project.id}_{seq}" for seq in seqs]


def test_only_chosen_types_are_sent(cast, make_hook, receiver):
    hook = make_hook(events=["comment.added"])
    feedback = give(cast, "Too dark")
    add_comment(access=cast.access("reviewer"), feedback=feedback, content="Here")
    hook.deliver()

    assert receiver.types == ["comment.added"]


def test_nothing_is_lost_or_out_of_order_while_it_fails(cast, hook, receiver):
    receiver.answers = [Answer(500, b"no"), Answer(503)]
    give(cast, "first")
    hook.deliver()
    give(cast, "second")
    hook.deliver()  # the pause is not over
    assert len(receiver.received) == 1
    assert (hook.now["state"], hook.now["failure"]) == (
        "failing",
        "The receiver did not answer with 2xx.",
    )

    for _ in range(2):
        hook.set(next_try_at=timezone.now())
        hook.deliver()

    assert contents(receiver) == ["first", "first", "first", "second"]
    assert len({sent.headers["webhook-id"] for sent in receiver.received}) == 2
    assert (hook.now["state"], hook.now["failure"]) == ("ok", "")
    second, first = hook.deliveries
    assert (first["attempts"], first["status"], first["code"]) == (3, "delivered", 200)
    assert (second["attempts"], second["answer"]) == (1, "thanks")


def test_the_pauses_grow_to_an_hour(cast, hook, receiver):
    receiver.always = Answer(500)
    give(cast, "Too dark")
    pauses = []
    for _ in range(8):
        hook.set(next_try_at=timezone.now())
        before = timezone.now()
        hook.deliver()
        pauses.append((hook.row.next_try_at - before) // timedelta(seconds=5) * 5)

    assert pauses == [5, 30, 120, 600, 1800, 3600, 3600, 3600]


def test_a_receiver_that_asks_to_wait_is_waited_for(cast, hook, receiver):
    receiver.always = Answer(429, headers={"Retry-After": "90"})
    give(cast, "Too dark")
    hook.deliver()

    wait = hook.row.next_try_at - timezone.now()
    assert timedelta(seconds=80) < wait <= timedelta(seconds=90)


def test_text_that_was_edited_meanwhile_is_not_sent(cast, hook, receiver):
    feedback = give(cast, "My secret")
    change_feedback(
        access=cast.access("reviewer"), feedback_id=feedback.id, changes={"content": "Better"}
    )
    gone = give(cast, "Another secret")
    delete_feedback(access=cast.access("reviewer"), feedback_id=gone.id)
    hook.deliver()

    created, updated, other, deleted = receiver.events
    assert created["payload"] == {"id": str(feedback.id), "redacted": True}
    assert updated["payload"]["content"] == "Better"
    assert other["payload"] == {"id": str(gone.id), "redacted": True}
    assert deleted["type"] == "feedback.deleted"
    assert b"secret" not in b"".join(sent.body for sent in receiver.received)


def test_a_receiver_is_told_when_the_log_was_cut(cast, hook, receiver):
    after = hook.row.cursor
    give(cast, "Too old")
    Event.objects.filter(stream_id=cast.project.id).update(at=timezone.now() - timedelta(days=400))
    prune(cast.project.id, before=timezone.now() - timedelta(days=365))
    change_project(access=cast.access("owner"), changes={"name": "Renamed"})
    hook.deliver()

    gap, renamed = receiver.events
    assert gap["type"] == "webhook.gap"
    assert gap["payload"] == {"after": after, "through": after + 1, "reason": "log_pruned"}
    assert renamed["payload"]["name"] == "Renamed"


def test_the_sweep_finds_what_its_doorbell_did_not_reach(cast, hook, receiver):
    assert sweep_webhooks() == 0
    give(cast, "Too dark")
    assert sweep_webhooks() == 1
    assert sweep_webhooks() == 0  # it is scheduled

    Work.objects.filter(kind=DELIVER.name).delete()
    receiver.answers = [Answer(500)]
    hook.deliver()
    assert sweep_webhooks() == 0  # it waits for its next attempt


def test_deliveries_are_deleted_after_thirty_days(cast, hook, receiver):
    give(cast, "old")
    give(cast, "new")
    hook.deliver()
    old = Delivery.objects.order_by("id").first()
    Delivery.objects.filter(id=old.id).update(created_at=timezone.now() - timedelta(days=31))

    assert prune_deliveries() == 1
    assert [row["seq"] for row in hook.deliveries] == [hook.row.cursor]


def test_a_worker_sends_it_soon_after_the_commit(worker, cast, hook, receiver):
    given = cast.reviewer.post(
        "feedbacks", {"video_id": str(cast.video.id), "timestamp": 1, "content": "Now"}
    )
    assert given.status_code == 201

    eventually(lambda: "feedback.created" in receiver.types)
    eventually(lambda: hook.deliveries)


def test_a_project_without_webhooks_rings_for_nobody(cast, django_capture_on_commit_callbacks):
    from eventlog.extensions import followers

    told = []
    followers.append(told.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            give(cast, "Too dark")
    finally:
        followers.remove(told.append)
    assert told == []
