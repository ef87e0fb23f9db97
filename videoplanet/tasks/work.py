"""Durable work: what a commit promised is done, whatever dies in between.

`schedule` writes a row in the transaction that makes the work necessary, and enqueues the Celery
task after the commit. The task takes the row by a claim. What becomes of it is written in one of
three ways: `finish` (done, or given up), `retry` (later), or not at all, because the worker died:
then the claim runs out and the sweep enqueues the task again. So a broker that is away, a worker
that is killed and a task that runs twice need no code of their own anywhere else.

A claim is a token in a row, not a lock of the database's: it needs no connection for hours, works
through any connection pooler, and can be looked at. The token also keeps out a worker that was
taken for dead: whoever writes a result asks `holds` first.
"""

import logging
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from celery import current_app, shared_task
from django.db import DatabaseError, connection, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from videoplanet.db.ids import new_id
from videoplanet.tasks.models import Work
from videoplanet.tasks.queue import enqueue

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Pieces of work that one sweep enqueues."""
POLL_SECONDS = 0.05
"""Between two tries to get what somebody else has (`exclusive`)."""

_kinds: dict[str, "Kind"] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work, made once for each process where its module is imported.

    `task` is the name of the Celery task, which takes the subject's id; it is empty for what only
    excludes others. `lease` is how long a claim holds; `keep_alive` renews it. `patience` is how
    long the sweep leaves a piece of work to the task that was enqueued for it.
    """

    name: str
    task: str = ""
    lease: timedelta = timedelta(seconds=30)
    patience: timedelta = timedelta(minutes=2)

    def __post_init__(self) -> None:
        if self.name in _kinds:
            raise RuntimeError(f"there are two kinds of work named {self.name}")
        _kinds[self.name] = self

    def enqueue(self, subject_id: UUID, *, after: float = 0) -> None:
        """Enqueue the task when the transaction commits, to run `after` seconds from then."""
        enqueue(current_app.signature(self.task), str(subject_id), countdown=after)


class Busy(Exception):
    """Somebody else has what was asked for, and did not give it back in time."""


class Claim:
    """One worker's hold on one piece of work."""

    def __init__(self, kind: Kind, row: Work) -> None:
        self.kind, self.subject_id, self.token = kind, row.subject_id, row.claim
        self.failures, self.lost = row.failures, row.lost
        self._is_lost = threading.Event()

    def _rows(self) -> QuerySet[Work]:
        return Work.objects.filter(
            kind=self.kind.name, subject_id=self.subject_id, claim=self.token
        )

    def holds(self) -> bool:
        """Lock the work until the end of the transaction; False if the claim is somebody else's."""
        return self._rows().select_for_update().first() is not None

    def is_lost(self) -> bool:
        """Say whether `keep_alive` found the claim gone. Asks no database."""
        return self._is_lost.is_set()

    def renew(self) -> bool:
        """Begin the lease again; False if the claim is somebody else's, or the work is gone."""
        if not self._rows().update(due_at=timezone.now() + self.kind.lease):
            self._is_lost.set()
        return not self.is_lost()

    def finish(self) -> None:
        """Take the work away: it is done, or given up. What was scheduled meanwhile is enqueued."""
        with transaction.atomic():
            row = self._rows().select_for_update().first()
            if row is None:
                return
            if row.again:
                self._give_back(row, failures=0, after=0)
            else:
                row.delete()

    def retry(self, *, after: timedelta, counts: bool = True) -> None:
        """Give the work back, to be done again `after` some time.

        `counts=False` is for what was nobody's fault: it forgets earlier failures too.
        """
        with transaction.atomic():
            if row := self._rows().select_for_update().first():
                failures = row.failures + 1 if counts else 0
                self._give_back(row, failures=failures, after=after.total_seconds())

    def _give_back(self, row: Work, *, failures: int, after: float) -> None:
        row.claim, row.again, row.failures, row.lost = None, False, failures, 0
        row.due_at = timezone.now() + timedelta(seconds=after) + self.kind.patience
        row.save(update_fields=["claim", "again", "failures", "lost", "due_at"])
        self.kind.enqueue(self.subject_id, after=after)


