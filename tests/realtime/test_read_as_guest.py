"""What guests receive: nobody's address, and nothing of the log from before they joined."""

import http.client
import json

import pytest

from projects.actions import add_guest
from projects.models import Role
from tests.conftest import Person
from tests.events import newest_seq
from users.tokens import create_guest_token


def addresses(value):
    """Return every `email` in an answer."""
    if isinstance(value, list):
        return [found for item in value for found in addresses(item)]
    if not isinstance(value, dict):
        return []
    own = [value["email"]] if "email" in value else []
    return own + [found for item in value.values() for found in addresses(item)]


def talk(cast):
    """Have the team say something, and mention somebody; return the feedback's id."""
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": '"email": "a@b.example"'}
    body["assignee"] = str(cast.editor.user.id)
    feedback = cast.reviewer.post("feedbacks", body).json()["id"]
    comment = {"feedback_id": feedback, "content": "ok", "mentions": [str(cast.owner.user.id)]}
    assert cast.editor.post("comments", comment).status_code == 201
    return feedback


@pytest.mark.parametrize(
    "path",
    [
        "projects/{project}/members",
        "projects/{project}/summary",
        "projects/{project}/events?after={seq}",
        "videos?project_id={project}",
        "videos/{video}",
        "feedbacks?project_id={project}",
        "feedbacks/{feedback}",
        "comments?feedback_id={feedback}",
        "notifications",
    ],
)
def test_a_guest_reads_nobodys_address(cast, path):
    seq = newest_seq(cast)
    feedback = talk(cast)
    told = {"feedback_id": feedback, "content": "see", "mentions": [str(cast.guest.user.id)]}
    cast.owner.post("comments", told)
    cast.owner.post("comments", told | {"mentions": [str(cast.reviewer.user.id)]})
    names = {"project": cast.project.id, "video": cast.video.id, "feedback": feedback, "seq": seq}
    path = path.format(**names)

    for_member = cast.reviewer.get(path)
    for_guest = cast.guest.get(path)

    assert {"owner@example.com", "reviewer@example.com"} & set(addresses(for_member.json()))
    assert set(addresses(for_guest.json())) == {None}
    assert for_guest["ETag"] != for_member["ETag"]
    assert cast.guest.get(path, If_None_Match=for_member["ETag"]).status_code == 200
    assert cast.guest.get(path, If_None_Match=for_guest["ETag"]).status_code == 304
    # The order of readers makes no difference to what the cache holds.
    assert addresses(cast.reviewer.get(path).json()) == addresses(for_member.json())


def test_a_guests_own_writes_answer_without_addresses(cast, feedback):
    body = {"feedback_id": str(feedback.id), "content": "x", "mentions": [str(cast.owner.user.id)]}
    added = cast.guest.post("comments", body).json()
    changed = cast.guest.patch(f"comments/{added['id']}", {"content": "y"}).json()

    assert set(addresses(added)) == set(addresses(changed)) == {None}
    assert added["mentions"][0]["name"] == "Owner"


def test_text_that_looks_like_an_address_stays(cast):
    feedback = talk(cast)
    content = cast.guest.get(f"feedbacks/{feedback}").json()["content"]

    assert content == '"email": "a@b.example"'


def test_a_guests_socket_has_no_addresses(process, cast):
    seq = newest_seq(cast)
    talk(cast)
    member = process.open(cast.project.id, cast.owner.token)
    member.next()
    guest = process.open(cast.project.id, cast.guest.token, last_seq=seq)
    frames = [guest.next_frame()]
    assert frames[0]["payload"]["present"]

    process.open(cast.project.id, cast.editor.token)
    cast.editor.patch("users/me", {"name": "Other"})
    while frames[-1]["type"] != "user.updated":
        frames.append(guest.next_frame())

    types = {frame["type"] for frame in frames}
    assert types >= {"connection.ready", "feedback.created", "comment.added", "user.joined"}
    assert set(addresses(frames)) == {None}
    assert "editor@example.com" in addresses(member.until("user.updated"))


def test_a_guests_stream_has_no_addresses(process, cast):
    seq = newest_seq(cast)
    talk(cast)
    connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=5)
    path = f"/api/v1/projects/{cast.project.id}/events?last_event_id={seq}"
    accept = {"Accept": "text/event-stream", "Authorization": f"Bearer {cast.guest.token}"}
    connection.request("GET", path, headers=accept)
    answer = connection.getresponse()
    frames = []
    while not frames or frames[-1]["type"] != "comment.added":
        line = answer.readline().decode()
        if line.startswith("data: "):
            frames.append(json.loads(line.removeprefix("data: ")))
    connection.close()

    assert {"connection.ready", "feedback.created"} <= {frame["type"] for frame in frames}
    assert set(addresses(frames)) == {None}


@pytest.fixture
def late(cast):
    """A guest who joins after the team has talked, and the seq of their joining."""
    talk(cast)
    joined = add_guest(
        project_id=cast.project.id, name="Late", contact_email="", role=Role.REVIEWER
    )
    token = create_guest_token(joined.user, cast.project.id)
    seq = newest_seq(cast)
    talk(cast)
    return Person("late", joined.user, token), seq


def test_a_guests_replay_begins_where_they_joined(cast, late):
    guest, joined = late
    path = f"projects/{cast.project.id}/events"

    refused = [guest.get(f"{path}?after={seq}") for seq in (0, joined - 2)]
    answer = guest.get(f"{path}?after={joined - 1}")

    assert [(each.status_code, each.json()["code"]) for each in refused] == [
        (410, "log_pruned")
    ] * 2
    assert answer.json()[0]["payload"]["id"] == str(guest.user.id)
    assert cast.viewer.get(f"{path}?after=0").status_code == 200


def test_a_guest_who_was_never_there_must_read_all(process, cast, late):
    guest, joined = late
    early = process.open(cast.project.id, guest.token, last_seq=1)
    assert early.next()["payload"]["resumed"] is False
    assert early.next()["payload"] == {"reason": "log_pruned"}
    early.send(type="ping", seq=1)  # too early still: no event comes
    assert early.next()["type"] == "pong"
    early.send(type="ping", seq=joined)

    assert early.until("comment.added")
    member = process.open(cast.project.id, cast.viewer.token, last_seq=1)
    assert member.next()["payload"]["resumed"] is True
