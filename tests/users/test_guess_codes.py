"""Codes of mails can't be guessed, in parallel neither, and nobody's guesses are another's."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from devstack.service import HOST
from tests.conftest import PASSWORD
from tests.realtime.fleet import Fleet

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 40
ALLOWED = 3
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628 section 6.1: no vowels, no digits


@pytest.fixture(params=["rest", "sockets"], ids=["granian", "uvicorn"])
def server(request, tmp_path):
    """A real server: one for REST, and one that serves everything."""
    fleet = Fleet(tmp_path)
    try:
        process = getattr(fleet, request.param)()
        fleet.wait()
        with httpx.Client(
            base_url=f"http://{HOST}:{process.port}/api/v1",
            timeout=60,
            limits=httpx.Limits(max_connections=None),
        ) as client:
            yield client
    finally:
        fleet.stop()


def guess_at_once(server, path, keys, session_token, **more):
    """Send one guess for each key, all at the same moment; return their statuses."""
    together = Barrier(len(keys))

    def guess(key):
        together.wait()
        headers = {"X-Session-Token": session_token}
        return server.post(path, json={"key": key, **more}, headers=headers).status_code

    with ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(guess, keys))


def wrong_codes(number):
    return [f"ZZZZ-ZZ{ALPHABET[n // 20]}{ALPHABET[n % 20]}" for n in range(number)]


def sign_up(server, address):
    body = {"email": address, "password": PASSWORD, "name": "Kim Minji"}
    return server.post("auth/signup", json=body).json()["meta"]["session_token"]


def test_of_parallel_guesses_at_a_sign_up_three_are_compared(server, mailbox):
    box = mailbox()
    session = sign_up(server, box.address)

    statuses = guess_at_once(server, "auth/email/verify", wrong_codes(AT_ONCE), session)

    assert Counter(statuses) == {400: ALLOWED, 409: AT_ONCE - ALLOWED}
    # The right code comes too late.
    assert guess_at_once(server, "auth/email/verify", [box.code()], session) == [409]


def test_of_parallel_guesses_at_a_reset_three_are_compared(server, member):
    _visitor, box = member()
    answer = server.post("auth/password/request", json={"email": box.address})
    session = answer.json()["meta"]["session_token"]
    new = {"password": "another-password-43"}

    statuses = guess_at_once(server, "auth/password/reset", wrong_codes(AT_ONCE), session, **new)

    counted = Counter(statuses)
    assert counted[400] == ALLOWED
    assert set(counted) <= {400, 409, 429}
    assert server.post("auth/login", json={"email": box.address, **new}).status_code == 400


def test_the_right_code_among_parallel_ones_signs_in_once(server, mailbox):
    box = mailbox()
    session = sign_up(server, box.address)

    statuses = guess_at_once(server, "auth/email/verify", [box.code()] * 10, session)

    # The session of before has ended for the others.
    assert sorted(Counter(statuses).items()) == [(200, 1), (410, 9)]


def test_a_code_has_eight_letters_that_are_not_mistaken(visitor, mailbox):
    box = mailbox()
    visitor.sign_up(box.address)

    assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", box.code())
    # As somebody types it.
    typed = box.code().replace("-", " ").lower()
    assert visitor.post("auth/email/verify", {"key": typed}).status_code == 200


def test_a_strangers_guesses_use_up_none_of_the_owners(member, new_visitor):
    _visitor, box = member()
    owner, stranger = new_visitor(), new_visitor()
    owner.post("auth/password/request", {"email": box.address})
    code = box.code()
    stranger.post("auth/password/request", {"email": box.address})
    new = {"password": "another-password-43"}

    for key in wrong_codes(5):
        stranger.post("auth/password/reset", {"key": key, **new})

    assert owner.post("auth/password/reset", {"key": code, **new}).status_code == 401
    assert new_visitor().log_in(box.address, new["password"]).status_code == 200


def test_guessing_at_a_reset_without_an_account_looks_the_same(visitor, new_visitor, member):
    _visitor, box = member()
    strangers = new_visitor()
    strangers.post("auth/password/request", {"email": "nobody@example.com"})
    visitor.post("auth/password/request", {"email": box.address})

    def statuses(who):
        header = {"X_Password_Reset_Key": "ZZZZ-ZZZZ"}
        return [who.get("auth/password/reset", **header).status_code for _ in range(ALLOWED + 1)]

    assert statuses(strangers) == statuses(visitor) == [400, 400, 400, 409]
