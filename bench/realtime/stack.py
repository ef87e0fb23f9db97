"""Starts socket servers and the process of clients."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import orjson

from bench.realtime.clients import Gauge
from bench.stack import Served, free_engine_port, served
from devstack.engines import CHECKOUT
from devstack.service import HOST, Service, accepts_connections


@contextmanager
def socket_server(
    folder: Path, name: str, application: str, env: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Serve an ASGI application as in production: one process, no compression."""
    port = free_engine_port()
    service = Service(
        name=name,
        argv=(
            *(sys.executable, "-m", "uvicorn", "--ws", "websockets-sansio", "--no-proxy-headers"),
            *("--ws-per-message-deflate", "false", "--host", HOST, "--port", str(port)),
            *("--log-level", "warning", "--no-access-log", application),
        ),
        env=env or {},
        is_ready=lambda: accepts_connections(port),
        stop_signal=signal.SIGKILL,
        cwd=CHECKOUT,
    )
    with served(service, port, folder) as running:
        yield running


class ClientProcess:
    """Controls a process of `bench.realtime.clients`."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "gauge"
        self.gauge = Gauge(self.file)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.realtime.clients", str(self.file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.process.kill()
        self.process.wait()

    def ask(self, do: str, **more: Any) -> dict[str, Any]:
        """Send a command and wait for its answer. Raises RuntimeError if it failed."""
        self.begin(do, **more)
        return self.end()

    def begin(self, do: str, **more: Any) -> None:
        """Send a command."""
        assert self.process.stdin
        self.process.stdin.write(orjson.dumps({"do": do, **more}) + b"\n")
        self.process.stdin.flush()

    def end(self) -> dict[str, Any]:
        """Wait for the answer."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        answer: dict[str, Any] = orjson.loads(line) if line else {"error": "the clients died"}
        if answer.get("error") or answer.get("lost"):
            raise RuntimeError(f"{answer}")
        return answer

    def open(
        self,
        group: int,
        port: int,
        paths: list[str],
        *,
        at_once: int = 50,
        wanted: int = 0,
        greeting: bool = True,
    ) -> dict[str, Any]:
        """Connect a group; wait until each has its greeting and `wanted` events."""
        more = {"at_once": at_once, "wanted": wanted, "greeting": greeting}
        return self.ask("open", group=group, port=port, paths=paths, **more)
