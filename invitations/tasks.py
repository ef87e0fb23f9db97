"""What the worker does for invitations: it sends mails."""

from collections.abc import Iterable
from itertools import batched
from uuid import UUID

from celery import shared_task

from invitations.sending import send_each
from videoplanet.tasks.queue import enqueue

MAILS_PER_TASK = 20
"""Mails of one task: a task for each would cost the worker more than the mail."""


@shared_task
def send_mails(*ids: str) -> None:
    """Send invitations' mails, if they still wait for one. Doing it twice is no error.

    The task has the rows' ids and nothing else: a secret is made when its mail is.
    """
    send_each(UUID(each) for each in ids)


def queue_mails(ids: Iterable[UUID]) -> None:
    """Enqueue the mails, when the transaction commits."""
    for some in batched(ids, MAILS_PER_TASK):
        enqueue(send_mails, *(str(each) for each in some))
