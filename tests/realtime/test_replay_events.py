"""GET projects/{id}/events, and the log that it reads."""

import pytest

from eventlog.events import EventType
from eventlog.models import Event, Stream
from eventlog.publish import action, publish, truncate_log
from feedbacks.actions import create_feedback
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of


class RolledBackError(Exception):
    """Ends an action."""


def give(cast, content="x"):
    return create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=1, content=content
    )


def test_events_are_numbered_from_one_without_holes(cast):
    for number in range(5):
        give(cast, str(number))

    events = cast.viewer.get(f"projects/{cast.project.id}/events").json()

    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert set(events[0]) == {"type", "seq", "at", "actor", "payload"}


def test_replay_continues_after_the_given_seq(cast):
    for number in range(5):
        give(cast, str(number))
    path = f"projects/{cast.project.id}/events"
    everything = cast.viewer.get(path).json()

    page = cast.viewer.get(f"{path}?after=3&limit=2")

    assert page.json() == everything[3:5]
    assert page["X-Project-Seq"] == str(len(everything))
    assert cast.viewer.get(f"{path}?after={len(everything) + 5}").json() == []


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=501"])
def test_a_bad_parameter_is_refused_by_name(cast, query):
    answer = cast.viewer.get(f"projects/{cast.project.id}/events?{query}")

    assert fields_of(answer) == [query.partition("=")[0]]


def test_only_members_read_the_log(cast):
    assert_problem(cast.outsider.get(f"projects/{cast.project.id}/events"), 404, "not_found")


def test_a_rolled_back_action_has_no_events_and_leaves_no_hole(cast):
    before = newest_seq(cast)
    with pytest.raises(RolledBackError), action():
        give(cast, "lost")
        raise RolledBackError
    give(cast, "kept")

    assert [event["payload"]["content"] for event in events_since(cast, before)] == ["kept"]


def test_a_failed_inner_action_publishes_nothing(cast):
    before = newest_seq(cast)
    with action():
        give(cast, "outer")
        with pytest.raises(RolledBackError), action():
            give(cast, "inner")
            raise RolledBackError
        give(cast, "after")

    contents = [event["payload"]["content"] for event in events_since(cast, before)]
    assert contents == ["outer", "after"]


def test_an_action_over_several_projects_numbers_each_of_them(cast):
    from projects.actions import create_project

    other = create_project(creator=cast.owner.user, name="Other")
    before = newest_seq(cast)
    with action():
        for content in ("a", "b"):
            for project in (other, cast.project):
                publish(
                    EventType.PROJECT_UPDATED,
                    project_id=project.id,
                    payload={"content": content},
                    actor_id=None,
                )

    assert [event["payload"]["content"] for event in events_since(cast, before)] == ["a", "b"]
    others = Event.objects.filter(stream_id=other.id).order_by("seq")
    assert [(event.seq, event.payload.get("content")) for event in others] == [
        (1, None),
        (2, "a"),
        (3, "b"),
    ]


def test_publishing_outside_of_an_action_is_an_error(cast):
    with pytest.raises(RuntimeError, match="outside of an action"):
        publish(EventType.PROJECT_UPDATED, project_id=cast.project.id, payload={}, actor_id=None)


def test_the_log_outlives_its_project(cast):
    project_id = cast.project.id
    cast.owner.delete(f"projects/{project_id}")

    last = Event.objects.filter(stream_id=project_id).latest("seq")
    assert (last.type, last.payload) == ("project.deleted", {"id": str(project_id)})
    assert_problem(cast.owner.get(f"projects/{project_id}/events"), 404, "not_found")


def test_after_a_truncation_the_log_begins_again_without_holes(cast):
    before, path = newest_seq(cast), f"projects/{cast.project.id}/events"
    with action():
        truncate_log(cast.project.id)
        truncate_log(cast.project.id)

    for after in (0, before):
        assert_problem(cast.viewer.get(f"{path}?after={after}"), 410, "log_pruned")
    assert newest_seq(cast) == before + 1
    give(cast)
    assert [event["seq"] for event in events_since(cast, before + 1)] == [before + 2]


def test_the_log_of_a_project_without_events_can_be_truncated(cast):
    Stream.objects.all().delete()
    Event.objects.all().delete()
    with action():
        truncate_log(cast.project.id)

    assert newest_seq(cast) == 1
    assert events_since(cast, 1) == []


def test_a_rolled_back_truncation_leaves_no_trace(cast):
    before = newest_seq(cast)

    @action()
    def truncate_and_fail():
        truncate_log(cast.project.id)
        raise RolledBackError

    with action():
        with pytest.raises(RolledBackError):
            truncate_and_fail()
        give(cast)

    assert [event["seq"] for event in events_since(cast, before)] == [before + 1]


def test_only_an_action_that_does_not_publish_may_truncate(cast):
    before = newest_seq(cast)

    @action()
    def do_both():
        give(cast)
        truncate_log(cast.project.id)

    with pytest.raises(RuntimeError, match="either publishes or truncates"):
        do_both()
    with pytest.raises(RuntimeError, match="outside of an action"):
        truncate_log(cast.project.id)

    assert newest_seq(cast) == before
