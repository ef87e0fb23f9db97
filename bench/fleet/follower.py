"""A person's socket: it resumes after each loss, as the review room does, and feeds the state."""

import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import gevent
import orjson
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.sync.client import connect

from bench.fleet.state import State

PING_SECONDS = 25.0
AWAY = (InvalidHandshake, InvalidMessage, OSError, EOFError, TimeoutError)
RESTART, SPREAD = 1012, 5.0
"""After this code clients come back at any time within so many seconds."""


class Follower:
    """Watches a project until `stop`. `note` is told what happens: ("opened", at, seconds) …"""

    def __init__(self, url: str, project: str, token: str, note: Callable[..., None]) -> None:
        self.url = f"{url.replace('http', 'ws', 1)}/ws/projects/{project}"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.note, self.state = note, State()
        self.is_open = False
        self.log_id = ""
        self.greenlet = gevent.spawn(self._follow)

    def stop(self) -> None:
        """Close the socket."""
        self.greenlet.kill()

    def _follow(self) -> None:
        while True:
            pause = random.uniform(0.2, 1.5)
            try:
                self._watch()
            except ConnectionClosed as closed:
                code = closed.rcvd.code if closed.rcvd else 1006
                self._away("lost" if self.is_open else "refused", code)
                pause = random.uniform(0, SPREAD) if code == RESTART else pause
            except AWAY as error:
                self._away("lost" if self.is_open else "refused", type(error).__name__)
            gevent.sleep(pause)

    def _away(self, how: str, why: int | str) -> None:
        self.is_open = False
        self.note(how, time.time(), why)

    def _watch(self) -> None:
        begun, state = time.time(), self.state
        resume = "" if state.first is None else f"?last_seq={state.last}&log_id={self.log_id}"
        with connect(
            self.url + resume,
            additional_headers=self.headers,
            proxy=None,
            ping_interval=None,
            open_timeout=10,
            close_timeout=1,
            max_size=None,
        ) as connection:
            pinged = begun
            while True:
                try:
                    frame = orjson.loads(connection.recv(timeout=PING_SECONDS))
                    self._take(frame, begun)
                except TimeoutError:
                    pass
                if time.time() - pinged >= PING_SECONDS:
                    pinged = time.time()
                    connection.send('{"type":"ping"}')

    def _take(self, frame: dict[str, Any], begun: float) -> None:
        kind, state, now = frame["type"], self.state, time.time()
        if kind == "connection.ready":
            self.is_open, self.log_id = True, frame["payload"]["log_id"]
            self.note("opened", now, now - begun)
            if state.first is None:
                state.first = state.last = frame["seq"]
        elif kind == "connection.resync":
            state.holes.append(f"a resync: {frame['payload']}")
        elif "payload" in frame and "seq" in frame:
            state.take(frame)
            sent = datetime.fromisoformat(frame["at"]).timestamp()
            self.note("event", now, now - sent)
