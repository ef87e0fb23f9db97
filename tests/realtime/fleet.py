"""Processes of the product that a test kills and starts again, each on a port of its own."""

import signal
import sys
from pathlib import Path

from devstack.engines import CHECKOUT
from devstack.service import HOST, Running, Service, accepts_connections, kill_group
from tests.engines import free_port
from tests.worker import environment

REST = (
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"),
    *(
        "--blocking-threads",
        "8",
        "--host",
        HOST,
        "--port",
        "{port}",
        "videoplanet.wsgi:application",
    ),
)
SOCKETS = (
    *(sys.executable, "-m", "uvicorn", "--ws", "websockets-sansio", "--ws-max-size", "65536"),
    *(
        "--no-proxy-headers",
        "--log-level",
        "warning",
        "--host",
        HOST,
        "--port",
        "{port}",
        "videoplanet.asgi:application",
    ),
)


class Process:
    """One process of the fleet; it keeps its port when it is killed and started again."""

    def __init__(self, name: str, argv: tuple[str, ...], env: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self.log = log.with_name(f"{name}-{self.port}.log")
        self.service = Service(
            name=name,
            argv=tuple(part.format(port=self.port) for part in argv),
            env=env,
            is_ready=lambda: accepts_connections(self.port),
            ready_seconds=60,
            cwd=CHECKOUT,
        )
        self.start()

    def start(self) -> None:
        """Start the process; `wait` returns when it answers."""
        self.running = Running.start(self.service, self.log)

    def wait(self) -> "Process":
        """Wait until the process answers; return it."""
        self.running.wait_until_ready()
        return self

    def kill(self) -> None:
        """Kill the process and its children, as a power cut would."""
        kill_group(self.running.process.pid)
        self.running.process.wait()

    def ask_to_stop(self) -> None:
        """Ask the process to end, as an operator does."""
        self.running.process.send_signal(signal.SIGCONT)
        self.running.ask_to_stop()

    def memory(self) -> int:
        """Return how many bytes of memory the process uses."""
        return self._status("VmRSS") * 1024

    def files(self) -> int:
        """Return how many files the process has open."""
        return len(list(Path(f"/proc/{self.running.process.pid}/fd").iterdir()))

    def _status(self, name: str) -> int:
        text = Path(f"/proc/{self.running.process.pid}/status").read_text()
        [line] = [line for line in text.splitlines() if line.startswith(f"{name}:")]
        return int(line.split()[1])


class Fleet:
    """The processes of a test. They start in parallel; `wait` returns when all answer."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        self.env = environment() | {"WRITE_RATE": "1000000/minute"} | env
        self.all: list[Process] = []

    def rest(self, **env: str) -> Process:
        """Start a server for REST."""
        return self._add("rest", REST, env)

    def sockets(self, **env: str) -> Process:
        """Start a server for sockets."""
        return self._add("sockets", SOCKETS, env)

    def _add(self, name: str, argv: tuple[str, ...], env: dict[str, str]) -> Process:
        process = Process(name, argv, self.env | env, self.folder / "log")
        self.all.append(process)
        return process

    def wait(self) -> None:
        """Wait until all of them answer."""
        for process in self.all:
            process.wait()

    def stop(self) -> None:
        """Stop all processes."""
        for process in self.all:
            process.ask_to_stop()
        for process in self.all:
            process.running.wait_stopped()
