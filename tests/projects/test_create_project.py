"""POST projects."""

import unicodedata

import pytest
from django.conf import settings

from projects.models import Project
from tests.concurrency import at_once
from tests.problems import assert_problem, fields_of


def test_its_creator_is_the_first_admin(cast):
    answer = cast.outsider.post("projects", {"name": "Spot", "description": "30 seconds"})

    assert answer.status_code == 201
    project = answer.json()
    moment = project["created_at"]
    assert moment.endswith("Z")
    assert project == {
        "id": project["id"],
        "etag": project["etag"],
        "name": "Spot",
        "description": "30 seconds",
        "created_at": moment,
        "updated_at": moment,
        "role": "admin",
        "videos_count": 0,
        "members_count": 1,
        "open_feedback_count": 0,
        "last_activity_at": project["last_activity_at"],
        "poster_url": None,
    }
    assert cast.outsider.get(f"projects/{project['id']}").json() == project


def test_its_log_begins_with_the_creator_joining(cast):
    project = cast.outsider.post("projects", {"name": "Spot"}).json()

    events = cast.outsider.get(f"projects/{project['id']}/events").json()
    assert [(event["seq"], event["type"]) for event in events] == [(1, "member.joined")]
    [member] = cast.outsider.get(f"projects/{project['id']}/members").json()
    assert events[0]["payload"] == member


def test_a_guest_makes_none(cast):
    assert_problem(cast.guest.post("projects", {"name": "Mine"}), 403, "permission_denied")


def test_nobody_makes_one_without_a_token(cast):
    assert cast.anonymous.post("projects", {"name": "Mine"}).status_code == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "  \t "}, "name"),
        ({"name": "\u3000"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"name": "nul\x00"}, "name"),
        ({"name": 5}, "name"),
        ({"name": True}, "name"),
        ({"name": None}, "name"),
        ({"name": ["x"]}, "name"),
        ({"name": "x", "description": "y" * 2001}, "description"),
        ({"name": "x", "description": None}, "description"),
        ({"name": "x", "description": 1.5}, "description"),
        ({"name": "x", "colour": "red"}, "colour"),
        ({"name": "x", "id": "0199a000-0000-7000-8000-000000000000"}, "id"),
    ],
)
def test_what_does_not_fit_is_named(cast, body, field):
    assert set(fields_of(cast.owner.post("projects", body))) == {field}
    assert Project.objects.count() == 1


@pytest.mark.parametrize("body", ["[]", '"x"', "5", "null", "{", '{"name": "\\ud800"}', ""])
def test_what_is_no_object_is_refused(cast, body):
    answer = cast.owner.request("POST", "projects", body)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "name", ["한글 프로젝트 🎬", "x" * 200, "가" * 200, "🎬" * 200, "' OR 1=1 --"]
)
def test_names_are_kept_as_typed(cast, name):
    assert cast.owner.post("projects", {"name": name}).json()["name"] == name


def test_names_typed_on_a_mac_are_the_same_as_others(cast):
    typed = unicodedata.normalize("NFD", "한글")

    assert cast.owner.post("projects", {"name": typed}).json()["name"] == "한글"


def test_a_person_makes_a_limited_number(cast, settings):
    settings.PROJECTS_PER_USER = 2
    made = [cast.outsider.post("projects", {"name": "x"}) for _ in range(3)]

    assert [answer.status_code for answer in made] == [201, 201, 409]
    assert_problem(made[2], 409, "too_many_projects")


def test_the_same_key_makes_one(cast):
    first, second = (
        cast.outsider.post("projects", {"name": "Once"}, Idempotency_Key="k1") for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert len(cast.outsider.get("projects").json()) == 1
    other = cast.outsider.post("projects", {"name": "Other"}, Idempotency_Key="k1")
    assert_problem(other, 422, "idempotency_key_reused")


def test_a_refused_write_leaves_its_key_free(cast):
    assert cast.outsider.post("projects", {"name": ""}, Idempotency_Key="k1").status_code == 400
    assert cast.outsider.post("projects", {"name": "x"}, Idempotency_Key="k1").status_code == 201


def test_a_key_belongs_to_its_user(cast):
    mine, yours = (
        person.post("projects", {"name": "x"}, Idempotency_Key="k1").json()
        for person in (cast.owner, cast.outsider)
    )

    assert mine["id"] != yours["id"]


@pytest.mark.django_db(transaction=True)
def test_the_same_key_ten_times_at_once_makes_one(cast):
    answers = at_once(
        *[lambda: cast.outsider.post("projects", {"name": "Once"}, Idempotency_Key="k1")] * 10
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(cast.outsider.get("projects").json()) == 1


def test_a_body_over_the_limit_is_refused(cast):
    body = '{"name": "' + "x" * settings.JSON_BODY_MAX_BYTES + '"}'

    assert cast.owner.request("POST", "projects", body).status_code == 413
