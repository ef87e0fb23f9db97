"""GET videos/{id}/reviews: every decision on a version."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from tests.conftest import make_video
from tests.problems import fields_of
from videos.models import Video, VideoReview


def review(person, video, **fields):
    answer = person.post(f"videos/{video.id}/review", fields)
    assert answer.status_code == 200, answer.content
    return answer.json()


def listed(person, video, query="", **headers):
    return person.get(f"videos/{video.id}/reviews{query}", **headers)


@pytest.fixture
def decided(cast):
    """Three decisions on the cast's video, oldest first."""
    review(cast.editor, cast.video, status="changes_requested", note="소리가 커요")
    review(cast.owner, cast.video, status="changes_requested", note="The title too")
    review(cast.editor, cast.video, status="approved")
    return cast.video


def test_a_version_without_a_decision_has_no_history(cast):
    assert listed(cast.viewer, cast.video).json() == []


def test_every_decision_stays_with_its_note_newest_first(cast, decided):
    rows = listed(cast.viewer, decided).json()

    assert [(row["status"], row["note"], row["reviewer"]["id"]) for row in rows] == [
        ("approved", "", str(cast.editor.user.id)),
        ("changes_requested", "The title too", str(cast.owner.user.id)),
        ("changes_requested", "소리가 커요", str(cast.editor.user.id)),
    ]
    assert {(row["withdrawn_by"], row["withdrawn_at"]) for row in rows} == {(None, None)}
    video = cast.viewer.get(f"videos/{decided.id}").json()
    assert rows[0]["created_at"] == video["reviewed_at"]


def test_saying_the_same_again_is_no_second_decision(cast):
    for _ in range(2):
        review(cast.editor, cast.video, status="approved")

    assert len(listed(cast.viewer, cast.video).json()) == 1


def test_a_decision_that_was_withdrawn_stays_without_its_note(cast):
    review(cast.editor, cast.video, status="changes_requested", note="Too loud")
    review(cast.editor, cast.video, status="changes_requested", note="Too dark")
    for _ in range(2):  # the second time there is nothing to withdraw
        assert cast.owner.delete(f"videos/{cast.video.id}/review").status_code == 204

    newest, older = listed(cast.viewer, cast.video).json()

    assert (newest["status"], newest["note"]) == ("changes_requested", "")
    assert newest["reviewer"]["id"] == str(cast.editor.user.id)
    assert newest["withdrawn_by"]["id"] == str(cast.owner.user.id)
    assert newest["withdrawn_at"] > newest["created_at"]
    assert (older["note"], older["withdrawn_at"]) == ("Too loud", None)
    assert not VideoReview.objects.filter(note="Too dark").exists()


def test_each_version_has_a_history_of_its_own(cast, decided):
    other = make_video(cast.access("editor"), status="ready")

    assert listed(cast.viewer, other).json() == []


def test_a_guest_sees_nobodys_address(cast, decided):
    cast.owner.delete(f"videos/{decided.id}/review")

    for row in listed(cast.guest, decided).json():
        assert row["reviewer"]["email"] is None
    assert listed(cast.guest, decided).json()[0]["withdrawn_by"]["email"] is None
    assert listed(cast.viewer, decided).json()[0]["reviewer"]["email"] == cast.editor.user.email


def test_pages_of_decisions_follow_one_another(cast, decided):
    answer = listed(cast.viewer, decided, "?limit=2")
    path = answer["Link"].removeprefix("<http://testserver").partition(">")[0]
    rows = answer.json() + cast.viewer.get(path).json()

    assert rows == listed(cast.viewer, decided).json()
    assert fields_of(listed(cast.viewer, decided, "?limit=501")) == ["limit"]


def test_a_history_that_one_has_is_not_sent_again(cast, decided):
    tag = listed(cast.viewer, decided)["ETag"]
    assert listed(cast.viewer, decided, If_None_Match=tag).status_code == 304

    review(cast.owner, decided, status="approved")

    assert len(listed(cast.viewer, decided, If_None_Match=tag).json()) == 4


@pytest.mark.parametrize("decisions", [1, 12])
def test_a_history_takes_three_queries(cast, decisions, django_assert_num_queries):
    for n in range(decisions):
        review(cast.editor, cast.video, status="changes_requested", note=f"No. {n}")
    listed(cast.viewer, cast.video, "?limit=1")

    with django_assert_num_queries(3):
        assert len(listed(cast.viewer, cast.video).json()) == decisions


def test_who_decided_once_is_shown_by_the_name_of_today(cast, decided):
    review(cast.editor, decided, status="changes_requested", note="x")
    cast.owner.delete(f"projects/{cast.project.id}/members/{cast.editor.user.id}")
    tag = listed(cast.viewer, decided)["ETag"]
    review(cast.owner, decided, status="approved")

    cast.editor.patch("users/me", {"name": "New name"})

    rows = listed(cast.viewer, decided, If_None_Match=tag).json()
    assert rows[1]["reviewer"]["name"] == "New name"


def test_the_decisions_there_were_begin_the_history(cast):
    """The migration writes the decision that each video had before there was a history."""
    at = timezone.now() - timedelta(days=3)
    Video.objects.filter(id=cast.video.id).update(
        review_status="approved", review_note="Go", reviewed_by=cast.editor.user, reviewed_at=at
    )
    make_video(cast.access("editor"), status="ready")

    import_module("videos.migrations.0002_videoreview").begin_history(apps, None)

    row = VideoReview.objects.get()
    assert (row.video_id, row.status, row.note) == (cast.video.id, "approved", "Go")
    assert (row.reviewer_id, row.created_at) == (cast.editor.user.id, at)
