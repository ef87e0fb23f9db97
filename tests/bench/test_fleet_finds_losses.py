"""What the people of bench/fleet would notice if events, or parts of their state, were lost."""

from typing import Any

from bench.fleet.state import State, differences


def event(seq: int, kind: str, **payload: Any) -> dict[str, Any]:
    return {"seq": seq, "type": kind, "payload": payload}


def feedback(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "comments_count": 0, "reactions": {}, "reacted_by": {}} | more


def follower() -> State:
    state = State()
    state.first = state.last = 4
    return state


def test_an_event_that_is_left_out_is_a_hole() -> None:
    state = follower()
    state.take(event(5, "feedback.created", **feedback("a")))
    state.take(event(7, "feedback.created", **feedback("b")))

    assert state.holes == ["7 came after 5"]


def test_events_before_the_snapshot_count_once() -> None:
    state = follower()
    state.take(event(5, "comment.added", id="c", feedback_id="a"))
    state.take(event(6, "reaction.added", target_id="a", emoji="👍", user_id="jun"))
    state.begin(5, [feedback("a", comments_count=1)])
    state.take(event(7, "comment.added", id="d", feedback_id="a"))

    expected = feedback("a", comments_count=2, reactions={"👍": 1}, reacted_by={"👍": ["jun"]})
    assert state.feedbacks == {"a": expected}
    assert state.comments.keys() == {"c", "d"}
    assert not state.holes


def test_rows_are_compared_without_signatures() -> None:
    ours = {"a": {"url": "http://h/media/1/x/a.webp"}, "b": {"text": "old"}, "c": {}}
    theirs = {"a": {"url": "http://h/media/2/y/a.webp"}, "b": {"text": "new"}, "d": {}}

    assert sorted(found.partition(":")[0] for found in differences(ours, theirs, "row")) == [
        "row b",
        "row c is not there any more",
        "row d is missing",
    ]
