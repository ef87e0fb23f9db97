"""Signing in with another service: a real provider of OpenID Connect beside the tests."""

import logging

import pytest
from allauth.socialaccount.models import SocialAccount
from joserfc.jwk import RSAKey

from tests.users.sign_in import PAGE, address_of, begin, code_of, go, know
from users.models import User

pytestmark = pytest.mark.django_db


def test_somebody_new_is_signed_up_without_a_code(visitor, provider):
    answer = go(visitor, provider)

    assert answer.status_code == 200, answer.content
    me = visitor.get("users/me").json()
    assert (me["name"], me["language"], me["kind"]) == ("Kim Minji", "ko", "member")
    user = User.objects.get(email=address_of(provider))
    assert not user.has_usable_password()
    assert visitor.refresh().status_code == 200


def test_who_comes_again_is_the_same_person(visitor, new_visitor, provider):
    go(visitor, provider)
    provider.people["minji"]["email"] = "elsewhere@example.com"
    again = new_visitor()

    assert go(again, provider).status_code == 200
    assert again.get("users/me").json()["id"] == visitor.get("users/me").json()["id"]
    assert User.objects.count() == 1


def test_the_request_has_pkce_state_and_nonce(visitor, provider):
    go(visitor, provider)
    go(visitor, provider)

    first, second = provider.asked[0], provider.asked[-1]
    assert first["code_challenge_method"] == "S256"
    assert first["redirect_uri"] == PAGE
    assert set(first["scope"].split()) == {"openid", "profile", "email"}
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 32
        assert first[name] != second[name]


def test_what_is_stored_of_a_person_is_little(visitor, provider):
    provider.people["minji"] |= {"birthdate": "1990-01-01", "picture": "https://example.com/me"}
    go(visitor, provider)

    [account] = SocialAccount.objects.all()
    assert account.extra_data["userinfo"].keys() == {"sub", "name", "email", "email_verified"}
    assert not account.socialtoken_set.exists()


@pytest.mark.parametrize(
    ("name", "lie"),
    [
        ("nonce", "of-another-sign-in"),
        ("nonce", None),
        ("aud", "another-client"),
        ("aud", ["videoplanet-test", "another-client"]),
        ("azp", "another-client"),
        ("iss", "https://evil.example"),
        ("exp", 1_700_000_000),
        ("exp", None),
        ("sub", "somebody-else"),
    ],
)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(visitor, provider, name, lie):
    provider.lies[name] = lie

    assert code_of(go(visitor, provider)) == "sign_in_failed"
    assert not User.objects.exists()


def test_an_id_token_that_somebody_else_signed_is_refused(visitor, provider):
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})

    assert code_of(go(visitor, provider)) == "sign_in_failed"


def test_user_info_of_somebody_else_is_refused(visitor, provider):
    provider.userinfo_lies["sub"] = "somebody-else"

    assert code_of(go(visitor, provider)) == "sign_in_failed"


def test_a_configuration_of_another_issuer_is_refused(visitor, provider):
    provider.configuration["issuer"] = "https://evil.example"

    assert code_of(begin(visitor)) == "sign_in_failed"


def test_a_code_of_another_issuer_is_refused(visitor, provider):
    assert code_of(go(visitor, provider, iss="https://evil.example")) == "sign_in_failed"


def test_a_provider_that_is_down_is_said_and_logged_without_a_secret(visitor, provider, caplog):
    begun = begin(visitor)
    given = provider.sign_in(begun.json()["data"]["url"], "minji")
    provider.down = True
    with caplog.at_level(logging.WARNING, "users"):
        answer = visitor.post("auth/provider/callback", {"provider": "company"} | given)

    assert code_of(answer) == "sign_in_failed"
    [line] = [record.getMessage() for record in caplog.records if "sign-in" in record.msg]
    assert "company" in line
    assert given["code"] not in line
    assert address_of(provider) not in line


def test_a_wrong_secret_is_logged_as_what_it_is(visitor, provider, settings, caplog):
    know(settings, provider.variables(CLIENT_SECRET="mistyped"))

    assert code_of(go(visitor, provider)) == "sign_in_failed"
    assert "invalid_client" in caplog.text


def test_a_state_serves_once_and_only_who_began(visitor, new_visitor, provider):
    begun = begin(visitor)
    given = {"provider": "company"} | provider.sign_in(begun.json()["data"]["url"], "minji")

    # Somebody is lured to the page with a code that is not of their own sign-in.
    stranger = new_visitor()
    begin(stranger)
    assert code_of(stranger.post("auth/provider/callback", given)) == "sign_in_expired"
    assert code_of(new_visitor().post("auth/provider/callback", given)) == "sign_in_expired"
    assert visitor.post("auth/provider/callback", given).status_code == 200
    again = visitor.post("auth/provider/callback", given, X_Session_Token=visitor.session_token)
    assert code_of(again) == "sign_in_expired"


def test_a_stolen_code_is_worth_nothing_without_the_verifier(visitor, new_visitor, provider):
    given = provider.sign_in(begin(visitor).json()["data"]["url"], "minji")
    thief = new_visitor()
    own = provider.sign_in(begin(thief).json()["data"]["url"], "minji")
    body = {"provider": "company"} | own | {"code": given["code"]}

    assert code_of(thief.post("auth/provider/callback", body)) == "sign_in_failed"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("provider", "nobody"),
        ("provider", ""),
        ("process", "steal"),
        ("callback_url", "https://evil.example/login/callback"),
        ("callback_url", "javascript:alert(1)"),
        ("callback_url", ""),
    ],
)
def test_bad_input_is_refused_by_field(visitor, provider, field, value):
    answer = begin(visitor, **{field: value})

    assert answer.status_code == 400
    assert [error["param"] for error in answer.json()["errors"]] == [field]
