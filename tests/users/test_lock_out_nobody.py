"""Limits can't be used to lock somebody else out, and IPv6 subscribers are one client."""

import pytest
from django.test import Client

from tests.conftest import PASSWORD
from users.code_mails import LIMIT_OF_NETWORK

pytestmark = pytest.mark.django_db

HOME, ELSEWHERE = "2001:db8:1:2::7", "203.0.113.9"
WRONG = "a-wrong-password-1"


@pytest.fixture(autouse=True)
def gateway(settings):
    settings.TRUSTED_PROXY_COUNT = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "reset_password": None,
        "signup": None,
    }


@pytest.fixture
def at(new_visitor):
    """Make a front end at an address."""
    return lambda address: new_visitor(headers={"X-Forwarded-For": address})


@pytest.fixture
def owner(member):
    """Somebody who has logged in at home."""
    return member(X_Forwarded_For=HOME)


def test_wrong_passwords_elsewhere_lock_nobody_out_at_home(owner, at):
    _visitor, box = owner
    for number in range(6):
        at(f"203.0.113.{number}").log_in(box.address, WRONG)

    assert at(ELSEWHERE).log_in(box.address).status_code == 400
    assert at(HOME).log_in(box.address).status_code == 200
    # Another address of the same subscriber.
    assert at("2001:db8:1:2:aaaa::1").log_in(box.address).status_code == 200
    assert at("2001:db8:1:3::7").log_in(box.address).status_code == 400


def test_where_somebody_stays_signed_in_is_home_too(owner, at):
    visitor, box = owner
    travelling = "198.51.100.1"
    visitor.headers = {"X-Forwarded-For": travelling}
    assert visitor.refresh().status_code == 200
    for number in range(6):
        at(f"203.0.113.{number}").log_in(box.address, WRONG)

    assert at(travelling).log_in(box.address).status_code == 200


def test_at_home_wrong_passwords_are_limited_too(owner, at):
    _visitor, box = owner
    answers = [at(HOME).log_in(box.address, WRONG) for _ in range(6)]

    codes = [answer.json()["errors"][0]["code"] for answer in answers]
    assert codes == ["email_password_mismatch"] * 5 + ["too_many_login_attempts"]


def test_wrong_passwords_elsewhere_stop_nobody_who_is_signed_in(owner, at):
    visitor, box = owner
    for number in range(6):
        at(f"203.0.113.{number}").log_in(box.address, WRONG)
    visitor.headers = {"X-Forwarded-For": "198.51.100.1"}

    assert visitor.post("auth/reauthenticate", {"password": PASSWORD}).status_code == 200


def test_somebody_signed_in_has_no_further_guesses_at_another(owner, member, at):
    _visitor, box = owner
    stranger, _box = member(X_Forwarded_For=ELSEWHERE)
    for number in range(5):
        at(f"203.0.113.{number}").log_in(box.address, WRONG)

    answer = stranger.log_in(box.address, WRONG)
    assert answer.json()["errors"][0]["code"] == "too_many_login_attempts"


def test_a_stranger_uses_up_only_their_own_codes(owner, at):
    _visitor, box = owner

    def ask(address):
        answer = at(address).post("auth/password/request", {"email": box.address})
        return answer.status_code

    assert [ask(ELSEWHERE) for _ in range(LIMIT_OF_NETWORK)] == [401] * LIMIT_OF_NETWORK
    assert ask(ELSEWHERE) == 429
    assert ask("198.51.100.1") == ask(HOME) == 401


def test_many_strangers_use_up_none_of_the_codes_at_home(owner, at, monkeypatch):
    monkeypatch.setattr("users.code_mails.LIMIT_OF_STRANGERS", 4)
    _visitor, box = owner  # whose first code was asked for when nobody knew the network
    sent = [
        at(f"203.0.113.{number}").post("auth/password/request", {"email": box.address}).status_code
        for number in range(5)
    ]

    assert sent == [401, 401, 401, 429, 429]
    assert at(HOME).post("auth/password/request", {"email": box.address}).status_code == 401


def test_too_many_codes_are_refused_alike_with_and_without_an_account(owner, at, mailbox):
    _visitor, taken = owner
    free = mailbox()

    def answers(address):
        return [at(ELSEWHERE).sign_up(address) for _ in range(LIMIT_OF_NETWORK + 1)]

    with_account, without = answers(taken.address), answers(free.address)

    assert [answer.status_code for answer in with_account] == [
        answer.status_code for answer in without
    ]
    refused = without[-1]
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_codes")
    assert int(refused["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.10", False),
    ],
)
def test_writes_without_a_token_are_counted_by_network(first, second, same, settings):
    settings.ANONYMOUS_RATE = "1/hour"

    def exchange(address):
        headers = {"X-Forwarded-For": address}
        return Client().post("/api/v1/tokens/exchange", headers=headers).status_code

    assert exchange(first) == 401
    assert exchange(second) == (429 if same else 401)


@pytest.mark.parametrize("forwarded", ["", "unknown", "a, b", "1.2.3.4:80", "\u00e9"])
def test_a_bad_forwarded_header_is_no_error(forwarded, settings, new_visitor):
    settings.TRUSTED_PROXY_COUNT = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    answer = new_visitor(headers={"X-Forwarded-For": forwarded}).log_in("n@example.com", "x")

    assert answer.status_code == 400
