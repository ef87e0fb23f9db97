"""PostgreSQL is stopped, or crashes, under load: only requests made meanwhile fail."""

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
from tests.realtime.test_survive_engines import delays
from tests.waiting import eventually

DOWN_SECONDS = 4


@pytest.fixture
def load():
    """`load(background)` starts a thread that is stopped at the end of the test."""
    with ExitStack() as stack:
        yield stack.enter_context


@pytest.fixture
def cluster(cast, feedback):
    cluster = Cluster()
    yield cluster
    cluster.remove()


@pytest.fixture
def fleet(cluster, transactional_db, tmp_path):
    """Processes that use the cluster of this test."""
    fleet = Fleet(tmp_path, DATABASE_URL=cluster.url)
    yield fleet
    fleet.stop()


def newest(cluster, stream):
    [(seq,)] = cluster.read("SELECT seq FROM eventlog_stream WHERE id = %s", stream)
    return seq


def assert_log_matches_rows(cluster, project, created):
    """Check that the log has no holes and names each row once, and that no answered row is lost."""
    seqs = cluster.read("SELECT seq FROM eventlog_event WHERE stream_id = %s", project.id)
    assert sorted(seq for (seq,) in seqs) == list(range(1, newest(cluster, project.id) + 1))
    logged = Counter(
        id_
        for (id_,) in cluster.read(
            "SELECT payload->>'id' FROM eventlog_event WHERE type = 'feedback.created'"
        )
    )
    rows = dict(cluster.read("SELECT id::text, content FROM feedbacks_feedback"))
    assert logged == dict.fromkeys(rows, 1)
    assert created.items() <= {text: id_ for id_, text in rows.items()}.items()


def assert_refused_as_unavailable(writers):
    """Check that some requests were refused, all of them quickly and with a 503 problem."""
    kinds = {(code, kind) for writer in writers for code, kind, _text in writer.refused}
    assert kinds == {(503, "application/problem+json")}
    assert max(writer.longest for writer in writers) < 6


def assert_fast_again(follower, back):
    waits = [(at, wait) for at, wait in delays(follower) if at > back]
    assert waits[0][0] - back < 5
    assert statistics.median(wait for _at, wait in waits) < 0.3


def writers_to(servers, cast):
    """Return four writers of feedback, two for each server, and one of comments."""
    commented = Feedback.objects.get().id
    return [
        Writer(f"{name} {n}", getattr(cast, name).token, cast.video.id, [server.port], 0.05)
        for name in ("reviewer", "owner")
        for n, server in enumerate(servers)
    ] + [Commenter("c", cast.editor.token, commented, [servers[0].port], 0.2)]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_postgresql_down_costs_503s_and_no_answered_write(fleet, cluster, cast, load, how):
    servers, sockets = [fleet.rest() for _ in range(2)], [fleet.sockets() for _ in range(2)]
    fleet.wait()
    ports, project = [process.port for process in sockets], cast.project.id
    followers = [
        load(Follower(project, person.token, ports[n % 2 :] + ports[: n % 2]))
        for n, person in enumerate([cast.viewer, cast.guest, cast.owner, cast.editor])
    ]
    reader = load(EventReader(project, cast.viewer.token, ports))
    notified = load(NotificationFollower(cast.reviewer.token, ports))
    eventually(
        lambda: all(follower.first is not None for follower in [*followers, reader, notified])
    )
    writers = [load(writer) for writer in writers_to(servers, cast)]
    followers[0].wait_for(followers[0].last + 30)

    cluster.stop(how)
    for follower in (*followers[2:], notified):
        follower.come_back()
    late_comers = [
        load(Follower(project, cast.guest.token, ports)),
        load(EventReader(project, cast.guest.token, ports)),
    ]
    time.sleep(DOWN_SECONDS)
    cluster.start()
    back = time.monotonic()
    followers[0].wait_for(followers[0].last + 60)
    eventually(lambda: all(late_comer.first is not None for late_comer in late_comers))
    for writer in writers:
        writer.stop()

    assert_refused_as_unavailable(writers)
    notified.assert_received_all(newest(cluster, cast.reviewer.user.id))
    for follower in (*followers, reader, *late_comers):
        follower.assert_received_all(newest(cluster, project))
        assert_fast_again(follower, back)
    # Connected clients stayed; those that connected meanwhile were told to come back.
    assert [follower.codes for follower in (*followers[:2], reader)] == [[], [], []]
    assert {code for follower in (*followers[2:], notified) for code in follower.codes} == {1012}
    assert [{*late_comer.codes} for late_comer in late_comers] == [{1012}, {503}]
    created = dict(pair for writer in writers[:-1] for pair in writer.created.items())
    assert_log_matches_rows(cluster, cast.project, created)

    for follower in followers[2:]:
        follower.stop()
    eventually(lambda: followers[0].present == {"Viewer", "Guest"})
