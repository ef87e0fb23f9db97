"""A lock for one process at a time: a row of work with a lease, without a transaction."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from videoplanet.tasks.models import Work
from videoplanet.tasks.work import Claim, Kind, keep_alive

POLL_SECONDS = 0.05
"""Between two attempts to get a lock that somebody else has."""


class Busy(Exception):
    """Somebody else has the lock, and did not give it back in time."""


@contextmanager
def exclusive(kind: Kind, subject_id: UUID, *, wait: float) -> Iterator[Claim]:
    """Let one caller at a time run the block. Raises Busy after `wait` seconds."""
    deadline = time.monotonic() + wait
    while (claimed := _claim_new(kind, subject_id)) is None:
        if time.monotonic() > deadline:
            raise Busy(kind.name)
        time.sleep(POLL_SECONDS)
    try:
        with keep_alive(claimed):
            yield claimed
    finally:
        claimed.finish()


def _claim_new(kind: Kind, subject_id: UUID) -> Claim | None:
    now = timezone.now()
    row = Work(kind=kind.name, subject_id=subject_id, claim=uuid4(), due_at=now + kind.lease)
    with transaction.atomic():
        rows = Work.objects.filter(kind=kind.name, subject_id=subject_id)
        rows.filter(due_at__lte=now).delete()
        Work.objects.bulk_create([row], ignore_conflicts=True)
        ours = rows.filter(claim=row.claim).exists()
    return Claim(kind, row) if ours else None
