"""GET projects/{id}."""

from uuid import uuid4

from tests.conftest import make_video
from tests.events import newest_seq
from tests.problems import assert_problem


def test_members_and_the_guest_read_it_with_their_role(cast):
    roles = {
        name: getattr(cast, name).get(f"projects/{cast.project.id}").json()["role"]
        for name in ("owner", "editor", "reviewer", "viewer", "guest")
    }

    assert roles == {
        "owner": "admin",
        "editor": "editor",
        "reviewer": "reviewer",
        "viewer": "viewer",
        "guest": "reviewer",
    }


def test_outsiders_do_not_learn_that_it_exists(cast):
    there = cast.outsider.get(f"projects/{cast.project.id}")
    not_there = cast.outsider.get(f"projects/{uuid4()}")

    assert_problem(there, 404, "not_found")
    assert_problem(not_there, 404, "not_found")
    assert there.json() | {"instance": ""} == not_there.json() | {"instance": ""}
    assert cast.anonymous.get(f"projects/{cast.project.id}").status_code == 401


def test_it_says_its_seq(cast):
    answer = cast.viewer.get(f"projects/{cast.project.id}")
    events = cast.viewer.get(f"projects/{cast.project.id}/events").json()

    assert int(answer["X-Project-Seq"]) == events[-1]["seq"] == len(events)


def test_what_one_has_is_not_sent_again(cast):
    first = cast.viewer.get(f"projects/{cast.project.id}")
    for tag in (first["ETag"], f"W/{first['ETag']}", f'"x", {first["ETag"]}', "*"):
        again = cast.viewer.get(f"projects/{cast.project.id}", If_None_Match=tag)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["X-Project-Seq"] == first["X-Project-Seq"]


def test_a_changed_count_is_sent_again_and_refuses_no_edit(cast):
    first = cast.owner.get(f"projects/{cast.project.id}")
    make_video(cast.access("owner"))

    again = cast.owner.get(f"projects/{cast.project.id}", If_None_Match=first["ETag"])
    edit = cast.owner.patch(
        f"projects/{cast.project.id}", {"name": "Edited"}, If_Match=first["ETag"]
    )

    assert again.status_code == 200
    assert edit.status_code == 200


def test_reading_writes_no_event(cast):
    before = newest_seq(cast)
    for path in ("", "/summary", "/members", "/events"):
        assert cast.viewer.get(f"projects/{cast.project.id}{path}").status_code == 200

    assert newest_seq(cast) == before
