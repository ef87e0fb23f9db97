"""DELETE feedbacks/{id}."""

import pytest

from comments.actions import add_comment
from comments.models import FeedbackComment
from feedbacks.models import Feedback
from tests.events import events_since, newest_seq
from tests.problems import assert_problem


@pytest.mark.parametrize("name", ["reviewer", "owner"])
def test_its_author_or_an_admin_deletes_it(cast, feedback, name):
    before = newest_seq(cast)

    answer = getattr(cast, name).delete(f"feedbacks/{feedback.id}")

    assert (answer.status_code, answer.content) == (204, b"")
    [event] = events_since(cast, before)
    assert event["type"] == "feedback.deleted"
    assert event["payload"] == {"id": str(feedback.id), "video_id": str(cast.video.id)}
    assert_problem(cast.owner.get(f"feedbacks/{feedback.id}"), 404, "not_found")


@pytest.mark.parametrize("name", ["editor", "guest", "viewer"])
def test_nobody_else_deletes_it(cast, feedback, name):
    answer = getattr(cast, name).delete(f"feedbacks/{feedback.id}")

    assert_problem(answer, 403, "permission_denied")


def test_its_comments_go_with_it_under_one_event(cast, feedback):
    comment = add_comment(access=cast.access("guest"), feedback=feedback, content="Yes")
    add_comment(access=cast.access("owner"), feedback=feedback, content="No", parent_id=comment.id)
    before = newest_seq(cast)

    cast.reviewer.delete(f"feedbacks/{feedback.id}")

    assert len(events_since(cast, before)) == 1
    assert not Feedback.objects.exists()
    assert not FeedbackComment.objects.exists()


def test_if_match_protects_what_was_changed_meanwhile(cast, feedback):
    path = f"feedbacks/{feedback.id}"
    tag = cast.reviewer.get(path)["ETag"]
    cast.editor.patch(path, {"priority": "high"})

    assert_problem(cast.reviewer.delete(path, If_Match=tag), 412, "changed")
    assert cast.reviewer.delete(path, If_Match="*").status_code == 204


def test_a_second_delete_is_a_404(cast, feedback):
    cast.reviewer.delete(f"feedbacks/{feedback.id}")

    assert_problem(cast.reviewer.delete(f"feedbacks/{feedback.id}"), 404, "not_found")
