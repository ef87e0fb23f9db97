"""Numbers that triggers keep: they equal what there is, whatever was done, also at once."""

from collections import Counter
from functools import partial

import pytest
from django.db.models import Sum

from feedbacks.models import Feedback, FeedbackTally
from notifications.models import Notification, UnreadTally
from tests.concurrency import at_once
from videoplanet.db.sweeps import sweep_tallies


def kept(model, *keys):
    rows = model.objects.values_list(*keys).annotate(Sum("change"))
    return {tuple(key): number for *key, number in rows if number}


def assert_exact():
    """Compare what is kept with what there is, before and after a sweep."""
    rows = Feedback.objects.values_list("project_id", "video_id", "status", "priority")
    feedback = Counter(
        (owner, status, priority) for *owners, status, priority in rows for owner in owners
    )
    unread = Counter(Notification.objects.filter(unread=True).values_list("user_id", "project_id"))
    for _again in range(2):
        assert kept(FeedbackTally, "owner_id", "status", "priority") == feedback
        assert kept(UnreadTally, "user_id", "project_id") == unread
        sweep_tallies()
    assert FeedbackTally.objects.count() == len(feedback)
    assert UnreadTally.objects.count() == len(unread)


def give(cast, **fields):
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Too dark", **fields}
    answer = cast.reviewer.post("feedbacks", body)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def test_they_follow_each_kind_of_write(cast):
    given = [give(cast), give(cast, priority="high"), give(cast), give(cast)]
    assert_exact()
    cast.editor.patch(f"feedbacks/{given[0]}", {"status": "closed", "priority": "low"})
    cast.editor.patch(f"feedbacks/{given[1]}", {"tags": ["sound"]})
    cast.editor.post("comments", {"feedback_id": given[0], "content": "Yes"})
    assert_exact()
    change = {"ids": given, "status": "resolved", "assignee": str(cast.editor.user.id)}
    assert cast.owner.patch("feedbacks/bulk", change).status_code == 200
    assert_exact()
    first = cast.reviewer.get("notifications").json()[0]["id"]
    cast.reviewer.post("notifications/read", {"ids": [first]})
    assert_exact()
    cast.owner.delete(f"feedbacks/{given[0]}")
    cast.reviewer.post("notifications/read", {"all": True})
    assert_exact()


def test_they_follow_what_the_database_deletes(cast):
    give(cast)
    give(cast, priority="high")
    assert cast.owner.delete(f"videos/{cast.video.id}").status_code == 204
    assert_exact()
    assert not FeedbackTally.objects.exists()


def test_nothing_of_a_deleted_project_stays(cast):
    give(cast)
    assert Notification.objects.exists()
    assert cast.owner.delete(f"projects/{cast.project.id}").status_code == 204
    assert_exact()
    assert not FeedbackTally.objects.exists()
    assert not UnreadTally.objects.exists()


def test_a_project_that_one_has_left_is_not_counted(cast):
    cast.owner.post("feedbacks", {"video_id": str(cast.video.id), "timestamp": 1, "content": "x"})
    before = cast.owner.get("notifications")["X-Unread-Count"]
    give(cast)
    assert int(cast.owner.get("notifications")["X-Unread-Count"]) == int(before) + 1
    member = cast.owner.user.id
    cast.owner.patch(f"projects/{cast.project.id}/members/{cast.editor.user.id}", {"role": "admin"})
    assert cast.owner.delete(f"projects/{cast.project.id}/members/{member}").status_code == 204
    assert cast.owner.get("notifications")["X-Unread-Count"] == "0"


@pytest.mark.django_db(transaction=True)
def test_they_are_exact_after_writes_and_sweeps_at_once(cast, settings):
    settings.WRITE_RATE = "1000/minute"
    given = [give(cast) for _ in range(8)]
    path = "feedbacks/bulk"
    calls = [
        *(partial(give, cast, priority="high") for _ in range(6)),
        *(partial(cast.editor.patch, path, {"ids": given, "status": "closed"}) for _ in range(3)),
        *(partial(cast.owner.patch, path, {"ids": given, "priority": "low"}) for _ in range(3)),
        partial(cast.owner.delete, f"feedbacks/{given[0]}"),
        *[sweep_tallies] * 6,
    ]

    at_once(*calls)

    assert_exact()
