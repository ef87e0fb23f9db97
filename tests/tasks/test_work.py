"""Durable work: one row for each piece, one worker at a time, nothing lost."""

import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.concurrency import at_once
from tests.waiting import eventually
from videoplanet.tasks.exclusive import Busy, exclusive
from videoplanet.tasks.models import Work
from videoplanet.tasks.notes import Note
from videoplanet.tasks.work import (
    Kind,
    cancel,
    claim,
    claim_all,
    keep_alive,
    schedule,
    sweep_work,
)

pytestmark = pytest.mark.django_db(transaction=True)

# Nobody runs the task that this names: what is tested is the row.
PAINT = Kind("paint", task="tests.no_such_task", lease=timedelta(seconds=30))
SHORT = Kind("short", task="tests.no_such_task", lease=timedelta(seconds=0.6))
BATCHED = Kind("batched", task="tests.no_such_task", batch=20)
LOCK = Kind("lock", lease=timedelta(seconds=1))


@pytest.fixture
def subject():
    return uuid4()


def expire(subject):
    """Let the claim run out, as it does when its worker died."""
    Work.objects.filter(subject_id=subject).update(due_at=timezone.now() - timedelta(seconds=1))


def test_work_is_there_until_it_is_finished(subject):
    schedule(PAINT, [subject])
    schedule(PAINT, [subject])
    assert Work.objects.count() == 1

    claimed = claim(PAINT, subject)
    claimed.finish()
    assert not Work.objects.exists()
    assert claim(PAINT, subject) is None


def test_a_rolled_back_transaction_schedules_nothing(subject):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        schedule(PAINT, [subject])
        raise ZeroDivisionError
    assert not Work.objects.exists()


def test_of_two_workers_at_once_one_gets_it(subject):
    schedule(PAINT, [subject])
    found = at_once(*[lambda: claim(PAINT, subject)] * 4)
    assert sum(each is not None for each in found) == 1


def test_several_are_claimed_together_but_not_what_is_taken():
    subjects = [uuid4() for _ in range(5)]
    schedule(PAINT, subjects)
    taken = claim(PAINT, subjects[2])
    rest = claim_all(PAINT, subjects)
    assert {claimed.subject_id for claimed in rest} == {*subjects} - {taken.subject_id}


def test_a_dead_workers_claim_is_taken_over_and_counted(subject):
    schedule(PAINT, [subject])
    dead = claim(PAINT, subject)
    assert claim(PAINT, subject) is None
    expire(subject)

    heir = claim(PAINT, subject)
    assert (heir.lost, heir.failures) == (1, 0)
    with transaction.atomic():
        assert heir.holds()
        assert not dead.holds()
    dead.finish()
    dead.retry(after=timedelta(0))
    assert not dead.renew()
    assert Work.objects.get().claim == heir.token


def test_the_sweep_enqueues_what_is_due_and_moves_it_on(subject):
    schedule(PAINT, [subject])
    assert sweep_work() == 0  # it is left to the task that was enqueued

    expire(subject)
    assert sweep_work() == 1
    assert sweep_work() == 0
    assert claim(PAINT, subject).lost == 0


def test_the_sweep_ends_a_dead_workers_claim(subject):
    schedule(PAINT, [subject])
    claim(PAINT, subject)
    expire(subject)
    assert sweep_work() == 1
    assert claim(PAINT, subject).lost == 1


def test_delayed_work_is_left_to_the_sweep(subject):
    schedule(PAINT, [subject], delay=timedelta(hours=1))
    assert Work.objects.get().due_at > timezone.now() + timedelta(minutes=59)


def test_what_is_scheduled_while_a_worker_has_it_is_done_again(subject):
    schedule(PAINT, [subject])
    first = claim(PAINT, subject)
    schedule(PAINT, [subject])
    assert claim(PAINT, subject) is None

    first.finish()
    second = claim(PAINT, subject)
    second.finish()
    assert not Work.objects.exists()


def test_a_retry_counts_unless_it_is_nobodys_fault(subject):
    schedule(PAINT, [subject])
    claim(PAINT, subject).retry(after=timedelta(seconds=5))
    claim(PAINT, subject).retry(after=timedelta(seconds=5))
    claimed = claim(PAINT, subject)
    assert claimed.failures == 2

    claimed.retry(after=timedelta(seconds=5), counts=False)
    assert claim(PAINT, subject).failures == 0


def test_the_pauses_between_attempts_grow(subject):
    schedule(PAINT, [subject])
    pauses = []
    for _ in range(11):
        claim(PAINT, subject).retry(counts=False)
        due = Work.objects.get().due_at - PAINT.patience
        pauses.append(round((due - timezone.now()).total_seconds()))
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]

    schedule(PAINT, [subject])
    assert claim(PAINT, subject).retries == 0


def test_an_heir_does_what_was_scheduled_while_the_dead_worker_had_it(subject):
    schedule(PAINT, [subject])
    claim(PAINT, subject)
    schedule(PAINT, [subject])
    expire(subject)

    claim(PAINT, subject).finish()

    assert not Work.objects.exists()


def test_work_that_nobody_wants_any_more_is_taken_away(subject):
    schedule(SHORT, [subject])
    wanted = threading.Event()
    wanted.set()
    with keep_alive(claim(SHORT, subject), wanted=wanted.is_set) as claimed:
        time.sleep(0.5)
        assert not claimed.is_lost()

        wanted.clear()
        eventually(claimed.is_lost)
    assert not Work.objects.exists()


def test_a_lease_is_renewed_for_as_long_as_the_work_takes(subject):
    schedule(SHORT, [subject])
    with keep_alive(claim(SHORT, subject)) as claimed:
        time.sleep(1.2)
        assert claim(SHORT, subject) is None
        assert not claimed.is_lost()

        Work.objects.all().delete()
        eventually(claimed.is_lost)


