"""Presence, typing and cursors: across processes, and gone when a process dies."""

import time

import pytest

from eventlog.publish import action
from feedbacks.actions import create_feedback
from invitations.guests import become_account
from projects.actions import create_project
from realtime.present import redis_of_requests
from tests.engines import free_port
from tests.waiting import eventually


def names(users):
    return sorted(user["name"] for user in users)


def changes(socket, number, timeout=5):
    """Return the next changes of presence."""
    found = []
    while len(found) < number:
        frame = socket.next_frame(timeout)
        if frame["type"].startswith("user."):
            found.append((frame["type"], frame["payload"]["name"]))
    return found


def until_present(socket, expected, timeout=15):
    """Read from `connection.ready` on until exactly these people are present."""
    end = time.monotonic() + timeout
    present = {user["id"]: user for user in socket.next_frame()["payload"]["present"]}
    while names(present.values()) != expected:
        frame = socket.next_frame(end - time.monotonic())
        if frame["type"] == "user.joined":
            present[frame["payload"]["id"]] = frame["payload"]
        elif frame["type"] == "user.left":
            del present[frame["payload"]["id"]]


def test_joining_and_leaving_are_announced_once_per_person(process, cast):
    viewer = process.open(cast.project.id, cast.viewer.token)
    assert names(viewer.next()["payload"]["present"]) == ["Viewer"]

    tabs = [process.open(cast.project.id, cast.editor.token) for _ in range(2)]
    assert names(tabs[1].next()["payload"]["present"]) == ["Editor", "Viewer"]
    tabs[0].close()
    guest = process.open(cast.project.id, cast.guest.token)
    guest.next()
    tabs[1].close()

    assert changes(viewer, 3) == [
        ("user.joined", "Editor"),
        ("user.joined", "Guest"),
        ("user.left", "Editor"),
    ]


def test_presence_spans_processes_and_a_killed_one_leaves_no_ghosts(process, sockets, cast):
    other = sockets()
    there = other.open(cast.project.id, cast.editor.token)
    there.next()
    here = process.open(cast.project.id, cast.viewer.token)
    until_present(here, ["Editor", "Viewer"])
    assert changes(there, 1) == [("user.joined", "Viewer")]

    other.running.process.kill()

    begun = time.monotonic()
    assert changes(here, 1, timeout=60) == [("user.left", "Editor")]
    assert time.monotonic() - begun < 60


def test_others_see_who_is_typing_and_their_cursor(process, cast):
    socket = process.open(cast.project.id, cast.viewer.token)
    before = socket.next()["seq"]
    reviewer = process.open(cast.project.id, cast.reviewer.token)
    reviewer.next()
    video = {"video_id": str(cast.video.id), "timestamp": 1.5}

    reviewer.send(type="cursor", payload=video)
    assert socket.next() == {
        "type": "cursor",
        "payload": video | {"user_id": str(cast.reviewer.user.id)},
    }
    reviewer.send(type="typing", payload={"feedback_id": str(cast.video.id)})
    assert socket.next()["payload"]["feedback_id"] == str(cast.video.id)
    create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=1, content="x"
    )
    assert socket.next()["seq"] == before + 1


@pytest.mark.parametrize(
    "payload", [None, {}, {"video_id": "x"}, {"timestamp": 1}, {"timestamp": 86_401}]
)
def test_a_bad_cursor_is_answered_with_an_error_that_names_the_field(process, cast, payload):
    reviewer = process.open(cast.project.id, cast.reviewer.token)
    reviewer.next()
    if payload and "timestamp" in payload:
        payload["video_id"] = str(cast.video.id) if payload["timestamp"] > 1 else None

    reviewer.send(type="cursor", payload=payload)

    error = reviewer.next()
    assert (error["type"], error["payload"]["code"]) == ("error", "invalid")
    assert error["payload"]["message"].startswith("payload")
    reviewer.send(type="ping")
    assert reviewer.next()["type"] == "pong"


def test_viewers_are_present_but_may_not_send(process, cast):
    viewer = process.open(cast.project.id, cast.viewer.token)
    viewer.next()

    viewer.send(type="typing", payload={"feedback_id": str(cast.video.id)})

    assert viewer.next()["payload"]["code"] == "permission_denied"


