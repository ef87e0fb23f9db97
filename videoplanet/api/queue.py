"""Handing work to Celery."""

import logging
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(task: "Task[Any, Any]", *ids: str) -> None:
    """Enqueue `task` when the transaction commits.

    With the broker down the commit still stands: the row that needs the task has a status, and
    a periodic sweep enqueues it again.
    """

    def send() -> None:
        try:
            task.delay(*ids)
        except (OperationalError, OSError) as error:
            logger.warning("%s waits for its sweep: %s", task.name, error)

    transaction.on_commit(send)
