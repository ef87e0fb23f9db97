"""Admins make, change and delete webhooks; secrets are shown once and kept encrypted."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from standardwebhooks import Webhook as Verifier

from feedbacks.actions import change_feedback, create_feedback
from tests.waiting import eventually
from tests.webhooks.conftest import Answer
from videoplanet.tasks.models import Work
from webhooks.kinds import SEND
from webhooks.models import Delivery, Webhook
from webhooks.tasks import send


@pytest.fixture
def path(cast):
    return f"projects/{cast.project.id}/webhooks"


def give(cast, content="Too dark"):
    return create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=1.5, content=content
    )


def send_waiting():
    for work in Work.objects.filter(kind=SEND.name):
        send(str(work.subject_id))


def test_only_the_first_answer_has_the_secret(cast, path):
    made = cast.owner.post(path, {"name": "Ours", "url": "https://tool.example/hook?token=abc"})

    assert made.status_code == 201
    assert made["Cache-Control"] == "no-store"
    secret = made.json()["secret"]
    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    read = cast.owner.get(f"{path}/{made.json()['id']}")
    assert "secret" not in read.json()
    assert read.json()["url"] == "https://tool.example/hook?…"
    assert read["ETag"] == made["ETag"]
    assert cast.owner.get(path).json() == [read.json()]
    assert read.json()["events"] == ["*"]


def test_an_answer_that_is_given_again_has_no_secret(cast, path):
    body = {"name": "Ours", "url": "https://tool.example/"}
    first = cast.owner.post(path, body, idempotency_key="one")
    again = cast.owner.post(path, body, idempotency_key="one")

    assert again.json() == first.json() | {"secret": None}
    assert Webhook.objects.count() == 1


def test_the_database_has_neither_secret_nor_address_in_clear(cast, path):
    url = "https://hooks.slack.com/services/T0/B0/verysecret"
    made = cast.owner.post(path, {"name": "Ours", "url": url, "kind": "slack"}).json()
    plain = cast.owner.post(path, {"name": "Tool", "url": "https://tool.example/"}).json()

    assert made["url"] == "https://hooks.slack.com/…"
    assert made["secret"] is None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT w::text FROM {Webhook._meta.db_table} AS w")
        rows = " ".join(row for (row,) in cursor.fetchall())
    assert "verysecret" not in rows
    assert plain["secret"] not in rows


def test_a_project_has_at_most_ten(cast, path):
    body = {"name": "Ours", "url": "https://tool.example/"}
    for _ in range(10):
        assert cast.owner.post(path, body).status_code == 201

    refused = cast.owner.post(path, body)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_webhooks")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "https://tool.example/"}, "name"),
        ({"name": "Ours"}, "url"),
        ({"name": "Ours", "url": "https://tool.example/", "events": []}, "events"),
        ({"name": "Ours", "url": "https://tool.example/", "events": ["none"]}, "events[0]"),
        ({"name": "Ours", "url": "https://tool.example/", "kind": "teams"}, "kind"),
        ({"name": "x" * 101, "url": "https://tool.example/"}, "name"),
        ({"name": "Ours", "url": "https://t.example/" + "x" * 2000}, "url"),
        ({"name": "Ours", "url": "https://tool.example/", "secret": "mine"}, "secret"),
    ],
)
def test_bad_input_names_its_field(cast, path, body, field):
    answer = cast.owner.post(path, body)
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {field}


def test_a_change_starts_from_the_version_that_was_read(cast, hook):
    read = cast.owner.get(hook.path)
    done = cast.owner.patch(hook.path, {"name": "New"}, if_match=read["ETag"])
    assert (done.status_code, done.json()["name"]) == (200, "New")

    late = cast.owner.patch(hook.path, {"name": "Newer"}, if_match=read["ETag"])
    assert late.status_code == 412
    assert cast.owner.delete(hook.path, if_match=read["ETag"]).status_code == 412
    assert cast.owner.delete(hook.path).status_code == 204
    assert cast.owner.get(hook.path).status_code == 404


def test_a_delivery_does_not_change_the_version(cast, hook):
    before = hook.now["etag"]
    give(cast)
    hook.deliver()
    assert hook.now["etag"] == before


def test_one_that_is_off_gets_nothing_until_it_is_on(cast, hook, receiver):
    cast.owner.patch(hook.path, {"enabled": False})
    assert hook.now["state"] == "off"
    give(cast, "while off")
    hook.deliver()
    assert receiver.received == []

    cast.owner.patch(hook.path, {"enabled": True})
    hook.deliver()
    assert [event["payload"]["content"] for event in receiver.events] == ["while off"]


def test_a_chat_that_is_on_again_gets_new_events_only(cast, make_hook, receiver):
    hook = make_hook(kind="slack")
    cast.owner.patch(hook.path, {"enabled": False})
    give(cast, "while off")
    cast.owner.patch(hook.path, {"enabled": True})
    give(cast, "later")
    hook.deliver()

    [sent] = receiver.events
    assert "later" in sent["text"]


def test_the_old_secret_signs_too_for_a_day(cast, hook, receiver):
    new = cast.owner.post(f"{hook.path}/rotate").json()["secret"]
    assert new not in (None, hook.secret)
    give(cast)
    hook.deliver()
    [sent] = receiver.received
    for secret in (hook.secret, new):
        assert Verifier(secret).verify(sent.body, sent.headers)
    assert hook.now["old_secret_until"]

    hook.set(old_secret_until=timezone.now() - timedelta(seconds=1))
    give(cast)
    hook.deliver()
    assert len(receiver.received[1].headers["webhook-signature"].split()) == 1
    assert hook.now["old_secret_until"] is None


def test_a_chat_has_no_secret_to_change(cast, make_hook):
    refused = cast.owner.post(f"{make_hook(kind='discord').path}/rotate")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_secret")


def test_a_test_is_sent_even_to_one_that_is_off(cast, hook, receiver):
    cast.owner.patch(hook.path, {"enabled": False})
    accepted = cast.owner.post(f"{hook.path}/ping")
    assert accepted.status_code == 202
    send_waiting()

    [sent] = receiver.received
    assert Verifier(hook.secret).verify(sent.body, sent.headers)["type"] == "webhook.test"
    [row] = hook.deliveries
    assert row["id"] == accepted.json()["id"]
    assert (row["status"], row["code"], row["by_hand"]) == ("delivered", 200, True)


def test_an_event_is_sent_again_as_it_is_now(cast, hook, receiver):
    feedback = give(cast, "first")
    hook.deliver()
    change_feedback(
        access=cast.access("reviewer"), feedback_id=feedback.id, changes={"content": "second"}
    )
    [row] = hook.deliveries
    accepted = cast.owner.post(f"{hook.path}/deliveries/{row['id']}/send-again")
    assert accepted.status_code == 202
    send_waiting()

    first, again = receiver.received
    assert again.headers["webhook-id"] == first.headers["webhook-id"]
    assert again.event["payload"] == {"id": str(feedback.id), "redacted": True}


def test_what_the_log_no_longer_has_is_not_sent_again(cast, hook):
    row = Delivery.objects.create(webhook=hook.row, seq=999, type="comment.added")
    refused = cast.owner.post(f"{hook.path}/deliveries/{row.id}/send-again")
    assert (refused.status_code, refused.json()["code"]) == (409, "event_pruned")


def test_a_failed_send_by_hand_is_not_tried_again(cast, hook, receiver):
    receiver.always = Answer(500, b"broken")
    cast.owner.post(f"{hook.path}/ping")
    send_waiting()
    [row] = hook.deliveries
    assert (row["status"], row["answer"], row["next_try_at"]) == ("failed", "broken", None)
    assert hook.now["state"] == "ok"


def test_a_test_that_works_ends_the_pause(cast, hook, receiver):
    receiver.answers = [Answer(500)]
    give(cast)
    hook.deliver()
    assert hook.now["next_try_at"]
    cast.owner.post(f"{hook.path}/ping")
    send_waiting()
    assert hook.now["next_try_at"] is None


def test_tests_are_limited_in_number(cast, hook, settings):
    settings.WEBHOOK_TEST_RATE = "2/hour"
    codes = [cast.owner.post(f"{hook.path}/ping").status_code for _ in range(3)]
    assert codes == [202, 202, 429]


def test_deliveries_are_listed_in_pages(cast, hook, receiver):
    for number in range(3):
        give(cast, f"{number}")
    hook.deliver()
    first = cast.owner.get(f"{hook.path}/deliveries?limit=2")
    assert len(first.json()) == 2
    following = first["Link"].split(">")[0].removeprefix("<http://testserver")
    assert len(cast.owner.get(following).json()) == 1


def test_a_list_takes_the_same_queries_however_long(
    cast, path, hook, make_hook, django_assert_num_queries
):
    with django_assert_num_queries(3):  # the user, the access, the page
        cast.owner.get(path)
    for _ in range(4):
        make_hook()
    with django_assert_num_queries(3):
        assert len(cast.owner.get(path).json()) == 5


def test_another_projects_webhook_is_not_found(cast, hook):
    other = cast.owner.post("projects", {"name": "Other"}).json()["id"]
    path = f"projects/{other}/webhooks/{hook.id}"
    assert cast.owner.get(path).status_code == 404
    assert cast.owner.patch(path, {"name": "Mine"}).status_code == 404
    assert cast.owner.get(f"{path}/deliveries").status_code == 404
    assert cast.owner.post(f"{path}/ping").status_code == 404


def test_the_workers_send_a_test_at_once(worker, cast, hook, receiver):
    cast.owner.post(f"{hook.path}/ping")
    eventually(lambda: receiver.types == ["webhook.test"])
    eventually(lambda: hook.deliveries[0]["status"] == "delivered")


def test_a_webhook_whose_key_was_replaced_says_so(cast, hook, settings):
    settings.WEBHOOK_KEY = "another-key-than-before-0123456789-ABCDEF"
    give(cast)
    hook.deliver()
    assert hook.now["failure"].startswith("The secret can't be read any more")
