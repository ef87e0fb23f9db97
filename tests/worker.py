"""A real Celery worker beside the tests: a process of its own, on the tests' engines."""

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
    """Return what makes a process of the product work on the tests' database."""
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
        """End it as an operator does."""
        if self.running:
            self.running.ask_to_stop(signal.SIGTERM)
            self.running.wait_stopped()
            self.running = None

    def kill(self) -> None:
        """End it and its children as a power cut does."""
        assert self.running
        kill_group(self.running.process.pid)
        self.running.process.wait()
        self.running = None

    def be_there(self) -> None:
        """Start it if a test before left it dead or with other settings, on an empty queue."""
        with app.connection_for_write() as broker:
            for queue in app.amqp.queues.values():
                # The tests' cache and the queue share a Redis database, which each test empties.
                queue(broker).declare()
        if self.given:
            self.stop()
        if self.running is None:
            self.start()

    def wait_for_deletions(self) -> None:
        """Wait until it has deleted all objects that it was to delete."""
        self.wait_for(lambda: not StorageDeletion.objects.exists())

    def wait_for(self, read: Callable[[], object]) -> None:
        """Wait until `read()` is true; fail with what it logged if it died."""
        assert self.running
        process = self.running.process
        eventually(lambda: process.poll() is not None or read())
        assert process.poll() is None, self.running.tail()
