"""Real Celery workers for tests, as the product has them, on the tests' engines."""

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
    *("worker", "--loglevel", "INFO", "--without-mingle", "--without-gossip"),
)
QUEUES = {"worker": "celery", "media-worker": "media,pictures", "webhook-worker": "webhooks"}
POOLS = {"webhook-worker": ("--pool", "threads", "--concurrency", "10")}


def environment() -> dict[str, str]:
    """Return the environment with which a process of the product uses the tests' database."""
    database = urlsplit(os.environ["DATABASE_URL"])
    name = str(connection.settings_dict["NAME"])
    return {"DATABASE_URL": database._replace(path=f"/{name}").geturl()}


class Worker:
    """All workers, which can be killed and started again, also with other settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: dict[str, Running] = {}
        self.given: dict[str, str] = {}
        self.begun: dict[str, int] = {}
        """How long each log was when its worker was started."""

    @property
    def media(self) -> Running:
        """The worker that decodes pictures and videos."""
        return self.running["media-worker"]

    def said(self) -> str:
        """Return what they have logged since they were started."""
        logs = {name: (self.folder / f"{name}.log").read_bytes() for name in QUEUES}
        return "".join(log[self.begun[name] :].decode() for name, log in logs.items())

    def start(self, **given: str) -> None:
        """Start them and wait until they answer."""
        self.given = given
        for name, queues in QUEUES.items():
            self.running[name] = self._start(name, queues)
        for running in self.running.values():
            running.wait_until_ready()

    def _start(self, name: str, queues: str) -> Running:
        log = self.folder / f"{name}.log"
        log.touch()
        begun = self.begun[name] = log.stat().st_size
        service = Service(
            name=name,
            # The checkout, wherever the tests were started.
            cwd=CHECKOUT,
            argv=(
                *(sys.executable, *COMMAND, "-Q", queues, "--hostname", f"{name}@%h"),
                *POOLS.get(name, ("--concurrency", "2")),
            ),
            env=environment() | self.given,
            is_ready=lambda: b" ready." in log.read_bytes()[begun:],
            ready_seconds=60,
            stop_seconds=20,
        )
        return Running.start(service, log)

    def stop(self) -> None:
        """Stop them as an operator does (SIGTERM)."""
        for running in self.running.values():
            running.ask_to_stop(signal.SIGTERM)
        for running in self.running.values():
            running.wait_stopped()
        self.running = {}

    def kill(self) -> None:
        """Kill them and their children, as a power cut does."""
        assert self.running
        for running in self.running.values():
            kill_group(running.process.pid)
            running.process.wait()
        self.running = {}

    def be_there(self) -> None:
        """Have them run with the usual settings, whatever the tests before have done to them."""
        with app.connection_for_write() as broker:
            for queue in app.amqp.queues.values():
                # Each test empties the Redis database of its cache, which the queues are in too.
                queue(broker).declare()
        if self.given:
            self.stop()
        if not self.running:
            self.start()

    def come_to_rest(self) -> None:
        """Drop what waits for them, and wait until they have ended what they had begun.

        What empties the tables after a test would deadlock with a transaction of theirs.
        """

        def rest() -> bool:
            # Each time, since a task that still runs may hand in another.
            app.control.purge()
            return not self._has_tasks() and not _is_anything_under_way()

        eventually(rest)

    def _has_tasks(self) -> bool:
        """Say whether they run a task, or have taken one. Drop those that wait for their time.

        A task that waits for the storage or for ffmpeg has no transaction yet.
        """
        if not self.running:
            return False
        workers = app.control.inspect(limit=len(self.running))
        for tasks in (workers.scheduled() or {}).values():
            app.control.revoke([task["request"]["id"] for task in tasks])
        answers = [workers.reserved(), workers.active()]
        return any(answer is None or any(answer.values()) for answer in answers)

    def wait_for_deletions(self) -> None:
        """Wait until they have deleted all the objects that are to be deleted."""
        self.wait_for(lambda: not StorageDeletion.objects.exists())

    def wait_for(self, read: Callable[[], object]) -> None:
        """Wait until `read()` is true. If a worker dies first, fail with the end of its log."""
        assert self.running
        running = list(self.running.values())
        eventually(lambda: any(one.process.poll() is not None for one in running) or read())
        for one in running:
            assert one.process.poll() is None, one.tail()


def _is_anything_under_way() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle')"
        )
        return bool(cursor.fetchone()[0])
