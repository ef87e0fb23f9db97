"""DELETE projects/{id}/members/{user_id}: removing others and leaving."""

from uuid import uuid4

import pytest

from projects.actions import add_member
from projects.models import Membership
from tests.concurrency import at_once
from tests.events import events_since, newest_seq
from tests.problems import assert_problem


def remove(cast, who, person="owner", **headers):
    path = f"projects/{cast.project.id}/members/{getattr(cast, who).user.id}"
    return getattr(cast, person).delete(path, **headers)


def make_admin(cast, who):
    path = f"projects/{cast.project.id}/members/{getattr(cast, who).user.id}"
    assert cast.owner.patch(path, {"role": "admin"}).status_code == 200


def test_who_is_removed_sees_nothing_any_more(cast):
    seq = newest_seq(cast)

    assert remove(cast, "viewer").status_code == 204
    assert cast.viewer.get(f"projects/{cast.project.id}").status_code == 404
    assert cast.viewer.get(f"videos/{cast.video.id}").status_code == 404
    assert cast.viewer.get("projects").json() == []
    [event] = events_since(cast, seq)
    assert event["type"] == "member.removed"
    assert event["payload"] == {"id": str(cast.viewer.user.id)}
    assert event["actor"] == str(cast.owner.user.id)


@pytest.mark.parametrize("name", ["editor", "reviewer", "viewer", "guest"])
def test_everybody_may_leave(cast, name):
    seq = newest_seq(cast)

    assert remove(cast, name, person=name).status_code == 204
    [event] = events_since(cast, seq)
    assert event["actor"] == event["payload"]["id"]


def test_a_removed_guests_token_ends(cast):
    remove(cast, "guest")

    assert cast.guest.get("users/me").status_code == 401
    assert cast.guest.get("projects").status_code == 401


def test_what_they_wrote_stays_with_their_name(cast, feedback):
    remove(cast, "reviewer")

    [kept] = cast.owner.get(f"feedbacks?project_id={cast.project.id}").json()
    assert kept["user"]["name"] == "Reviewer"


def test_who_comes_back_reads_it_again(cast):
    remove(cast, "viewer")
    add_member(access=cast.access("owner"), email="viewer@example.com", role="viewer")

    assert cast.viewer.get(f"videos/{cast.video.id}").status_code == 200


def test_removing_twice_finds_nobody(cast):
    assert remove(cast, "viewer").status_code == 204
    assert_problem(remove(cast, "viewer"), 404, "not_found")
    path = f"projects/{cast.project.id}/members/{uuid4()}"
    assert cast.owner.delete(path).status_code == 404


@pytest.mark.parametrize("name", ["editor", "reviewer", "viewer", "guest"])
def test_only_admins_remove_others(cast, name):
    assert_problem(remove(cast, "owner", person=name), 403, "permission_denied")


def test_outsiders_find_nothing(cast):
    assert remove(cast, "viewer", person="outsider").status_code == 404
    assert remove(cast, "viewer", person="anonymous").status_code == 401


def test_the_last_admin_can_not_go(cast):
    seq = newest_seq(cast)

    assert_problem(remove(cast, "owner"), 409, "last_admin")
    assert events_since(cast, seq) == []
    make_admin(cast, "editor")
    assert remove(cast, "owner").status_code == 204
    assert_problem(remove(cast, "editor", person="editor"), 409, "last_admin")


def test_an_old_version_is_refused(cast):
    path = f"projects/{cast.project.id}/members/{cast.viewer.user.id}"
    old = cast.owner.patch(path, {"role": "editor"})["ETag"]
    new = cast.owner.patch(path, {"role": "reviewer"})["ETag"]

    assert_problem(remove(cast, "viewer", If_Match=old), 412, "changed")
    assert remove(cast, "viewer", If_Match=new).status_code == 204


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(3))
def test_the_last_two_admins_who_leave_at_once_leave_one(cast, _time):
    make_admin(cast, "editor")
    answers = at_once(
        lambda: remove(cast, "owner", person="owner"),
        lambda: remove(cast, "editor", person="editor"),
    )

    assert sorted(answer.status_code for answer in answers) == [204, 409]
    assert Membership.objects.filter(project=cast.project, role="admin").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(3))
def test_the_last_two_admins_who_remove_each_other_at_once_leave_one(cast, _time):
    make_admin(cast, "editor")
    answers = at_once(
        lambda: remove(cast, "editor", person="owner"),
        lambda: remove(cast, "owner", person="editor"),
    )

    # The second one is told that they may not, or that they are no longer in it.
    first, second = sorted(answer.status_code for answer in answers)
    assert first == 204
    assert second in (403, 404)
    assert Membership.objects.filter(project=cast.project, role="admin").count() == 1
