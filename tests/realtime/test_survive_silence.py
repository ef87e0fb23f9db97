"""Clients that send nothing, and a Redis that sends nothing."""

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


class Proxy:
    """A proxy to Redis that can drop everything without closing a connection."""

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.server = socket.create_server((HOST, 0))
        self.drops = False
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
        """Carry one connection; after the first loss it carries nothing any more."""
        dead = False
        with client, socket.create_connection((self.target.hostname, self.target.port)) as server:
            while True:
                for side in select.select([client, server], [], [])[0]:
                    try:
                        data = side.recv(65536)
                        dead = dead or self.drops
                        if not data:
                            return
                        if not dead:
                            (server if side is client else client).sendall(data)
                    except OSError:
                        return


@pytest.fixture
def proxy():
    proxy = Proxy(settings.REDIS_URL)
    yield proxy
    proxy.server.close()


def seconds_until_received(cast, client):
    """Create a feedback; return how many seconds after its commit the event is there."""
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Heard?"}
    assert cast.reviewer.post("feedbacks", body).status_code == 201
    begun = time.monotonic()
    client.until("feedback.created")
    return time.monotonic() - begun


def receives_live_messages(cast, client):
    """Say whether events come at once: from the log, most would come up to a second late."""
    return max(seconds_until_received(cast, client) for _ in range(3)) < 0.4


def test_a_network_that_drops_packets_delays_events_by_seconds(sockets, cast, proxy):
    process = sockets(REDIS_URL=proxy.url)
    client = process.open(cast.project.id, cast.viewer.token)
    client.next()
    eventually(lambda: receives_live_messages(cast, client))

    proxy.drops = True
    assert seconds_until_received(cast, client) < 4
    proxy.drops = False

    eventually(lambda: receives_live_messages(cast, client), seconds=10)


def test_a_client_that_never_pings_is_closed_and_others_stay(sockets, cast):
    assert settings.SOCKET_SILENCE == 90
    process = sockets(SOCKET_SILENCE="2")
    opened = time.monotonic()
    silent = process.open(cast.project.id, cast.guest.token)
    pinging = process.open(cast.project.id, cast.viewer.token)
    with EventReader(cast.project.id, cast.owner.token, [process.port]) as reader:
        eventually(lambda: reader.first is not None)
        begun = time.monotonic()
        while "Guest" in reader.present:
            pinging.send(type="ping")
            time.sleep(0.2)
            assert time.monotonic() - begun < 6

        assert time.monotonic() - opened > 1
        assert silent.code() == 4408
        pinging.send(type="ping")
        pinging.until("pong")
        seconds_until_received(cast, pinging)
        reader.wait_for(reader.first + 1)
        assert reader.codes == []
