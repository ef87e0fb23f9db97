"""POST and DELETE feedbacks/{id}/reactions."""

import pytest

from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of


@pytest.fixture
def path(feedback):
    return f"feedbacks/{feedback.id}/reactions"


def test_reactions_are_counted_by_emoji(cast, feedback, path):
    cast.guest.post(path, {"emoji": "🎬"})
    cast.editor.post(path, {"emoji": "🎬"})
    answer = cast.editor.post(path, {"emoji": "🫖"})

    assert (answer.status_code, answer.json()) == (200, {"reactions": {"🎬": 2, "🫖": 1}})
    assert cast.viewer.get(f"feedbacks/{feedback.id}").json()["reactions"] == {"🎬": 2, "🫖": 1}


def test_a_reaction_given_twice_is_one_with_one_event(cast, feedback, path):
    before = newest_seq(cast)
    cast.guest.post(path, {"emoji": "🎬"})

    assert cast.guest.post(path, {"emoji": "🎬"}).json() == {"reactions": {"🎬": 1}}

    [event] = events_since(cast, before)
    assert event["type"] == "reaction.added"
    assert event["payload"] == {
        "target": "feedback",
        "target_id": str(feedback.id),
        "emoji": "🎬",
        "user_id": str(cast.guest.user.id),
    }


def test_one_takes_back_ones_own_only(cast, path):
    cast.guest.post(path, {"emoji": "🎬"})
    cast.editor.post(path, {"emoji": "🎬"})
    before = newest_seq(cast)

    first = cast.guest.delete(f"{path}?emoji=🎬")
    second = cast.guest.delete(f"{path}?emoji=🎬")

    assert (first.status_code, first.json()) == (200, {"reactions": {"🎬": 1}})
    assert second.json() == first.json()
    assert [event["type"] for event in events_since(cast, before)] == ["reaction.removed"]


def test_a_reaction_leaves_the_feedbacks_time(cast, feedback, path):
    cast.guest.post(path, {"emoji": "🎬"})

    got = cast.viewer.get(f"feedbacks/{feedback.id}").json()
    assert got["updated_at"] == got["created_at"]


@pytest.mark.parametrize(
    "emoji", ["", "x", "🎬🎬", "\U0001f2ff", "\U0001fad7", "👍🏽", "❤️", 5, None, ["🎬"]]
)
def test_only_one_code_point_of_the_range_is_taken(cast, path, emoji):
    assert fields_of(cast.guest.post(path, {"emoji": emoji})) == ["emoji"]


@pytest.mark.parametrize("emoji", ["\U0001f300", "\U0001fad6", "👍"])
def test_the_ends_of_the_range_belong_to_it(cast, path, emoji):
    assert cast.guest.post(path, {"emoji": emoji}).json() == {"reactions": {emoji: 1}}


def test_a_viewer_may_not(cast, path):
    assert_problem(cast.viewer.post(path, {"emoji": "🎬"}), 403, "permission_denied")
    assert_problem(cast.viewer.delete(f"{path}?emoji=🎬"), 403, "permission_denied")


def test_the_emoji_to_take_back_is_required(cast, path):
    assert fields_of(cast.guest.delete(path)) == ["emoji"]
