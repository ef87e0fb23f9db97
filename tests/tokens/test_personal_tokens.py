"""Personal access tokens: made once, shown once, used as their owner, listed and ended."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.problems import assert_problem
from tests.tokens.conftest import make_token, program
from users.access_tokens import TOUCH_SQL, digest_of, new_secret
from users.models import AccessToken, User
from videoplanet.idempotency.models import IdempotentAnswer

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"vp_[0-9A-Za-z]{49}")


def test_a_token_is_shown_once_and_acts_as_its_owner(cast):
    made = make_token(cast.editor, name="Render farm", scope="read")
    assert SECRET.fullmatch(made["token"])
    me = program(made["token"]).get("users/me")
    assert (me.status_code, me.json()["id"]) == (200, str(cast.editor.user.id))
    [listed] = cast.editor.get("users/me/tokens").json()
    assert listed.pop("last_used_at")
    assert listed == {
        "id": made["id"],
        "name": "Render farm",
        "scope": "read",
        "state": "active",
        "created_at": made["created_at"],
        "expires_at": made["expires_at"],
        "ended_at": None,
    }


def test_only_a_digest_of_the_secret_is_stored(cast):
    secret = make_token(cast.editor)["token"]
    row = AccessToken.objects.get()
    assert row.digest == digest_of(secret)
    values = " ".join(str(value) for value in AccessToken.objects.values_list().get())
    assert secret not in values


def test_secrets_differ_and_end_with_a_checksum(cast):
    secrets = {new_secret() for _number in range(100)}
    assert len(secrets) == 100
    assert all(SECRET.fullmatch(secret) for secret in secrets)
    changed = make_token(cast.editor)["token"][:-1] + "~"
    assert program(changed).get("users/me").status_code == 401


def test_what_only_looks_like_a_token_asks_no_database(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = program("vp_" + "a" * 49).get("users/me")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert_problem(answer, 401, "authentication_failed")


def test_a_repeated_request_does_not_get_the_secret_again(cast):
    body = {"name": "CI", "scope": "write"}
    first = cast.editor.post("users/me/tokens", body, Idempotency_Key="k1")
    again = cast.editor.post("users/me/tokens", body, Idempotency_Key="k1")
    secret = first.json()["token"]
    assert again.status_code == 201
    assert again.json() == first.json() | {"token": None}
    assert AccessToken.objects.count() == 1
    kept = IdempotentAnswer.objects.get()
    assert secret not in bytes(kept.body).decode() + str(kept.headers) + kept.body_hash
    assert first["Cache-Control"] == again["Cache-Control"] == "no-store"


def test_the_last_use_is_noted_once_a_minute(cast, django_assert_num_queries):
    person = program(make_token(cast.editor)["token"])
    path = f"feedbacks?project_id={cast.project.id}"
    cast.editor.get(path)  # fills the process's list
    with django_assert_num_queries(1):
        cast.editor.get(path)
    with django_assert_num_queries(2) as asked:
        person.get(path)
    assert "last_used_at" in asked.captured_queries[1]["sql"]
    with django_assert_num_queries(1):
        assert person.get(path).status_code == 200
    used_at = AccessToken.objects.get().last_used_at
    assert (used_at.second, used_at.microsecond) == (0, 0)
    AccessToken.objects.update(last_used_at=used_at - timedelta(minutes=2))
    with django_assert_num_queries(2):
        person.get(path)
    assert AccessToken.objects.get().last_used_at >= used_at
    assert "SKIP LOCKED" in TOUCH_SQL


def test_an_ended_token_opens_nothing_and_stays_in_the_list(cast):
    made = make_token(cast.editor)
    assert cast.editor.delete(f"users/me/tokens/{made['id']}").status_code == 204
    answer = program(made["token"]).get("users/me")
    assert_problem(answer, 401, "authentication_failed")
    [listed] = cast.editor.get("users/me/tokens").json()
    assert listed["state"] == "ended"
    assert listed["ended_at"]
    assert cast.editor.delete(f"users/me/tokens/{made['id']}").status_code == 204


def test_an_expired_token_opens_nothing(cast):
    made = make_token(cast.editor)
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert program(made["token"]).get("users/me").status_code == 401
    [listed] = cast.editor.get("users/me/tokens").json()
    assert listed["state"] == "expired"


def test_a_deactivated_owner_has_no_use_of_a_token(cast):
    made = make_token(cast.editor)
    User.objects.filter(id=cast.editor.user.id).update(is_active=False)
    assert program(made["token"]).get("users/me").status_code == 401


def test_a_changed_password_leaves_tokens_in_use(cast):
    made = make_token(cast.editor)
    cast.editor.user.set_password("another-password-43")
    cast.editor.user.save()
    assert cast.editor.get("users/me").status_code == 401
    assert program(made["token"]).get("users/me").status_code == 200


def test_a_token_follows_its_owners_role(cast):
    person = program(make_token(cast.editor)["token"])
    path = f"videos/{cast.video.id}"
    assert person.patch(path, {"title": "Second cut"}).status_code == 200
    url = f"projects/{cast.project.id}/members/{cast.editor.user.id}"
    cast.owner.patch(url, {"role": "viewer"})
    assert person.patch(path, {"title": "Third cut"}).status_code == 403
    cast.owner.delete(url)
    assert person.get(path).status_code == 404


def test_a_token_has_a_name_a_scope_and_an_end_within_a_year(cast):
    now = timezone.now()
    for body, field, code in (
        ({}, "name", "required"),
        ({"name": " "}, "name", "blank"),
        ({"name": "n" * 101}, "name", "max_length"),
        ({"name": "CI", "scope": "session"}, "scope", "invalid_choice"),
        ({"name": "CI", "role": "editor"}, "role", "unknown"),
        ({"name": "CI", "expires_at": now.isoformat()}, "expires_at", "past"),
        (
            {"name": "CI", "expires_at": (now + timedelta(days=367)).isoformat()},
            "expires_at",
            "too_late",
        ),
    ):
        answer = cast.editor.post("users/me/tokens", body)
        [error] = answer.json()["errors"]
        assert (answer.status_code, error["field"], error["code"]) == (400, field, code), body
    made = cast.editor.post("users/me/tokens", {"name": "CI"}).json()
    assert made["scope"] == "read"
    days = AccessToken.objects.get().expires_at - now
    assert timedelta(days=90) <= days < timedelta(days=90, minutes=5)


def test_a_person_has_at_most_fifty_tokens_in_use(cast):
    for number in range(50):
        made = make_token(cast.editor, name=f"CI {number}")
    answer = cast.editor.post("users/me/tokens", {"name": "One more"})
    assert_problem(answer, 409, "too_many_tokens")
    assert "50" in answer.json()["detail"]
    cast.editor.delete(f"users/me/tokens/{made['id']}")
    assert cast.editor.post("users/me/tokens", {"name": "In its place"}).status_code == 201


def test_a_person_makes_at_most_a_hundred_tokens_a_day(cast):
    for number in range(100):
        made = make_token(cast.editor, name=f"CI {number}")
        cast.editor.delete(f"users/me/tokens/{made['id']}")
    answer = cast.editor.post("users/me/tokens", {"name": "One more"})
    assert_problem(answer, 429, "too_many_tokens")
    assert int(answer["Retry-After"]) > 0


def test_guests_have_no_tokens(cast):
    answer = cast.guest.post("users/me/tokens", {"name": "CI"})
    assert_problem(answer, 403, "permission_denied")
    assert cast.guest.get("users/me/tokens").json() == []


def test_nobody_sees_or_ends_somebody_elses_token(cast):
    made = make_token(cast.editor)
    assert cast.reviewer.get("users/me/tokens").json() == []
    assert cast.reviewer.delete(f"users/me/tokens/{made['id']}").status_code == 404
    assert program(made["token"]).get("users/me").status_code == 200


def test_a_list_of_tokens_takes_two_queries(cast, django_assert_num_queries):
    for number in range(3):
        make_token(cast.editor, name=f"CI {number}")
    with django_assert_num_queries(2):
        answer = cast.editor.get("users/me/tokens?limit=2")
    assert [row["name"] for row in answer.json()] == ["CI 2", "CI 1"]
    assert 'rel="next"' in answer["Link"]
