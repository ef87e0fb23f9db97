"""GET projects/{id}/summary."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedbacks.actions import change_feedback, create_feedback
from tests.conftest import make_video

ZEROS = {"open": 0, "in_progress": 0, "resolved": 0, "closed": 0}


def test_an_empty_project_has_zeros(cast):
    cast.video.delete()
    summary = cast.viewer.get(f"projects/{cast.project.id}/summary").json()

    assert summary["project"] == cast.viewer.get(f"projects/{cast.project.id}").json()
    assert summary["feedback_by_status"] == ZEROS
    assert summary["unresolved_by_priority"] == {"low": 0, "medium": 0, "high": 0, "critical": 0}
    assert summary["videos"] == []
    assert summary["members"] == cast.viewer.get(f"projects/{cast.project.id}/members").json()


def test_it_counts_feedback_by_status_and_by_priority(cast):
    access = cast.access("owner")
    other = make_video(access, title="Second cut")
    given = [("open", "high"), ("open", "low"), ("in_progress", "high"), ("closed", "critical")]
    for status, priority in given:
        feedback = create_feedback(
            access=access, video=cast.video, video_timestamp=1, content="x", priority=priority
        )
        change_feedback(access=access, feedback_id=feedback.id, changes={"status": status})

    summary = cast.viewer.get(f"projects/{cast.project.id}/summary").json()

    assert summary["feedback_by_status"] == ZEROS | {"open": 2, "in_progress": 1, "closed": 1}
    assert summary["unresolved_by_priority"] == {"low": 1, "medium": 0, "high": 2, "critical": 0}
    counted = {
        each["id"]: (each["title"], each["feedback_count"], each["open_feedback_count"])
        for each in summary["videos"]
    }
    assert counted == {
        str(other.id): ("Second cut", 0, 0),
        str(cast.video.id): ("First cut", 4, 2),
    }


def test_it_shows_the_newest_20_videos(cast):
    access = cast.access("owner")
    for number in range(25):
        make_video(access, title=f"{number}")

    shown = cast.viewer.get(f"projects/{cast.project.id}/summary").json()["videos"]

    assert [each["title"] for each in shown] == [f"{number}" for number in range(24, 4, -1)]


def test_its_queries_do_not_grow(cast):
    path = f"projects/{cast.project.id}/summary"
    with CaptureQueriesContext(connection) as few:
        cast.viewer.get(path)
    access = cast.access("owner")
    for _ in range(10):
        video = make_video(access)
        create_feedback(access=access, video=video, video_timestamp=1, content="x")
    with CaptureQueriesContext(connection) as many:
        cast.viewer.get(path)

    assert len(many) == len(few)


def test_what_one_has_is_not_sent_again(cast):
    path = f"projects/{cast.project.id}/summary"
    first = cast.viewer.get(path)

    assert cast.viewer.get(path, If_None_Match=first["ETag"]).status_code == 304
    make_video(cast.access("owner"))
    assert cast.viewer.get(path, If_None_Match=first["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("name", "status"), [("guest", 200), ("outsider", 404), ("anonymous", 401)]
)
def test_only_those_in_the_project_see_it(cast, name, status):
    answer = getattr(cast, name).get(f"projects/{cast.project.id}/summary")

    assert answer.status_code == status
