"""One's own profile, and who hears of a change."""

import pytest

from eventlog.models import Event
from projects.actions import add_member, create_project, remove_member
from projects.models import Membership, Role
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of

pytestmark = pytest.mark.django_db


def test_one_reads_oneself(cast):
    me = cast.editor.get("users/me").json()
    assert me.pop("updated_at")
    assert me == {
        "id": str(cast.editor.user.id),
        "name": "Editor",
        "email": "editor@example.com",
        "avatar_url": None,
        "kind": "member",
        "language": None,
        "time_zone": "UTC",
    }


def test_a_guest_reads_oneself_without_an_address(cast):
    me = cast.guest.get("users/me").json()
    assert (me["kind"], me["email"], me["name"]) == ("guest", None, "Guest")


def test_what_was_read_before_is_304_until_it_changes(cast):
    tag = cast.editor.get("users/me")["ETag"]
    assert cast.editor.get("users/me", If_None_Match=tag).status_code == 304
    changed = cast.editor.patch("users/me", {"name": "Ed"})
    assert changed["ETag"] != tag
    assert cast.editor.get("users/me", If_None_Match=tag).status_code == 200
    assert cast.editor.get("users/me", If_None_Match=changed["ETag"]).status_code == 304


def test_name_language_and_time_zone_are_changed(cast):
    body = {"name": "김민지", "language": "ko", "time_zone": "Asia/Seoul"}
    answer = cast.editor.patch("users/me", body)
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in body} == body
    assert cast.editor.patch("users/me", {"language": None}).json()["language"] is None


def test_messages_come_in_ones_own_language_before_the_browsers(cast):
    cast.editor.patch("users/me", {"language": "ko"})
    answer = cast.editor.patch("users/me", {"time_zone": "Mars"}, Accept_Language="en")
    assert answer.json()["errors"][0]["message"] == "올바른 시간대가 아니에요."
    answer = cast.viewer.patch("users/me", {"time_zone": "Mars"}, Accept_Language="ko")
    assert answer.json()["errors"][0]["message"] == "올바른 시간대가 아니에요."
    answer = cast.viewer.patch("users/me", {"time_zone": "Mars"})
    assert answer.json()["errors"][0]["message"] == "Not a time zone."


def test_a_changed_name_reaches_the_project(cast):
    seq = newest_seq(cast)
    cast.editor.patch("users/me", {"name": "Ed"})
    [event] = events_since(cast, seq)
    assert event["type"] == "user.updated"
    assert event["actor"] == str(cast.editor.user.id)
    assert event["payload"] == {
        "id": str(cast.editor.user.id),
        "name": "Ed",
        "email": "editor@example.com",
        "avatar_url": None,
        "kind": "member",
    }


def test_a_changed_name_is_in_the_lists_at_once(cast, feedback):
    path = f"feedbacks?project_id={cast.project.id}"
    tag = cast.viewer.get(path)["ETag"]
    cast.reviewer.patch("users/me", {"name": "Rev"})
    answer = cast.viewer.get(path, If_None_Match=tag)
    assert answer.json()[0]["user"]["name"] == "Rev"


@pytest.mark.parametrize("body", [{"name": "Editor"}, {"language": "ko"}, {"time_zone": "UTC"}])
def test_what_others_do_not_see_has_no_event(cast, body):
    seq = newest_seq(cast)
    assert cast.editor.patch("users/me", body).status_code == 200
    assert events_since(cast, seq) == []


def test_projects_that_a_user_has_left_hear_of_a_new_name_too(cast, feedback):
    remove_member(access=cast.access("owner"), user_id=cast.reviewer.user.id)
    seq = newest_seq(cast)
    cast.reviewer.patch("users/me", {"name": "Gone"})
    [event] = events_since(cast, seq)
    assert event["payload"]["name"] == "Gone"


def test_each_project_hears_once_and_others_nothing(cast):
    second = create_project(creator=cast.outsider.user, name="Second")
    access = Membership.objects.access(cast.outsider.user, second.id)
    add_member(access=access, email="editor@example.com", role=Role.VIEWER)
    third = create_project(creator=cast.outsider.user, name="Third")
    cast.editor.patch("users/me", {"name": "Ed"})
    heard = Event.objects.filter(type="user.updated").values_list("stream_id", flat=True)
    assert sorted(heard) == sorted([cast.project.id, second.id])
    assert third.id not in heard


def test_a_guest_changes_name_and_language_and_nothing_else(cast):
    seq = newest_seq(cast)
    assert cast.guest.patch("users/me", {"name": "Client"}).json()["name"] == "Client"
    assert [event["type"] for event in events_since(cast, seq)] == ["user.updated"]
    assert cast.guest.patch("users/me", {"language": "ko"}).json()["language"] == "ko"
    for body in ({"time_zone": "Asia/Seoul"}, {"name": "X", "time_zone": "UTC"}):
        assert_problem(cast.guest.patch("users/me", body), 403, "permission_denied")
    assert cast.guest.get("users/me").json()["name"] == "Client"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, ""),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": None}, "name"),
        ({"name": 7}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"language": "fr"}, "language"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"email": "x@example.com"}, "email"),
        ({"is_staff": True}, "is_staff"),
        ({"kind": "guest"}, "kind"),
    ],
)
def test_bad_input_is_refused_by_field(cast, body, field):
    assert fields_of(cast.editor.patch("users/me", body)) == [field]


def test_nobody_is_anonymous_here(cast):
    assert_problem(cast.anonymous.get("users/me"), 401, "not_authenticated")
    assert_problem(cast.anonymous.patch("users/me", {"name": "x"}), 401, "not_authenticated")