def test_one_at_a_time_goes_through_what_is_exclusive(subject):
    with exclusive(LOCK, subject, wait=0):
        with pytest.raises(Busy), exclusive(LOCK, subject, wait=0.2):
            pass
        with exclusive(LOCK, uuid4(), wait=0):
            pass
    with exclusive(LOCK, subject, wait=0):
        assert Work.objects.count() == 1
    assert not Work.objects.exists()


def test_those_who_wait_for_it_get_through_one_after_the_other(subject):
    inside = []

    def enter():
        with exclusive(LOCK, subject, wait=10):
            inside.append(1)
            assert len(inside) == 1
            time.sleep(0.05)
            inside.pop()

    at_once(*[enter] * 4)


def test_what_a_dead_process_excluded_is_free_after_its_lease(subject):
    Work.objects.create(kind=LOCK.name, subject_id=subject, claim=uuid4(), due_at=timezone.now())
    with exclusive(LOCK, subject, wait=0):
        pass


def test_what_a_dead_process_excluded_is_swept_away(subject):
    row = Work.objects.create(
        kind=LOCK.name, subject_id=subject, claim=uuid4(), due_at=timezone.now() + LOCK.lease
    )
    assert sweep_work() == 0
    assert Work.objects.get() == row

    expire(subject)

    assert sweep_work() == 0
    assert not Work.objects.exists()


def test_of_a_batch_only_what_was_begun_counts_as_lost():
    subjects = sorted(uuid4() for _ in range(3))
    schedule(BATCHED, subjects)
    first, *_rest = claim_all(BATCHED, subjects)
    assert first.begin()  # and the worker dies
    for subject in subjects:
        expire(subject)
    assert sweep_work() == 3
    assert [claimed.lost for claimed in claim_all(BATCHED, subjects)] == [1, 0, 0]
    for subject in subjects:
        expire(subject)
    assert [claimed.lost for claimed in claim_all(BATCHED, subjects)] == [1, 0, 0]


def test_what_was_lost_of_a_batch_stays_counted_until_it_is_done(subject):
    schedule(BATCHED, [subject])
    claim(BATCHED, subject).begin()
    expire(subject)
    second = claim(BATCHED, subject)
    assert second.begin()
    second.retry(after=timedelta(seconds=5))
    third = claim(BATCHED, subject)
    assert (third.lost, third.failures) == (1, 1)
    assert third.begin()
    third.put_off(after=timedelta(minutes=5))
    fourth = claim(BATCHED, subject)
    assert (fourth.lost, fourth.failures) == (1, 1)


def test_what_a_batch_puts_off_is_left_to_the_sweep(subject):
    schedule(BATCHED, [subject])
    claim(BATCHED, subject).put_off(after=timedelta(minutes=5))
    row = Work.objects.get()
    assert row.claim is None
    assert timedelta(minutes=4) < row.due_at - timezone.now() <= timedelta(minutes=5)


def test_cancelled_work_is_not_begun(subject):
    schedule(BATCHED, [subject])
    claimed = claim(BATCHED, subject)
    cancel(BATCHED, [subject])
    assert not claimed.begin()
    claimed.finish()
    assert not Work.objects.exists()


def note_on(row, then=lambda *_row: None):
    """A note about another row, which stands for the subject of the work."""
    table = Work._meta.db_table
    sql = f"UPDATE {table} SET failures = 7 WHERE id = %s RETURNING id, failures"
    return Note(sql, [row.id], then=then)


def subject_row():
    schedule(PAINT, [uuid4()])
    return Work.objects.get(kind=PAINT.name)


def test_a_note_and_the_end_of_the_work_are_one_statement(subject, django_assert_num_queries):
    row, returned = subject_row(), []
    schedule(BATCHED, [subject])
    claimed = claim(BATCHED, subject)
    with django_assert_num_queries(1):
        claimed.finish(note_on(row, then=lambda *columns: returned.append(columns)))
    assert returned == [(row.id, 7)]
    assert not Work.objects.filter(kind=BATCHED.name).exists()


def test_a_note_that_finds_no_row_is_not_followed_but_the_work_ends(subject):
    row, returned = subject_row(), []
    Work.objects.filter(id=row.id).delete()
    schedule(BATCHED, [subject])
    claim(BATCHED, subject).finish(note_on(row, then=lambda *columns: returned.append(columns)))
    assert returned == []
    assert not Work.objects.exists()


def test_work_scheduled_while_its_note_waits_is_done_again(subject):
    """An action locks the subject's row and then schedules; the note waits for that lock."""
    row = subject_row()
    schedule(BATCHED, [subject])
    claimed = claim(BATCHED, subject)
    is_locked = threading.Event()

    def schedule_again():
        with transaction.atomic():
            Work.objects.select_for_update().get(id=row.id)
            is_locked.set()
            eventually(_somebody_waits_for_a_lock)
            schedule(BATCHED, [subject])

    def finish():
        is_locked.wait(10)
        claimed.finish(note_on(row))

    at_once(schedule_again, finish)
    work = Work.objects.get(subject_id=subject)
    assert (work.claim, work.again) == (None, False)
    row.refresh_from_db()
    assert row.failures == 7


def _somebody_waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
        return cursor.fetchone() is not None


def test_what_is_scheduled_again_before_it_begins_starts_afresh(subject):
    schedule(BATCHED, [subject])
    claimed = claim(BATCHED, subject)
    schedule(BATCHED, [subject])
    assert not claimed.begin()
    claimed.finish()
    assert claim(BATCHED, subject).begin()
