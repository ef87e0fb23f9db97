"""PATCH and DELETE comments/{id}, and reactions to comments."""

import pytest

from comments.actions import add_comment
from comments.models import CommentMention, CommentReaction, FeedbackComment
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of


@pytest.fixture
def comment(cast, feedback):
    return add_comment(access=cast.access("guest"), feedback=feedback, content="Agreed")


@pytest.fixture
def path(comment):
    return f"comments/{comment.id}"


def reply(cast, comment, name="reviewer"):
    return add_comment(
        access=cast.access(name),
        feedback=comment.feedback,
        content="Why?",
        parent_id=comment.id,
    )


def test_its_author_changes_words_and_mentions(cast, path):
    before = newest_seq(cast)

    answer = cast.guest.patch(path, {"content": "No", "mentions": [str(cast.owner.user.id)]})

    assert answer.status_code == 200
    assert answer.json()["content"] == "No"
    assert [each["name"] for each in answer.json()["mentions"]] == ["Owner"]
    assert answer.json()["updated_at"] > answer.json()["created_at"]
    [event] = events_since(cast, before)
    assert event["type"] == "comment.updated"
    seen = cast.viewer.get(path).json()
    assert event["payload"] == {k: v for k, v in seen.items() if "replies" not in k}


def test_only_other_mentions_move_its_time_too(cast, path):
    first = cast.guest.patch(path, {"mentions": [str(cast.owner.user.id)]}).json()
    before = newest_seq(cast)
    again = cast.guest.patch(path, {"mentions": [str(cast.owner.user.id)]}).json()

    assert first["updated_at"] > first["created_at"]
    assert again == first
    assert events_since(cast, before) == []


def test_a_bad_mention_changes_nothing(cast, path):
    answer = cast.guest.patch(path, {"content": "x", "mentions": [str(cast.outsider.user.id)]})

    assert fields_of(answer) == ["mentions[0]"]
    assert cast.guest.get(path).json()["content"] == "Agreed"


@pytest.mark.parametrize("name", ["viewer", "reviewer", "editor"])
def test_others_neither_change_nor_delete_it(cast, path, name):
    person = getattr(cast, name)

    assert_problem(person.patch(path, {"content": "x"}), 403, "permission_denied")
    assert_problem(person.delete(path), 403, "permission_denied")


def test_an_admin_does_both(cast, path):
    assert cast.owner.patch(path, {"content": "x"}).json()["user"]["name"] == "Guest"
    assert cast.owner.delete(path).status_code == 204


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, ""), ({"content": ""}, "content"), ({"parent_id": None}, "parent_id")],
)
def test_a_bad_change_is_refused_by_name(cast, path, body, field):
    assert fields_of(cast.guest.patch(path, body)) == [field]


def test_one_without_replies_is_gone(cast, feedback, comment, path):
    before = newest_seq(cast)

    assert cast.guest.delete(path).status_code == 204

    [event] = events_since(cast, before)
    assert event["type"] == "comment.deleted"
    assert event["payload"] == {
        "id": str(comment.id),
        "feedback_id": str(feedback.id),
        "parent_id": None,
        "deleted_at": None,
    }
    assert_problem(cast.guest.get(path), 404, "not_found")
    assert cast.guest.get(f"comments?feedback_id={feedback.id}").json() == []


def test_one_with_replies_leaves_its_place(cast, feedback, comment, path):
    reply(cast, comment)
    cast.reviewer.post(f"{path}/reactions", {"emoji": "🎬"})
    cast.guest.patch(path, {"mentions": [str(cast.owner.user.id)]})
    before = newest_seq(cast)

    assert cast.guest.delete(path).status_code == 204

    [tombstone] = cast.guest.get(f"comments?feedback_id={feedback.id}").json()
    assert tombstone["content"] == ""
    assert (tombstone["mentions"], tombstone["reactions"]) == ([], {})
    assert [each["content"] for each in tombstone["replies"]] == ["Why?"]
    [event] = events_since(cast, before)
    assert event["payload"]["deleted_at"] == tombstone["deleted_at"] == tombstone["updated_at"]
    assert cast.guest.get(f"feedbacks/{feedback.id}").json()["comments_count"] == 1
    assert not CommentMention.objects.exists()
    assert not CommentReaction.objects.exists()


def test_a_tombstone_takes_nothing_more(cast, comment, path):
    reply(cast, comment)
    cast.guest.delete(path)
    before = newest_seq(cast)

    assert_problem(cast.guest.patch(path, {"content": "x"}), 409, "comment_deleted")
    assert_problem(cast.reviewer.post(f"{path}/reactions", {"emoji": "🎬"}), 409, "comment_deleted")
    assert cast.guest.delete(path).status_code == 204
    assert events_since(cast, before) == []


def test_if_match_protects_what_was_changed_meanwhile(cast, path):
    tag = cast.guest.get(path)["ETag"]
    cast.reviewer.post(f"{path}/reactions", {"emoji": "🎬"})
    assert cast.guest.patch(path, {"content": "b"}, If_Match=tag).status_code == 200

    assert_problem(cast.guest.patch(path, {"content": "c"}, If_Match=tag), 412, "changed")
    assert_problem(cast.guest.delete(path, If_Match=tag), 412, "changed")


def test_reactions_say_who_gave_them(cast, path):
    before = newest_seq(cast)
    cast.reviewer.post(f"{path}/reactions", {"emoji": "🎬"})
    cast.editor.post(f"{path}/reactions", {"emoji": "🎬"})
    answer = cast.editor.post(f"{path}/reactions", {"emoji": "🎬"})

    ids = [str(cast.reviewer.user.id), str(cast.editor.user.id)]
    assert answer.json() == {"reactions": {"🎬": ids}}
    assert cast.viewer.get(path).json()["reactions"] == {"🎬": ids}
    assert [event["type"] for event in events_since(cast, before)] == ["reaction.added"] * 2
    taken = cast.reviewer.delete(f"{path}/reactions?emoji=🎬")
    assert taken.json() == {"reactions": {"🎬": ids[1:]}}


def test_a_viewer_does_not_react(cast, path):
    answer = cast.viewer.post(f"{path}/reactions", {"emoji": "🎬"})

    assert_problem(answer, 403, "permission_denied")


def test_the_author_stays_on_what_they_wrote_when_they_leave(cast, feedback, path):
    cast.owner.delete(f"projects/{cast.project.id}/members/{cast.guest.user.id}")

    assert cast.viewer.get(path).json()["user"]["name"] == "Guest"
    assert FeedbackComment.objects.get().user == cast.guest.user
    assert cast.guest.get(path).status_code == 401
