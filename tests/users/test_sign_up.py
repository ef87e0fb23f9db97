"""Sign-up: name, address and password; the code from the mail; then tokens."""

import re
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.concurrency import at_once
from tests.problems import assert_problem
from tests.users.conftest import Visitor
from users.hashers import Argon2Hasher
from users.models import User

pytestmark = pytest.mark.django_db

_WRITES = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "\w+"')
_encode = Argon2Hasher.encode


def flow(answer):
    """Return the pending flow of a 401."""
    assert answer.status_code == 401, answer.content
    [pending] = [flow for flow in answer.json()["data"]["flows"] if flow.get("is_pending")]
    return pending["id"]


def test_sign_up_waits_for_the_code_and_then_gives_tokens(visitor, mailbox):
    box = mailbox()
    answer = visitor.sign_up(box.address)
    assert flow(answer) == "verify_email"
    assert visitor.session_token
    assert not visitor.access_token
    assert User.objects.get(email=box.address).name == "Kim Minji"

    answer = visitor.post("auth/email/verify", {"key": box.code()})
    assert answer.status_code == 200
    user = answer.json()["data"]["user"]
    assert (user["name"], user["email"], user.get("avatar_url")) == ("Kim Minji", box.address, None)
    me = visitor.get("users/me").json()
    assert (me["id"], me["name"], me["kind"]) == (user["id"], "Kim Minji", "member")
    assert visitor.refresh().status_code == 200


def test_nothing_opens_before_the_address_is_confirmed(visitor, mailbox):
    visitor.sign_up(mailbox().address)
    assert visitor.post("tokens/exchange", X_Session_Token=visitor.session_token).status_code == 401
    assert visitor.get("auth/sessions").status_code == 401
    assert visitor.get("users/me").status_code == 401


def test_three_wrong_codes_end_the_sign_up_also_for_the_right_one(visitor, mailbox):
    box = mailbox()
    visitor.sign_up(box.address)
    right = box.code()
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(2):
        answer = visitor.post("auth/email/verify", {"key": wrong})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["param"] == "key"
    visitor.post("auth/email/verify", {"key": wrong})
    assert visitor.post("auth/email/verify", {"key": right}).status_code == 409


def test_who_lost_the_code_gets_another_by_logging_in(visitor, new_visitor, mailbox, no_waiting):
    box = mailbox()
    visitor.sign_up(box.address)
    other = new_visitor()
    assert flow(other.log_in(box.address)) == "verify_email"
    assert other.post("auth/email/verify", {"key": box.code()}).status_code == 200
    assert other.status_of() == 200


def test_a_code_sent_again_replaces_the_first(visitor, mailbox, no_waiting):
    box = mailbox()
    visitor.sign_up(box.address)
    first = box.code()
    assert visitor.post("auth/email/verify/resend").status_code == 200
    second = box.code()
    assert len(box.mails()) == 2
    if first != second:
        assert visitor.post("auth/email/verify", {"key": first}).status_code == 400
    assert visitor.post("auth/email/verify", {"key": second}).status_code == 200


def test_a_code_serves_only_the_device_that_asked_for_it(visitor, new_visitor, mailbox):
    box = mailbox()
    visitor.sign_up(box.address)
    assert new_visitor().post("auth/email/verify", {"key": box.code()}).status_code == 409


def test_a_taken_address_answers_the_same_and_its_owner_is_told(
    member, visitor, new_visitor, mailbox, no_waiting
):
    _owner, box = member()
    before = len(box.mails())
    taken = visitor.sign_up(box.address, "another-password-43", "Mallory")
    free = new_visitor().sign_up(mailbox().address)
    assert taken.status_code == free.status_code == 401
    assert taken.json()["data"] == free.json()["data"]
    assert taken.json()["meta"].keys() == free.json()["meta"].keys()
    [notice] = box.mails()[before:]
    assert notice["Subject"] == "[VideoPlanet] You have an account already"
    assert "Mallory" not in notice.get_content()
    assert not User.objects.filter(name="Mallory").exists()
    assert visitor.post("auth/email/verify", {"key": "123456"}).status_code == 400


def test_a_taken_address_costs_what_a_free_one_costs(member, new_visitor, mailbox, no_waiting):
    """The work is counted: one password is hashed, and an account and its address are written.

    Time would tell the same only on a machine that nobody else uses.
    """
    _owner, taken = member()

    def work(address):
        """Return how many passwords a sign-up hashes, and which tables it writes to."""
        with (
            patch.object(Argon2Hasher, "encode", autospec=True, side_effect=_encode) as hashed,
            CaptureQueriesContext(connection) as statements,
        ):
            assert new_visitor().sign_up(address).status_code == 401
        written = [_WRITES.match(statement["sql"]) for statement in statements]
        return hashed.call_count, sorted(match[0] for match in written if match)

    hashes, writes = work(mailbox().address)
    assert hashes == 1
    assert {'INSERT INTO "users_user"', 'INSERT INTO "account_emailaddress"'} <= set(writes)
    assert work(taken.address) == (hashes, writes)


def test_an_address_can_be_taken_back_from_an_impostor(visitor, new_visitor, mailbox, no_waiting):
    box = mailbox()
    visitor.sign_up(box.address, "the-squatters-password-1", "Squatter")
    owner = new_visitor()
    owner.post("auth/password/request", {"email": box.address})
    reset = {"key": box.code(), "password": "the-owners-password-2"}
    assert owner.post("auth/password/reset", reset).status_code == 401
    assert new_visitor().log_in(box.address, "the-owners-password-2").status_code == 200
    assert new_visitor().log_in(box.address, "the-squatters-password-1").status_code == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no-address"),
        ("email", "a@example.com\nBcc: b@example.com"),
        ("password", "short"),
        ("password", "password1234"),
        ("name", ""),
        ("name", "x" * 101),
        ("name", "Kim\r\nBcc: everybody@example.com"),
        ("name", "\u202eijniM"),
    ],
)
def test_bad_input_is_refused_by_field(visitor, mailbox, field, value):
    body = {"email": mailbox().address, "password": "a-long-password-42", "name": "Kim"}
    answer = visitor.post("auth/signup", body | {field: value})
    assert answer.status_code == 400
    assert {error["param"] for error in answer.json()["errors"]} == {field}
    assert not User.objects.exists()


def test_a_name_typed_on_a_mac_is_saved_composed(visitor, mailbox):
    box = mailbox()
    visitor.sign_up(box.address, name="\u1100\u1175\u11b7\u1106\u1175\u11ab\u110c\u1175")
    assert User.objects.get(email=box.address).name == "김민지"


def test_the_address_is_the_same_in_capital_letters(visitor, new_visitor, mailbox):
    box = mailbox()
    visitor.sign_up(box.address.upper())
    visitor.post("auth/email/verify", {"key": box.code()})
    assert new_visitor().log_in(box.address.upper()).status_code == 200
    assert User.objects.get().email == box.address


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_many_times_at_once_makes_one_account(mailbox):
    box = mailbox()
    answers = at_once(*[lambda: Visitor().sign_up(box.address)] * 6)
    assert User.objects.filter(email=box.address).count() == 1
    assert {answer.status_code for answer in answers} <= {401, 409, 429}
    assert 401 in {answer.status_code for answer in answers}
    for answer in answers:
        if answer.status_code == 409:
            assert_problem(answer, 409, "duplicate")
