"""Durable work: what a commit promised is done, whatever dies in between.

`schedule` writes a row in the transaction that makes the work necessary, and enqueues the Celery
task after the commit. The task takes the row by a claim. It ends in one of
three ways: `finish` (done, or given up), `retry` (later), or not at all, because the worker died or
met an error that nobody expected: then the claim runs out and the sweep enqueues the task again. So
a broker that is away, a worker that is killed and a task that runs twice need no code of their own
anywhere else.

A claim is a token in a row, not a lock of the database's: it needs no connection for hours, works
through any connection pooler, and can be looked at. The token also keeps out a worker that was
taken for dead: code that writes a result calls `holds` in the same transaction, after the
subject's own row is locked, because actions lock that row first and then schedule.

No row of work has a foreign key: it is about rows of any app. A task whose subject is gone finishes
its work. Why all this is as it is: docs/decisions/0018-durable-work.md.
"""

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from typing import Any
from uuid import UUID, uuid4

from celery import current_app, shared_task
from django.db import DatabaseError, connection, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from videoplanet.db.ids import new_id
from videoplanet.tasks.models import Work
from videoplanet.tasks.notes import AFTER_NOTE, Note
from videoplanet.tasks.queue import enqueue

logger = logging.getLogger(__name__)

SWEEP_LIMIT = 500
"""Pieces of work that one sweep enqueues."""
LONGEST_PAUSE = timedelta(minutes=5)
"""Before the next attempt, where a task names no pause of its own."""

# By hand: the ORM's own time for them would be a tenth of a mail's.
_OURS = "WHERE kind = %s AND subject_id = %s AND claim = %s AND NOT again"
BEGIN = f"UPDATE {Work._meta.db_table} SET due_at = %s, lost = lost + 1 {_OURS}"  # noqa: S608
FINISH = f"DELETE FROM {Work._meta.db_table} {_OURS}"  # noqa: S608 - the table's name
FINISH_AFTER_NOTE = f"DELETE FROM {Work._meta.db_table} {AFTER_NOTE} {_OURS}"  # noqa: S608
_WAS_CLAIMED = Case(When(claim=None, then=Value(0)), default=Value(1))

_kinds: dict[str, "Kind"] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work, made once for each process where its module is imported.

    `task` is the name of the Celery task, which takes the subject's id; it is empty for what only
    excludes others. `lease` is how long a claim is valid; `keep_alive` renews it. `patience` is how
    long the sweep leaves a piece of work to the task that was enqueued for it.

    With a `batch` one task takes up to so many ids. It claims them together and begins each on its
    own (`Claim.begin`): only what was begun counts as lost when the worker dies, and it stays
    counted until the work is done. The sweep puts what is to be done later into new batches.
    A task may also take up to `together` ids and claim each on its own, when it comes to it.
    """

    name: str
    task: str = ""
    lease: timedelta = timedelta(seconds=30)
    patience: timedelta = timedelta(minutes=2)
    batch: int = 1
    together: int = 1

    def __post_init__(self) -> None:
        if self.name in _kinds:
            raise RuntimeError(f"there are two kinds of work named {self.name}")
        _kinds[self.name] = self

    def enqueue(self, subject_id: UUID, *, after: float = 0) -> None:
        """Enqueue the task when the transaction commits, to run `after` seconds from then."""
        self._enqueue([subject_id], after)

    def enqueue_all(self, subject_ids: Iterable[UUID]) -> None:
        """Enqueue tasks of as many ids as one may have when the transaction commits."""
        for ids in batched(subject_ids, max(self.batch, self.together)):
            self._enqueue(ids)

    def _enqueue(self, ids: Iterable[UUID], after: float = 0) -> None:
        together = max(self.batch, self.together)
        task = current_app.signature(self.task)
        enqueue(task, *map(str, ids), countdown=after, together=together)


class Claim:
    """One worker's hold on one piece of work."""

    def __init__(self, kind: Kind, row: Work) -> None:
        self.kind, self.subject_id, self.token = kind, row.subject_id, row.claim
        self.failures, self.lost, self.retries = row.failures, row.lost, row.retries
        self._is_lost = threading.Event()

    def _rows(self) -> QuerySet[Work]:
        return Work.objects.filter(
            kind=self.kind.name, subject_id=self.subject_id, claim=self.token
        )

    def holds(self) -> bool:
        """Lock the work until the end of the transaction; False if the claim is somebody else's."""
        return self._rows().select_for_update().first() is not None

    def is_lost(self) -> bool:
        """Say whether `keep_alive` found the claim gone. It needs no query."""
        return self._is_lost.is_set()

    def renew(self) -> bool:
        """Begin the lease again; False if the claim is somebody else's, or the work is gone."""
        if not self._rows().update(due_at=timezone.now() + self.kind.lease):
            self._is_lost.set()
        return not self.is_lost()

    def begin(self) -> bool:
        """Begin one piece of a batch with a fresh lease; it counts as lost until it has a result.

        False if the claim is somebody else's, or the work was cancelled or scheduled again.
        """
        return self._execute(BEGIN, timezone.now() + self.kind.lease)

    def put_off(self, *, after: timedelta) -> None:
        """Leave the work to the sweep: something that it needs was away. No attempt counts."""
        due = timezone.now() + after
        self._rows().update(claim=None, again=False, lost=self.lost, due_at=due)

    def finish(self, note: Note | None = None) -> None:
        """Take the work away: it is done, or given up. What was scheduled meanwhile is enqueued.

        A `note` is written by the statement that takes the work away.
        """
        if note.write_and(FINISH_AFTER_NOTE, self._key()) if note else self._execute(FINISH):
            return
        with transaction.atomic():
            row = self._rows().select_for_update().first()
            if row is None:
                return
            if row.again:
                self._give_back(row)
            else:
                row.delete()

    def retry(
        self, *, after: timedelta | None = None, counts: bool = True, reason: object = ""
    ) -> None:
        """Give the work back, to be done again `after` some time; log the `reason`.

        Without `after` the pauses are 1, 2, 4 … seconds, at most LONGEST_PAUSE. `counts=False` is
        for what was nobody's fault: it forgets earlier failures too.
        """
        pause = backoff(self.retries) if after is None else after
        with transaction.atomic():
            row = self._rows().select_for_update().first()
            if row is None:
                return
            self._give_back(
                row,
                failures=row.failures + 1 if counts else 0,
                retries=row.retries + 1,
                after=pause.total_seconds(),
            )
        logger.warning(
            "%s %s is tried again in %d s: %s",
            self.kind.name,
            self.subject_id,
            pause.total_seconds(),
            reason,
        )

    def _execute(self, sql: str, *params: Any) -> bool:
        """Run a statement on our row; say whether it still was ours, and not scheduled again."""
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, *self._key()])
            return bool(cursor.rowcount)

    def _key(self) -> tuple[Any, ...]:
        return self.kind.name, self.subject_id, self.token

    def _give_back(
        self, row: Work, *, failures: int = 0, retries: int = 0, after: float = 0
    ) -> None:
        left_to_sweep = self.kind.batch > 1 and after > 0
        row.lost = self.lost if self.kind.batch > 1 and not row.again else 0
        row.claim, row.again = None, False
        row.failures, row.retries = failures, retries
        row.due_at = timezone.now() + timedelta(seconds=after)
        if not left_to_sweep:
            row.due_at += self.kind.patience
        row.save(update_fields=["claim", "again", "failures", "lost", "retries", "due_at"])
        if not left_to_sweep:
            self.kind.enqueue(self.subject_id, after=after)


