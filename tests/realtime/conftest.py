"""Processes that serve sockets, and clients of them."""

import json
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Self

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from devstack.engines import CHECKOUT
from devstack.service import HOST, Running, Service, accepts_connections
from tests.engines import free_port
from tests.realtime.fleet import Fleet
from tests.worker import environment


class Socket:
    """A WebSocket client."""

    def __init__(self, port: int, path: str, token: str | None, host: str = HOST, **query) -> None:
        parameters = {"token": token, **query}
        text = "&".join(
            f"{name}={value}" for name, value in parameters.items() if value is not None
        )
        self.entered = connect(
            f"ws://{host}:{port}/ws/{path}?{text}",
            sock=socket.create_connection((HOST, port)),
            max_size=None,
            # With a bound, one that has unread frames does not see that its closing was answered.
            max_queue=None,
            close_timeout=1,
        )
        self.connection = self.entered.__enter__()

    def next(self, timeout: float = 5) -> dict:
        """Return the next frame, presence aside. Raises TimeoutError."""
        while (frame := self.next_frame(timeout))["type"] in ("user.joined", "user.left"):
            pass
        return frame

    def next_frame(self, timeout: float = 5) -> dict:
        """Return the next frame, presence included. Raises TimeoutError."""
        return json.loads(self.connection.recv(timeout=timeout))

    def next_or_code(self) -> dict | int:
        """Return the next frame, or the close code if there is none."""
        try:
            return self.next()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    def until(self, type: str, timeout: float = 5) -> list[dict]:
        """Return the frames up to and including the first of the type."""
        frames = [self.next(timeout)]
        while frames[-1]["type"] != type:
            frames.append(self.next(timeout))
        return frames

    def send(self, **frame) -> None:
        """Send a frame."""
        self.connection.send(json.dumps(frame))

    def code(self, timeout: float = 5) -> int:
        """Read until the connection is closed; return the close code."""
        try:
            while True:
                self.connection.recv(timeout=timeout)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    def close(self) -> None:
        self.entered.__exit__(None, None, None)


@pytest.fixture(scope="session")
def _process(_worker, tmp_path_factory) -> Iterator["SocketProcess"]:
    with ExitStack() as stack:
        yield start_sockets(stack, tmp_path_factory.mktemp("sockets"))


@pytest.fixture
def process(transactional_db: None, cast, _process: "SocketProcess") -> Iterator["SocketProcess"]:
    """The process that serves sockets to all tests that don't harm it."""
    with _process:
        yield _process


@pytest.fixture
def sockets(transactional_db: None, tmp_path) -> Iterator[Callable[..., "SocketProcess"]]:
    """`sockets(VARIABLE=…)` starts a process that serves sockets to this test alone."""
    with ExitStack() as stack:
        yield partial(start_sockets, stack, tmp_path)


def start_sockets(
    stack: ExitStack,
    folder: Path,
    log_level: str = "warning",
    application: str = "videoplanet.asgi:application",
    port: int | None = None,
    **env: str,
) -> "SocketProcess":
    """Start a process that ends with `stack`, on any free port if none is given."""
    port = port or free_port()
    service = Service(
        name="sockets",
        argv=(
            *(sys.executable, "-m", "uvicorn", "--ws", "websockets-sansio", "--no-proxy-headers"),
            *("--ws-max-size", "65536"),
            *("--host", HOST, "--port", f"{port}", "--log-level", log_level),
            application,
        ),
        env=environment() | env,
        is_ready=lambda: accepts_connections(port),
        cwd=CHECKOUT,
    )
    running = Running.start(service, folder / f"sockets-{port}.log")
    stack.callback(running.wait_stopped)
    stack.callback(running.ask_to_stop)
    running.wait_until_ready()
    return stack.enter_context(SocketProcess(running, port))


class SocketProcess:
    """A process that serves sockets, and its clients."""

    def __init__(self, running: Running, port: int) -> None:
        self.running, self.port, self.opened = running, port, []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        while self.opened:
            self.opened.pop().close()

    def open(self, project, token: str | None, **query) -> Socket:
        """Connect to a project."""
        return self._open(f"projects/{project}", token, **query)

    def open_notifications(self, token: str | None, **query) -> Socket:
        """Connect to the person's notifications."""
        return self._open("notifications", token, **query)

    def _open(self, path: str, token: str | None, **query) -> Socket:
        client = Socket(self.port, path, token, **query)
        self.opened.append(client)
        return client


@pytest.fixture
def fleet(transactional_db: None, tmp_path) -> Iterator[Fleet]:
    """Processes of the product that the test may kill and start again."""
    fleet = Fleet(tmp_path)
    yield fleet
    fleet.stop()
