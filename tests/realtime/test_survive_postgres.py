"""PostgreSQL stopped, or crashed, under load: it costs what was asked meanwhile, nothing else."""

import signal
import statistics
import time
from collections import Counter
from contextlib import ExitStack

import pytest

from feedbacks.models import Feedback
from tests.realtime.cluster import Cluster
from tests.realtime.fleet import Fleet
from tests.realtime.load import Commenter, EventReader, Follower, NotificationFollower, Writer
from tests.realtime.test_survive_engines import late
from tests.waiting import eventually

AWAY_SECONDS = 4


@pytest.fixture
def load():
    """`load(background)` starts it; at the test's end it is stopped."""
    with ExitStack() as stack:
        yield stack.enter_context


@pytest.fixture
def cluster(cast, feedback):
    cluster = Cluster()
    yield cluster
    cluster.remove()


@pytest.fixture
def fleet(cluster, transactional_db, tmp_path):
    """Processes on the cluster of the test's own."""
    fleet = Fleet(tmp_path, DATABASE_URL=cluster.url)
    yield fleet
    fleet.stop()


def newest(cluster, stream):
    [(seq,)] = cluster.read("SELECT seq FROM eventlog_stream WHERE id = %s", stream)
    return seq


def assert_log_is_true(cluster, project, said):
    """The log is dense, names the rows that there are, each once, and all that were answered."""
    seqs = cluster.read("SELECT seq FROM eventlog_event WHERE stream_id = %s", project.id)
    assert sorted(seq for (seq,) in seqs) == list(range(1, newest(cluster, project.id) + 1))
    logged = Counter(
        each
        for (each,) in cluster.read(
            "SELECT payload->>'id' FROM eventlog_event WHERE type = 'feedback.created'"
        )
    )
    rows = dict(cluster.read("SELECT id::text, content FROM feedbacks_feedback"))
    assert logged == dict.fromkeys(rows, 1)
    assert said.items() <= {text: each for each, text in rows.items()}.items()


def assert_refused_as_away(writers):
    """Some were refused, all with a 503 in its shape, and soon."""
    kinds = {(code, kind) for each in writers for code, kind, _text in each.refused}
    assert kinds == {(503, "application/problem+json")}
    assert max(each.longest for each in writers) < 6


def assert_at_once_again(follower, back):
    waits = [(at, wait) for at, wait in late(follower) if at > back]
    assert waits[0][0] - back < 5
    assert statistics.median(wait for _at, wait in waits) < 0.3


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_postgresql_away_costs_503_and_nothing_that_was_answered(fleet, cluster, cast, load, how):
    servers, sockets = [fleet.rest() for _ in range(2)], [fleet.sockets() for _ in range(2)]
    fleet.wait()
    ports, project = [each.port for each in sockets], cast.project.id
    followers = [
        load(Follower(project, person.token, ports[n % 2 :] + ports[: n % 2]))
        for n, person in enumerate([cast.viewer, cast.guest, cast.owner, cast.editor])
    ]
    reader = load(EventReader(project, cast.viewer.token, ports))
    notified = load(NotificationFollower(cast.reviewer.token, ports))
    eventually(lambda: all(each.first is not None for each in [*followers, reader, notified]))
    writers = [
        load(Writer(f"{name} {n}", getattr(cast, name).token, cast.video.id, [server.port], 0.05))
        for name in ("reviewer", "owner")
        for n, server in enumerate(servers)
    ]
    said_to = Feedback.objects.get().id
    writers.append(load(Commenter("c", cast.editor.token, said_to, [servers[0].port], 0.2)))
    followers[0].wait_for(followers[0].last + 30)

    cluster.stop(how)
    for each in (*followers[2:], notified):
        each.come_back()
    late_comers = [
        load(Follower(project, cast.guest.token, ports)),
        load(EventReader(project, cast.guest.token, ports)),
    ]
    time.sleep(AWAY_SECONDS)
    cluster.start()
    back = time.monotonic()
    followers[0].wait_for(followers[0].last + 60)
    eventually(lambda: all(each.first is not None for each in late_comers))
    for each in writers:
        each.stop()

    assert_refused_as_away(writers)
    notified.assert_heard_all(newest(cluster, cast.reviewer.user.id))
    for each in (*followers, reader, *late_comers):
        each.assert_heard_all(newest(cluster, project))
        assert_at_once_again(each, back)
    # Who was there stayed; who came meanwhile was told to come back.
    assert [each.codes for each in (*followers[:2], reader)] == [[], [], []]
    assert {code for each in (*followers[2:], notified) for code in each.codes} == {1012}
    assert [{*each.codes} for each in late_comers] == [{1012}, {503}]
    said = dict(pair for each in writers[:-1] for pair in each.said.items())
    assert_log_is_true(cluster, cast.project, said)

    for each in followers[2:]:
        each.stop()
    eventually(lambda: followers[0].present == {"Viewer", "Guest"})
