"""Who leaves a project is unassigned, and a change may repeat what was there before."""

import pytest

from feedbacks.actions import create_feedback
from feedbacks.models import Feedback
from projects.actions import end_guest, remove_member
from projects.models import Membership
from tests.concurrency import at_once
from tests.events import events_since, newest_seq


@pytest.fixture
def assigned(cast):
    """Three feedbacks: two are the guest's to do, one the editor's."""
    people = (cast.guest, cast.editor, cast.guest)
    return [
        create_feedback(
            access=cast.access("reviewer"),
            video=cast.video,
            video_timestamp=1,
            content="x",
            assignee=person.user.id,
        )
        for person in people
    ]


def _assignees(cast):
    rows = cast.viewer.get(f"feedbacks?project_id={cast.project.id}").json()
    return [row["assignee"] and row["assignee"]["name"] for row in rows]


def test_who_is_removed_is_unassigned_with_an_event_for_each(cast, assigned):
    seq = newest_seq(cast)
    path = f"projects/{cast.project.id}/members/{cast.guest.user.id}"
    assert cast.owner.delete(path).status_code == 204

    assert _assignees(cast) == [None, "Editor", None]
    events = events_since(cast, seq)
    assert [event["type"] for event in events] == ["member.removed"] + ["feedback.updated"] * 2
    changed = [cast.viewer.get(f"feedbacks/{assigned[index].id}").json() for index in (0, 2)]
    assert [event["payload"] for event in events[1:]] == changed
    assert changed[0]["updated_at"] > changed[0]["created_at"]


def test_who_leaves_is_unassigned(cast, assigned):
    path = f"projects/{cast.project.id}/members/{cast.editor.user.id}"
    assert cast.editor.delete(path).status_code == 204
    assert _assignees(cast) == ["Guest", None, "Guest"]


def test_a_guest_whose_time_is_over_is_unassigned(cast, assigned):
    end_guest(user_id=cast.guest.user.id, actor_id=None)
    assert _assignees(cast) == [None, "Editor", None]


def test_a_change_may_repeat_an_assignee_who_is_not_in_the_project(cast, assigned):
    outsider = str(cast.outsider.user.id)
    Feedback.objects.filter(id=assigned[0].id).update(assignee=outsider)
    same = {"assignee": outsider, "priority": "high"}
    answer = cast.editor.patch(f"feedbacks/{assigned[0].id}", same)
    assert answer.status_code == 200
    assert answer.json()["priority"] == "high"

    for path, body in (
        (f"feedbacks/{assigned[1].id}", same),
        ("feedbacks/bulk", same | {"ids": [str(row.id) for row in assigned]}),
    ):
        refused = cast.editor.patch(path, body)
        assert [error["field"] for error in refused.json()["errors"]] == ["assignee"]


@pytest.mark.django_db(transaction=True)
def test_nobody_is_assigned_anything_while_they_leave(cast, assigned):
    access, path = cast.access("owner"), f"feedbacks/{assigned[0].id}"
    body = {"assignee": str(cast.viewer.user.id)}

    def leave():
        remove_member(access=access, user_id=cast.viewer.user.id)
        return 204

    answers = at_once(leave, *[lambda: cast.editor.patch(path, body).status_code] * 3)

    assert set(answers) <= {200, 204, 400}
    assert not Membership.objects.filter(user=cast.viewer.user).exists()
    assert not Feedback.objects.filter(assignee=cast.viewer.user).exists()
