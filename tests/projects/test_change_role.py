"""PATCH projects/{id}/members/{user_id}."""

from uuid import uuid4

import pytest

from projects.actions import add_member, change_role
from projects.models import Membership, Role
from tests.concurrency import at_once
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of


def change(cast, who, role, person="owner", **headers):
    path = f"projects/{cast.project.id}/members/{getattr(cast, who).user.id}"
    return getattr(cast, person).patch(path, {"role": role}, **headers)


def test_it_counts_from_the_next_request_on(cast):
    seq = newest_seq(cast)
    answer = change(cast, "viewer", "editor")

    assert answer.status_code == 200
    assert answer.json()["role"] == "editor"
    renamed = cast.viewer.patch(f"videos/{cast.video.id}", {"title": "Mine"})
    assert renamed.status_code == 200
    event, _renamed = events_since(cast, seq)
    assert (event["type"], event["payload"]) == ("member.updated", answer.json())


def test_the_same_role_changes_nothing(cast):
    seq = newest_seq(cast)

    assert change(cast, "viewer", "viewer").status_code == 200
    assert change(cast, "owner", "admin").status_code == 200
    assert events_since(cast, seq) == []


def test_a_guest_is_never_an_admin(cast):
    assert fields_of(change(cast, "guest", "admin")) == ["role"]
    assert change(cast, "guest", "editor").json()["role"] == "editor"


def test_the_last_admin_stays_one(cast):
    seq = newest_seq(cast)

    assert_problem(change(cast, "owner", "viewer"), 409, "last_admin")
    assert events_since(cast, seq) == []
    assert change(cast, "editor", "admin").status_code == 200
    assert change(cast, "owner", "viewer").status_code == 200
    assert_problem(change(cast, "editor", "viewer", person="editor"), 409, "last_admin")


@pytest.mark.parametrize("body", [{}, {"role": "boss"}, {"role": None}, {"role": ["admin"]}])
def test_what_is_no_role_is_named(cast, body):
    path = f"projects/{cast.project.id}/members/{cast.viewer.user.id}"

    assert fields_of(cast.owner.patch(path, body)) == ["role"]


def test_unknown_fields_are_named(cast):
    path = f"projects/{cast.project.id}/members/{cast.viewer.user.id}"

    assert fields_of(cast.owner.patch(path, {"role": "editor", "guest": True})) == ["guest"]


@pytest.mark.parametrize("name", ["editor", "reviewer", "viewer", "guest"])
def test_only_admins_change_roles(cast, name):
    assert_problem(change(cast, name, "admin", person=name), 403, "permission_denied")
    assert_problem(change(cast, "owner", "viewer", person=name), 403, "permission_denied")


def test_who_is_not_in_the_project_is_not_found(cast):
    assert change(cast, "outsider", "viewer").status_code == 404
    path = f"projects/{cast.project.id}/members/{uuid4()}"
    assert cast.owner.patch(path, {"role": "viewer"}).status_code == 404
    assert change(cast, "viewer", "admin", person="outsider").status_code == 404
    assert change(cast, "viewer", "admin", person="anonymous").status_code == 401


def test_an_old_version_is_refused(cast):
    old = change(cast, "viewer", "editor")["ETag"]
    new = change(cast, "viewer", "reviewer", If_Match=old)

    assert new.status_code == 200
    assert_problem(change(cast, "viewer", "viewer", If_Match=old), 412, "changed")
    assert change(cast, "viewer", "viewer", If_Match=new["ETag"]).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(3))
def test_the_last_two_admins_who_demote_each_other_at_once_leave_one(cast, _time):
    change(cast, "editor", "admin")
    seq = newest_seq(cast)

    answers = at_once(
        lambda: change(cast, "editor", "viewer", person="owner"),
        lambda: change(cast, "owner", "viewer", person="editor"),
    )

    assert sorted(answer.status_code for answer in answers) == [200, 403]
    assert Membership.objects.filter(project=cast.project, role="admin").count() == 1
    assert [event["type"] for event in events_since(cast, seq)] == ["member.updated"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(3))
def test_the_last_two_admins_who_step_down_at_once_leave_one(cast, _time):
    change(cast, "editor", "admin")

    answers = at_once(
        lambda: change(cast, "owner", "viewer", person="owner"),
        lambda: change(cast, "editor", "viewer", person="editor"),
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert Membership.objects.filter(project=cast.project, role="admin").count() == 1


def test_who_was_demoted_meanwhile_changes_nobody(cast):
    stale = cast.access("owner")
    add_member(access=stale, email="outsider@example.com", role=Role.ADMIN)
    change(cast, "owner", "viewer", person="outsider")

    with pytest.raises(Exception, match="does not allow"):
        change_role(access=stale, user_id=cast.viewer.user.id, role=Role.ADMIN)
