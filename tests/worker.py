"""A real Celery worker for tests: a process of its own, on the tests' engines."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from devstack.engines import CHECKOUT
from devstack.service import Running, Service, kill_group
from tests.waiting import eventually
from videoplanet.celery import app
from videoplanet.storage.models import StorageDeletion

COMMAND = (
    *("-W", "ignore:You're running the worker", "-m", "celery", "-A", "videoplanet", "--quiet"),
    *("worker", "--concurrency", "2", "-Q", "celery,media", "--loglevel", "INFO"),
    *("--without-mingle", "--without-gossip"),
)


def environment() -> dict[str, str]:
    """Return the environment with which a process of the product uses the tests' database."""
    database = urlsplit(os.environ["DATABASE_URL"])
    name = str(connection.settings_dict["NAME"])
    return {"DATABASE_URL": database._replace(path=f"/{name}").geturl()}


class Worker:
    """A worker that can be killed and started again, also with other settings."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.running: Running | None = None
        self.given: dict[str, str] = {}

    def start(self, **given: str) -> None:
        """Start it and wait until it answers."""
        self.given = given
        self.log.touch()
        said = self.log.stat().st_size
        service = Service(
            name="worker",
            # The checkout, wherever the tests were started.
            cwd=CHECKOUT,
            argv=(sys.executable, *COMMAND),
            env=environment() | given,
            is_ready=lambda: b" ready." in self.log.read_bytes()[said:],
            ready_seconds=60,
            stop_seconds=20,
        )
        self.running = Running.start(service, self.log)
        self.running.wait_until_ready()

    def stop(self) -> None:
        """Stop it as an operator does (SIGTERM)."""
        if self.running:
            self.running.ask_to_stop(signal.SIGTERM)
            self.running.wait_stopped()
            self.running = None

    def kill(self) -> None:
        """Kill it and its children, as a power cut does."""
        assert self.running
        kill_group(self.running.process.pid)
        self.running.process.wait()
        self.running = None

    def be_there(self) -> None:
        """Have it run with the usual settings, whatever the tests before have done to it."""
        with app.connection_for_write() as broker:
            for queue in app.amqp.queues.values():
                # Each test empties the Redis database of its cache, which the queues are in too.
                queue(broker).declare()
        if self.given:
            self.stop()
        if self.running is None:
            self.start()

    def wait_for_deletions(self) -> None:
        """Wait until it has deleted all the objects that are to be deleted."""
        self.wait_for(lambda: not StorageDeletion.objects.exists())

    def wait_for(self, read: Callable[[], object]) -> None:
        """Wait until `read()` is true. If the worker dies first, fail with the end of its log."""
        assert self.running
        process = self.running.process
        eventually(lambda: process.poll() is not None or read())
        assert process.poll() is None, self.running.tail()
