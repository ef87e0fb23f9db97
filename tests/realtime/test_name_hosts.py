"""Media URLs on sockets and streams name the host of the handshake, if it is allowed."""

import json

import httpx
import pytest
from django.conf import settings

from feedbacks.actions import create_feedback
from users.models import User

AVATAR = "avatars/01985f4e-0000-7000-8000-000000000001/01985f4e-0000-7000-8000-000000000002.webp"


@pytest.fixture(autouse=True)
def _avatars(cast):
    User.objects.filter(id__in=[cast.viewer.user.id, cast.editor.user.id]).update(avatar_key=AVATAR)


def give_feedback(cast):
    access = cast.access("editor")
    create_feedback(access=access, video=cast.video, video_timestamp=1.0, content="x")


def avatar_in(payload):
    """Return the signed URL up to the object key."""
    url, found, _key = payload["avatar_url"].partition("avatars/")
    assert found
    return url


@pytest.mark.parametrize(
    ("host", "named"), [("localhost", "http://localhost:{port}"), ("evil.example", None)]
)
def test_a_socket_names_the_host_of_its_handshake(process, cast, host, named):
    named = named.format(port=process.port) if named else settings.PUBLIC_URL
    socket = process.open(cast.project.id, cast.viewer.token, host=host)
    other = process.open(cast.project.id, cast.viewer.token)
    ready = socket.next()["payload"]
    other.next()
    editor = process.open(cast.project.id, cast.editor.token)
    joined = socket.next_frame()

    give_feedback(cast)

    event, same = socket.next()["payload"], other.next()["payload"]
    for person in (ready["user"], *ready["present"], joined["payload"], event["user"]):
        assert avatar_in(person).startswith(f"{named}/media/")
    assert avatar_in(same["user"]).startswith(f"http://127.0.0.1:{process.port}/media/")
    assert editor.next()["type"] == "connection.ready"


def test_a_replay_names_the_host_of_its_handshake(process, cast):
    give_feedback(cast)
    for host in ("localhost", "127.0.0.1"):
        socket = process.open(cast.project.id, cast.viewer.token, host=host, last_seq=0)
        events = socket.until("feedback.created")
        url = avatar_in(events[-1]["payload"]["user"])
        assert url.startswith(f"http://{host}:{process.port}/media/")


def test_a_stream_names_the_host_of_its_request(process, cast):
    address = f"http://127.0.0.1:{process.port}/api/v1/projects/{cast.project.id}/events"
    headers = {
        "Authorization": f"Bearer {cast.viewer.token}",
        "Accept": "text/event-stream",
        "Host": f"localhost:{process.port}",
    }
    with httpx.stream("GET", address, headers=headers) as answer:
        lines = answer.iter_lines()
        data = next(line for line in lines if line.startswith("data: "))
    ready = json.loads(data.removeprefix("data: "))["payload"]
    assert avatar_in(ready["user"]).startswith(f"http://localhost:{process.port}/media/")
