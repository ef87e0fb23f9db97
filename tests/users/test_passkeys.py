"""Passkeys by the API: made, used to log in and to confirm oneself; answers that are none."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.users.passkey import Device, text
from tests.users.sign_in import code_of, confirm_password

pytestmark = pytest.mark.django_db

PASSKEYS = "account/authenticators/webauthn"
LOG_IN, CONFIRM = "auth/webauthn/login", "auth/webauthn/reauthenticate"
SAID = text(b'{"type": "webauthn.create", "challenge": "YQ", "origin": "https://example.com"}')
NO_ANSWERS = [
    {"id": "x"},
    {"rawId": "!", "response": {}},
    {"rawId": "eHg", "response": 5},
    {"rawId": "eHg", "response": {"clientDataJSON": "eHg", "attestationObject": "eHg"}},
    {"rawId": "eHg", "response": {"clientDataJSON": SAID, "attestationObject": "oA"}},
    {"rawId": "eHg", "response": {"clientDataJSON": SAID, "authenticatorData": "oA"}},
    {"rawId": 5, "response": {"clientDataJSON": 5, "attestationObject": None}},
]


@pytest.fixture(autouse=True)
def _no_limits():
    cache.clear()


@pytest.fixture
def device(settings):
    return Device(settings.FRONTEND_URL)


def options(visitor, path, kind):
    return visitor.get(path).json()["data"][kind]


def add(visitor, device, name="Laptop", **more):
    asked = options(visitor, f"{PASSKEYS}?passwordless", "creation_options")
    return visitor.post(PASSKEYS, {"name": name, "credential": device.make(asked, **more)})


def log_in(visitor, device):
    asked = options(visitor, LOG_IN, "request_options")
    return visitor.post(LOG_IN, {"credential": device.sign(asked)})


def test_a_passkey_is_a_whole_log_in(member, new_visitor, device):
    owner, _box = member()
    confirm_password(owner)
    answer = add(owner, device)
    assert answer.status_code == 200, answer.content
    assert answer.json()["data"]["name"] == "Laptop"

    other = new_visitor()
    assert log_in(other, device).status_code == 200
    assert other.get("users/me").json()["id"] == owner.get("users/me").json()["id"]
    [passkey] = [one for one in other.get("account/authenticators").json()["data"] if "id" in one]
    assert passkey["last_used_at"]


def test_a_passkey_confirms_who_one_is(member, new_visitor, device):
    owner, _box = member()
    confirm_password(owner)
    add(owner, device)
    other = new_visitor()
    log_in(other, device)
    [passkey] = Authenticator.objects.filter(type="webauthn")
    gone = {"authenticators": [passkey.pk]}
    assert other.send("DELETE", PASSKEYS, gone).status_code == 401

    asked = options(other, CONFIRM, "request_options")
    assert other.post(CONFIRM, {"credential": device.sign(asked)}).status_code == 200
    assert other.send("DELETE", PASSKEYS, gone).status_code == 200
    assert code_of(log_in(new_visitor(), device)) == "incorrect_code"


@pytest.mark.parametrize("credential", NO_ANSWERS)
def test_what_no_device_says_is_an_incorrect_code(member, new_visitor, credential):
    owner, _box = member()
    confirm_password(owner)
    options(owner, PASSKEYS, "creation_options")
    assert code_of(owner.post(PASSKEYS, {"credential": credential})) == "incorrect_code"

    stranger = new_visitor()
    options(stranger, LOG_IN, "request_options")
    assert code_of(stranger.post(LOG_IN, {"credential": credential})) == "incorrect_code"


@pytest.mark.parametrize("more", [{"more": "\0"}, {"more": "x" * 20_000}])
def test_only_what_can_be_kept_is_taken(member, device, more):
    owner, _box = member()
    confirm_password(owner)
    assert code_of(add(owner, device, **more)) == "incorrect_code"


def test_a_passkeys_name_has_a_length(member, device):
    owner, _box = member()
    confirm_password(owner)
    assert code_of(add(owner, device, name="x" * 101)) == "max_length"


def test_a_passkey_of_another_site_is_refused(member, device):
    owner, _box = member()
    confirm_password(owner)
    device.origin = "https://evil.example"
    assert code_of(add(owner, device)) == "incorrect_code"
    assert not Authenticator.objects.exists()
