"""ws/projects/{id}: everything since, everything now, in order, for who may see it."""

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
from videos.processing import report_progress


def give(cast, content="x"):
    return create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=1, content=content
    )


@pytest.mark.parametrize("name", ["owner", "editor", "reviewer", "viewer", "guest"])
def test_whoever_is_in_it_is_let_in_and_told_where_the_log_is(process, cast, name):
    person = getattr(cast, name)
    ready = process.open(cast.project.id, person.token).next()

    assert ready["type"] == "connection.ready"
    assert ready["seq"] == newest_seq(cast)
    payload = ready["payload"]
    assert payload["user"]["id"] == str(person.user.id)
    assert payload["role"] == cast.access(name).role
    assert payload["resumed"] is False
    assert payload["log_id"] == Log.objects.get().name


def test_an_event_comes_as_the_log_has_it(process, cast):
    socket = process.open(cast.project.id, cast.guest.token)
    before = socket.next()["seq"]

    give(cast, "하늘이 너무 어두워요")
    frame = socket.next()

    assert frame == events_since(cast, before)[0]
    assert frame["seq"] == before + 1


def test_many_writes_come_in_order_once(process, cast):
    one, two = (process.open(cast.project.id, cast.viewer.token) for _ in range(2))
    before = one.next()["seq"]
    two.next()
    for number in range(60):
        give(cast, str(number))

    for socket in (one, two):
        assert [socket.next()["seq"] for _ in range(60)] == list(range(before + 1, before + 61))


def test_who_comes_back_gets_what_they_missed_and_goes_on_live(process, cast):
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
def test_who_can_not_go_on_is_told_why_and_nothing_else_until_they_have_read(
    process, cast, query, reason
):
    socket = process.open(cast.project.id, cast.viewer.token, **query)
    ready, resync = socket.next(), socket.next()
    assert ready["payload"]["resumed"] is False
    assert (resync["type"], resync["payload"]) == ("connection.resync", {"reason": reason})

    give(cast, "while they read")
    with pytest.raises(TimeoutError):
        socket.next(timeout=1.5)
    read = newest_seq(cast) - 1
    socket.say(type="ping", seq=read)

    assert sorted(socket.next()["type"] for _ in range(2)) == ["feedback.created", "pong"]


def test_a_log_that_is_cut_while_one_watches_is_read_anew(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    socket.next()
    with action():
        truncate_log(cast.project.id)

    assert socket.next()["payload"] == {"reason": "log_pruned"}
    socket.say(type="ping", seq=newest_seq(cast))
    assert socket.next()["type"] == "pong"
    give(cast)
    assert socket.next()["seq"] == newest_seq(cast)


def test_after_the_database_was_restored_everything_is_read_anew(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    ready = socket.next()
    give(cast, "was in no backup")
    assert socket.next()["seq"] == ready["seq"] + 1

    Event.objects.filter(stream_id=cast.project.id, seq__gt=ready["seq"]).delete()
    Stream.objects.filter(id=cast.project.id).update(seq=ready["seq"])
    call_command("rotate_log_id", stdout=StringIO())
    give(cast, "has the number of another")

    assert socket.next()["payload"] == {"reason": "log_changed"}
    socket.say(type="ping", seq=ready["seq"])
    assert {socket.next()["type"], socket.next()["type"]} == {"pong", "feedback.created"}
    place = {"last_seq": ready["seq"] + 1, "log_id": ready["payload"]["log_id"]}
    back = process.open(cast.project.id, cast.viewer.token, **place)
    assert back.next()["payload"]["resumed"] is False
    assert back.next()["payload"] == {"reason": "log_changed"}


def test_a_changed_role_counts_at_once(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    socket.next()
    change_role(access=cast.access("owner"), user_id=cast.viewer.user.id, role=Role.REVIEWER)
    assert socket.next()["type"] == "member.updated"
    time.sleep(2)

    socket.say(type="typing", payload={"feedback_id": str(cast.video.id)})

    assert socket.next()["type"] == "typing"


def test_what_is_for_admins_reaches_them_alone(process, cast):
    owner = process.open(cast.project.id, cast.owner.token)
    viewer = process.open(cast.project.id, cast.viewer.token)
    owner.next(), viewer.next()

    told = {"payload": {"id": "x"}, "only_role": "admin"}
    broadcast(EphemeralEventType.INVITATION_UPDATED, project_id=cast.project.id, **told)
    give(cast)

    assert [owner.next()["type"] for _ in range(2)] == ["invitation.updated", "feedback.created"]
    assert viewer.next()["type"] == "feedback.created"


@pytest.mark.parametrize("token", [None, "x", "eyJhbGciOiJIUzI1NiJ9.e30.x"])
def test_without_a_good_token_it_closes_at_once(process, cast, token):
    assert process.open(cast.project.id, token).code() == 4401


def test_outsiders_learn_nothing(process, cast):
    assert process.open(cast.project.id, cast.outsider.token).code() == 4404
    assert process.open(cast.outsider.user.id, cast.viewer.token).code() == 4404
    assert process.open("no-id", cast.viewer.token).code() == 4404


def test_who_is_removed_is_out_within_three_seconds(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    other = process.open(cast.project.id, cast.editor.token)
    socket.next(), other.next()
    remove_member(access=cast.access("owner"), user_id=cast.viewer.user.id)

    begun = time.monotonic()
    assert socket.code() == 4403
    assert time.monotonic() - begun < 3
    assert other.next()["type"] == "member.removed"


def test_a_session_that_ends_ends_the_socket(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    socket.next()
    assert cast.viewer.delete("auth/session").status_code in (200, 401)

    assert socket.code() == 4401


def test_a_token_that_runs_out_ends_it_unless_it_is_refreshed(process, cast, settings):
    from datetime import timedelta

    settings.GUEST_TOKEN_LIFETIME = timedelta(seconds=3)
    short = create_guest_token(cast.guest.user, cast.project.id)
    ended = process.open(cast.project.id, short)
    kept = process.open(cast.project.id, short)
    ended.next(), kept.next()
    kept.say(type="auth.refresh", token=cast.guest.token)

    assert ended.code(timeout=8) == 4401
    kept.say(type="ping")
    assert kept.next()["type"] == "pong"


def test_a_deleted_project_says_so_and_closes(process, cast):
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
def test_garbage_closes_it_with_its_code(process, cast, frame, code):
    socket = process.open(cast.project.id, cast.viewer.token)
    other = process.open(cast.project.id, cast.editor.token)
    socket.next(), other.next()
    socket.connection.send(frame)

    assert socket.code() == code
    other.say(type="ping")
    assert other.next()["type"] == "pong"


def test_too_many_frames_close_it(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    socket.next()
    for _ in range(60):
        socket.say(type="ping")

    assert socket.code() == 4429


def test_two_processes_say_the_same(sockets, cast):
    one, two = (sockets().open(cast.project.id, cast.viewer.token) for _ in range(2))
    one.next(), two.next()
    for number in range(20):
        give(cast, str(number))

    assert [one.next() for _ in range(20)] == [two.next() for _ in range(20)]


def test_with_the_bells_silent_events_come_from_the_log(sockets, cast):
    process = sockets(REDIS_URL="redis://127.0.0.1:1/0")
    socket = process.open(cast.project.id, cast.viewer.token)
    before = socket.next()["seq"]
    for number in range(3):
        give(cast, str(number))

    assert [socket.next(timeout=3)["seq"] for _ in range(3)] == [before + 1, before + 2, before + 3]


def test_who_comes_back_to_another_process_misses_nothing(sockets, cast):
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


def test_progress_comes_without_a_number_and_moves_nothing(process, cast):
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