def backoff(retries: int) -> timedelta:
    """Return the pause before the next attempt after so many that were given back."""
    return min(timedelta(seconds=2 ** min(retries, 20)), LONGEST_PAUSE)


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
    _insert_or_restart(rows)
    if delay is None:
        kind.enqueue_all(row.subject_id for row in rows)


def cancel(kind: Kind, subject_ids: Collection[UUID]) -> None:
    """Take scheduled work away. A worker that has it now finds its claim gone."""
    Work.objects.filter(kind=kind.name, subject_id__in=subject_ids).delete()


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
                (id, kind, subject_id, due_at, again, failures, lost, retries, created_at)
            SELECT id, kind, subject_id, due_at, false, 0, 0, 0, now()
            FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::timestamptz[])
                AS t(id, kind, subject_id, due_at)
            ON CONFLICT (kind, subject_id) DO UPDATE SET
                again = w.claim IS NOT NULL,
                due_at = CASE WHEN w.claim IS NULL THEN excluded.due_at ELSE w.due_at END,
                failures = 0, lost = 0, retries = 0
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
            row.lost += row.claim is not None and kind.batch == 1
            row.claim, row.again, row.due_at = uuid4(), False, now + kind.lease
        Work.objects.bulk_update(rows, ["lost", "claim", "again", "due_at"])
    return [Claim(kind, row) for row in rows]


@contextmanager
def keep_alive(claim: Claim, *, wanted: Callable[[], bool] = lambda: True) -> Iterator[Claim]:
    """Renew the lease from a thread while the block runs. `claim.is_lost` says if that failed.

    `wanted` is asked before each renewal, in the thread. If it says no (the subject was deleted,
    say), the work is taken away, and the claim is lost with it.
    """
    ended = threading.Event()
    pause = claim.kind.lease.total_seconds() / 3

    def renew() -> None:
        try:
            while not ended.wait(pause):
                try:
                    if not wanted():
                        claim.finish()
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


@shared_task
def sweep_work() -> int:
    """Enqueue the work that is due and that nobody is doing; return how much.

    Its task was lost with the broker, or its worker died. It is moved on at once, so that it does
    not pile up in the queue while the broker or all workers are away. A kind without a task is a
    lock of `videoplanet.tasks.exclusive`; the row of one that has run out is deleted.
    """
    now = timezone.now()
    with_task = [name for name, kind in _kinds.items() if kind.task]
    Work.objects.filter(due_at__lte=now, kind__in=_kinds.keys() - with_task).delete()
    with transaction.atomic():
        rows = Work.objects.select_for_update(skip_locked=True)
        rows = rows.filter(due_at__lte=now, kind__in=with_task)
        due = list(rows.order_by("due_at")[:SWEEP_LIMIT])
        for kind in {row.kind: _kinds[row.kind] for row in due}.values():
            ids = [row.subject_id for row in due if row.kind == kind.name]
            Work.objects.filter(kind=kind.name, subject_id__in=ids).update(
                lost=F("lost") + (_WAS_CLAIMED if kind.batch == 1 else 0),
                claim=None,
                again=False,
                due_at=now + kind.patience,
            )
            kind.enqueue_all(ids)
    return len(due)
