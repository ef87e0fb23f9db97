"""`make run`: engines, migration, demo, pages, web, worker and beat until Ctrl-C.

Exit codes: 0 stopped by the user, 1 something failed or died, 2 the given port can't be used.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devstack import runs
from devstack.engines import CHECKOUT, Engine, Place, engines
from devstack.environment import (
    RUN_ENV_FILE,
    VAR,
    clone_secrets,
    configured_variables,
    engine_ports,
    product_variables,
    write_env_file,
)
from devstack.old_data import refuse_old_data
from devstack.service import (
    HOST,
    Service,
    StackError,
    free_port,
    http_status,
    port_is_free,
)
from devstack.supervisor import Supervisor
from devstack.table import table

DEFAULT_PORT = 8000
MAILS = VAR / "mail"
DEMO_VIDEO = VAR / "demo.mp4"
READY_SECONDS = 90.0
# Stopped in this order, engines (layer 0) last.
_WEB, _WORK = 2, 1
_COMMANDS = {
    "migrate": ("migrate", "--no-input"),
    "bucket": ("ensure_bucket",),
    "demo": ("load_demo", "--video", str(DEMO_VIDEO)),
}
# Hides Celery's seven lines of warning about root, which is common in containers.
_CELERY = ("-W", "ignore:You're running the worker", "-m", "celery", "-A", "videoplanet", "--quiet")
_WORKERS = {"worker": "celery", "media-worker": "media,pictures", "webhook-worker": "webhooks"}
"""The queues of each worker."""
_THREADS = ("--pool", "threads", "--concurrency", "10")
"""Receivers of webhooks keep a worker waiting, which costs no processor."""


class PortInUseError(StackError):
    """The port that the user asked for is in use."""


def web_socket(port_wanted: int | None) -> tuple[socket.socket, str | None]:
    """Open the web server's listening socket; add a notice if its port is not the usual one.

    Raises PortInUseError if a port was asked for and is in use.
    """
    if port_wanted is not None:
        if not port_is_free(port_wanted):
            raise PortInUseError(f"Port {port_wanted} is in use. Give another one: make run PORT=…")
        return _listen(port_wanted), None
    port = free_port(DEFAULT_PORT, within=range(DEFAULT_PORT, DEFAULT_PORT + 1000))
    if port == DEFAULT_PORT:
        return _listen(port), None
    return _listen(port), f"port {DEFAULT_PORT} is in use, so this run is on port {port}"


def _listen(port: int) -> socket.socket:
    """Take the port now, before the web server starts: another clone may be looking for one too."""
    try:
        return socket.create_server((HOST, port), backlog=1024)
    except OSError as error:
        raise PortInUseError(f"Port {port} can't be used: {error.strerror}") from None


def _manage(name: str, *arguments: str, env: dict[str, str]) -> Service:
    return Service(
        name=name,
        argv=(sys.executable, "manage.py", *arguments),
        env=env,
        cwd=CHECKOUT,
        is_ready=lambda: True,
        layer=_WORK,
    )


def _demo_video(env: dict[str, str]) -> Service:
    return Service(
        name="video",
        argv=(sys.executable, "-m", "devstack.demo_video", str(DEMO_VIDEO)),
        env=env,
        cwd=CHECKOUT,
        is_ready=lambda: True,
        layer=_WORK,
    )


def _front_end(env: dict[str, str]) -> Service:
    return Service(
        name="pages",
        argv=(sys.executable, "-m", "devstack.front_end"),
        env=env,
        cwd=CHECKOUT,
        is_ready=lambda: True,
        layer=_WORK,
    )


def _web(listener: socket.socket, url: str, env: dict[str, str]) -> Service:
    return Service(
        name="web",
        argv=(sys.executable, "-m", "devstack.web", "--fd", str(listener.fileno())),
        env=env,
        cwd=CHECKOUT,
        pass_fds=(listener.fileno(),),
        is_ready=lambda: http_status(f"{url}/healthz") is not None,
        ready_seconds=60,
        layer=_WEB,
    )


def _worker(name: str, queues: str, *, env: dict[str, str]) -> Service:
    # Two workers of one host need names of their own.
    options = ("-Q", queues, "--hostname", f"{name}@%h")
    pool = _THREADS if queues == "webhooks" else ("--concurrency", "2")
    quiet = ("--without-mingle", "--without-gossip")
    return _celery(name, "worker", *options, *pool, *quiet, env=env)


def _celery(name: str, command: str, *arguments: str, env: dict[str, str]) -> Service:
    return Service(
        name=name,
        argv=(sys.executable, *_CELERY, command, "--loglevel", "INFO", *arguments),
        env=env,
        cwd=CHECKOUT,
        is_ready=lambda: True,  # /statusz asks for the worker's heartbeat
        stop_seconds=15,
        layer=_WORK,
    )


class Run:
    """One run of the stack, whose web server gets `listener`."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.url = f"http://{HOST}:{listener.getsockname()[1]}"
        self.status_url = f"{self.url}/statusz"
        self.supervisor = Supervisor(on_change=lambda children: runs.write(self.url, children))

    async def bring_up(self) -> None:
        """Start everything and print the table; raises StackError with the reason."""
        ports, changes = engine_ports()
        for change in changes:
            self.say(change)
        configured, secrets = configured_variables(), clone_secrets()
        started = engines(Place(VAR, MAILS, ports, secrets), configured)
        await asyncio.gather(*(self.supervisor.start(engine.service) for engine in started))
        env = self._variables(configured, secrets, started)
        if any(engine.variable == "DATABASE_URL" for engine in started):
            await refuse_old_data(env)
        # The pages take longest, the first time; the data is made meanwhile.
        await asyncio.gather(self.supervisor.run(_front_end(env)), self._make_data(env))
        await asyncio.gather(*(self.supervisor.start(each) for each in self.processes(env)))
        await self._wait_until_ready()
        viewer = f"http://{HOST}:{ports['mail']}"
        ours = any(engine.variable == "EMAIL_URL" for engine in started)
        print(table(env, self.url, self.status_url, viewer if ours else None), flush=True)

    def processes(self, env: dict[str, str]) -> list[Service]:
        """Describe the product's processes."""
        schedule = str(VAR / "celerybeat-schedule")
        return [
            _web(self.listener, self.url, env),
            _celery("beat", "beat", "--schedule", schedule, "--pidfile", "", env=env),
            *(_worker(*worker, env=env) for worker in _WORKERS.items()),
        ]

    def own_variables(self, env: Mapping[str, str]) -> dict[str, str]:
        """Return what this kind of run changes in the product's environment."""
        return {}

    async def _make_data(self, env: dict[str, str]) -> None:
        if not DEMO_VIDEO.exists():
            self.say("making the demo video (once, about 15 s)")
            await self.supervisor.run(_demo_video(env))
        for name, command in _COMMANDS.items():
            await self.supervisor.run(_manage(name, *command, env=env))

    async def shut_down(self) -> None:
        """Stop the web first, so that nothing new comes in; engines last: all write to them."""
        await self.supervisor.stop()
        RUN_ENV_FILE.unlink(missing_ok=True)
        runs.forget()

    def say(self, line: str, *, alarm: bool = False) -> None:
        """Print a line of our own."""
        self.supervisor.say("stack", line, alarm=alarm)

    def _variables(
        self, configured: dict[str, str], secrets: dict[str, str], started: list[Engine]
    ) -> dict[str, str]:
        addresses = {name: value for engine in started for name, value in engine.variables.items()}
        env = product_variables(configured, secrets, addresses, self.url)
        env |= self.own_variables(env)
        ours = {name: value for name, value in env.items() if os.environ.get(name) != value}
        write_env_file(RUN_ENV_FILE, ours)
        return env

    async def _wait_until_ready(self) -> None:
        address = self.status_url
        deadline = time.monotonic() + READY_SECONDS
        while (status := await asyncio.to_thread(http_status, address)) != 200:
            if time.monotonic() > deadline:
                raise StackError(f"{address} answers {status or 'nothing'}, not 200.")
            await asyncio.sleep(1)  # the product logs each time that it is not


