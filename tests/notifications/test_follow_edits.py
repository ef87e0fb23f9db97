"""Notifications say what is written now: edited texts, withdrawn mentions, deleted comments."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eventlog.models import Event
from notifications.models import Notification
from projects.actions import remove_member


def _types(events):
    return [event["type"].removeprefix("notification.") for event in events]


def test_an_excerpt_follows_an_edited_comment(cast, say, stream):
    comment = say("guest", "the secret", mentions=["editor"])
    assert cast.guest.patch(f"comments/{comment}", {"content": "Hello"}).status_code == 200

    for name, kind in (("editor", "mention"), ("reviewer", "comment")):
        [row] = getattr(cast, name).get("notifications").json()
        assert (row["type"], row["excerpt"]) == (kind, "Hello")
        assert _types(stream(name)) == ["created", "updated"]
        assert stream(name)[-1]["payload"] == row


def test_an_excerpt_follows_edited_feedback_but_not_its_comments(cast, feedback, give, say):
    say("editor", "Agreed")
    cast.editor.patch(f"feedbacks/{feedback.id}", {"status": "resolved"})
    cast.reviewer.patch(f"feedbacks/{feedback.id}", {"content": "Much too dark"})

    rows = cast.reviewer.get("notifications").json()
    assert [row["excerpt"] for row in rows] == ["Much too dark", "Agreed"]
    other = give("guest")
    cast.guest.patch(f"feedbacks/{other.id}", {"content": "Too loud"})
    [told] = cast.owner.get("notifications").json()
    assert (told["type"], told["excerpt"]) == ("feedback", "Too loud")


def test_an_edit_behind_the_excerpt_is_no_event(cast, say, stream):
    comment = say("editor", "a" * 300)
    cast.editor.patch(f"comments/{comment}", {"content": "a" * 300 + "b"})
    assert _types(stream("reviewer")) == ["created"]


def test_who_left_does_not_hear_the_new_text(cast, say, stream):
    comment = say("editor")
    remove_member(access=cast.access("owner"), user_id=cast.reviewer.user.id)
    cast.editor.patch(f"comments/{comment}", {"content": "for members"})
    assert _types(stream("reviewer")) == ["created", "removed"]
    assert "for members" not in str(stream("reviewer"))


def test_a_withdrawn_mention_is_removed_live(cast, say, stream, told):
    comment = say("guest", mentions=["editor", "viewer"])
    [before] = cast.editor.get("notifications").json()
    kept = [str(cast.viewer.user.id)]
    assert cast.guest.patch(f"comments/{comment}", {"mentions": kept}).status_code == 200

    assert told("editor") == []
    assert stream("editor")[-1] == {
        "seq": 2,
        "type": "notification.removed",
        "payload": {"id": before["id"]},
    }
    assert told("viewer") == [("mention", "Guest")]
    assert _types(stream("viewer")) == ["created"]


def test_who_is_no_longer_mentioned_still_hears_for_another_reason(cast, say, stream, told):
    root = say("editor")
    comment = say("guest", mentions=["editor", "reviewer"], parent_id=root)
    cast.guest.patch(f"comments/{comment}", {"mentions": []})

    assert told("editor") == [("reply", "Guest")]
    assert told("reviewer")[0] == ("comment", "Guest")
    assert _types(stream("editor")) == ["created", "updated"]


def test_a_deleted_comment_is_removed_live(cast, say, stream):
    lone, root = say("guest", "lone"), say("guest", "root")
    say("editor", parent_id=root)
    for comment in (lone, root):
        assert cast.guest.delete(f"comments/{comment}").status_code == 204
    assert _types(stream("reviewer")) == ["created"] * 3 + ["removed"] * 2


def test_deleted_feedback_is_removed_live_with_its_comments(cast, feedback, say, stream, told):
    say("guest", mentions=["editor"])
    assert cast.reviewer.delete(f"feedbacks/{feedback.id}").status_code == 204
    assert told("editor") == told("owner") == told("reviewer") == []
    assert _types(stream("editor")) == ["created", "removed"]


def _logged():
    return [str(row.payload) for row in Event.objects.order_by("stream_id", "seq")]


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize("remove", ["edit", "delete", "withdraw"])
def test_removed_text_leaves_the_logs_of_those_who_were_told(cast, say, remove, leaves):
    comment = say("guest", "swordfish", mentions=["editor"])
    kept = say("guest", "kept")
    assert sum("swordfish" in text for text in _logged()) == 3  # project, editor, reviewer
    if leaves:
        remove_member(access=cast.access("owner"), user_id=cast.editor.user.id)
    if remove == "delete":
        assert cast.guest.delete(f"comments/{comment}").status_code == 204
    else:
        change = {"content": "other"} | ({"mentions": []} if remove == "withdraw" else {})
        assert cast.guest.patch(f"comments/{comment}", change).status_code == 200

    assert [text for text in _logged() if "swordfish" in text] == []
    about_kept = [row for row in _logged() if kept in row]
    assert len(about_kept) == 2
    assert all("redacted" not in row for row in about_kept)


def test_taking_text_out_needs_no_query_for_each_person(cast, say, django_assert_max_num_queries):
    names = ["owner", "editor", "viewer"]
    few = say("guest", "x", mentions=names[:1])
    with CaptureQueriesContext(connection) as first:
        cast.guest.patch(f"comments/{few}", {"content": "y"})
    count = len(first)
    many = say("guest", "x", mentions=names)
    with django_assert_max_num_queries(count):
        cast.guest.patch(f"comments/{many}", {"content": "y"})


def test_the_note_of_a_withdrawn_decision_is_gone_everywhere(cast, stream, told):
    review = f"videos/{cast.video.id}/review"
    assert cast.editor.post(review, {"status": "approved", "note": "kept"}).status_code == 200
    Notification.objects.update(created_at=timezone.now() - timedelta(hours=1))
    body = {"status": "changes_requested", "note": "swordfish"}
    assert cast.editor.post(review, body).status_code == 200
    assert told("owner") == [("changes_requested", "Editor"), ("version_approved", "Editor")]

    assert cast.editor.delete(review).status_code == 204

    assert told("owner") == [("version_approved", "Editor")]
    assert _types(stream("owner"))[-1] == "removed"
    assert [text for text in _logged() if "swordfish" in text] == []
