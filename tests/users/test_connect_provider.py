"""Connecting and disconnecting other services, and what pages learn of them."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import PASSWORD
from tests.users.sign_in import address_of, begin, code_of, confirm_password, go, know, secrets
from users.models import User

pytestmark = pytest.mark.django_db


def connect(visitor, provider, sub="minji"):
    confirm_password(visitor)
    return go(visitor, provider, sub, "connect")


@pytest.mark.django_db(transaction=True)
def test_an_account_is_connected_listed_and_disconnected(member, new_visitor, provider):
    owner, box = member()
    assert connect(owner, provider).status_code == 200
    [row] = owner.get("account/providers").json()["data"]
    assert row["provider"]["name"] == "Company"
    assert row["display"] == address_of(provider)
    assert "Company" in box.newest().get_content()

    assert go(new_visitor(), provider).status_code == 200
    assert User.objects.count() == 1
    answer = owner.delete("account/providers", {"provider": "company", "account": row["uid"]})
    assert (answer.status_code, answer.json()["data"]) == (200, [])
    assert not SocialAccount.objects.exists()
    assert "Company" in box.newest().get_content()


def test_connecting_asks_for_the_password_again(member, provider, settings):
    owner, _box = member()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0

    answer = begin(owner, "connect")
    assert answer.status_code == 401
    assert next(flow["id"] for flow in answer.json()["data"]["flows"]) == "reauthenticate"


def test_nobody_connects_without_being_signed_in(visitor, provider):
    assert begin(visitor, "connect").status_code == 401


def test_what_is_connected_elsewhere_is_not_taken(member, provider):
    first, _box = member()
    second, _other = member()
    assert connect(first, provider).status_code == 200

    assert code_of(connect(second, provider)) == "connected_other"
    assert second.get("account/providers").json()["data"] == []


def test_the_last_way_in_is_not_taken(visitor, provider):
    go(visitor, provider)
    [row] = visitor.get("account/providers").json()["data"]
    body = {"provider": "company", "account": row["uid"]}

    assert code_of(visitor.delete("account/providers", body)) == "no_password"
    assert visitor.post("account/password/change", {"new_password": PASSWORD}).status_code == 200
    visitor.access_token = None  # the password has begun another session
    confirm_password(visitor)
    assert visitor.delete("account/providers", body).status_code == 200


def test_a_provider_that_is_gone_counts_for_nothing(visitor, provider, settings):
    go(visitor, provider)
    know(settings, {})

    assert visitor.get("account/providers").json()["data"] == []
    assert visitor.get("config").json()["data"]["socialaccount"] == {"providers": []}


def test_the_page_learns_the_providers_in_the_operators_order(visitor, provider, settings):
    variables = provider.variables() | secrets("naver", "google", "kakao")
    know(settings, variables | {"SIGN_IN_PROVIDERS": "kakao, company,naver,google"})

    listed = visitor.get("config").json()["data"]["socialaccount"]["providers"]
    assert [(one["id"], one["name"]) for one in listed] == [
        ("kakao", "Kakao"),
        ("company", "Company"),
        ("naver", "Naver"),
        ("google", "Google"),
    ]
    assert "client" not in str(listed)


def test_who_is_locked_out_by_an_operator_stays_out(visitor, new_visitor, provider):
    go(visitor, provider)
    User.objects.update(is_active=False)
    again = new_visitor()

    assert go(again, provider).status_code == 401
    assert again.get("users/me").status_code == 401


def test_a_browser_gets_its_refresh_token_in_a_cookie(visitor, provider):
    visitor.headers = {"X-Token-Delivery": "cookie", "Origin": "http://testserver"}
    answer = go(visitor, provider)

    assert answer.json()["meta"].keys() == {"is_authenticated", "access_token"}
    assert answer.cookies["videoplanet_refresh"]["httponly"]
    visitor.headers["Origin"] = "https://evil.example"
    assert begin(visitor).status_code == 403


def test_the_queries_of_a_list_do_not_grow(member, provider):
    owner, _box = member()

    def queries(uid):
        SocialAccount.objects.create(user=User.objects.get(), provider="company", uid=uid)
        with CaptureQueriesContext(connection) as asked:
            assert owner.get("account/providers").json()["data"][-1]["uid"] == uid
        return len(asked)

    assert queries("first") == queries("second") == queries("third")
