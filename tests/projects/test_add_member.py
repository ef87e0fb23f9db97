"""POST projects/{id}/members."""

import pytest

from invitations.models import Invitation
from projects.models import Membership
from tests.concurrency import at_once
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of
from users.models import User

EMAIL = "outsider@example.com"


def add(cast, person="owner", headers=None, **fields):
    path = f"projects/{cast.project.id}/members"
    return getattr(cast, person).post(path, fields, **(headers or {}))


@pytest.fixture
def known(cast):
    """The outsider and the owner share another project."""
    cast.introduce_outsider()


def test_somebody_from_another_shared_project_is_in_at_once(cast, known):
    seq = newest_seq(cast)
    answer = add(cast, email=EMAIL, role="editor")

    assert answer.status_code == 201
    member = answer.json()
    assert member["id"] == member["user"]["id"] == str(cast.outsider.user.id)
    assert (member["role"], member["guest"]) == ("editor", False)
    assert cast.outsider.get(f"projects/{cast.project.id}").json()["role"] == "editor"
    [event] = events_since(cast, seq)
    assert (event["type"], event["payload"]) == ("member.joined", member)
    assert event["actor"] == str(cast.owner.user.id)


def test_the_addresss_case_does_not_matter(cast, known):
    assert add(cast, email="OutSider@Example.COM").status_code == 201


def test_a_role_is_reviewer_unless_it_is_given(cast, known):
    assert add(cast, email=EMAIL).json()["role"] == "reviewer"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "email"),
        ({"email": ""}, "email"),
        ({"email": "nobody"}, "email"),
        ({"email": 5}, "email"),
        ({"email": EMAIL, "role": "boss"}, "role"),
        ({"email": EMAIL, "role": None}, "role"),
        ({"email": EMAIL, "role": 1}, "role"),
        ({"email": EMAIL, "user_id": "x"}, "user_id"),
    ],
)
def test_what_does_not_fit_is_named(cast, body, field):
    seq = newest_seq(cast)

    assert set(fields_of(add(cast, **body))) == {field}
    assert events_since(cast, seq) == []


def test_a_stranger_is_invited_alike_with_and_without_an_account(cast):
    seq = newest_seq(cast)
    answers = [add(cast, email=email, role="editor") for email in (EMAIL, "nobody@example.com")]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert [answer.json() for answer in answers] == [
        {"invited": EMAIL},
        {"invited": "nobody@example.com"},
    ]
    invited = Invitation.objects.filter(project=cast.project, role="editor")
    assert set(invited.values_list("email", flat=True)) == {EMAIL, "nobody@example.com"}
    assert cast.outsider.get(f"projects/{cast.project.id}").status_code == 404
    assert events_since(cast, seq) == []


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.com"])
def test_an_invitation_makes_no_admin(cast, email):
    assert fields_of(add(cast, email=email, role="admin")) == ["role"]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.com"])
def test_a_stranger_is_invited_only_once(cast, email):
    add(cast, email=email)

    assert fields_of(add(cast, email=email)) == ["email"]


def test_an_unconfirmed_address_adds_nobody(cast, known):
    cast.outsider.user.emailaddress_set.update(verified=False)

    assert add(cast, email=EMAIL).status_code == 202


def test_a_closed_account_is_not_added(cast, known):
    User.objects.filter(id=cast.outsider.user.id).update(is_active=False)

    assert add(cast, email=EMAIL).status_code == 202


def test_a_member_is_not_added_again(cast):
    seq = newest_seq(cast)

    assert_problem(add(cast, email="viewer@example.com", role="admin"), 409, "already_member")
    assert events_since(cast, seq) == []
    assert Membership.objects.get(user=cast.viewer.user).role == "viewer"


@pytest.mark.parametrize("name", ["editor", "reviewer", "viewer", "guest"])
def test_only_admins_add(cast, name):
    assert_problem(add(cast, name, email=EMAIL), 403, "permission_denied")


def test_outsiders_find_nothing(cast):
    assert add(cast, "outsider", email=EMAIL).status_code == 404
    assert add(cast, "anonymous", email=EMAIL).status_code == 401


def test_the_same_key_adds_once_and_answers_the_same(cast, known):
    seq = newest_seq(cast)
    headers = {"Idempotency_Key": "add-1"}
    first, second = (add(cast, headers=headers, email=EMAIL) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert len(events_since(cast, seq)) == 1


@pytest.mark.django_db(transaction=True)
def test_added_twice_at_once_one_is_in_once(cast, known):
    seq = newest_seq(cast)
    answers = at_once(*[lambda: add(cast, email=EMAIL)] * 4)

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert [event["type"] for event in events_since(cast, seq)] == ["member.joined"]
