"""Versions: POST videos with previous_version, GET videos/{id}/versions, feedback beside them."""

from uuid import uuid4

import pytest

from feedbacks.actions import change_feedback, create_feedback
from projects.actions import create_project
from projects.models import Membership
from tests.concurrency import at_once
from tests.conftest import make_video
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of
from tests.videos.uploads import start, started
from videos.models import Video
from videos.uploads import discard_upload


def next_of(cast, video_id, **fields):
    return started(cast.editor, cast.project, previous_version=str(video_id), **fields)


@pytest.fixture
def stack(cast):
    """Three versions, oldest first; the first is the cast's video."""
    second = next_of(cast, cast.video.id, title="Second cut")
    third = next_of(cast, second["id"], title="Third cut")
    return [str(cast.video.id), second["id"], third["id"]]


def listed(cast, video_id, query="", person="viewer", **headers):
    return getattr(cast, person).get(f"videos/{video_id}/versions{query}", **headers)


def ids(answer):
    assert answer.status_code == 200, answer.content
    return [each["id"] for each in answer.json()]


def test_a_video_is_the_first_of_a_stack_of_its_own(cast):
    video = started(cast.editor, cast.project)

    assert (video["version"], video["stack_id"]) == (1, video["id"])
    assert video["previous_version"] is None
    assert ids(listed(cast, video["id"])) == [video["id"]]
    assert started(cast.editor, cast.project, previous_version=None)["version"] == 1


def test_versions_count_up_and_are_listed_newest_first(cast, stack):
    rows = [cast.viewer.get(f"videos/{each}").json() for each in stack]

    assert [row["version"] for row in rows] == [1, 2, 3]
    assert {row["stack_id"] for row in rows} == {stack[0]}
    assert [row["previous_version"] for row in rows] == [None, *stack[:2]]
    for each in stack:
        assert listed(cast, each).json() == rows[::-1]


def test_a_next_version_is_one_event_and_leaves_the_one_before_as_it_is(cast):
    before, old = newest_seq(cast), cast.viewer.get(f"videos/{cast.video.id}").json()

    video = next_of(cast, cast.video.id)

    [event] = events_since(cast, before)
    assert (event["type"], event["payload"]["id"]) == ("video.created", video["id"])
    assert event["payload"]["previous_version"] == str(cast.video.id)
    assert cast.viewer.get(f"videos/{cast.video.id}").json() == old


def test_only_the_newest_can_be_followed(cast, stack):
    for old in stack[:2]:
        answer = start(cast.editor, cast.project, previous_version=old)
        assert_problem(answer, 409, "not_newest")


def test_a_previous_version_is_of_the_same_project(cast):
    other = create_project(creator=cast.editor.user, name="Other")
    video = make_video(Membership.objects.access(cast.editor.user, other.id))

    for unknown in (video.id, uuid4(), "x", 3):
        given = str(unknown) if unknown != 3 else 3
        answer = start(cast.editor, cast.project, previous_version=given)
        assert fields_of(answer) == ["previous_version"]


@pytest.mark.django_db(transaction=True)
def test_of_many_uploads_for_the_same_version_one_wins(cast):
    def upload():
        return start(cast.editor, cast.project, previous_version=str(cast.video.id))

    answers = at_once(*[upload] * 6)

    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]
    assert len(ids(listed(cast, cast.video.id))) == 2


def test_pages_follow_one_another(cast, stack):
    answer = listed(cast, stack[0], "?limit=2")
    path = answer["Link"].removeprefix("<http://testserver").partition(">")[0]

    assert ids(answer) + ids(cast.viewer.get(path)) == stack[::-1]


def test_a_list_that_one_has_is_not_sent_again(cast, stack):
    tag = listed(cast, stack[0])["ETag"]
    assert listed(cast, stack[0], If_None_Match=tag).status_code == 304

    cast.editor.patch(f"videos/{stack[1]}", {"title": "Better"})

    assert listed(cast, stack[0], If_None_Match=tag).json()[1]["title"] == "Better"


def test_deleting_one_in_the_middle_links_its_neighbours(cast, stack):
    old = cast.viewer.get(f"videos/{stack[2]}")
    before = newest_seq(cast)

    assert cast.editor.delete(f"videos/{stack[1]}").status_code == 204

    newest = cast.viewer.get(f"videos/{stack[2]}").json()
    assert newest == old.json() | {"previous_version": stack[0]}
    assert ids(listed(cast, stack[0])) == [stack[2], stack[0]]
    deleted, updated = events_since(cast, before)
    assert (deleted["type"], deleted["payload"]["id"]) == ("video.deleted", stack[1])
    assert (updated["type"], updated["payload"]) == ("video.updated", newest)
    edit = cast.editor.patch(f"videos/{stack[2]}", {"title": "x"}, If_Match=old["ETag"])
    assert edit.status_code == 200


