"""GET projects/{id}/open-feedback."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedbacks.actions import change_feedback, create_feedback, delete_feedback
from projects.actions import create_project
from projects.models import Membership
from tests.conftest import make_video


def give(cast, video):
    return create_feedback(access=cast.access("owner"), video=video, video_timestamp=1, content="x")


def counted(cast):
    return cast.viewer.get(f"projects/{cast.project.id}/open-feedback").json()["videos"]


def test_each_video_with_open_feedback_has_its_number(cast):
    access = cast.access("owner")
    other, silent = make_video(access), make_video(access)
    resolved, deleted, *_ = [give(cast, cast.video) for _ in range(4)]
    only = give(cast, silent)
    give(cast, other)
    for feedback in (resolved, only):
        changes = {"status": "resolved"}
        change_feedback(access=access, feedback_id=feedback.id, changes=changes)
    delete_feedback(access=access, feedback_id=deleted.id)

    assert counted(cast) == {str(cast.video.id): 2, str(other.id): 1}


def test_other_projects_do_not_count(cast):
    elsewhere = create_project(creator=cast.owner.user, name="Elsewhere")
    access = Membership.objects.access(cast.owner.user, elsewhere.id)
    create_feedback(access=access, video=make_video(access), video_timestamp=1, content="x")

    assert counted(cast) == {}


def test_its_queries_do_not_grow(cast):
    path = f"projects/{cast.project.id}/open-feedback"
    with CaptureQueriesContext(connection) as few:
        cast.viewer.get(path)
    for _ in range(10):
        give(cast, make_video(cast.access("owner")))
    with CaptureQueriesContext(connection) as many:
        assert len(cast.viewer.get(path).json()["videos"]) == 10

    assert len(many) == len(few)


def test_what_one_has_is_not_sent_again(cast):
    path = f"projects/{cast.project.id}/open-feedback"
    first = cast.viewer.get(path)

    assert cast.viewer.get(path, If_None_Match=first["ETag"]).status_code == 304
    give(cast, cast.video)
    assert cast.viewer.get(path, If_None_Match=first["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("name", "status"), [("guest", 200), ("outsider", 404), ("anonymous", 401)]
)
def test_only_those_in_the_project_see_it(cast, name, status):
    answer = getattr(cast, name).get(f"projects/{cast.project.id}/open-feedback")

    assert answer.status_code == status
