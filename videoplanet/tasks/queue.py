"""Enqueues Celery tasks after the commit, from a thread, so that no request waits for the broker.

Without a broker `.delay()` fails after half a second (nothing listens) or two (it hangs). Tasks
that are lost then, or with the process, are found by the sweep of `videoplanet.tasks.work`.

Making a message costs Celery as much as PostgreSQL needs for the write that it is about. So a busy
process sends one for several ids, if the task takes them: a single call leaves at once, and what
comes within BATCH_SECONDS after it leaves together.
"""

import atexit
import logging
import os
import threading
import time
from collections.abc import Iterable
from contextvars import Context, copy_context
from queue import Full, Queue
from typing import Any, NamedTuple

from celery import Signature, Task
from django.db import transaction

logger = logging.getLogger(__name__)

AT_EXIT_SECONDS = 3.0
BATCH_SECONDS = 0.05
"""Pause after what was waiting has been sent."""

type Job = "Task[Any, Any] | Signature[Any]"


class Call(NamedTuple):
    """A task that waits to be sent, in the context of the request that enqueued it."""

    context: Context
    task: Job
    ids: tuple[str, ...]
    countdown: float
    together: int
    """How many ids one message of the task may have."""


def merged(calls: Iterable[Call]) -> list[Call]:
    """Put the ids of equal tasks together. A message then names the request of its first id."""
    full: list[Call] = []
    open_calls: dict[tuple[str, float], Call] = {}
    for call in calls:
        key = call.task.name, call.countdown
        before = open_calls.get(key)
        if before and len(before.ids) + len(call.ids) <= call.together:
            open_calls[key] = before._replace(ids=(*before.ids, *call.ids))
        else:
            full += [before] if before else []
            open_calls[key] = call
    return [*full, *open_calls.values()]


class Sender:
    """Calls `.apply_async()` in a thread of its own, which starts with the first task."""

    def __init__(self) -> None:
        self.waiting: Queue[Call] = Queue(maxsize=1000)
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def send(self, call: Call) -> None:
        """Take a call and return at once."""
        try:
            self.waiting.put_nowait(call)
        except Full:
            logger.warning("%s waits for its sweep: too many are waiting", call.task.name)
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
            calls = [self.waiting.get()]
            while not self.waiting.empty():  # nobody else takes any
                calls.append(self.waiting.get())
            for context, task, ids, countdown, _together in merged(calls):
                try:
                    # The message names the request (videoplanet.tasks.context).
                    context.run(task.apply_async, ids, countdown=countdown)
                except Exception as error:  # noqa: BLE001 - whatever failed, the commit is done
                    logger.warning("%s waits for its sweep: %s", task.name, error)
            for _call in calls:
                self.waiting.task_done()
            time.sleep(BATCH_SECONDS)


_sender = Sender()


def _start_afresh() -> None:
    """Replace the sender in a fork: it has no thread there, and its lock may be held."""
    global _sender  # noqa: PLW0603 - one for each process
    _sender = Sender()


os.register_at_fork(after_in_child=_start_afresh)
# A command may end right after its commit: the tasks it enqueued must still be sent.
atexit.register(lambda: _sender.flush(AT_EXIT_SECONDS))


def enqueue(task: Job, *ids: str, countdown: float = 0, together: int = 1) -> None:
    """Enqueue `task` when the transaction commits, to run `countdown` seconds later.

    Others of the task may be put into the same message, of up to `together` ids. The task may get
    lost: for what must happen there is `videoplanet.tasks.work`.
    """
    call = Call(copy_context(), task, ids, countdown, together)
    transaction.on_commit(lambda: _sender.send(call))
