"""Enqueues Celery tasks after the commit, from a thread, so that no request waits for the broker.

Without a broker `.delay()` fails after half a second (nothing listens) or two (it hangs). Tasks
that are lost then, or with the process, are found by the sweep of `videoplanet.tasks.work`.
"""

import atexit
import logging
import os
import threading
from contextvars import Context, copy_context
from queue import Full, Queue
from typing import Any

from celery import Signature, Task
from django.db import transaction

logger = logging.getLogger(__name__)

AT_EXIT_SECONDS = 3.0

type Job = "Task[Any, Any] | Signature[Any]"
type Call = tuple[Context, Job, tuple[str, ...], float]


class Sender:
    """Calls `.apply_async()` in a thread of its own, which starts with the first task."""

    def __init__(self) -> None:
        self.waiting: Queue[Call] = Queue(maxsize=1000)
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def send(self, task: Job, ids: tuple[str, ...], countdown: float = 0) -> None:
        """Take a task and return at once."""
        try:
            self.waiting.put_nowait((copy_context(), task, ids, countdown))
        except Full:
            logger.warning("%s waits for its sweep: too many are waiting", task.name)
        with self.lock:
            if self.thread is None:
                self.thread = threading.Thread(target=self._run, name="enqueue", daemon=True)
                self.thread.start()

    def flush(self, seconds: float) -> None:
        """Wait until all tasks are sent, for at most `seconds`."""
        done = self.waiting.all_tasks_done
        with done:
            done.wait_for(lambda: not self.waiting.unfinished_tasks, seconds)

    def _run(self) -> None:
        while True:
            context, task, ids, countdown = self.waiting.get()
            try:
                # The message names the request (videoplanet.tasks.context).
                context.run(task.apply_async, ids, countdown=countdown)
            except Exception as error:  # noqa: BLE001 - whatever failed, the commit is done
                logger.warning("%s waits for its sweep: %s", task.name, error)
            finally:
                self.waiting.task_done()


_sender = Sender()


def _start_afresh() -> None:
    """Replace the sender in a fork: it has no thread there, and its lock may be held."""
    global _sender  # noqa: PLW0603 - one for each process
    _sender = Sender()


os.register_at_fork(after_in_child=_start_afresh)
# A command may end right after its commit: the tasks it enqueued must still be sent.
atexit.register(lambda: _sender.flush(AT_EXIT_SECONDS))


def enqueue(task: Job, *ids: str, countdown: float = 0) -> None:
    """Enqueue `task` when the transaction commits, to run `countdown` seconds later.

    The task may get lost: for what must happen there is `videoplanet.tasks.work`.
    """
    transaction.on_commit(lambda: _sender.send(task, ids, countdown))
