"""Redis is stopped and killed under load; many writers share few rows: nothing is lost."""

import datetime
import signal
import statistics
import time
from contextlib import ExitStack

import pytest

from devstack.service import Running
from eventlog.models import Event, Stream
from projects.models import Membership
from tests.conftest import make_video
from tests.realtime.load import Follower, Writer
from tests.waiting import eventually

STOPPED_SECONDS, DEAD_SECONDS = 2, 20


@pytest.fixture
def load():
    """`load(background)` starts a thread that is stopped at the end of the test."""
    with ExitStack() as stack:
        yield stack.enter_context


def newest(project):
    return Stream.objects.get(id=project.id).seq


def delays(follower):
    """Return for each event when it was received and how many seconds after its commit."""
    clock = time.time() - time.monotonic()
    return [
        (at, at + clock - datetime.datetime.fromisoformat(frame["at"]).timestamp())
        for at, frame in follower.frames
    ]


def assert_all_received(refused, followers, project):
    assert refused == []
    for follower in followers:
        follower.assert_received_all(newest(project))


def test_redis_stopped_and_killed_delays_events_by_seconds(fleet, cast, load, broker, tmp_path):
    address = {"REDIS_URL": broker.url}
    rest, sockets = fleet.rest(**address), [fleet.sockets(**address) for _ in range(2)]
    fleet.wait()
    followers = [
        load(Follower(cast.project.id, person.token, [sockets[n % 2].port]))
        for n, person in enumerate([cast.viewer, cast.guest, cast.owner])
    ]
    eventually(lambda: all(follower.first is not None for follower in followers))
    writers = [
        load(Writer(name, getattr(cast, name).token, cast.video.id, [rest.port], pause=0.1))
        for name in ("reviewer", "editor")
    ]
    followers[0].wait_for(followers[0].last + 10)

    broker.process.send_signal(signal.SIGSTOP)
    time.sleep(STOPPED_SECONDS)
    broker.process.send_signal(signal.SIGCONT)
    followers[0].wait_for(followers[0].last + 10)
    broker.process.kill()
    broker.process.wait()
    time.sleep(DEAD_SECONDS)
    again = Running.start(broker.service, tmp_path / "again.log")
    try:
        again.wait_until_ready()
        time.sleep(2)
        back = time.monotonic()
        followers[0].wait_for(followers[0].last + 30)
    finally:
        again.ask_to_stop(signal.SIGKILL)
        again.wait_stopped()
    for writer in writers:
        writer.stop()

    assert_all_received(
        [writer.refused for writer in writers if writer.refused], followers, cast.project
    )
    for follower in followers:
        waits = delays(follower)
        assert max(wait for _at, wait in waits) < 4
        assert statistics.median(wait for at, wait in waits if at > back) < 0.3
        assert follower.codes == []


def test_writes_and_deletions_of_their_videos_do_not_deadlock(fleet, cast, load):
    servers, sockets = [fleet.rest() for _ in range(2)], [fleet.sockets() for _ in range(2)]
    fleet.wait()
    followers = [
        load(Follower(cast.project.id, person.token, [sockets[n % 2].port]))
        for n, person in enumerate([cast.viewer, cast.guest, cast.owner, cast.editor])
    ]
    eventually(lambda: all(follower.first is not None for follower in followers))
    access = Membership.objects.access(cast.editor.user, cast.project.id)
    doomed = [make_video(access) for _ in range(10)]
    videos = [*doomed, *[cast.video] * 40]
    people = (cast.owner, cast.editor, cast.reviewer)
    writers = [
        load(Writer(f"w {n}", people[n % 3].token, video.id, [servers[n % 2].port], pause=0.2))
        for n, video in enumerate(videos)
    ]

    for video in doomed:
        followers[0].wait_for(followers[0].last + 10)
        assert cast.owner.delete(f"videos/{video.id}").status_code == 204
    for writer in writers:
        writer.stop()

    codes = {code for writer in writers for code, _kind, _text in writer.refused}
    assert codes <= {400, 404, 409}
    assert all(not writer.refused for writer in writers[len(doomed) :])
    assert_all_received([], followers, cast.project)
    seqs = Event.objects.filter(stream_id=cast.project.id).order_by("seq")
    assert list(seqs.values_list("seq", flat=True)) == list(range(1, newest(cast.project) + 1))
