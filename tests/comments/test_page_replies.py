"""Threads with many replies: the first come with their comment, a list has the others."""

import re
from datetime import timedelta

import pytest

from comments.actions import add_comment
from comments.models import FeedbackComment
from tests.problems import fields_of


@pytest.fixture
def say(cast, feedback):
    def say(content, parent=None):
        parent_id = parent and parent.id
        access = cast.access("reviewer")
        return add_comment(access=access, feedback=feedback, content=content, parent_id=parent_id)

    return say


@pytest.fixture
def branching(say):
    """A root, and the names of its twelve replies in their order; every third hangs on one."""
    root, names, parent = say("root"), [], None
    for number in range(12):
        nested = number % 3 == 2
        reply = say(f"r{number}", parent if nested else root)
        parent = parent if nested else reply
        names.append(f"r{number}")
    return root, names


def _flat(comment):
    below = [reply for child in comment["replies"] for reply in _flat(child)]
    return [comment, *below]


def _walk(person, path):
    """Return all rows of a list, page by page."""
    rows = []
    while path:
        answer = person.get(path)
        assert answer.status_code == 200, answer.content
        rows += answer.json()
        link = re.search(r"<[^>]*/api/v1/([^>]*)>; rel=\"next\"", answer.get("Link", ""))
        path = link and link[1]
    return rows


@pytest.mark.parametrize("first", [1, 2, 3, 5, 11])
def test_first_replies_and_the_pages_after_them_are_the_thread(cast, feedback, branching, first):
    root, names = branching
    path = f"comments?feedback_id={feedback.id}&replies={first}"
    [thread] = cast.viewer.get(path).json()
    inside = _flat(thread)
    assert sorted(row["content"] for row in inside) == sorted(["root", *names[:first]])
    assert [row["replies_cursor"] for row in inside[1:]] == [None] * first

    cursor = thread["replies_cursor"]
    rest = _walk(cast.viewer, f"comments/{root.id}/replies?limit=4&cursor={cursor}")
    assert [row["content"] for row in rest] == names[first:]
    known = {row["id"] for row in inside}
    for row in rest:
        assert row["parent_id"] in known
        known.add(row["id"])


@pytest.mark.parametrize("asked", ["", "&replies=12"])
def test_a_small_thread_comes_whole(cast, feedback, branching, asked):
    root, names = branching
    [thread] = cast.viewer.get(f"comments?feedback_id={feedback.id}{asked}").json()
    assert len(_flat(thread)) == len(names) + 1
    assert {row["replies_cursor"] for row in _flat(thread)} == {None}
    assert cast.viewer.get(f"comments/{root.id}?{asked}").json() == thread


def test_each_thread_has_its_own_first_replies(cast, feedback, say):
    for name, count in (("a", 3), ("b", 1), ("c", 2)):
        root = say(name)
        for number in range(count):
            say(f"{name}{number}", root)
    threads = cast.viewer.get(f"comments?feedback_id={feedback.id}&replies=2").json()

    shown = [[reply["content"] for reply in thread["replies"]] for thread in threads]
    assert shown == [["a0", "a1"], ["b0"], ["c0", "c1"]]
    assert [thread["replies_cursor"] is None for thread in threads] == [False, True, True]


def test_a_reply_has_pages_of_what_is_below_it(cast, say):
    root = say("root")
    top = say("top", root)
    second = say("second", top)
    third = say("third", second)
    say("beside", root)
    for number in range(3):
        say(f"deep {number}", third)
    names = ["second", "third", "deep 0", "deep 1", "deep 2"]

    listed = _walk(cast.viewer, f"comments/{top.id}/replies?limit=2")
    assert [row["content"] for row in listed] == names
    answer = cast.viewer.get(f"comments/{top.id}?replies=3").json()
    assert [row["content"] for row in _flat(answer)] == ["top", *names[:3]]
    rest = _walk(cast.viewer, f"comments/{top.id}/replies?cursor={answer['replies_cursor']}")
    assert [row["content"] for row in rest] == names[3:]


def test_thousands_of_replies_are_no_large_answer(cast, feedback, say):
    root = say("root")
    made = [
        FeedbackComment(
            project=feedback.project,
            feedback=feedback,
            parent=root,
            root=root,
            depth=2,
            user=cast.reviewer.user,
            content=f"{number:04} " + "x" * 200,
            created_at=root.created_at + timedelta(microseconds=number + 1),
        )
        for number in range(5000)
    ]
    FeedbackComment.objects.bulk_create(made)
    said = {"feedback_id": str(feedback.id), "parent_id": str(root.id), "content": "Last"}
    answers = [
        cast.viewer.get(f"comments?feedback_id={feedback.id}"),
        cast.viewer.get(f"comments/{root.id}"),
        cast.viewer.get(f"comments/{root.id}/replies"),
        cast.reviewer.patch(f"comments/{root.id}", {"content": "Edited"}),
        cast.reviewer.post("comments", said),
    ]
    assert [len(answer.content) < 100_000 for answer in answers] == [True] * 5
    rows = _walk(cast.viewer, f"comments/{root.id}/replies?limit=500")
    assert [row["content"][:4] for row in rows] == [*(f"{n:04}" for n in range(5000)), "Last"]


def test_a_reply_is_later_than_its_comment_whatever_clocks_say(cast, feedback, say):
    root = say("root")
    FeedbackComment.objects.update(created_at=root.created_at + timedelta(hours=1))
    say("reply", root)
    say("second", root)
    [thread] = cast.viewer.get(f"comments?feedback_id={feedback.id}&replies=1").json()
    assert thread["replies"][0]["created_at"] > thread["created_at"]


@pytest.mark.parametrize("asked", ["replies=0", "replies=501", "replies=x"])
def test_a_bad_number_of_replies_is_refused(cast, feedback, asked):
    answer = cast.viewer.get(f"comments?feedback_id={feedback.id}&{asked}")
    assert fields_of(answer) == ["replies"]


def test_replies_of_what_one_cannot_see_are_not_there(cast, say):
    path = f"comments/{say('a').id}/replies"
    assert cast.outsider.get(path).status_code == 404
    assert cast.anonymous.get(path).status_code == 401
    assert fields_of(cast.viewer.get(f"{path}?cursor=x")) == ["cursor"]
