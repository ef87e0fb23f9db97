"""Refresh: a token is used once, parallel tabs aside; used again later, it is theft."""

import jwt
import pytest
from django.contrib.sessions.models import Session

from tests.concurrency import at_once
from tests.users.conftest import Visitor
from users.models import User
from users.tokens import REFRESH_GRACE_SECONDS

pytestmark = pytest.mark.django_db


def rewrite_session(change):
    """Change the data of the one stored session."""
    [row] = Session.objects.all()
    data = row.get_decoded()
    change(data)
    row.session_data = Session.get_session_store_class()().encode(data)
    row.save()


def let_pass(seconds):
    """Move the moment at which tokens were exchanged into the past."""

    def older(data):
        used = data["used_refresh_tokens"]
        data["used_refresh_tokens"] = {jti: at - seconds for jti, at in used.items()}

    rewrite_session(older)


def test_a_refresh_gives_new_tokens_that_work(member):
    visitor, _box = member()
    old_access, old_refresh = visitor.access_token, visitor.refresh_token
    answer = visitor.refresh()
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert data["access_token"] != old_access
    assert data["refresh_token"] != old_refresh
    assert visitor.status_of(data["access_token"]) == 200
    assert visitor.refresh(data["refresh_token"]).status_code == 200


def test_access_lasts_30_minutes_and_refresh_30_days(member):
    visitor, _box = member()
    for token, seconds in [(visitor.access_token, 1800), (visitor.refresh_token, 30 * 86400)]:
        claims = jwt.decode(token, options={"verify_signature": False})
        assert claims["exp"] - claims["iat"] == seconds


def test_parallel_tabs_may_refresh_with_the_same_token(member):
    visitor, _box = member()
    first = visitor.refresh()
    second = visitor.refresh()
    for answer in (first, second):
        data = answer.json()["data"]
        assert visitor.status_of(data["access_token"]) == 200
        assert visitor.refresh(data["refresh_token"]).status_code == 200


def test_a_used_token_that_comes_after_the_grace_ends_the_session(member):
    visitor, _box = member()
    fresh = visitor.refresh().json()["data"]
    let_pass(REFRESH_GRACE_SECONDS + 1)
    assert visitor.refresh().status_code == 400
    assert visitor.status_of(fresh["access_token"]) == 401
    assert visitor.refresh(fresh["refresh_token"]).status_code == 400
    assert not Session.objects.exists()


def test_just_within_the_grace_it_still_works(member):
    visitor, _box = member()
    visitor.refresh()
    let_pass(REFRESH_GRACE_SECONDS - 2)
    assert visitor.refresh().status_code == 200


def test_a_theft_ends_only_the_session_it_happened_in(member, new_visitor):
    visitor, box = member()
    other = new_visitor()
    stolen = visitor.refresh_token
    [row] = Session.objects.all()
    other.log_in(box.address)
    visitor.refresh()
    data = row.get_decoded()
    data["headless_refresh_tokens"] = {}
    Session.objects.filter(pk=row.pk).update(
        session_data=Session.get_session_store_class()().encode(data)
    )
    assert visitor.refresh(stolen).status_code == 400
    assert visitor.status_of() == 401
    assert other.status_of() == 200


def test_tokens_of_a_session_do_not_pile_up(member):
    visitor, _box = member()
    for _ in range(5):
        answer = visitor.refresh()
        visitor.refresh_token = answer.json()["data"]["refresh_token"]
        let_pass(REFRESH_GRACE_SECONDS + 1)
    [row] = Session.objects.all()
    data = row.get_decoded()
    assert len(data["headless_refresh_tokens"]) == 1
    assert len(data["used_refresh_tokens"]) == 1


def test_bad_refresh_tokens_are_refused(member):
    visitor, _box = member()
    bad = ["", "x", "a.b.c", visitor.access_token, visitor.refresh_token[:-2] + "xx", None, 1]
    for token in bad:
        answer = visitor.post("tokens/refresh", {"refresh_token": token})
        assert answer.status_code == 400, token
    assert visitor.refresh().status_code == 200


def test_an_inactive_users_token_is_not_refreshed(member):
    visitor, _box = member()
    User.objects.update(is_active=False)
    assert visitor.refresh().status_code == 400


@pytest.mark.django_db(transaction=True)
def test_20_parallel_refreshes_of_one_token_all_work(member):
    visitor, _box = member()
    token = visitor.refresh_token
    answers = at_once(*[lambda: Visitor().refresh(token)] * 20)
    assert {answer.status_code for answer in answers} == {200}
    given = [answer.json()["data"] for answer in answers]
    assert len({tokens["refresh_token"] for tokens in given}) == 20
    assert all(visitor.status_of(tokens["access_token"]) == 200 for tokens in given)
    assert all(visitor.refresh(tokens["refresh_token"]).status_code == 200 for tokens in given)


@pytest.mark.django_db(transaction=True)
def test_exchanges_and_refreshes_at_once_lose_no_token(member):
    visitor, _box = member()

    def refresh():
        return Visitor().refresh(visitor.refresh_token)

    def exchange():
        return Visitor(session_token=visitor.session_token).post("tokens/exchange")

    answers = at_once(*[refresh, exchange] * 6)
    assert {answer.status_code for answer in answers} == {200}
    for answer in answers:
        assert visitor.refresh(answer.json()["data"]["refresh_token"]).status_code == 200
