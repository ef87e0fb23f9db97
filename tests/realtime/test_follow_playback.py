"""`playback` and `follow`: somebody's player is followed, across processes, within limits."""

import time
from datetime import UTC, datetime, timedelta

import pytest


def playback(cast, **changes):
    moment = {"video_id": str(cast.video.id), "timestamp": 1.5, "playing": True, "speed": 1}
    return moment | changes


def test_followers_at_another_process_receive_what_the_leader_does(process, sockets, cast):
    leader = process.open(cast.project.id, cast.reviewer.token)
    connection = leader.next()["payload"]["connection_id"]
    viewer = sockets().open(cast.project.id, cast.viewer.token)
    their_connection = viewer.next()["payload"]["connection_id"]

    viewer.send(type="follow", payload={"leader_id": str(cast.reviewer.user.id)})
    assert leader.until("follow")[-1]["payload"] == {
        "leader_id": str(cast.reviewer.user.id),
        "user_id": str(cast.viewer.user.id),
        "connection_id": their_connection,
    }
    before = datetime.now(UTC)
    leader.send(type="playback", payload=playback(cast, pointer={"x": 0.25, "y": 1}))
    received = viewer.until("playback")[-1]["payload"]
    at = datetime.fromisoformat(received.pop("at"))
    assert before - timedelta(seconds=1) < at <= datetime.now(UTC)
    assert received == playback(cast) | {
        "pointer": {"x": 0.25, "y": 1},
        "user_id": str(cast.reviewer.user.id),
        "connection_id": connection,
    }
    viewer.send(type="follow", payload={"leader_id": None})
    assert leader.until("follow")[-1]["payload"]["leader_id"] is None


@pytest.mark.parametrize("name", ["owner", "editor", "reviewer", "guest", "viewer"])
def test_whoever_may_give_feedback_leads_and_everybody_may_follow(process, cast, name):
    person = getattr(cast, name)
    socket = process.open(cast.project.id, person.token)
    socket.next()

    socket.send(type="follow", payload={"leader_id": str(cast.owner.user.id)})
    assert socket.next()["type"] == "follow"
    socket.send(type="playback", payload=playback(cast))
    answer = socket.next()

    if name == "viewer":
        assert answer["payload"]["code"] == "permission_denied"
    else:
        assert answer["payload"]["user_id"] == str(person.user.id)


def test_people_of_other_projects_learn_nothing(process, cast):
    project = cast.outsider.post("projects", {"name": "Elsewhere"}).json()["id"]
    outsider = process.open(project, cast.outsider.token)
    outsider.next()
    leader = process.open(cast.project.id, cast.reviewer.token)
    leader.next()

    leader.send(type="playback", payload=playback(cast))
    outsider.send(type="follow", payload={"leader_id": str(cast.reviewer.user.id)})

    assert leader.next()["type"] == "playback"
    assert outsider.next()["type"] == "follow"
    for socket in (leader, outsider):
        socket.send(type="ping")
        assert socket.next()["type"] == "pong"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("video_id", "x"),
        ("timestamp", -1),
        ("timestamp", 86_401),
        ("timestamp", "1"),
        ("playing", 1),
        ("playing", None),
        ("speed", 17),
        ("speed", -17),
        ("speed", True),
        ("speed", None),
        ("pointer", [0, 0]),
        ("pointer", {"x": 0.5}),
        ("pointer", {"x": 0.5, "y": 1.1}),
        ("at", 5),
        ("at", "yesterday"),
        ("at", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_a_bad_playback_is_answered_with_an_error_that_names_the_field(process, cast, field, wrong):
    leader = process.open(cast.project.id, cast.reviewer.token)
    leader.next()

    leader.send(type="playback", payload=playback(cast, **{field: wrong}))

    error = leader.next()
    assert (error["type"], error["payload"]["code"]) == ("error", "invalid")
    assert error["payload"]["message"].startswith(f"payload.{field}")


@pytest.mark.parametrize("payload", [None, {}, {"leader_id": "x"}, {"leader_id": 5}])
def test_a_bad_follow_is_answered_with_an_error(process, cast, payload):
    viewer = process.open(cast.project.id, cast.viewer.token)
    viewer.next()

    viewer.send(type="follow", payload=payload)

    assert viewer.next()["payload"]["code"] == "invalid"


def test_nothing_else_of_a_frame_is_passed_on(process, cast):
    leader = process.open(cast.project.id, cast.reviewer.token)
    leader.next()

    pointer = {"x": 0, "y": 0, "note": "x"}
    leader.send(type="playback", payload=playback(cast, note="x" * 4000, pointer=pointer))

    assert "note" not in str(leader.next())


@pytest.mark.parametrize(("off", "kept"), [(-0.4, True), (-3600, False), (3600, False)])
def test_the_leaders_time_counts_unless_its_clock_is_wrong(process, cast, off, kept):
    leader = process.open(cast.project.id, cast.reviewer.token)
    leader.next()
    said = datetime.now(UTC) + timedelta(seconds=off)

    leader.send(type="playback", payload=playback(cast, at=said.isoformat()))

    at = datetime.fromisoformat(leader.next()["payload"]["at"])
    assert (at == said) is kept
    assert abs(at - datetime.now(UTC)) < timedelta(seconds=2)


def test_a_pong_says_what_time_it_is(process, cast):
    viewer = process.open(cast.project.id, cast.viewer.token)
    viewer.next()
    before = datetime.now(UTC)

    viewer.send(type="ping")

    assert before <= datetime.fromisoformat(viewer.next()["at"]) <= datetime.now(UTC)


def test_playbacks_over_the_limit_are_dropped_and_others_are_not(process, cast):
    viewer = process.open(cast.project.id, cast.viewer.token)
    leader = process.open(cast.project.id, cast.reviewer.token)
    viewer.next(), leader.next()
    for number in range(40):
        leader.send(type="playback", payload=playback(cast, timestamp=number))
    leader.send(type="typing", payload={"feedback_id": str(cast.video.id)})
    viewer.until("typing")
    time.sleep(0.3)

    leader.send(type="ping")
    frames = leader.until("pong")
    assert sum(frame["type"] == "playback" for frame in frames) == 25
