"""The log has no holes although writers roll back and are killed with -9."""

import os
import random
import signal
import subprocess
import sys

import pytest
from django.db import connection

from eventlog.models import Event, Stream
from feedbacks.models import Feedback
from tests.conftest import build_cast

ROUNDS = 2
WRITERS = 4


@pytest.fixture
def live(transactional_db):
    return build_cast()


def database_url():
    """Return the URL of this test process's own database."""
    given = connection.settings_dict
    return (
        f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
        f"/{given['NAME']}"
    )


def start_writer(cast):
    command = [sys.executable, "-m", "tests.realtime.writer"]
    ids = [str(cast.project.id), str(cast.video.id), str(cast.reviewer.user.id)]
    environment = os.environ | {"DATABASE_URL": database_url()}
    # A killed process can't write its coverage anyway.
    environment = {name: value for name, value in environment.items() if "COVERAGE" not in name}
    return subprocess.Popen(command + ids, env=environment, stdout=subprocess.PIPE, text=True)


def kill_in_the_middle(writer):
    """Let the writer commit a few rows, kill it, and return the ids of those that it printed."""
    printed = [writer.stdout.readline().strip() for _ in range(random.randint(3, 25))]
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate(timeout=10)
    return {line for line in [*printed, *rest.split("\n")[:-1]] if line}


def test_killed_writers_leave_no_holes_and_no_events_without_rows(live):
    committed = set()
    for _ in range(ROUNDS):
        writers = [start_writer(live) for _ in range(WRITERS)]
        for writer in writers:
            committed |= kill_in_the_middle(writer)

    events = Event.objects.filter(stream_id=live.project.id).order_by("seq")
    seqs = list(events.values_list("seq", flat=True))
    logged = {event.payload["id"] for event in events if event.type == "feedback.created"}
    rows = {str(id_) for id_ in Feedback.objects.values_list("id", flat=True)}
    assert seqs == list(range(1, len(seqs) + 1))
    assert Stream.objects.get(id=live.project.id).seq == len(seqs)
    assert logged == rows
    assert committed <= rows
    assert len(committed) >= ROUNDS * WRITERS * 3
