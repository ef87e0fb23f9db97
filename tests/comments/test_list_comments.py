"""GET comments and comments/{id}."""

import re

import pytest

from comments.actions import add_comment
from tests.problems import assert_problem, fields_of


@pytest.fixture
def path(feedback):
    return f"comments?feedback_id={feedback.id}"


@pytest.fixture
def say(cast, feedback):
    def say(content, parent=None, name="reviewer"):
        return add_comment(
            access=cast.access(name),
            feedback=feedback,
            content=content,
            parent_id=parent and parent.id,
        )

    return say


def tree(comments):
    return {each["content"]: tree(each["replies"]) for each in comments}


def test_comments_are_a_tree_in_the_order_in_which_they_came(cast, say, path):
    a = say("a")
    say("b")
    a1 = say("a1", a)
    say("a2", a)
    say("a11", a1)

    assert tree(cast.viewer.get(path).json()) == {"a": {"a1": {"a11": {}}, "a2": {}}, "b": {}}
    assert [each["content"] for each in cast.viewer.get(path).json()] == ["a", "b"]


def test_one_comment_brings_its_replies(cast, say):
    a = say("a")
    a1 = say("a1", a)
    say("a11", a1)
    say("b")

    got = cast.viewer.get(f"comments/{a1.id}").json()

    assert (got["content"], got["parent_id"]) == ("a1", str(a.id))
    assert tree(got["replies"]) == {"a11": {}}


def test_pages_hold_whole_threads(cast, say, path):
    for name in "abcde":
        root = say(name)
        say(f"{name}1", root)
    seen, url = {}, f"{path}&limit=2"

    while url:
        answer = cast.viewer.get(url)
        seen |= tree(answer.json())
        assert len(answer.json()) <= 2
        found = re.fullmatch(r'<(.+)>; rel="next"', answer.headers.get("Link", ""))
        url = found and found[1].removeprefix("http://testserver")

    assert seen == {name: {f"{name}1": {}} for name in "abcde"}


def test_its_queries_do_not_grow(cast, say, path, django_assert_num_queries):
    say("a")
    with django_assert_num_queries(3):  # the user, the access, the page
        cast.viewer.get(path)
    for number in range(10):
        root = say(str(number))
        say("reply", say("reply", root))
        cast.guest.post(f"comments/{root.id}/reactions", {"emoji": "🎬"})
    with django_assert_num_queries(3):
        assert len(cast.viewer.get(path).json()) == 11


def test_what_one_cannot_see_is_not_there(cast, say, path):
    comment = say("a")

    assert_problem(cast.outsider.get(path), 404, "not_found")
    assert_problem(cast.outsider.get(f"comments/{comment.id}"), 404, "not_found")
    assert_problem(cast.anonymous.get(path), 401, "not_authenticated")
    assert fields_of(cast.viewer.get("comments")) == ["feedback_id"]
