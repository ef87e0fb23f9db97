"""GET projects."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedbacks.actions import create_feedback
from projects.actions import create_project
from tests.conftest import make_video
from tests.problems import assert_problem, fields_of


def pages(person, path):
    """Follow `Link` to the end and return each page."""
    found = []
    while path:
        answer = person.get(path)
        assert answer.status_code == 200, answer.content
        found.append(answer.json())
        link = answer.get("Link", "")
        assert not link or link.endswith('>; rel="next"')
        path = link.removeprefix("<http://testserver").removesuffix('>; rel="next"')
    return found


def test_one_sees_ones_own_with_ones_role(cast):
    mine = create_project(creator=cast.viewer.user, name="Mine")

    listed = cast.viewer.get("projects").json()

    assert [(each["id"], each["role"]) for each in listed] == [
        (str(mine.id), "admin"),
        (str(cast.project.id), "viewer"),
    ]
    assert [each["id"] for each in cast.guest.get("projects").json()] == [str(cast.project.id)]
    assert cast.outsider.get("projects").json() == []
    assert cast.anonymous.get("projects").status_code == 401


def test_a_row_is_the_same_as_the_project_itself(cast):
    [listed] = cast.viewer.get("projects").json()

    assert listed == cast.viewer.get(f"projects/{cast.project.id}").json()


def test_counts_and_the_last_activity_follow_what_happens(cast):
    [before] = cast.viewer.get("projects").json()
    access = cast.access("owner")
    make_video(access)
    for number in range(3):
        create_feedback(access=access, video=cast.video, video_timestamp=number, content="x")
    feedbacks = cast.owner.get(f"feedbacks?project_id={cast.project.id}").json()
    cast.owner.patch(f"feedbacks/{feedbacks[0]['id']}", {"status": "resolved"})

    [after] = cast.viewer.get("projects").json()

    assert (before["videos_count"], after["videos_count"]) == (1, 2)
    assert (before["open_feedback_count"], after["open_feedback_count"]) == (0, 2)
    assert before["members_count"] == after["members_count"] == 5
    assert after["last_activity_at"] > before["last_activity_at"]
    assert after["updated_at"] == before["updated_at"]
    last = cast.owner.get(f"projects/{cast.project.id}/events").json()[-1]
    assert after["last_activity_at"] == last["at"]


def test_its_picture_is_the_poster_of_the_newest_video_that_has_one(cast):
    [before] = cast.viewer.get("projects").json()
    access = cast.access("owner")
    for name in ("older", "newer"):
        video = make_video(access)
        video.poster_key = f"{video.object_prefix}{name}.webp"
        video.save()
    make_video(access)

    [after] = cast.viewer.get("projects").json()

    assert before["poster_url"] is None
    assert after["poster_url"].endswith("/newer.webp")


def test_pages_hold_each_once_while_others_are_made(cast):
    for number in range(7):
        create_project(creator=cast.outsider.user, name=f"{number}")

    seen = []
    path = "projects?limit=3"
    while path:
        answer = cast.outsider.get(path)
        seen += [each["name"] for each in answer.json()]
        create_project(creator=cast.outsider.user, name="later")
        link = answer.get("Link", "")
        path = link.removeprefix("<http://testserver").removesuffix('>; rel="next"')

    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_the_last_page_has_no_next(cast):
    for _ in range(4):
        create_project(creator=cast.outsider.user, name="x")

    assert [len(page) for page in pages(cast.outsider, "projects?limit=2")] == [2, 2]


@pytest.mark.parametrize("limit", ["0", "501", "-1", "x", "1.5", ""])
def test_a_limit_is_1_to_500(cast, limit):
    assert fields_of(cast.owner.get(f"projects?limit={limit}")) == ["limit"]


def test_the_limits_ends_are_fine(cast):
    assert cast.owner.get("projects?limit=1").status_code == 200
    assert cast.owner.get("projects?limit=500").status_code == 200


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "",
        "bnVsbA",
        "W251bGwsIG51bGxd",
        "WzEsIDJd",
        "W251bGwsICIwMTk5YTAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAiXQ",
    ],
)
def test_what_is_no_cursor_is_named(cast, cursor):
    assert fields_of(cast.owner.get(f"projects?cursor={cursor}")) == ["cursor"]


def test_unknown_and_repeated_parameters_are_named(cast):
    assert fields_of(cast.owner.get("projects?colour=red")) == ["colour"]
    assert fields_of(cast.owner.get("projects?limit=1&limit=2")) == ["limit"]


def test_what_one_has_is_not_sent_again(cast):
    first = cast.viewer.get("projects")
    again = cast.viewer.get("projects", If_None_Match=first["ETag"])
    cast.owner.patch(f"projects/{cast.project.id}", {"name": "Another"})
    changed = cast.viewer.get("projects", If_None_Match=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_its_queries_do_not_grow_with_it(cast):
    create_project(creator=cast.outsider.user, name="x")
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert len(cast.outsider.get("projects").json()) == 1
    for number in range(20):
        create_project(creator=cast.outsider.user, name=f"{number}")
    with CaptureQueriesContext(connection) as many:
        assert len(cast.outsider.get("projects").json()) == 21

    assert len(many) == len(few)


def test_a_wrong_method_is_a_problem(cast):
    assert_problem(cast.owner.request("PUT", "projects", {}), 405, "method_not_allowed")
