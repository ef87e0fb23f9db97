"""A forgotten password, and a changed one."""

import pytest

from tests.conftest import PASSWORD
from tests.users.conftest import Visitor

NEW = "another-password-43"

# The notices are sent on commit.
pytestmark = pytest.mark.django_db(transaction=True)


def ask_for_reset(box):
    visitor = Visitor()
    answer = visitor.post("auth/password/request", {"email": box.address})
    assert answer.status_code == 401  # allauth's success
    return visitor


def test_a_code_from_the_mail_sets_a_new_password(member):
    _visitor, box = member()
    other = ask_for_reset(box)
    answer = other.post("auth/password/reset", {"key": box.code(), "password": NEW})
    assert answer.status_code == 401  # done; allauth's success is being logged out
    assert Visitor().log_in(box.address, NEW).status_code == 200
    assert Visitor().log_in(box.address, PASSWORD).status_code == 400
    assert box.newest()["Subject"] == "[VideoPlanet] Your password was reset"


def test_a_reset_ends_every_session(member):
    visitor, box = member()
    other = ask_for_reset(box)
    other.post("auth/password/reset", {"key": box.code(), "password": NEW})
    assert visitor.status_of() == 401
    assert visitor.refresh().status_code == 400


def test_three_wrong_reset_codes_end_it(member):
    _visitor, box = member()
    other = ask_for_reset(box)
    right = box.code()
    wrong = {"key": "000000" if right != "000000" else "000001", "password": NEW}
    for _ in range(3):
        assert other.post("auth/password/reset", wrong).status_code == 400
    assert other.post("auth/password/reset", {"key": right, "password": NEW}).status_code == 409
    assert Visitor().log_in(box.address).status_code == 200


def test_a_weak_new_password_is_refused_and_the_code_stays_good(member):
    _visitor, box = member()
    other = ask_for_reset(box)
    weak = {"key": box.code(), "password": "12345678"}
    assert other.post("auth/password/reset", weak).status_code == 400
    assert other.post("auth/password/reset", weak | {"password": NEW}).status_code == 401


def test_an_unknown_address_answers_the_same_and_gets_a_mail(member, mailbox):
    _visitor, box = member()
    unknown = mailbox()
    answers = [
        Visitor().post("auth/password/request", {"email": asked.address})
        for asked in (box, unknown)
    ]
    known_body, unknown_body = (answer.json() for answer in answers)
    assert known_body["data"] == unknown_body["data"]
    assert known_body["meta"].keys() == unknown_body["meta"].keys()
    assert unknown.newest()["Subject"] == "[VideoPlanet] No account with this address"


def test_codes_for_one_address_are_limited(member):
    _visitor, box = member()
    body = {"email": box.address}
    statuses = [Visitor().post("auth/password/request", body).status_code for _ in range(11)]
    # The first of the day was that of the sign-up.
    assert statuses == [401] * 9 + [429] * 2


def test_a_changed_password_ends_tokens_and_an_exchange_renews_them(member):
    visitor, box = member()
    elsewhere = Visitor()
    elsewhere.log_in(box.address)
    old_refresh = visitor.refresh_token
    answer = visitor.post(
        "account/password/change", {"current_password": PASSWORD, "new_password": NEW}
    )
    assert answer.status_code == 200, answer.content
    assert visitor.status_of() == 401
    assert visitor.refresh(old_refresh).status_code == 400
    assert elsewhere.status_of() == 401
    assert elsewhere.refresh().status_code == 400

    visitor.access_token = None
    answer = visitor.post("tokens/exchange")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    fresh = answer.json()["data"]
    assert visitor.status_of(fresh["access_token"]) == 200
    assert visitor.refresh(fresh["refresh_token"]).status_code == 200
    assert box.newest()["Subject"] == "[VideoPlanet] Your password was changed"


def test_a_change_needs_the_current_password(member):
    visitor, _box = member()
    body = {"current_password": "a-wrong-password-1", "new_password": NEW}
    assert visitor.post("account/password/change", body).status_code == 400
    assert visitor.status_of() == 200


@pytest.mark.parametrize("token", [None, "", "garbage", "x" * 5000, "토큰"])
def test_an_exchange_takes_only_the_token_of_a_session(token):
    headers = {} if token is None else {"X_Session_Token": token}
    assert Visitor().post("tokens/exchange", **headers).status_code == 401
