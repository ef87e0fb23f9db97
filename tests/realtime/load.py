"""Users who write and users who watch, each in a thread, while servers are killed under them."""

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

# A line for each request would bury the message of a failed test.
logging.getLogger("httpx").setLevel(logging.WARNING)

AWAY = (ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, TimeoutError)
"""The errors of a client whose server was killed."""


class Background:
    """A thread that runs until it is stopped, and keeps the error that ended it."""

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
        """Stop the thread; raise the error that ended it, if any."""
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
    """Creates feedback over HTTP; repeats a request with the same key after a 503 or no answer.

    `created` has what was answered with 201: the row's id by its content. `refused` has all other
    answers: status, media type and body.
    """

    path = "feedbacks"

    def __init__(
        self, name: str, token: str, video: object, ports: Sequence[int], pause: float = 0.02
    ) -> None:
        super().__init__()
        self.name, self.token, self.video = name, token, str(video)
        self.ports, self.pause = list(ports), pause
        self.created: dict[str, str] = {}
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
        """Create one feedback, repeating the request until it is answered."""
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
                self.created[content] = answer.json()["id"]
                return
            kind = answer.headers.get("Content-Type", "")
            self.refused.append((answer.status_code, kind, answer.text[:500]))
            if answer.status_code != 503 or self.ended.wait(0.1):
                return

    def body(self, content: str) -> dict[str, Any]:
        """Return the body of the request."""
        return {"video_id": self.video, "timestamp": 1, "content": content}


class Commenter(Writer):
    """Comments on one feedback, whose id is given in place of the video's."""

    path = "comments"

    def body(self, content: str) -> dict[str, Any]:
        return {"feedback_id": self.video, "content": content}


class Follower(Background):
    """Watches a project; after a lost connection it resumes, in turn at each of its ports.

    `frames` are the events it received, in order, each with its (monotonic) time. `present` has
    the names of those who are connected.
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
        """Receive frames over one connection, until it is lost."""
        resume = "" if self.last is None else f"&last_seq={self.last}&log_id={self.log_id}"
        url = f"ws://{HOST}:{self.ports[0]}/ws/{self.path}?token={self.token}{resume}"
        with connect(url, max_size=None, open_timeout=5, close_timeout=1) as connection:
            pinged = time.monotonic()
            while not self.ended.is_set() and not self.leaving.is_set():
                with contextlib.suppress(TimeoutError):
                    self.record(json.loads(connection.recv(timeout=0.2)))
                if time.monotonic() - pinged > 10:
                    pinged = time.monotonic()
                    connection.send('{"type": "ping"}')
        self.leaving.clear()

    def come_back(self) -> None:
        """Make it disconnect and resume over another connection."""
        self.leaving.set()
        while self.leaving.is_set():
            self.ended.wait(0.01)

    def record(self, frame: dict[str, Any]) -> None:
        """Record a frame."""
        if frame["type"] == "connection.ready":
            self.log_id = frame["payload"]["log_id"]
            self.present = {user["name"] for user in frame["payload"].get("present", ())}
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
        """Wait for the event `seq`; fail if it does not come."""
        deadline = time.monotonic() + seconds
        while (self.last or 0) < seq:
            assert self.error is None, self.error
            assert time.monotonic() < deadline, f"at {self.last} of {seq}: {self.codes}"
            time.sleep(0.02)

    def assert_received_all(self, newest: int) -> None:
        """Check that it received every event since its first connection, in order, once."""
        self.wait_for(newest)
        assert self.first is not None
        assert self.seqs == list(range(self.first + 1, newest + 1))
        assert self.resyncs == []


class NotificationFollower(Follower):
    """Watches a person's notifications."""

    def __init__(self, token: str, ports: Sequence[int]) -> None:
        super().__init__(None, token, ports)
        self.path = "notifications"


class EventReader(Follower):
    """Watches a project over server-sent events. `codes` are all statuses but 200."""

    connected: socket.socket | None = None

    def stop(self) -> None:
        """Stop the thread at once, without waiting for the next line."""
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
                    self.record(json.loads(line.removeprefix("data: ")))
