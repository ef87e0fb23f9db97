"""POST and DELETE videos/{id}/review."""

import pytest

from tests.conftest import make_video
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of

PENDING = {
    "review_status": "pending",
    "review_note": "",
    "reviewed_by": None,
    "reviewed_at": None,
}


def review(person, video, **fields):
    return person.post(f"videos/{video.id}/review", fields)


def test_a_version_waits_for_its_review(cast):
    assert cast.viewer.get(f"videos/{cast.video.id}").json().items() >= PENDING.items()


@pytest.mark.parametrize("name", ["owner", "editor"])
def test_an_editor_approves(cast, name):
    before = newest_seq(cast)
    person = getattr(cast, name)

    answer = review(person, cast.video, status="approved")

    video = answer.json()
    assert answer.status_code == 200
    assert (video["review_status"], video["review_note"]) == ("approved", "")
    assert video["reviewed_by"]["id"] == str(person.user.id)
    assert video["reviewed_at"].endswith("Z")
    [event] = events_since(cast, before)
    assert (event["type"], event["payload"]) == ("video.updated", video)
    assert cast.viewer.get(f"videos/{cast.video.id}").json() == video


def test_sending_back_needs_a_note(cast):
    answer = review(cast.editor, cast.video, status="changes_requested")
    assert fields_of(answer) == ["note"]

    video = review(cast.editor, cast.video, status="changes_requested", note="소리가 커요").json()

    assert (video["review_status"], video["review_note"]) == ("changes_requested", "소리가 커요")


def test_approving_drops_the_note_of_before(cast):
    review(cast.editor, cast.video, status="changes_requested", note="Too loud")

    assert review(cast.owner, cast.video, status="approved").json()["review_note"] == ""
    noted = review(cast.owner, cast.video, status="approved", note="Well done").json()
    assert noted["review_note"] == "Well done"


def test_saying_the_same_again_changes_nothing(cast):
    first = review(cast.editor, cast.video, status="approved").json()
    before = newest_seq(cast)

    assert review(cast.editor, cast.video, status="approved").json() == first
    assert events_since(cast, before) == []

    other = review(cast.owner, cast.video, status="approved").json()
    assert other["reviewed_by"]["id"] == str(cast.owner.user.id)
    assert len(events_since(cast, before)) == 1


@pytest.mark.parametrize("way", ["delete", "pending"])
def test_a_review_is_taken_back(cast, way):
    review(cast.editor, cast.video, status="changes_requested", note="Too loud")
    before = newest_seq(cast)

    for _ in range(2):  # the second time changes nothing
        if way == "delete":
            assert cast.owner.delete(f"videos/{cast.video.id}/review").status_code == 204
        else:
            assert review(cast.owner, cast.video, status="pending").status_code == 200

    assert cast.viewer.get(f"videos/{cast.video.id}").json().items() >= PENDING.items()
    assert [event["type"] for event in events_since(cast, before)] == ["video.updated"]


def test_nothing_is_said_of_a_video_that_is_still_uploading(cast):
    video = make_video(cast.access("editor"), status="uploading")

    assert_problem(review(cast.editor, video, status="approved"), 409, "not_ready")
    assert_problem(cast.editor.delete(f"videos/{video.id}/review"), 409, "not_ready")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "status"),
        ({"status": "rejected"}, "status"),
        ({"status": None}, "status"),
        ({"status": "approved", "note": " "}, "note"),
        ({"status": "approved", "note": 3}, "note"),
        ({"status": "approved", "note": "x" * 5001}, "note"),
        ({"status": "pending", "note": "x"}, "note"),
        ({"status": "approved", "by": "me"}, "by"),
    ],
)
def test_a_bad_review_is_refused_by_name(cast, body, field):
    assert fields_of(review(cast.editor, cast.video, **body)) == [field]


def test_a_reviewer_may_not(cast):
    assert_problem(review(cast.reviewer, cast.video, status="approved"), 403, "permission_denied")


def test_a_review_is_taken_back_only_as_one_saw_it(cast):
    tag = cast.editor.get(f"videos/{cast.video.id}")["ETag"]
    review(cast.owner, cast.video, status="approved")

    answer = cast.editor.delete(f"videos/{cast.video.id}/review", If_Match=tag)

    assert_problem(answer, 412, "changed")


def test_who_reviewed_is_shown_by_the_name_of_today(cast):
    review(cast.editor, cast.video, status="approved")
    cast.owner.delete(f"projects/{cast.project.id}/members/{cast.editor.user.id}")
    before = newest_seq(cast)

    cast.editor.patch("users/me", {"name": "New name"})

    assert [event["type"] for event in events_since(cast, before)] == ["user.updated"]
    video = cast.viewer.get(f"videos/{cast.video.id}").json()
    assert video["reviewed_by"]["name"] == "New name"
