"""What the product uses of allauth's internals, for which allauth promises nothing.

If one of these fails after an update (pyproject.toml bounds the version), read its users first:
`users.tokens` for sessions and tokens, `users.schema` for the document, `users.adapters` for the
request, `users.provider_views` and `users.openid` for other services. Behaviour is tested by the
other tests here, through HTTP.
"""

import inspect
import time

import pytest
from allauth.account.internal.flows import reauthentication
from allauth.core import context
from allauth.headless.internal import sessionkit
from allauth.headless.socialaccount import internal as socialaccount
from allauth.headless.spec.internal import schema
from allauth.headless.tokens.strategies.jwt import internal
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.internal.flows import signup
from allauth.socialaccount.providers import registry
from django.conf import settings

USED = {
    internal: {
        "create_access_token": ["user", "session", "claims"],
        "create_refresh_token": ["user", "session"],
        "decode_token": ["token", "use"],
        "get_refresh_token_state": ["session"],
        "get_session_user": ["session"],
        "session_key_from_sid": ["sid"],
        "validate_token_user": ["token", "session"],
    },
    statekit: {"unstash_state": ["request", "state_id", "provider_id", "raises"]},
    signup: {"get_pending_signup": ["request"]},
    reauthentication: {"raise_if_reauthentication_required": ["request", "app"]},
    socialaccount: {"complete_token_login": ["request", "sociallogin"]},
    sessionkit: {"session_store": ["session_key"]},
    schema: {
        "drop_unused_client_parameter": ["spec"],
        "pin_client": ["spec"],
        "specify_custom_signup_form": ["spec"],
        "specify_signup_fields": ["spec"],
        "specify_user": ["spec"],
    },
}


@pytest.mark.parametrize("module", USED, ids=lambda module: module.__name__)
def test_the_functions_that_are_used_take_what_they_are_given(module):
    taken = {
        name: list(inspect.signature(getattr(module, name)).parameters) for name in USED[module]
    }

    assert taken == USED[module]


def test_our_providers_are_found_by_the_name_of_their_module():
    found = {provider.id: provider.__module__ for provider in registry.get_class_list()}
    assert found == {"openid_connect": "users.provider", "naver": "users.provider"}


def test_the_request_is_none_outside_of_a_request():
    assert context.request is None


def test_tokens_and_sessions_hold_what_is_read_from_them(member):
    visitor, _box = member()
    access = internal.decode_token(visitor.access_token, "access")
    refresh = internal.decode_token(visitor.refresh_token, "refresh")
    key = internal.session_key_from_sid(access["sid"])
    session = sessionkit.session_store(key)

    assert access.keys() >= {"sub", "sid", "exp"}
    assert internal.session_key_from_sid(refresh["sid"]) == key
    # The refresh tokens that are valid, with their ends in seconds since 1970.
    state = internal.get_refresh_token_state(session)
    assert state.keys() == {refresh["jti"]}
    assert time.time() < state[refresh["jti"]] <= time.time() + settings.SESSION_COOKIE_AGE
    assert internal.decode_token(visitor.access_token, "refresh") is None