def test_deleting_the_first_keeps_the_stack_together(cast, stack):
    cast.editor.delete(f"videos/{stack[0]}")

    assert ids(listed(cast, stack[2])) == [stack[2], stack[1]]
    second = cast.viewer.get(f"videos/{stack[1]}").json()
    assert (second["previous_version"], second["stack_id"]) == (None, stack[0])
    assert next_of(cast, stack[2])["version"] == 4


def test_deleting_the_newest_is_one_event_and_the_one_before_is_followed_again(cast, stack):
    before = newest_seq(cast)

    cast.editor.delete(f"videos/{stack[2]}/upload")

    assert [event["type"] for event in events_since(cast, before)] == ["video.deleted"]
    assert next_of(cast, stack[1])["version"] == 3


def test_an_upload_that_nobody_finished_leaves_the_stack_whole(cast, stack):
    assert discard_upload(video_id=Video.objects.get(id=stack[1]).id)

    assert ids(listed(cast, stack[0])) == [stack[2], stack[0]]
    assert cast.viewer.get(f"videos/{stack[2]}").json()["previous_version"] == stack[0]


@pytest.mark.django_db(transaction=True)
def test_neighbours_that_are_deleted_at_once_wait_for_each_other_in_one_order(cast, stack):
    fourth = next_of(cast, stack[2])["id"]
    before = newest_seq(cast)

    def delete(video_id):
        return lambda: cast.editor.delete(f"videos/{video_id}").status_code

    assert at_once(*map(delete, stack[:3])) == [204] * 3

    [left] = listed(cast, fourth).json()
    assert (left["id"], left["previous_version"]) == (fourth, None)
    told = [e["payload"] for e in events_since(cast, before) if e["type"] == "video.updated"]
    assert [each for each in told if each["id"] == fourth][-1] == left


def test_a_whole_stack_goes_with_its_project(cast, stack):
    assert cast.owner.delete(f"projects/{cast.project.id}").status_code == 204
    assert not Video.objects.exists()


def give(cast, video_id, content, status="open"):
    feedback = create_feedback(
        access=cast.access("reviewer"),
        video=Video.objects.get(id=video_id),
        video_timestamp=1,
        content=content,
    )
    change_feedback(
        access=cast.access("owner"), feedback_id=feedback.id, changes={"status": status}
    )


@pytest.fixture
def reviewed(cast, stack):
    """The stack, with feedback of each status on the first, and some on the others."""
    for status in ("open", "in_progress", "resolved", "closed"):
        give(cast, stack[0], f"1 {status}", status)
    give(cast, stack[1], "2 open")
    give(cast, stack[1], "2 closed", "closed")
    give(cast, stack[2], "3 open")
    other = started(cast.editor, cast.project)
    give(cast, other["id"], "other")
    return stack


def on(cast, query):
    answer = cast.viewer.get(f"feedbacks?project_id={cast.project.id}&{query}")
    assert answer.status_code == 200, answer.content
    return [each["content"] for each in answer.json()]


def test_what_is_open_on_earlier_versions_is_listed_beside_a_versions_own(cast, reviewed):
    asked = "include_previous=open&video_id="

    old, middle, new = (on(cast, asked + each) for each in reviewed)

    assert old == ["1 open", "1 in_progress", "1 resolved", "1 closed"]
    assert middle == ["1 open", "1 in_progress", "2 open", "2 closed"]
    assert new == ["1 open", "1 in_progress", "2 open", "3 open"]
    assert on(cast, f"video_id={reviewed[2]}") == ["3 open"]
    assert on(cast, f"{asked}{reviewed[2]}&status=in_progress") == ["1 in_progress"]


def test_each_row_says_of_which_version_it_is(cast, reviewed):
    path = f"feedbacks?project_id={cast.project.id}&include_previous=open&video_id={reviewed[2]}"
    rows = cast.viewer.get(f"{path}&order=-created_at&limit=2")

    assert [row["video_id"] for row in rows.json()] == [reviewed[2], reviewed[1]]
    assert 'rel="next"' in rows["Link"]


def test_earlier_versions_are_those_of_a_video(cast):
    path = f"feedbacks?project_id={cast.project.id}"

    assert fields_of(cast.viewer.get(f"{path}&include_previous=open")) == ["include_previous"]
    named = f"{path}&video_id={cast.video.id}&include_previous=all"
    assert fields_of(cast.viewer.get(named)) == ["include_previous"]
