"""GET projects/{id}/members."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.actions import add_guest, add_member
from projects.models import Role
from tests.events import newest_seq
from users.models import User


def join(cast, number):
    name = f"member{number}"
    User.objects.create_user(f"{name}@example.com", name=name)
    add_member(access=cast.access("owner"), email=f"{name}@example.com", role=Role.VIEWER)


def test_they_stand_in_the_order_in_which_they_joined(cast):
    listed = cast.viewer.get(f"projects/{cast.project.id}/members").json()

    assert [(each["user"]["name"], each["role"], each["guest"]) for each in listed] == [
        ("Owner", "admin", False),
        ("Editor", "editor", False),
        ("Reviewer", "reviewer", False),
        ("Viewer", "viewer", False),
        ("Guest", "reviewer", True),
    ]
    guest = listed[-1]
    assert guest == {
        "id": str(cast.guest.user.id),
        "etag": guest["etag"],
        "user": {
            "id": str(cast.guest.user.id),
            "name": "Guest",
            "email": None,
            "avatar_url": None,
            "kind": "guest",
        },
        "role": "reviewer",
        "guest": True,
        "joined_at": guest["joined_at"],
    }


def test_pages_hold_each_once_while_others_join(cast):
    seen, path = [], f"projects/{cast.project.id}/members?limit=2"
    number = 0
    while path:
        answer = cast.viewer.get(path)
        seen += [each["user"]["name"] for each in answer.json()]
        if number < 3:
            number += 1
            join(cast, number)
        link = answer.get("Link", "")
        path = link.removeprefix("<http://testserver").removesuffix('>; rel="next"')

    joined = ["Owner", "Editor", "Reviewer", "Viewer", "Guest"]
    assert seen == joined + [f"member{n}" for n in range(1, 4)]


def test_what_one_has_is_not_sent_again_until_somebody_joins(cast):
    path = f"projects/{cast.project.id}/members"
    first = cast.viewer.get(path)
    assert cast.viewer.get(path, If_None_Match=first["ETag"]).status_code == 304

    join(cast, 1)

    again = cast.viewer.get(path, If_None_Match=first["ETag"])
    assert again.status_code == 200
    assert int(again["X-Project-Seq"]) == int(first["X-Project-Seq"]) + 1 == newest_seq(cast)
    assert len(again.json()) == 6


def test_a_new_name_is_in_the_list_at_once(cast):
    path = f"projects/{cast.project.id}/members"
    cast.viewer.get(path)
    cast.editor.patch("users/me", {"name": "편집자"})

    assert cast.viewer.get(path).json()[1]["user"]["name"] == "편집자"


def test_its_queries_do_not_grow_with_it(cast):
    path = f"projects/{cast.project.id}/members"
    with CaptureQueriesContext(connection) as few:
        cast.viewer.get(path)
    for number in range(20):
        add_guest(
            project_id=cast.project.id, name=f"{number}", contact_email="x@y.z", role=Role.VIEWER
        )
    with CaptureQueriesContext(connection) as many:
        assert len(cast.viewer.get(path).json()) == 25

    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("name", "status"), [("guest", 200), ("outsider", 404), ("anonymous", 401)]
)
def test_only_those_in_the_project_see_it(cast, name, status):
    answer = getattr(cast, name).get(f"projects/{cast.project.id}/members")

    assert answer.status_code == status
