"""A child process of the developer stack: its description, start, readiness and stop."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
_PR_SET_PDEATHSIG = 1
# Below the range from which Linux and macOS take ports for outgoing connections (32768 and up),
# so that a port remembered from the last run is not one that a browser happens to use today.
ENGINE_PORTS = range(20_000, 32_000)
# A proxy from the environment could not reach our 127.0.0.1.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class StackError(Exception):
    """Something that the person at the terminal can act on; its text is all that is shown."""


@dataclass(frozen=True)
class Service:
    """A process to run: its command, how to know that it answers and how to ask it to stop.

    `prepare` runs before the start and `after_ready` once it answers (both may block);
    `ready_seconds` and `stop_seconds` are how long starting and stopping may take.
    `account` is a (uid, gid) to run as, where it must not be ours. `layer` orders the stop: the
    highest first, all of one layer together. `pass_fds` are files that the child inherits.
    """

    name: str
    argv: tuple[str, ...]
    is_ready: Callable[[], bool]
    env: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = lambda: None
    after_ready: Callable[[], None] = lambda: None
    stop_signal: signal.Signals = signal.SIGTERM
    ready_seconds: float = 30.0
    stop_seconds: float = 10.0
    account: tuple[int, int] | None = None
    layer: int = 0
    pass_fds: tuple[int, ...] = ()
    cwd: Path | None = None

    def popen_options(self) -> dict[str, Any]:
        """Return keyword arguments for Popen and for asyncio's create_subprocess_exec alike.

        The child leads a process group of its own: Ctrl-C in the terminal reaches only the
        supervisor, which decides the order, and a whole group can be ended at once.
        """
        options: dict[str, Any] = {
            "env": {**os.environ, **self.env},
            "cwd": self.cwd,
            "stdin": subprocess.DEVNULL,
            "start_new_session": True,
            "pass_fds": self.pass_fds,
            "preexec_fn": _signal_when_parent_dies(self.stop_signal),
        }
        if self.account is not None:
            options |= {"user": self.account[0], "group": self.account[1], "extra_groups": []}
        return options


def _signal_when_parent_dies(number: signal.Signals) -> Callable[[], None] | None:
    """Linux: the kernel sends `number` to the child when we die, even by SIGKILL.

    It is bound to the thread that forks, so start children from the main thread.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def in_child() -> None:
        prctl(_PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return in_child


@dataclass
class Running:
    """A started service whose output goes to a log file (as the tests run them)."""

    service: Service
    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, service: Service, log: Path) -> Running:
        """Start it, its output appended to `log`."""
        with log.open("ab") as output:
            process = subprocess.Popen(
                service.argv,
                stdout=output,
                stderr=subprocess.STDOUT,
                **service.popen_options(),
            )
        return cls(service, process, log)

    def wait_until_ready(self) -> None:
        """Wait for its first answer; StackError with its log's end if it dies or is too slow."""
        deadline = time.monotonic() + self.service.ready_seconds
        while not self.service.is_ready():
            code = self.process.poll()
            if code is not None:
                raise StackError(f"{self.service.name} ended with {code}:\n{self.tail()}")
            if time.monotonic() > deadline:
                raise StackError(f"{self.service.name} does not answer:\n{self.tail()}")
            time.sleep(0.02)
        self.service.after_ready()

    def tail(self, lines: int = 15) -> str:
        """Return the end of the log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def ask_to_stop(self, number: signal.Signals | None = None) -> None:
        """Send its own stop signal, or `number`."""
        if self.process.poll() is None:
            self.process.send_signal(number or self.service.stop_signal)

    def wait_stopped(self) -> None:
        """Wait for its end, and kill it if that takes too long."""
        try:
            self.process.wait(self.service.stop_seconds)
        except subprocess.TimeoutExpired:
            kill_group(self.process.pid)
            self.process.wait()


def kill_group(leader: int) -> None:
    """Send SIGKILL to what is left of a service's process group, children of children included."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass
    except PermissionError:  # macOS answers so for a group of zombies
        pass


def port_is_free(port: int) -> bool:
    """Tell whether a server could listen on 127.0.0.1:`port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    # macOS lets 127.0.0.1 be bound in spite of a server that listens on every address.
    return not accepts_connections(port)


def free_port(start: int, *, within: range, avoid: frozenset[int] = frozenset()) -> int:
    """Find the first free port at or after `start` in `within` (then from its beginning on).

    Raises StackError when there is none but those to `avoid`.
    """
    for step in range(len(within)):
        port = within[(start - within.start + step) % len(within)]
        if port not in avoid and port_is_free(port):
            return port
    raise StackError(f"No free port from {within.start} to {within.stop - 1} on {HOST}.")


def accepts_connections(port: int) -> bool:
    """Tell whether something listens on 127.0.0.1:`port`."""
    try:
        with socket.create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False


def http_status(address: str, seconds: float = 2.0) -> int | None:
    """GET from a server of ours; its status code, None when it does not answer."""
    try:
        with _DIRECT.open(address, timeout=seconds) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None
