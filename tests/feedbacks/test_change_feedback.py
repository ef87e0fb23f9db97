"""PATCH feedbacks/{id} and feedbacks/bulk."""

import pytest

from feedbacks.actions import create_feedback
from feedbacks.models import Feedback
from projects.actions import create_project
from projects.models import Membership
from tests.conftest import make_video
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of


@pytest.fixture
def many(cast):
    access = cast.access("reviewer")
    return [
        create_feedback(access=access, video=cast.video, video_timestamp=n, content=f"No. {n}")
        for n in range(5)
    ]


def test_the_author_changes_everything_of_their_own(cast, feedback):
    changes = {
        "content": "Much too dark",
        "status": "in_progress",
        "priority": "critical",
        "tags": ["night"],
        "assignee": str(cast.editor.user.id),
    }
    before = newest_seq(cast)

    answer = cast.reviewer.patch(f"feedbacks/{feedback.id}", changes)

    assert answer.status_code == 200
    got = answer.json()
    assert got["assignee"]["id"] == changes.pop("assignee")
    assert got | changes == got
    assert got["updated_at"] > got["created_at"]
    [event] = events_since(cast, before)
    assert (event["type"], event["payload"]) == ("feedback.updated", got)


def test_an_editor_changes_anyones_state_but_not_their_words(cast, feedback):
    state = {"status": "resolved", "priority": "low", "tags": ["x"], "assignee": None}

    assert cast.editor.patch(f"feedbacks/{feedback.id}", state).status_code == 200
    answer = cast.editor.patch(f"feedbacks/{feedback.id}", {"content": "mine"})
    assert_problem(answer, 403, "permission_denied")


def test_an_admin_changes_anyones_words(cast, feedback):
    answer = cast.owner.patch(f"feedbacks/{feedback.id}", {"content": "Edited"})

    assert answer.json()["content"] == "Edited"
    assert answer.json()["user"]["name"] == "Reviewer"


@pytest.mark.parametrize("name", ["viewer", "guest"])
def test_nobody_else_changes_it(cast, feedback, name):
    answer = getattr(cast, name).patch(f"feedbacks/{feedback.id}", {"status": "closed"})

    assert_problem(answer, 403, "permission_denied")


def test_a_write_that_changes_nothing_has_no_event_and_no_new_time(cast, feedback):
    before = newest_seq(cast)

    answer = cast.reviewer.patch(
        f"feedbacks/{feedback.id}", {"content": "Too dark", "status": "open", "tags": []}
    )

    assert answer.status_code == 200
    assert answer.json()["updated_at"] == answer.json()["created_at"]
    assert events_since(cast, before) == []


def test_who_resolved_it_and_when_is_kept_until_it_is_opened_again(cast, feedback):
    path = f"feedbacks/{feedback.id}"

    resolved = cast.editor.patch(path, {"status": "resolved"}).json()
    closed = cast.owner.patch(path, {"status": "closed"}).json()
    opened = cast.editor.patch(path, {"status": "open"}).json()

    assert resolved["resolved_by"]["name"] == "Editor"
    assert closed["resolved_by"] == resolved["resolved_by"]
    assert closed["resolved_at"] == resolved["resolved_at"]
    assert (opened["resolved_at"], opened["resolved_by"]) == (None, None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, ""),
        ({"content": ""}, "content"),
        ({"content": "x" * 5001}, "content"),
        ({"status": "done"}, "status"),
        ({"status": None}, "status"),
        ({"timestamp": "3"}, "timestamp"),
        ({"assignee": "x"}, "assignee"),
    ],
)
def test_a_bad_change_is_refused_by_name(cast, feedback, body, field):
    assert fields_of(cast.reviewer.patch(f"feedbacks/{feedback.id}", body)) == [field]


def test_if_match_refuses_a_change_of_an_older_version(cast, feedback):
    path = f"feedbacks/{feedback.id}"
    tag = cast.reviewer.get(path)["ETag"]

    first = cast.reviewer.patch(path, {"priority": "high"}, If_Match=tag)
    second = cast.reviewer.patch(path, {"priority": "low"}, If_Match=tag)
    third = cast.reviewer.patch(path, {"priority": "low"}, If_Match=first["ETag"])

    assert first.status_code == 200
    assert_problem(second, 412, "changed")
    assert third.json()["priority"] == "low"


