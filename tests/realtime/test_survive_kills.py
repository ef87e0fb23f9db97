"""kill -9 under load: nothing is lost, nothing comes twice, nothing is half done."""

from collections import Counter
from contextlib import ExitStack

import pytest

from eventlog.models import Event, Stream
from feedbacks.models import Feedback
from tests.realtime.load import Follower, Writer
from tests.waiting import eventually


@pytest.fixture
def load():
    """`load(background)` starts it; at the test's end it is stopped."""
    with ExitStack() as stack:
        yield stack.enter_context


def newest(project):
    return Stream.objects.get(id=project.id).seq


def assert_log_is_true(project):
    """The log is dense, and names the rows that there are, each once."""
    events = list(Event.objects.filter(stream_id=project.id).order_by("seq"))
    assert [event.seq for event in events] == list(range(1, newest(project) + 1))
    logged = Counter(e.payload["id"] for e in events if e.type == "feedback.created")
    rows = {str(each) for each in Feedback.objects.values_list("id", flat=True)}
    assert logged == dict.fromkeys(rows, 1)


def test_a_killed_socket_process_loses_nothing(fleet, cast, load):
    rest, processes = fleet.rest(), [fleet.sockets(), fleet.sockets()]
    fleet.wait()
    ports = [each.port for each in processes]
    people = [cast.viewer, cast.guest, cast.editor, cast.owner]
    followers = [
        load(Follower(cast.project.id, person.token, ports[n % 2 :] + ports[: n % 2]))
        for n, person in enumerate(people * 3)
    ]
    eventually(lambda: all(each.first is not None for each in followers))
    writers = [
        load(Writer(name, getattr(cast, name).token, cast.video.id, [rest.port]))
        for name in ("reviewer", "editor")
    ]

    followers[0].wait_for(followers[0].last + 30)
    processes[0].kill()
    eventually(lambda: all(each.ports[0] == ports[1] for each in followers))
    followers[0].wait_for(followers[0].last + 30)
    for each in writers:
        each.stop()

    assert not any(each.refused for each in writers)
    for each in followers:
        each.assert_heard_all(newest(cast.project))
    assert sum(1006 in each.codes for each in followers) == len(followers) / 2


def test_a_killed_rest_process_leaves_no_hole_and_no_lie(fleet, cast, load):
    servers, socket = [fleet.rest(), fleet.rest()], fleet.sockets()
    fleet.wait()
    follower = load(Follower(cast.project.id, cast.viewer.token, [socket.port]))
    eventually(lambda: follower.first is not None)
    ports = [each.port for each in servers]
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
    for each in writers:
        each.stop()

    assert_log_is_true(cast.project)
    said = {content: given for each in writers for content, given in each.said.items()}
    rows = {each.content: str(each.id) for each in Feedback.objects.all()}
    # Who asked again with the same key wrote once, so each text is one row, and was answered so.
    assert said == rows
    assert len(rows) == Feedback.objects.count() == sum(each.number for each in writers)
    assert [refused for each in writers for refused in each.refused] == []
    follower.assert_heard_all(newest(cast.project))
