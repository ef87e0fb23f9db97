"""Engines and servers of one run, all of its own and thrown away after it."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.cpu import cpu_seconds
from devstack.engines import BUCKET, CHECKOUT, PORT_NAMES, SECRETS, Place, engines, new_secrets
from devstack.environment import without_proxy
from devstack.postgres import ROOT_HOME, cluster_folder
from devstack.service import (
    ENGINE_PORTS,
    HOST,
    Running,
    Service,
    accepts_connections,
    free_port,
    kill_group,
)

WITHOUT_LIMIT = "1000000000/minute"


@contextmanager
def engines_of_a_run() -> Iterator[Path]:
    """Start the engines, put their addresses into the environment, yield the run's folder.

    They trade safety for speed (no fsync), so a commit costs next to nothing and what is measured
    is the product's own work: with a disk in it, ratios could only look better.
    """
    with restartable_engines(throwaway=True) as (folder, _engines):
        yield folder


class Restartable:
    """A service that may be killed and started again."""

    def __init__(self, service: Service, log: Path) -> None:
        self.service, self.log = service, log

    def start(self) -> None:
        """Start it; `wait` returns when it answers."""
        self.service.prepare()
        self.running = Running.start(self.service, self.log)

    def wait(self) -> None:
        """Wait for its first answer."""
        self.running.wait_until_ready()

    def kill(self) -> None:
        """Kill it with all its children, as a lack of memory or a power cut would."""
        kill_group(self.running.process.pid)
        self.running.process.wait()

    def stop(self, number: signal.Signals | None = None) -> None:
        """Ask it to stop, and wait until it has."""
        self.running.ask_to_stop(number)
        self.running.wait_stopped()


@contextmanager
def restartable_engines(*, throwaway: bool) -> Iterator[tuple[Path, dict[str, Restartable]]]:
    """Start the engines as `engines_of_a_run` does; yield them too, by their names.

    With `throwaway` off, PostgreSQL waits for the disk as in production.
    """
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix=f"videoplanet-bench-{os.getpid()}-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if os.geteuid() == 0:
            folder.chmod(0o711)  # PostgreSQL runs under another account then
            cluster = cluster_folder(folder)
            if cluster.is_relative_to(ROOT_HOME):
                stack.callback(shutil.rmtree, cluster, ignore_errors=True)
        yield folder, _start_engines(stack, folder, throwaway=throwaway)


def _start_engines(stack: ExitStack, folder: Path, *, throwaway: bool) -> dict[str, Restartable]:
    ports: dict[str, int] = {}
    for name in PORT_NAMES:
        ports[name] = free_engine_port(frozenset(ports.values()))
    secrets = new_secrets()
    place = Place(folder, folder / "mail", ports, secrets, throwaway=throwaway)
    started: dict[str, Restartable] = {}
    # None of the developer's own engines is used: a bench would fill it with rows.
    for engine in engines(place, {}):
        name = engine.service.name
        one = started[name] = Restartable(engine.service, folder / f"{name}.log")
        one.start()
        # At once; its data is deleted anyway (SIGQUIT lets PostgreSQL skip its checkpoint).
        stack.callback(one.stop, signal.SIGQUIT if name == "postgres" else signal.SIGKILL)
        one.wait()
        os.environ |= engine.variables
    os.environ |= {
        **without_proxy(os.environ),
        **{name: secrets[name] for name in SECRETS},
        "ENVIRONMENT": "test",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "S3_BUCKET": BUCKET,
        "WRITE_RATE": WITHOUT_LIMIT,
        "DJANGO_SETTINGS_MODULE": "videoplanet.settings",
        "LOG_LEVEL": "WARNING",
    }
    return started


@dataclass(frozen=True, slots=True)
class Served:
    """A running server and what its processes have used."""

    port: int
    pid: int

    def cpu(self) -> float:
        """Return the CPU time of it and its children, in seconds."""
        return cpu_seconds(self.pid)

    def kilobytes(self) -> int:
        """Return its own memory (PSS: shared pages count in part)."""
        for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
        raise RuntimeError("no Pss")


@contextmanager
def served(service: Service, port: int, folder: Path) -> Iterator[Served]:
    """Run a service that listens on `port`, with its log in `folder`."""
    run = Running.start(service, folder / f"{service.name}.log")
    try:
        run.wait_until_ready()
        yield Served(port, run.process.pid)
    except BaseException:
        print(run.tail(), file=sys.stderr)
        raise
    finally:
        run.ask_to_stop()
        run.wait_stopped()


@contextmanager
def server(
    folder: Path, name: str, settings: str, env: Mapping[str, str], *, processes: int = 1
) -> Iterator[Served]:
    """Serve Django under `settings` by granian, each process with two threads.

    It is deployed with two as well: while one thread waits for PostgreSQL, the other has the
    interpreter. More threads would only compete for it.
    """
    port = free_engine_port()
    argv = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
        *("--host", HOST, "--port", str(port), "--workers", str(processes)),
        *("--blocking-threads", "2", "--log-level", "warning", "videoplanet.wsgi:application"),
    )
    service = Service(
        name=name,
        argv=argv,
        env={**env, "DJANGO_SETTINGS_MODULE": settings},
        is_ready=lambda: accepts_connections(port),
        cwd=CHECKOUT,
    )
    with served(service, port, folder) as running:
        yield running


def free_engine_port(avoid: frozenset[int] = frozenset()) -> int:
    """Return a free port in the range of our engines."""
    start = ENGINE_PORTS[int.from_bytes(os.urandom(4)) % len(ENGINE_PORTS)]
    return free_port(start, within=ENGINE_PORTS, avoid=avoid)
