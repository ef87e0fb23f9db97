"""Clients that misbehave are cut off; others are not disturbed, and memory does not grow."""

import json

import pytest
from websockets.exceptions import ConnectionClosed

from eventlog.models import Stream
from tests.realtime.conftest import Socket
from tests.realtime.load import Follower
from tests.waiting import eventually

MIB, TIMES = 1024**2, 10


@pytest.fixture
def process(fleet, cast):
    return fleet.sockets().wait()


@pytest.fixture
def good_client(process, cast):
    """A client that behaves; at the end of the test, it must have missed nothing."""
    with Follower(cast.project.id, cast.owner.token, [process.port]) as follower:
        eventually(lambda: follower.first is not None)
        yield follower
        answer = cast.reviewer.post(
            "feedbacks", {"video_id": str(cast.video.id), "timestamp": 1, "content": "Still here?"}
        )
        assert answer.status_code == 201
        follower.assert_received_all(Stream.objects.get(id=cast.project.id).seq)
        assert follower.codes == []


def send_until_closed(client, message):
    """Send the message until the connection is closed; return the close code."""
    try:
        for _ in range(1000):
            client.connection.send(message)
    except ConnectionClosed:
        pass
    return client.code(timeout=10)


MISBEHAVIOURS = {
    "garbage": ("}{", {4400}),
    "binary": (b"\x00" * 1000, {4400}),
    # uvicorn closes while the rest of the frame is still unread, so now and then (1 of 40 here) the
    # connection is reset before the client has read the 1009.
    "1 MiB": ("x" * MIB, {1009, 1006}),
    "a thousand frames": (json.dumps({"type": "ping"}), {4429}),
}


def test_each_misbehaviour_has_its_code_and_others_go_on(process, cast, good_client):
    before = process.memory()
    for message, codes in MISBEHAVIOURS.values():
        for _ in range(TIMES):
            client = Socket(process.port, f"projects/{cast.project.id}", cast.viewer.token)
            client.next()
            assert send_until_closed(client, message) in codes
            client.close()

    assert process.memory() - before < 16 * MIB
