"""PATCH projects/{id}."""

import pytest

from tests.concurrency import at_once
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of

PERSONAL = {
    "role",
    "videos_count",
    "members_count",
    "open_feedback_count",
    "last_activity_at",
    "poster_url",
}


def test_an_admin_changes_what_is_given_and_nothing_else(cast):
    path = f"projects/{cast.project.id}"
    before = cast.owner.get(path).json()
    changed = cast.owner.patch(path, {"description": "둘째 줄\nsecond line"}).json()

    assert changed["description"] == "둘째 줄\nsecond line"
    assert changed["name"] == before["name"]
    assert changed["updated_at"] > before["updated_at"]
    assert changed["created_at"] == before["created_at"]
    assert cast.owner.get(path).json() == changed


def test_its_one_event_carries_what_everybody_sees(cast):
    seq = newest_seq(cast)
    answer = cast.owner.patch(f"projects/{cast.project.id}", {"name": "Autumn film"})

    [event] = events_since(cast, seq)
    assert event["type"] == "project.updated"
    assert event["actor"] == str(cast.owner.user.id)
    shown = {name: value for name, value in answer.json().items() if name not in PERSONAL}
    assert event["payload"] == shown
    assert answer["X-Project-Seq"] == str(event["seq"])


def test_a_change_to_the_same_is_none(cast):
    path = f"projects/{cast.project.id}"
    seq, before = newest_seq(cast), cast.owner.get(path)
    after = cast.owner.patch(path, {"name": cast.project.name})

    assert after.status_code == 200
    assert after["ETag"] == before["ETag"]
    assert events_since(cast, seq) == []


@pytest.mark.parametrize("name", ["editor", "reviewer", "viewer", "guest"])
def test_others_may_not(cast, name):
    answer = getattr(cast, name).patch(f"projects/{cast.project.id}", {"name": "Mine"})

    assert_problem(answer, 403, "permission_denied")


def test_outsiders_find_nothing(cast):
    path = f"projects/{cast.project.id}"

    assert cast.outsider.patch(path, {"name": "Mine"}).status_code == 404
    assert cast.anonymous.patch(path, {"name": "Mine"}).status_code == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, ""),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": None}, "name"),
        ({"description": 3}, "description"),
        ({"description": "y" * 2001}, "description"),
        ({"role": "viewer"}, "role"),
        ({"name": "x", "updated_at": "2026-01-01T00:00:00Z"}, "updated_at"),
    ],
)
def test_what_does_not_fit_is_named(cast, body, field):
    seq = newest_seq(cast)

    assert fields_of(cast.owner.patch(f"projects/{cast.project.id}", body)) == [field]
    assert events_since(cast, seq) == []


def test_an_old_version_is_refused(cast):
    path = f"projects/{cast.project.id}"
    old = cast.owner.get(path)["ETag"]
    assert cast.owner.patch(path, {"name": "First"}, If_Match=old).status_code == 200
    seq = newest_seq(cast)

    for tag in (old, f"W/{old}", '"nonsense"', "nonsense"):
        assert_problem(cast.owner.patch(path, {"name": "x"}, If_Match=tag), 412, "changed")
    assert events_since(cast, seq) == []
    assert cast.owner.patch(path, {"name": "Second"}, If_Match="*").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_with_the_same_version_one_wins(cast):
    path = f"projects/{cast.project.id}"
    tag, seq = cast.owner.get(path)["ETag"], newest_seq(cast)
    calls = [
        lambda n=n: cast.owner.patch(path, {"name": f"Name {n}"}, If_Match=tag) for n in range(8)
    ]

    statuses = sorted(answer.status_code for answer in at_once(*calls))

    assert statuses == [200] + [412] * 7
    assert [event["type"] for event in events_since(cast, seq)] == ["project.updated"]
