"""Who says nothing, and a Redis that says nothing."""

import select
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from devstack.service import HOST
from tests.realtime.load import EventReader
from tests.waiting import eventually


class Wire:
    """A way to Redis that can swallow all that comes, without closing anything."""

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.server = socket.create_server((HOST, 0))
        self.swallows = False
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.server.getsockname()[1]}{self.target.path}"

    def accept(self) -> None:
        while True:
            try:
                client = self.server.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.carry, args=[client], daemon=True).start()

    def carry(self, client: socket.socket) -> None:
        """Carry one connection; one that something was swallowed of is dead for ever."""
        dead = False
        with client, socket.create_connection((self.target.hostname, self.target.port)) as server:
            while True:
                for side in select.select([client, server], [], [])[0]:
                    try:
                        data = side.recv(65536)
                        dead = dead or self.swallows
                        if not data:
                            return
                        if not dead:
                            (server if side is client else client).sendall(data)
                    except OSError:
                        return


@pytest.fixture
def wire():
    wire = Wire(settings.REDIS_URL)
    yield wire
    wire.server.close()


def comment_and_wait(cast, client):
    """Return how many seconds an event takes."""
    begun = time.monotonic()
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Heard?"}
    assert cast.reviewer.post("feedbacks", body).status_code == 201
    client.until("feedback.created")
    return time.monotonic() - begun


def hears_bells(cast, client):
    """Say whether events come at once: the log's looks would bring most a second late."""
    return max(comment_and_wait(cast, client) for _ in range(3)) < 0.4


def test_a_redis_that_swallows_packets_costs_seconds(sockets, cast, wire):
    process = sockets(REDIS_URL=wire.url)
    client = process.open(cast.project.id, cast.viewer.token)
    client.next()
    eventually(lambda: hears_bells(cast, client))

    wire.swallows = True
    assert comment_and_wait(cast, client) < 4
    wire.swallows = False

    eventually(lambda: hears_bells(cast, client), seconds=10)


def test_who_never_pings_is_closed_and_the_others_stay(sockets, cast):
    assert settings.SOCKET_SILENCE == 90
    process = sockets(SOCKET_SILENCE="2")
    silent = process.open(cast.project.id, cast.guest.token)
    pinging = process.open(cast.project.id, cast.viewer.token)
    with EventReader(cast.project.id, cast.owner.token, [process.port]) as reader:
        eventually(lambda: reader.first is not None)
        begun = time.monotonic()
        while "Guest" in reader.present:
            pinging.say(type="ping")
            time.sleep(0.2)
            assert time.monotonic() - begun < 6

        assert time.monotonic() - begun > 1
        assert silent.code() == 4408
        pinging.say(type="ping")
        pinging.until("pong")
        comment_and_wait(cast, pinging)
        reader.wait_for(reader.first + 1)
        assert reader.codes == []
