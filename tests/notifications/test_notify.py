"""Who is told of what, once, and with the act."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.actions import add_comment
from eventlog.models import Event
from eventlog.publish import action
from notifications.actions import NotificationRequest, Type, notify
from notifications.models import Mail, Notification
from projects.actions import add_member, remove_member
from tests.conftest import make_member
from users.models import User

EVERYBODY = ("owner", "editor", "reviewer", "viewer", "guest", "outsider")


def test_a_comment_on_ones_feedback_is_told_with_every_field(cast, feedback, say, stream):
    comment = say("editor", "밝게\n  해 봤어요")

    [row] = cast.reviewer.get("notifications").json()

    assert row == {
        "id": row["id"],
        "type": "comment",
        "project_id": str(cast.project.id),
        "video_id": str(cast.video.id),
        "feedback_id": str(feedback.id),
        "comment_id": comment,
        "actor": {
            "id": str(cast.editor.user.id),
            "name": cast.editor.user.name,
            "email": "editor@example.com",
            "avatar_url": None,
            "kind": "member",
        },
        "excerpt": "밝게 해 봤어요",
        "status": None,
        "created_at": row["created_at"],
        "read_at": None,
    }
    assert stream("reviewer") == [{"seq": 1, "type": "notification.created", "payload": row}]


def test_a_long_text_is_cut(cast, say):
    say("editor", "가" * 300)
    [row] = cast.reviewer.get("notifications").json()
    assert row["excerpt"] == "가" * 199 + "…"


def test_who_takes_part_in_a_thread_is_told_of_a_reply(say, told):
    root = say("editor")
    say("guest", parent_id=root)
    say("owner")  # another thread
    say("owner", parent_id=root)

    assert told("editor") == [("reply", "Owner"), ("reply", "Guest")]
    assert told("guest") == [("reply", "Owner")]
    assert told("owner") == []
    assert len(told("reviewer")) == 4


def test_of_one_comment_each_person_hears_once_the_most_specific(say, told):
    root = say("editor")
    say("owner", mentions=["editor", "reviewer", "viewer", "owner"], parent_id=root)

    assert told("editor") == [("mention", "Owner")]
    assert told("reviewer") == [("mention", "Owner"), ("comment", "Editor")]
    assert told("viewer") == [("mention", "Owner")]
    assert told("owner") == []


def test_an_edit_tells_only_those_whom_it_mentions_newly(cast, say, told):
    comment = say("reviewer", mentions=["editor"])
    ids = [str(getattr(cast, name).user.id) for name in ("editor", "viewer")]

    for mentions in (ids, [], ids):
        answer = cast.reviewer.patch(f"comments/{comment}", {"mentions": mentions})
        assert answer.status_code == 200

    assert told("editor") == [("mention", "Reviewer")]
    assert told("viewer") == [("mention", "Reviewer")]


def test_a_change_of_status_and_an_assignment_are_told(cast, feedback, told):
    change = {"status": "resolved", "assignee": str(cast.guest.user.id)}
    assert cast.editor.patch(f"feedbacks/{feedback.id}", change).status_code == 200
    assert cast.editor.patch(f"feedbacks/{feedback.id}", change).status_code == 200

    assert told("reviewer") == [("status_change", "Editor")]
    assert cast.reviewer.get("notifications").json()[0]["status"] == "resolved"
    assert told("guest") == [("assignment", "Editor")]


def test_who_is_assigned_their_own_hears_it_once(cast, feedback, told):
    change = {"status": "in_progress", "assignee": str(cast.reviewer.user.id)}
    cast.editor.patch(f"feedbacks/{feedback.id}", change)
    assert told("reviewer") == [("assignment", "Editor")]


def test_a_bulk_change_tells_each_author_of_each_row(cast, give, told):
    rows = [give("reviewer"), give("reviewer"), give("owner"), give("editor")]
    body = {"ids": [str(each.id) for each in rows], "status": "closed"}
    assert cast.editor.patch("feedbacks/bulk", body).status_code == 200

    assert told("reviewer") == [("status_change", "Editor")] * 2
    heard = [("feedback", name) for name in ("Editor", "Reviewer", "Reviewer")]
    assert told("owner") == [("status_change", "Editor"), *heard]
    assert told("editor") == []


def test_new_feedback_tells_its_assignee(cast, give, told):
    give("reviewer", assignee=cast.editor.user.id)
    give("reviewer", assignee=cast.reviewer.user.id)
    assert told("editor") == [("assignment", "Reviewer")]
    assert told("reviewer") == []


def test_an_uploader_is_told_what_is_said_of_the_version(cast, told):
    path = f"videos/{cast.video.id}/review"
    note = {"status": "changes_requested", "note": "소리가 커요"}
    assert cast.editor.post(path, note).status_code == 200
    assert cast.editor.delete(path).status_code == 204
    assert cast.editor.post(path, {"status": "approved"}).status_code == 200
    assert cast.owner.post(path, {"status": "approved"}).status_code == 200

    # What was taken back is not quoted any more.
    assert told("owner") == [("version_approved", "Editor")]


def test_nobody_is_told_of_what_they_did_themselves(cast, feedback, say, give):
    for name in ("owner", "editor", "reviewer", "guest"):
        own = give(name, assignee=getattr(cast, name).user.id)
        say(name, parent_id=say(name, mentions=EVERYBODY[:5]), mentions=[name])
        getattr(cast, name).patch(f"feedbacks/{own.id}", {"status": "resolved"})
    cast.owner.post(f"videos/{cast.video.id}/review", {"status": "approved"})

    assert Notification.objects.count() > 10
    for row in Notification.objects.all():
        assert row.user_id != row.actor_id


def test_who_muted_the_project_or_is_out_is_told_nothing(cast, say, told):
    email = {"mentions": "now", "others": "digest", "digest": "daily"}
    body = {"email": email, "muted_projects": [str(cast.project.id)]}
    cast.request = cast.editor.request("PUT", "notifications/preferences", body)
    assert cast.request.status_code == 200
    remove_member(access=cast.access("owner"), user_id=cast.reviewer.user.id)
    User.objects.filter(id=cast.viewer.user.id).update(is_active=False)

    say("owner", mentions=["editor", "viewer"])

    assert not Notification.objects.exists()
    assert told("editor") == told("reviewer") == []


def test_who_leaves_sees_no_notification_of_the_project_any_more(cast, say, told):
    say("editor")
    assert len(told("reviewer")) == 1
    remove_member(access=cast.access("owner"), user_id=cast.reviewer.user.id)

    answer = cast.reviewer.get("notifications")
    assert (answer.json(), answer["X-Unread-Count"]) == ([], "0")
    row = Notification.objects.get()
    assert cast.reviewer.post("notifications/read", {"ids": [str(row.id)]}).status_code == 400


def test_a_deleted_project_or_comment_takes_its_notifications_along(cast, say, told):
    lone, root = say("editor", "lone"), say("editor", "a secret")
    say("guest", parent_id=root)
    assert len(told("reviewer")) == 3
    for comment in (lone, root):  # of the root a place stays
        assert cast.editor.delete(f"comments/{comment}").status_code == 204
    assert told("reviewer") == [("comment", "Guest")]

    assert cast.owner.delete(f"projects/{cast.project.id}").status_code == 204
    assert not Notification.objects.exists()


def test_what_is_rolled_back_tells_nobody(cast, feedback, told):
    before = Event.objects.count()
    with pytest.raises(RuntimeError, match="no"), action():
        add_comment(access=cast.access("editor"), feedback=feedback, content="x")
        raise RuntimeError("no")
    assert told("reviewer") == []
    assert Event.objects.count() == before
    assert not Mail.objects.exists()


def test_a_hundred_receivers_cost_the_queries_of_one(cast, feedback):
    people = [make_member(f"p{number}").user for number in range(12)]
    for each in people:
        add_member(access=cast.access("owner"), email=each.email, role="viewer")

    def queries(mentions):
        ids = [each.id for each in mentions]
        with CaptureQueriesContext(connection) as captured:
            add_comment(access=cast.access("editor"), feedback=feedback, content="x", mentions=ids)
        return len(captured)

    assert queries(people[:1]) == queries(people)


def test_an_accepted_invitation_is_told_to_who_sent_it(cast, told):
    with action():
        request = NotificationRequest(user_id=cast.owner.user.id, type=Type.INVITATION_ACCEPTED)
        notify(project_id=cast.project.id, actor_id=cast.guest.user.id, requests=[request])
    assert told("owner") == [("invitation_accepted", "Guest")]
