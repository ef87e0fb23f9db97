"""People who write and people who watch, each in a thread, while the processes they use die."""

import contextlib
import json
import logging
import socket
import threading
import time
from collections.abc import Sequence
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.sync.client import connect

from devstack.service import HOST

# A line for each request would bury what a failed test has to say.
logging.getLogger("httpx").setLevel(logging.WARNING)

AWAY = (ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, TimeoutError)
"""What a client meets whose server was killed."""


class Background:
    """A thread that does something again and again until it is stopped; what it met it keeps."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._guarded, daemon=True)

    def __enter__(self) -> Any:
        self.thread.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Have it end, and raise what ended it before."""
        self.ended.set()
        self.thread.join(timeout=60)
        if self.error:
            raise self.error

    def _guarded(self) -> None:
        try:
            self.run()
        except BaseException as error:  # noqa: BLE001 - raised by `stop`
            self.error = error

    def run(self) -> None:
        raise NotImplementedError


class Writer(Background):
    """Gives feedback over HTTP; asks again, with the same key, where no answer or a 503 came.

    `said` holds what was answered 201: the row's id by its content. `refused` the rest: status,
    media type and body.
    """

    path = "feedbacks"

    def __init__(
        self, name: str, token: str, video: object, ports: Sequence[int], pause: float = 0.02
    ) -> None:
        super().__init__()
        self.name, self.token, self.video = name, token, str(video)
        self.ports, self.pause = list(ports), pause
        self.said: dict[str, str] = {}
        self.refused: list[tuple[int, str, str]] = []
        self.longest = 0.0
        self.number = 0

    def run(self) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        with httpx.Client(headers=headers, timeout=30) as client:
            while not self.ended.is_set():
                self.number += 1
                self.write(client, f"{self.name} {self.number}")
                self.ended.wait(self.pause)

    def write(self, client: httpx.Client, content: str) -> None:
        """Give one feedback, whatever it takes."""
        body = self.body(content)
        while True:
            begun = time.monotonic()
            try:
                answer = client.post(
                    f"http://{HOST}:{self.ports[0]}/api/v1/{self.path}",
                    json=body,
                    headers={"Idempotency-Key": content.replace(" ", "-")},
                )
            except httpx.TransportError:
                self.ports.append(self.ports.pop(0))
                time.sleep(0.05)
                continue
            self.longest = max(self.longest, time.monotonic() - begun)
            if answer.status_code == 201:
                self.said[content] = answer.json()["id"]
                return
            kind = answer.headers.get("Content-Type", "")
            self.refused.append((answer.status_code, kind, answer.text[:500]))
            if answer.status_code != 503 or self.ended.wait(0.1):
                return

    def body(self, content: str) -> dict[str, Any]:
        """Return what is sent."""
        return {"video_id": self.video, "timestamp": 1, "content": content}


class Commenter(Writer):
    """Comments on one feedback (in the place of the video)."""

    path = "comments"

    def body(self, content: str) -> dict[str, Any]:
        return {"feedback_id": self.video, "content": content}


class Follower(Background):
    """Watches a project; comes back with `last_seq` wherever it is let in.

    `frames` are the events it heard with the (monotonic) time of each, in their order; `present`
    are the names of who is there.
    """

    def __init__(self, project: object, token: str, ports: Sequence[int]) -> None:
        super().__init__()
        self.path = f"projects/{project}"
        self.token, self.ports = token, list(ports)
        self.last: int | None = None
        self.first: int | None = None
        self.log_id = ""
        self.frames: list[tuple[float, dict[str, Any]]] = []
        self.resyncs: list[str] = []
        self.codes: list[int] = []
        self.present: set[str] = set()
        self.leaving = threading.Event()

    @property
    def seqs(self) -> list[int]:
        return [frame["seq"] for _at, frame in self.frames]

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self.watch()
            except ConnectionClosed as closed:
                self.codes.append(closed.rcvd.code if closed.rcvd else 1006)
            except AWAY:
                pass
            self.ports.append(self.ports.pop(0))
            self.ended.wait(0.1)

    def watch(self) -> None:
        """Follow over one connection."""
        resume = "" if self.last is None else f"&last_seq={self.last}&log_id={self.log_id}"
        url = f"ws://{HOST}:{self.ports[0]}/ws/{self.path}?token={self.token}{resume}"
        with connect(url, max_size=None, open_timeout=5, close_timeout=1) as connection:
            pinged = time.monotonic()
            while not self.ended.is_set() and not self.leaving.is_set():
                with contextlib.suppress(TimeoutError):
                    self.take(json.loads(connection.recv(timeout=0.2)))
                if time.monotonic() - pinged > 10:
                    pinged = time.monotonic()
                    connection.send('{"type": "ping"}')
        self.leaving.clear()

    def come_back(self) -> None:
        """Have it leave and come back, over another connection."""
        self.leaving.set()
        while self.leaving.is_set():
            self.ended.wait(0.01)

    def take(self, frame: dict[str, Any]) -> None:
        """Note a frame."""
        if frame["type"] == "connection.ready":
            self.log_id = frame["payload"]["log_id"]
            self.present = {each["name"] for each in frame["payload"].get("present", ())}
            if self.last is None:
                self.first = self.last = frame["seq"]
        elif frame["type"] == "user.joined":
            self.present.add(frame["payload"]["name"])
        elif frame["type"] == "user.left":
            self.present.discard(frame["payload"]["name"])
        elif frame["type"] == "connection.resync":
            self.resyncs.append(frame["payload"]["reason"])
        elif frame["type"] not in ("pong", "error") and "seq" in frame:
            self.frames.append((time.monotonic(), frame))
            self.last = frame["seq"]

    def wait_for(self, seq: int, seconds: float = 20) -> None:
        """Wait until it has heard the event `seq`; fail if it does not come."""
        deadline = time.monotonic() + seconds
        while (self.last or 0) < seq:
            assert self.error is None, self.error
            assert time.monotonic() < deadline, f"at {self.last} of {seq}: {self.codes}"
            time.sleep(0.02)

    def assert_heard_all(self, newest: int) -> None:
        """Check that it heard each event since it came, in order, once."""
        self.wait_for(newest)
        assert self.first is not None
        assert self.seqs == list(range(self.first + 1, newest + 1))
        assert self.resyncs == []


class NotificationFollower(Follower):
    """Watches what one is notified of."""

    def __init__(self, token: str, ports: Sequence[int]) -> None:
        super().__init__(None, token, ports)
        self.path = "notifications"


class EventReader(Follower):
    """Watches a project over EventSource's stream. `codes` are the statuses but 200."""

    connected: socket.socket | None = None

    def stop(self) -> None:
        """Have it end at once, and not with the next line."""
        self.ended.set()
        if self.connected:
            with contextlib.suppress(OSError):
                self.connected.shutdown(socket.SHUT_RDWR)
        super().stop()

    def watch(self) -> None:
        resume = {} if self.last is None else {"Last-Event-ID": f"{self.last}-{self.log_id}"}
        headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {self.token}"} | resume
        url = f"http://{HOST}:{self.ports[0]}/api/v1/{self.path}/events"
        with (
            contextlib.suppress(httpx.TransportError),
            httpx.stream("GET", url, headers=headers, timeout=20) as answer,
        ):
            if answer.status_code != 200:
                self.codes.append(answer.status_code)
                return
            self.connected = answer.extensions["network_stream"].get_extra_info("socket")
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    self.take(json.loads(line.removeprefix("data: ")))