def test_ephemeral_frames_over_the_limit_are_dropped(process, cast):
    viewer = process.open(cast.project.id, cast.viewer.token)
    reviewer = process.open(cast.project.id, cast.reviewer.token)
    viewer.next(), reviewer.next()
    for number in range(30):
        reviewer.send(type="cursor", payload={"video_id": str(cast.video.id), "timestamp": number})
    reviewer.send(type="ping")
    reviewer.until("pong")
    time.sleep(0.3)

    viewer.send(type="ping")
    assert len(viewer.until("pong")) - 1 == 10


def test_a_guest_whose_account_is_here_too_is_one_person(process, sockets, cast):
    with action():
        become_account([cast.guest.user.id], cast.editor.user)
    viewer = process.open(cast.project.id, cast.viewer.token)
    viewer.next()
    guest = process.open(cast.project.id, cast.guest.token)
    # Nobody is told whose account it is.
    shown = [guest.next()["payload"]["present"], [viewer.next_frame()["payload"]]]
    assert {tuple(info) for infos in shown for info in infos} == {
        ("id", "name", "email", "avatar_url", "kind")
    }
    account = sockets().open(cast.project.id, cast.editor.token)

    assert sorted(changes(viewer, 2, timeout=20)) == [
        ("user.joined", "Editor"),
        ("user.left", "Guest"),
    ]
    until_present(account, ["Editor", "Viewer"])
    account.close()
    assert sorted(changes(viewer, 2, timeout=20)) == [
        ("user.joined", "Guest"),
        ("user.left", "Editor"),
    ]
    guest.close()
    assert changes(viewer, 1, timeout=20) == [("user.left", "Guest")]


def present(person, query=""):
    """Return the names of who is in each of a person's projects, by the project's id."""
    answer = person.get(f"projects/present{query}")
    assert answer.status_code == 200, answer.content
    return {row["project_id"]: names(row["present"]) for row in answer.json()}


def test_who_is_in_ones_projects_is_listed_across_processes(process, sockets, cast):
    other, project = sockets(), str(cast.project.id)
    second = create_project(creator=cast.owner.user, name="Second")
    assert present(cast.owner) == {}

    here = process.open(project, cast.editor.token)
    [process.open(project, cast.editor.token) for _tab in range(2)]
    other.open(project, cast.viewer.token)
    other.open(project, cast.editor.token)
    process.open(str(second.id), cast.owner.token)

    everybody = {project: ["Editor", "Viewer"], str(second.id): ["Owner"]}
    eventually(lambda: present(cast.owner) == everybody)
    assert present(cast.reviewer) == {project: ["Editor", "Viewer"]}
    assert present(cast.outsider) == {}
    here.close()
    other.running.process.kill()
    eventually(lambda: present(cast.reviewer) == {project: ["Editor"]}, seconds=60)


def test_a_guest_sees_who_is_there_without_addresses(process, cast):
    process.open(cast.project.id, cast.editor.token)
    eventually(lambda: present(cast.guest))

    [row] = cast.guest.get("projects/present").json()

    assert row["present"] == [
        {
            "id": str(cast.editor.user.id),
            "name": "Editor",
            "kind": "member",
            "email": None,
            "avatar_url": None,
        }
    ]


def test_presence_of_many_projects_costs_no_more_queries(cast, django_assert_num_queries):
    for n in range(12):
        create_project(creator=cast.owner.user, name=f"No. {n}")

    for person in (cast.owner, cast.viewer):
        with django_assert_num_queries(2):
            assert person.get("projects/present").json() == []


def test_presence_that_did_not_change_is_not_sent_again(process, cast):
    process.open(cast.project.id, cast.editor.token)
    eventually(lambda: present(cast.viewer))
    tag = cast.viewer.get("projects/present")["ETag"]

    assert cast.viewer.get("projects/present", If_None_Match=tag).status_code == 304


def test_nobody_is_known_to_be_there_while_redis_is_away(process, cast, settings):
    process.open(cast.project.id, cast.editor.token)
    eventually(lambda: present(cast.viewer))
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    redis_of_requests.cache_clear()

    assert present(cast.viewer) == {}

    redis_of_requests.cache_clear()
