"""The log is pruned while clients catch up: they get all events or a resync."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from eventlog.models import Event, Stream
from eventlog.pruning import prune
from tests.realtime.load import Background

EVENTS, PAST, STEPS = 4000, timedelta(days=100), 40


@pytest.fixture
def old_log(cast):
    """A log of many pages, in which each event is a minute younger than the one before."""
    begun = timezone.now() - PAST
    first = Stream.objects.get(id=cast.project.id).seq + 1
    Event.objects.filter(stream_id=cast.project.id).update(at=begun)
    Event.objects.bulk_create(
        Event(
            stream_id=cast.project.id,
            seq=seq,
            type="project.updated",
            payload={"id": str(cast.project.id)},
            at=begun + timedelta(minutes=seq),
        )
        for seq in range(first, EVENTS + 1)
    )
    Stream.objects.filter(id=cast.project.id).update(seq=EVENTS)
    return begun


class Pruner(Background):
    """Prunes the log step by step, up to the last hundred."""

    def __init__(self, project, begun) -> None:
        super().__init__()
        self.project, self.begun = project, begun
        self.started = threading.Event()

    def run(self) -> None:
        try:
            for step in range(1, STEPS):
                prune(self.project, before=self.begun + timedelta(minutes=step * EVENTS / STEPS))
                self.started.set()
                self.ended.wait(0.02)
        finally:
            connection.close()


def catch_up(client, last):
    """Return the seqs that came after `last`, and the reason of a resync if there was one."""
    seqs = []
    while not seqs or seqs[-1] < EVENTS:
        frame = client.next()
        if frame["type"] == "connection.resync":
            return seqs, frame["payload"]["reason"]
        if frame["type"] != "connection.ready":
            seqs.append(frame["seq"])
    return seqs, None


def replay(cast, after):
    """Read the log over REST; return the same as `catch_up`."""
    seqs = []
    while not seqs or seqs[-1] < EVENTS:
        answer = cast.viewer.get(f"projects/{cast.project.id}/events?after={after}&limit=200")
        if answer.status_code == 410:
            return seqs, answer.json()["code"]
        seqs += [event["seq"] for event in answer.json()]
        after = seqs[-1]
    return seqs, None


def test_pruning_causes_no_silent_gap_for_clients_that_catch_up(process, cast, old_log):
    ends = []
    with Pruner(cast.project.id, old_log) as pruner:
        pruner.started.wait()
        while pruner.thread.is_alive():
            # From near where the log begins: it is pruned before some of them and after others.
            begin = Stream.objects.get(id=cast.project.id).truncated_through
            for ahead in (0, 150, 1500):
                last = min(begin + ahead, EVENTS - 1)
                client = process.open(cast.project.id, cast.viewer.token, last_seq=last)
                for seqs, end in (catch_up(client, last), replay(cast, last)):
                    assert seqs == list(range(last + 1, last + 1 + len(seqs)))
                    assert end in (None, "log_pruned")
                    assert end or seqs[-1] == EVENTS
                    ends.append(end)
                client.close()

    assert {*ends} == {None, "log_pruned"}
    assert Stream.objects.get(id=cast.project.id).truncated_through > EVENTS * 0.9