def test_if_match_is_not_disturbed_by_a_reaction_a_comment_or_a_neighbour(cast, feedback, many):
    path = f"feedbacks/{feedback.id}"
    tag = cast.reviewer.get(path)["ETag"]
    cast.viewer.get(path)
    cast.guest.post(f"{path}/reactions", {"emoji": "🎬"})
    cast.guest.post("comments", {"feedback_id": str(feedback.id), "content": "Yes"})
    cast.reviewer.patch(f"feedbacks/{many[0].id}", {"priority": "high"})

    assert cast.reviewer.get(path, If_None_Match=tag).status_code == 200
    assert cast.reviewer.patch(path, {"priority": "high"}, If_Match=tag).status_code == 200


@pytest.mark.parametrize("tag", ['"0-0"', 'W/"x"', "nonsense", '""'])
def test_if_match_with_another_tag_is_a_412(cast, feedback, tag):
    answer = cast.reviewer.patch(f"feedbacks/{feedback.id}", {"tags": []}, If_Match=tag)

    assert_problem(answer, 412, "changed")


def test_a_bulk_change_has_one_event_for_each_that_changes(cast, many):
    cast.reviewer.patch(f"feedbacks/{many[0].id}", {"status": "resolved"})
    before = newest_seq(cast)

    ids = [str(each.id) for each in many]
    answer = cast.editor.patch("feedbacks/bulk", {"ids": ids, "status": "resolved"})

    assert answer.status_code == 200
    assert [each["id"] for each in answer.json()] == ids
    assert {each["status"] for each in answer.json()} == {"resolved"}
    events = events_since(cast, before)
    assert [event["payload"] for event in events] == answer.json()[1:]
    assert answer.json()[0]["resolved_by"]["name"] == "Reviewer"


def test_a_bulk_change_is_all_or_nothing(cast, many):
    before = newest_seq(cast)
    ids = [str(many[0].id), "01985f4e-0000-7000-8000-000000000001", str(many[1].id)]

    answer = cast.editor.patch("feedbacks/bulk", {"ids": ids, "priority": "low"})

    assert fields_of(answer) == ["ids[1]"]
    assert not Feedback.objects.filter(priority="low").exists()
    assert events_since(cast, before) == []


def test_a_bulk_change_stays_in_one_project_that_one_sees(cast, many):
    other = create_project(creator=cast.editor.user, name="Other")
    access = Membership.objects.access(cast.editor.user, other.id)
    foreign = create_feedback(
        access=access, video=make_video(access), video_timestamp=0, content="elsewhere"
    )
    ids = [str(many[0].id), str(foreign.id)]

    answer = cast.editor.patch("feedbacks/bulk", {"ids": ids, "priority": "low"})
    hidden = cast.reviewer.patch("feedbacks/bulk", {"ids": ids[1:], "priority": "low"})

    assert fields_of(answer) == ["ids[1]"]
    assert fields_of(hidden) == ["ids[0]"]


def test_a_reviewer_bulk_changes_only_their_own(cast, many):
    mine = [str(each.id) for each in many]
    theirs = cast.guest.post(
        "feedbacks", {"video_id": str(cast.video.id), "timestamp": 1, "content": "x"}
    ).json()["id"]

    assert cast.reviewer.patch("feedbacks/bulk", {"ids": mine, "tags": ["a"]}).status_code == 200
    answer = cast.reviewer.patch("feedbacks/bulk", {"ids": [*mine, theirs], "tags": []})
    assert_problem(answer, 403, "permission_denied")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"ids": [], "status": "open"}, "ids"),
        ({"ids": ["01985f4e-0000-7000-8000-000000000001"] * 201, "status": "open"}, "ids"),
        ({"status": "open"}, "ids"),
        ({"ids": ["x"], "status": "open"}, "ids[0]"),
        ({"ids": ["01985f4e-0000-7000-8000-000000000001"]}, ""),
    ],
)
def test_a_bad_bulk_change_is_refused_by_name(cast, body, field):
    assert fields_of(cast.editor.patch("feedbacks/bulk", body)) == [field]


def test_a_bulk_changes_queries_do_not_grow(cast, many, django_assert_max_num_queries):
    ids = [str(each.id) for each in many]
    with django_assert_max_num_queries(14) as few:
        cast.editor.patch("feedbacks/bulk", {"ids": ids[:1], "priority": "low"})
    with django_assert_max_num_queries(len(few)):
        cast.editor.patch("feedbacks/bulk", {"ids": ids, "priority": "high"})
