"""A client that reads nothing is cut off, costs little, and does not disturb the others."""

import socket
import time

from eventlog.events import EphemeralEventType
from eventlog.publish import broadcast
from tests.waiting import eventually

FRAMES, SIZE = 80, 100_000


def connect_and_never_read(port, project, token):
    """Return a connection that reads nothing after its handshake."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", port))
    client.sendall(
        f"GET /ws/projects/{project}?token={token} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    assert client.recv(12) == b"HTTP/1.1 101"
    return client


def test_a_client_that_never_reads_is_dropped_and_others_miss_nothing(fleet, cast):
    process = fleet.sockets().wait()
    from tests.realtime.conftest import Socket

    other = Socket(process.port, f"projects/{cast.project.id}", cast.viewer.token)
    other.next()
    stuck = connect_and_never_read(process.port, cast.project.id, cast.guest.token)
    assert other.next_frame()["type"] == "user.joined"
    before = process.memory()

    begun = time.monotonic()
    for number in range(FRAMES):
        payload = {"n": number, "x": "x" * SIZE}
        broadcast(EphemeralEventType.VIDEO_PROGRESS, project_id=cast.project.id, payload=payload)
    assert [other.next()["payload"]["n"] for _ in range(FRAMES)] == list(range(FRAMES))
    assert time.monotonic() - begun < 10
    assert process.memory() - before < 64 * 1024**2

    left = eventually(lambda: other.next_frame(timeout=30))
    assert (left["type"], left["payload"]["name"]) == ("user.left", "Guest")
    assert time.monotonic() - begun < 30
    other.close()
    stuck.close()