def schedule(kind: Kind, subject_ids: Collection[UUID], *, delay: timedelta | None = None) -> None:
    """Have work done for each of the rows, once. Part of the transaction that makes it necessary.

    What is scheduled already starts afresh; what a worker has at this moment is done again
    afterwards. With a `delay` the task is not enqueued: the sweep does it then.
    """
    now = timezone.now()
    due = now + (kind.patience if delay is None else delay)
    rows = [
        Work(id=new_id(), kind=kind.name, subject_id=subject_id, due_at=due)
        for subject_id in sorted(subject_ids)
    ]
    with transaction.atomic():
        _insert_or_restart(rows)
    if delay is None:
        for row in rows:
            kind.enqueue(row.subject_id)


def _insert_or_restart(rows: list[Work]) -> None:
    """Insert in one statement; a row that is there and claimed keeps its claim and its lease."""
    if not rows:
        return
    table = connection.ops.quote_name(Work._meta.db_table)
    columns: list[Any] = [
        [row.id for row in rows],
        [row.kind for row in rows],
        [row.subject_id for row in rows],
        [row.due_at for row in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {table} AS w
                (id, kind, subject_id, due_at, again, failures, lost, created_at)
            SELECT id, kind, subject_id, due_at, false, 0, 0, now()
            FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::timestamptz[])
                AS t(id, kind, subject_id, due_at)
            ON CONFLICT (kind, subject_id) DO UPDATE SET
                again = w.claim IS NOT NULL,
                due_at = CASE WHEN w.claim IS NULL THEN excluded.due_at ELSE w.due_at END,
                failures = 0, lost = 0
            """,  # noqa: S608 - the table's name
            columns,
        )


def claim(kind: Kind, subject_id: UUID) -> Claim | None:
    """Take a piece of work; None if there is none, or somebody has it."""
    return next(iter(claim_all(kind, [subject_id])), None)


def claim_all(kind: Kind, subject_ids: Collection[UUID]) -> list[Claim]:
    """Take what is free of some work, in one transaction, in the order of the ids.

    A claim that has run out is taken over and counts as lost.
    """
    now = timezone.now()
    free = Q(claim=None) | Q(due_at__lte=now)
    with transaction.atomic():
        rows = list(
            Work.objects.select_for_update(skip_locked=True)
            .filter(free, kind=kind.name, subject_id__in=subject_ids)
            .order_by("subject_id")
        )
        for row in rows:
            row.lost += row.claim is not None
            row.claim, row.due_at = uuid4(), now + kind.lease
        Work.objects.bulk_update(rows, ["lost", "claim", "due_at"])
    return [Claim(kind, row) for row in rows]


@contextmanager
def keep_alive(claim: Claim) -> Iterator[Claim]:
    """Renew the lease from a thread while the block runs. `claim.is_lost` says if that failed."""
    ended = threading.Event()
    pause = claim.kind.lease.total_seconds() / 3

    def renew() -> None:
        try:
            while not ended.wait(pause):
                try:
                    if not claim.renew():
                        return
                except DatabaseError as error:
                    logger.warning("%s: the lease is not renewed: %s", claim.kind.name, error)
                    connection.close()  # a dead one is not replaced otherwise
        finally:
            connection.close()

    thread = threading.Thread(target=renew, name="keep-alive", daemon=True)
    thread.start()
    try:
        yield claim
    finally:
        ended.set()
        thread.join()


@contextmanager
def exclusive(kind: Kind, subject_id: UUID, *, wait: float) -> Iterator[Claim]:
    """Let one caller at a time through, without a transaction. Raises Busy after `wait` seconds."""
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
        taken = Work.objects.filter(kind=kind.name, subject_id=subject_id)
        taken.filter(due_at__lte=now).delete()
        Work.objects.bulk_create([row], ignore_conflicts=True)
        ours = taken.filter(claim=row.claim).exists()
    return Claim(kind, row) if ours else None


@shared_task
def sweep_work() -> int:
    """Enqueue the work that is due and that nobody does; return how much.

    Its task was lost with the broker, or its worker died. It is moved on at once, so that it does
    not pile up in the queue while the broker or all workers are away.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = Work.objects.select_for_update(skip_locked=True).filter(
            due_at__lte=now, kind__in=[name for name, kind in _kinds.items() if kind.task]
        )
        due = list(rows.order_by("due_at")[:AT_ONCE])
        for kind in {row.kind: _kinds[row.kind] for row in due}.values():
            ids = [row.subject_id for row in due if row.kind == kind.name]
            Work.objects.filter(kind=kind.name, subject_id__in=ids).update(
                lost=F("lost") + Case(When(claim=None, then=Value(0)), default=Value(1)),
                claim=None,
                again=False,
                due_at=now + kind.patience,
            )
            for subject_id in ids:
                kind.enqueue(subject_id)
    return len(due)
