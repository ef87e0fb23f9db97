"""kill -9 under load: nothing is lost, doubled or half done."""

from collections import Counter
from contextlib import ExitStack

import pytest

from eventlog.models import Event, Stream
from feedbacks.models import Feedback
from tests.realtime.load import Follower, Writer
from tests.waiting import eventually


@pytest.fixture
def load():
    """`load(background)` starts a thread that is stopped at the end of the test."""
    with ExitStack() as stack:
        yield stack.enter_context


def newest(project):
    return Stream.objects.get(id=project.id).seq


def assert_log_matches_rows(project):
    """Check that the log has no holes and names each existing row once."""
    events = list(Event.objects.filter(stream_id=project.id).order_by("seq"))
    assert [event.seq for event in events] == list(range(1, newest(project) + 1))
    logged = Counter(e.payload["id"] for e in events if e.type == "feedback.created")
    rows = {str(id_) for id_ in Feedback.objects.values_list("id", flat=True)}
    assert logged == dict.fromkeys(rows, 1)


def test_a_killed_socket_process_loses_nothing(fleet, cast, load):
    rest, processes = fleet.rest(), [fleet.sockets(), fleet.sockets()]
    fleet.wait()
    ports = [process.port for process in processes]
    people = [cast.viewer, cast.guest, cast.editor, cast.owner]
    followers = [
        load(Follower(cast.project.id, person.token, ports[n % 2 :] + ports[: n % 2]))
        for n, person in enumerate(people * 3)
    ]
    eventually(lambda: all(follower.first is not None for follower in followers))
    writers = [
        load(Writer(name, getattr(cast, name).token, cast.video.id, [rest.port]))
        for name in ("reviewer", "editor")
    ]

    followers[0].wait_for(followers[0].last + 30)
    processes[0].kill()
    eventually(lambda: all(follower.ports[0] == ports[1] for follower in followers))
    followers[0].wait_for(followers[0].last + 30)
    for writer in writers:
        writer.stop()

    assert not any(writer.refused for writer in writers)
    for follower in followers:
        follower.assert_received_all(newest(cast.project))
    assert sum(1006 in follower.codes for follower in followers) == len(followers) / 2


def test_a_killed_rest_process_leaves_no_hole_in_the_log(fleet, cast, load):
    servers, socket = [fleet.rest(), fleet.rest()], fleet.sockets()
    fleet.wait()
    follower = load(Follower(cast.project.id, cast.viewer.token, [socket.port]))
    eventually(lambda: follower.first is not None)
    ports = [server.port for server in servers]
    writers = [
        load(Writer(f"{name} {n}", getattr(cast, name).token, cast.video.id, ports, pause=0))
        for name in ("reviewer", "editor", "owner")
        for n in (1, 2)
    ]

    for victim in (servers[0], servers[1], servers[0]):
        follower.wait_for(follower.last + 40)
        victim.kill()
        victim.start()
    fleet.wait()
    follower.wait_for(follower.last + 40)
    for writer in writers:
        writer.stop()

    assert_log_matches_rows(cast.project)
    created = {text: id_ for writer in writers for text, id_ in writer.created.items()}
    rows = {feedback.content: str(feedback.id) for feedback in Feedback.objects.all()}
    # A repeated request with the same key wrote once: each text is one row, and was answered so.
    assert created == rows
    assert len(rows) == Feedback.objects.count() == sum(writer.number for writer in writers)
    assert [refused for writer in writers for refused in writer.refused] == []
    follower.assert_received_all(newest(cast.project))
