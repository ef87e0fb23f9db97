"""ws/projects/{id}: missed and live events, in order, for those who may see them."""

import time
from io import StringIO

import pytest
from django.core.management import call_command

from eventlog.events import EphemeralEventType
from eventlog.models import Event, Log, Stream
from eventlog.publish import action, broadcast, truncate_log
from feedbacks.actions import create_feedback
from projects.actions import change_role, delete_project, remove_member
from projects.models import Role
from tests.events import events_since, newest_seq
from users.tokens import create_guest_token
from videos.models import Video
from videos.processing import report_progress


def give(cast, content="x"):
    return create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=1, content=content
    )


@pytest.mark.parametrize("name", ["owner", "editor", "reviewer", "viewer", "guest"])
def test_every_member_is_accepted_and_told_the_newest_seq(process, cast, name):
    person = getattr(cast, name)
    ready = process.open(cast.project.id, person.token).next()

    assert ready["type"] == "connection.ready"
    assert ready["seq"] == newest_seq(cast)
    payload = ready["payload"]
    assert payload["user"]["id"] == str(person.user.id)
    assert payload["role"] == cast.access(name).role
    assert payload["resumed"] is False
    assert payload["log_id"] == Log.objects.get().name


def test_an_event_is_sent_as_the_log_has_it(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    before = socket.next()["seq"]

    give(cast, "하늘이 너무 어두워요")
    frame = socket.next()

    assert frame == events_since(cast, before)[0]
    assert frame["seq"] == before + 1


def test_a_failure_is_said_in_the_language_of_each_client(process, cast):
    Video.objects.filter(id=cast.video.id).update(status="failed", failure="only_sound")
    cast.viewer.user.language = "ko"
    cast.viewer.user.save(update_fields=["language"])
    english, korean = (
        process.open(cast.project.id, person.token) for person in (cast.guest, cast.viewer)
    )
    before = english.next()["seq"]
    korean.next()

    cast.editor.patch(f"videos/{cast.video.id}", {"title": "Second cut"})

    sentence = "이 파일에는 소리만 있고 화면이 없어요."
    said = "There is only sound in this file, no picture."
    assert english.next()["payload"]["failure"] == said
    assert korean.next()["payload"]["failure"] == sentence
    replayed = process.open(cast.project.id, cast.viewer.token, last_seq=before)
    assert replayed.until("video.updated")[-1]["payload"]["failure"] == sentence


def test_a_rejected_frame_is_answered_in_the_clients_language(process, cast):
    cast.reviewer.user.language = "ko"
    cast.reviewer.user.save(update_fields=["language"])
    socket = process.open(cast.project.id, cast.reviewer.token)
    socket.next()

    socket.send(type="typing", payload={"feedback_id": "x"})

    assert socket.next()["payload"] == {
        "code": "invalid",
        "message": "payload.feedback_id: UUID여야 해요.",
    }


def test_many_writes_come_in_order_once(process, cast):
    one, two = (process.open(cast.project.id, cast.viewer.token) for _ in range(2))
    before = one.next()["seq"]
    two.next()
    for number in range(60):
        give(cast, str(number))

    for socket in (one, two):
        assert [socket.next()["seq"] for _ in range(60)] == list(range(before + 1, before + 61))


def test_a_client_that_comes_back_gets_missed_and_live_events(process, cast):
    seen = newest_seq(cast)
    for number in range(5):
        give(cast, str(number))
    socket = process.open(cast.project.id, cast.viewer.token, last_seq=seen)
    ready = socket.next()
    assert ready["payload"]["resumed"] is True

    missed = [socket.next()["seq"] for _ in range(5)]
    give(cast, "live")

    assert missed == list(range(seen + 1, seen + 6))
    assert socket.next()["seq"] == seen + 6


@pytest.mark.parametrize(
    ("query", "reason"),
    [({"last_seq": 10_000}, "ahead_of_log"), ({"last_seq": 0, "log_id": "other"}, "log_changed")],
)
def test_a_client_that_cannot_resume_gets_nothing_until_its_ping(process, cast, query, reason):
    socket = process.open(cast.project.id, cast.viewer.token, **query)
    ready, resync = socket.next(), socket.next()
    assert ready["payload"]["resumed"] is False
    assert (resync["type"], resync["payload"]) == ("connection.resync", {"reason": reason})

    give(cast, "while they read")
    with pytest.raises(TimeoutError):
        socket.next(timeout=1.5)
    read = newest_seq(cast) - 1
    socket.send(type="ping", seq=read)

    assert sorted(socket.next()["type"] for _ in range(2)) == ["feedback.created", "pong"]


def test_a_truncation_is_sent_to_connected_clients_as_resync(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    socket.next()
    with action():
        truncate_log(cast.project.id)

    assert socket.next()["payload"] == {"reason": "log_pruned"}
    socket.send(type="ping", seq=newest_seq(cast))
    assert socket.next()["type"] == "pong"
    give(cast)
    assert socket.next()["seq"] == newest_seq(cast)


def test_a_restored_database_is_sent_to_clients_as_resync(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    ready = socket.next()
    give(cast, "was in no backup")
    assert socket.next()["seq"] == ready["seq"] + 1

    Event.objects.filter(stream_id=cast.project.id, seq__gt=ready["seq"]).delete()
    Stream.objects.filter(id=cast.project.id).update(seq=ready["seq"])
    call_command("rotate_log_id", stdout=StringIO())
    give(cast, "has the number of another")

    assert socket.next()["payload"] == {"reason": "log_changed"}
    socket.send(type="ping", seq=ready["seq"])
    assert {socket.next()["type"], socket.next()["type"]} == {"pong", "feedback.created"}
    position = {"last_seq": ready["seq"] + 1, "log_id": ready["payload"]["log_id"]}
    back = process.open(cast.project.id, cast.viewer.token, **position)
    assert back.next()["payload"]["resumed"] is False
    assert back.next()["payload"] == {"reason": "log_changed"}


def test_a_changed_role_takes_effect_on_open_sockets(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    socket.next()
    change_role(access=cast.access("owner"), user_id=cast.viewer.user.id, role=Role.REVIEWER)
    assert socket.next()["type"] == "member.updated"
    time.sleep(2)

    socket.send(type="typing", payload={"feedback_id": str(cast.video.id)})

    assert socket.next()["type"] == "typing"


def test_events_for_admins_reach_only_admins(process, cast):
    owner = process.open(cast.project.id, cast.owner.token)
    viewer = process.open(cast.project.id, cast.viewer.token)
    owner.next(), viewer.next()

    event = {"payload": {"id": "x"}, "only_role": "admin"}
    broadcast(EphemeralEventType.INVITATION_UPDATED, project_id=cast.project.id, **event)
    give(cast)

    assert [owner.next()["type"] for _ in range(2)] == ["invitation.updated", "feedback.created"]
    assert viewer.next()["type"] == "feedback.created"


@pytest.mark.parametrize("token", [None, "x", "eyJhbGciOiJIUzI1NiJ9.e30.x"])
def test_a_bad_token_closes_the_socket_at_once(process, cast, token):
    assert process.open(cast.project.id, token).code() == 4401


def test_outsiders_learn_nothing(process, cast):
    assert process.open(cast.project.id, cast.outsider.token).code() == 4404
    assert process.open(cast.outsider.user.id, cast.viewer.token).code() == 4404
    assert process.open("no-id", cast.viewer.token).code() == 4404


def test_a_removed_member_is_closed_within_three_seconds(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    other = process.open(cast.project.id, cast.editor.token)
    socket.next(), other.next()
    remove_member(access=cast.access("owner"), user_id=cast.viewer.user.id)

    begun = time.monotonic()
    assert socket.code() == 4403
    assert time.monotonic() - begun < 3
    assert other.next()["type"] == "member.removed"


def test_logging_out_closes_the_socket(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    socket.next()
    assert cast.viewer.delete("auth/session").status_code in (200, 401)

    assert socket.code() == 4401


def test_an_expired_token_closes_the_socket_unless_refreshed(process, cast, settings):
    from datetime import timedelta

    settings.GUEST_TOKEN_LIFETIME = timedelta(seconds=3)
    short = create_guest_token(cast.guest.user, cast.project.id)
    ended = process.open(cast.project.id, short)
    kept = process.open(cast.project.id, short)
    ended.next(), kept.next()
    kept.send(type="auth.refresh", token=cast.guest.token)

    assert ended.code(timeout=8) == 4401
    kept.send(type="ping")
    assert kept.next()["type"] == "pong"


def test_a_deleted_project_is_announced_and_closes_the_socket(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    socket.next()
    delete_project(access=cast.access("owner"))

    assert socket.next()["type"] == "project.deleted"
    assert socket.code() == 4404


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{", 4400),
        ("[]", 4400),
        ('{"type": "nothing"}', 4400),
        ('{"type": ["ping"]}', 4400),
        (b"\x00\x01", 4400),
        ('{"type": "ping", "x": "%s"}' % ("가" * 3000), 4413),
    ],
)
def test_a_bad_frame_closes_the_socket_with_its_code(process, cast, frame, code):
    socket = process.open(cast.project.id, cast.viewer.token)
    other = process.open(cast.project.id, cast.editor.token)
    socket.next(), other.next()
    socket.connection.send(frame)

    assert socket.code() == code
    other.send(type="ping")
    assert other.next()["type"] == "pong"


def test_too_many_frames_close_the_socket(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    socket.next()
    for _ in range(60):
        socket.send(type="ping")

    assert socket.code() == 4429


def test_two_processes_send_the_same_frames(sockets, cast):
    one, two = (sockets().open(cast.project.id, cast.viewer.token) for _ in range(2))
    one.next(), two.next()
    for number in range(20):
        give(cast, str(number))

    assert [one.next() for _ in range(20)] == [two.next() for _ in range(20)]


def test_without_redis_events_come_from_the_log(sockets, cast):
    process = sockets(REDIS_URL="redis://127.0.0.1:1/0")
    socket = process.open(cast.project.id, cast.viewer.token)
    before = socket.next()["seq"]
    for number in range(3):
        give(cast, str(number))

    assert [socket.next(timeout=3)["seq"] for _ in range(3)] == [before + 1, before + 2, before + 3]


def test_a_client_that_resumes_at_another_process_misses_nothing(sockets, cast):
    first, second = sockets(), sockets()
    socket = first.open(cast.project.id, cast.viewer.token)
    seen = socket.next()["seq"]
    for number in range(10):
        give(cast, str(number))
    got = [socket.next()["seq"] for _ in range(4)]
    first.running.process.kill()

    socket = second.open(cast.project.id, cast.viewer.token, last_seq=got[-1])
    socket.next()
    got += [socket.next()["seq"] for _ in range(6)]

    assert got == list(range(seen + 1, seen + 11))


def test_progress_has_no_seq_and_takes_none(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    before = socket.next()["seq"]
    cast.video.status = "processing"
    cast.video.save()

    report_progress(cast.video, 41.7, "stills")
    give(cast)

    assert socket.next() == {
        "type": "video.progress",
        "payload": {"id": str(cast.video.id), "percent": 41, "step": "stills"},
    }
    assert socket.next()["seq"] == before + 1
