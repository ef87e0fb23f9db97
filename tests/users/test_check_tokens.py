"""What opens REST: each token for what it is, everything else a 401 with a problem document."""

import time

import jwt
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.actions import create_project, remove_member
from projects.models import Membership
from tests.problems import assert_problem
from users.claims import GUEST_TYPE, TokenKind
from users.models import User
from users.tokens import create_guest_token, principal_of

pytestmark = pytest.mark.django_db


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})


def access_forgeries(token):
    claims = claims_of(token)
    key = settings.JWT_SIGNING_KEY
    return {
        "garbage": "not-a-token",
        "nothing": "",
        "three dots": "a.b.c",
        "not ASCII": "토큰".encode().decode("latin-1"),
        "alg none": jwt.encode(claims, None, algorithm="none"),
        "other key": jwt.encode(claims, "x" * 48, algorithm="HS256"),
        "guests' key": jwt.encode(claims, settings.GUEST_TOKEN_KEY, algorithm="HS256"),
        "Django's key": jwt.encode(claims, settings.SECRET_KEY, algorithm="HS256"),
        "other algorithm": jwt.encode(claims, key.ljust(64, "x"), algorithm="HS512"),
        "expired": jwt.encode(claims | {"exp": int(time.time()) - 1}, key, algorithm="HS256"),
        "other user": jwt.encode(
            claims | {"sub": "01985f4e-0000-7000-8000-000000000001"}, key, algorithm="HS256"
        ),
        "no session": jwt.encode(claims | {"sid": "AAAA"}, key, algorithm="HS256"),
        "as a guest's": jwt.encode(claims, key, algorithm="HS256", headers={"typ": GUEST_TYPE}),
    }


def test_forged_and_broken_access_tokens_are_401(member):
    visitor, _box = member()
    assert visitor.status_of() == 200
    for name, token in access_forgeries(visitor.access_token).items():
        answer = visitor.get("users/me", token=token or " ")
        assert answer.status_code == 401, name
        assert_problem(answer, 401, "authentication_failed")
        assert answer["WWW-Authenticate"] == "Bearer"


def test_no_token_is_401_too(visitor, db):
    answer = visitor.get("users/me")
    assert_problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_refresh_token_opens_nothing(member):
    visitor, _box = member()
    assert visitor.status_of(visitor.refresh_token) == 401


def test_a_session_token_opens_nothing_of_ours(member):
    visitor, _box = member()
    assert visitor.status_of(visitor.session_token) == 401


def test_an_inactive_user_is_out_at_once(member):
    visitor, _box = member()
    User.objects.update(is_active=False)
    assert visitor.status_of() == 401
    User.objects.update(is_active=True)
    assert visitor.status_of() == 200


def test_a_deleted_user_is_401_and_no_error(member):
    visitor, _box = member()
    User.objects.all().delete()
    assert visitor.status_of() == 401


def test_a_member_is_known_by_one_query(member):
    visitor, _box = member()
    with CaptureQueriesContext(connection) as queries:
        principal = principal_of(visitor.access_token)
    assert len(queries) == 1
    assert (principal.kind, principal.project_id) == (TokenKind.MEMBER, None)
    assert principal.expires_at == claims_of(visitor.access_token)["exp"]


def test_a_guest_is_known_by_one_query(cast):
    with CaptureQueriesContext(connection) as queries:
        principal = principal_of(cast.guest.token)
    assert len(queries) == 1
    assert (principal.kind, principal.project_id) == (TokenKind.GUEST, cast.project.id)


def test_a_guest_sees_the_one_project_and_no_other(cast):
    other = create_project(creator=cast.outsider.user, name="Another")
    assert cast.guest.get(f"projects/{cast.project.id}").status_code == 200
    assert cast.guest.get(f"projects/{other.id}").status_code == 404
    assert [project["id"] for project in cast.guest.get("projects").json()] == [
        str(cast.project.id)
    ]


def test_a_guest_token_that_names_another_project_is_refused(cast):
    other = create_project(creator=cast.outsider.user, name="Another")
    cast.guest.token = create_guest_token(cast.guest.user, other.id)
    assert_problem(cast.guest.get("users/me"), 401, "authentication_failed")


def test_a_removed_guests_token_ends_at_once(cast):
    assert cast.guest.get("users/me").status_code == 200
    remove_member(access=cast.access("owner"), user_id=cast.guest.user.id)
    assert cast.guest.get("users/me").status_code == 401


def test_a_guest_without_membership_is_nobody_even_if_active(cast):
    Membership.objects.filter(user=cast.guest.user).delete()
    assert cast.guest.get("users/me").status_code == 401


def test_forged_and_expired_guest_tokens_are_401(cast):
    claims = claims_of(cast.guest.token)
    assert claims["exp"] - claims["iat"] == 3600
    key, typ = settings.GUEST_TOKEN_KEY, {"typ": GUEST_TYPE}
    past, member = int(time.time()) - 1, str(cast.owner.user.id)

    def signed(changes=None, with_key=key, algorithm="HS256"):
        return jwt.encode(claims | (changes or {}), with_key, algorithm=algorithm, headers=typ)

    cast.guest.token = signed()
    assert cast.guest.get("users/me").status_code == 200
    forged = {
        "members' key": signed(with_key=settings.JWT_SIGNING_KEY),
        "other key": signed(with_key="x" * 48),
        "alg none": signed(with_key=None, algorithm="none"),
        "expired": signed({"exp": past}),
        "a member as guest": signed({"sub": member}),
        "no UUID": signed({"sub": "1"}),
        "a list": signed({"project": ["x"]}),
        "plain type": jwt.encode(claims, key, algorithm="HS256"),
    }
    without = {name: claims | {name: None} for name in ("exp", "sub", "project")}
    for name, rest in without.items():
        del rest[name]
        forged[f"without {name}"] = jwt.encode(rest, key, algorithm="HS256", headers=typ)
    for name, token in forged.items():
        cast.guest.token = token
        answer = cast.guest.get("users/me")
        assert answer.status_code == 401, name


def test_the_role_is_read_from_the_membership_and_not_from_the_token(cast):
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "x"}
    assert cast.guest.post("feedbacks", body).status_code == 201
    Membership.objects.filter(user=cast.guest.user).update(role="viewer")
    assert cast.guest.post("feedbacks", body).status_code == 403


def test_a_guest_has_no_way_into_the_account_routes(cast, visitor):
    visitor.access_token = cast.guest.token
    for method, path in [
        ("GET", "auth/session"),
        ("GET", "auth/sessions"),
        ("GET", "account/email"),
        ("POST", "account/password/change"),
        ("POST", "tokens/exchange"),
    ]:
        assert visitor.send(method, path, {}).status_code == 401, path
    assert visitor.log_in("guest@client.example", "").status_code in {400, 401}