async def run(kind: type[Run], listener: socket.socket, notice: str | None) -> int:
    """Bring the stack up, wait for a signal or the first death, stop it; the exit code."""
    this = kind(listener)
    if notice:
        this.say(notice)
    stop_wanted = _on_signals(this)
    failure = await _until_failure(this, stop_wanted)
    if failure is None:
        this.say("stopping (Ctrl-C again: at once)")
    else:
        this.say(str(failure), alarm=True)
        this.say("stopping the rest")
    await this.shut_down()
    if failure is None:
        this.say("stopped")
        return 0
    this.say("stopped because: " + str(failure).partition("\n")[0], alarm=True)
    return 1


def _on_signals(this: Run) -> asyncio.Event:
    """Return what the first SIGINT, SIGTERM or SIGHUP sets; the second kills what is left."""
    stop_wanted = asyncio.Event()

    def on_signal() -> None:
        if stop_wanted.is_set():
            this.supervisor.kill()
        stop_wanted.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, on_signal)
    return stop_wanted


async def _until_failure(this: Run, stop_wanted: asyncio.Event) -> StackError | None:
    """Bring the stack up and wait: None when a signal came, else what failed or died."""
    up = asyncio.create_task(this.bring_up())
    signalled = asyncio.create_task(stop_wanted.wait())
    ends: set[asyncio.Future[Any]] = {this.supervisor.first_death, signalled}
    await asyncio.wait({up, *ends}, return_when=asyncio.FIRST_COMPLETED)
    if up.done() and up.exception() is None:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    if not up.done():
        up.cancel()
        await asyncio.wait([up])
    if signalled.done():
        return None
    signalled.cancel()
    if this.supervisor.first_death.done():
        return this.supervisor.first_death.result()
    failure = up.exception()
    if isinstance(failure, StackError):
        return failure
    raise failure or AssertionError


def main(kind: type[Run] = Run) -> int:
    """Read the command line and run; the exit code."""
    parser = argparse.ArgumentParser(description="Runs VideoPlanet on this machine.")
    parser.add_argument("--port", type=int, help=f"of the web server (default {DEFAULT_PORT})")
    port: int | None = parser.parse_args().port
    try:
        with runs.only_run():
            # First, because it may hold the ports that we want.
            if ended := runs.end_left_overs():
                print(f"Stopped what a killed run had left: {', '.join(ended)}.")
            listener, notice = web_socket(port)
            with listener:
                return asyncio.run(run(kind, listener, notice))
    except PortInUseError as error:
        print(error, file=sys.stderr)
        return 2
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # it came before anything was started
        return 0


if __name__ == "__main__":
    os.chdir(Path(CHECKOUT))
    sys.exit(main())
