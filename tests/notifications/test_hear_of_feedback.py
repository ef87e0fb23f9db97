"""Who hears of feedback, of comments on assigned feedback, of new versions and quick changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.actions import SETTLING_TIME
from notifications.models import Notification
from tests.conftest import make_video
from videoplanet.tasks.work import claim, schedule
from videos.models import Video
from videos.processing import PROCESSING, finish


def test_an_uploader_hears_of_feedback_on_the_video(cast, give, told):
    feedback = give("guest")
    give("owner")

    [row] = cast.owner.get("notifications").json()
    assert (row["type"], row["actor"]["name"], row["excerpt"]) == ("feedback", "Guest", "x")
    assert (row["video_id"], row["feedback_id"]) == (str(cast.video.id), str(feedback.id))
    assert told("editor") == told("guest") == []


def test_an_uploader_who_is_assigned_hears_of_that_only(cast, give, told):
    give("reviewer", assignee=cast.owner.user.id)
    assert told("owner") == [("assignment", "Reviewer")]


def test_feedback_waits_for_the_digest_by_default(cast, give):
    give("reviewer")
    row = Notification.objects.get()
    assert (row.mail, row.digest_at is None) == (None, False)


def test_an_assignee_hears_of_comments(cast, feedback, say, told):
    assignee = {"assignee": str(cast.editor.user.id)}
    assert cast.owner.patch(f"feedbacks/{feedback.id}", assignee).status_code == 200
    say("guest")
    say("editor")

    assert told("editor") == [("comment", "Guest"), ("assignment", "Owner")]


def test_who_is_both_author_and_assignee_hears_once(cast, feedback, say, told):
    change = {"assignee": str(cast.reviewer.user.id)}
    cast.reviewer.patch(f"feedbacks/{feedback.id}", change)
    say("editor")
    assert told("reviewer") == [("comment", "Editor")]


@pytest.fixture
def next_version(cast):
    """A second version of the cast's video, by the editor, on its way in."""
    first = cast.video
    return make_video(
        cast.access("editor"),
        status=Video.Status.PROCESSING,
        previous=first,
        first=first.id,
        version=2,
    )


@pytest.fixture
def make_ready():
    """Finish a video as the worker that has processed it does."""

    def make_ready(video):
        Video.objects.filter(id=video.id).update(status=Video.Status.PROCESSING)
        schedule(PROCESSING, [video.id])
        finish(claim(PROCESSING, video.id), {"duration": 4.0})

    return make_ready


def test_open_feedback_on_an_earlier_version_hears_of_the_next(
    cast, give, told, next_version, make_ready
):
    give("reviewer")
    give("reviewer")
    give("owner")
    give("editor")
    done = give("guest")
    cast.guest.patch(f"feedbacks/{done.id}", {"status": "closed"})
    Notification.objects.all().delete()

    make_ready(next_version)
    make_ready(next_version)

    assert told("reviewer") == [("version", "Editor")]
    assert told("owner") == [("version", "Editor")]
    assert told("editor") == told("guest") == told("viewer") == []
    [row] = cast.reviewer.get("notifications").json()
    assert (row["video_id"], row["feedback_id"]) == (str(next_version.id), None)
    assert Notification.objects.filter(digest_at=None).count() == 0


def test_a_first_version_is_no_news(cast, told, make_ready):
    make_ready(make_video(cast.access("editor"), status=Video.Status.PROCESSING))
    assert not Notification.objects.exists()


def _set_status(cast, feedback, *statuses):
    for status in statuses:
        answer = cast.editor.patch(f"feedbacks/{feedback.id}", {"status": status})
        assert answer.status_code == 200


def test_opening_and_resolving_again_is_one_notification(cast, feedback, stream):
    _set_status(cast, feedback, "resolved", "open", "resolved")

    [row] = cast.reviewer.get("notifications").json()
    assert (row["type"], row["status"]) == ("status_change", "resolved")
    events = stream("reviewer")
    assert [(event["type"], event["payload"]["status"]) for event in events] == [
        ("notification.created", "resolved"),
        ("notification.updated", "open"),
        ("notification.updated", "resolved"),
    ]
    assert events[-1]["payload"] == row


def test_after_two_minutes_a_change_is_told_anew(cast, feedback, told):
    _set_status(cast, feedback, "resolved")
    Notification.objects.update(created_at=timezone.now() - SETTLING_TIME - timedelta(seconds=1))
    _set_status(cast, feedback, "open")
    assert told("reviewer") == [("status_change", "Editor")] * 2


def test_what_was_read_is_told_anew(cast, feedback, told):
    _set_status(cast, feedback, "resolved")
    cast.reviewer.post("notifications/read", {"all": True})
    _set_status(cast, feedback, "open")
    assert told("reviewer", "?unread=true") == [("status_change", "Editor")]


def test_assigning_twice_within_two_minutes_is_told_once(cast, feedback, told):
    for assignee in (str(cast.guest.user.id), None, str(cast.guest.user.id)):
        cast.editor.patch(f"feedbacks/{feedback.id}", {"assignee": assignee})
    assert told("guest") == [("assignment", "Editor")]


def test_changes_of_two_feedbacks_are_two_notifications(cast, give, told):
    for row in (give("reviewer"), give("reviewer")):
        _set_status(cast, row, "resolved", "open")
    assert told("reviewer") == [("status_change", "Editor")] * 2
