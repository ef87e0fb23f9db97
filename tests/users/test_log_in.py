"""Log-in: tokens for the right password, nothing to learn from a wrong one, and limits."""

import pytest
from django.contrib.sessions.models import Session

from users.models import User
from users.tokens import create_guest_token, principal_of

pytestmark = pytest.mark.django_db


def test_the_right_password_gives_tokens(member, new_visitor):
    _visitor, box = member()
    other = new_visitor()
    answer = other.log_in(box.address)
    assert answer.status_code == 200
    assert set(answer.json()["meta"]) >= {"access_token", "refresh_token", "session_token"}
    assert other.status_of() == 200


def test_a_wrong_password_and_an_unknown_address_answer_alike(member, new_visitor):
    _visitor, box = member()
    wrong = new_visitor().log_in(box.address, "a-wrong-password-1")
    unknown = new_visitor().log_in("nobody@example.com", "a-wrong-password-1")
    assert wrong.status_code == unknown.status_code == 400
    assert wrong.json() == unknown.json()
    assert "meta" not in wrong.json()


def test_five_wrong_passwords_lock_the_account_also_for_the_right_one(member, new_visitor):
    _visitor, box = member()
    for _ in range(5):
        answer = new_visitor().log_in(box.address, "a-wrong-password-1")
        assert answer.json()["errors"][0]["code"] == "email_password_mismatch"
    answer = new_visitor().log_in(box.address)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "too_many_login_attempts"


def test_a_lock_out_does_not_touch_others_nor_the_sessions_there_are(member, new_visitor):
    visitor, box = member()
    _other, other_box = member()
    for _ in range(6):
        new_visitor().log_in(box.address, "a-wrong-password-1")
    assert visitor.status_of() == 200
    assert new_visitor().log_in(other_box.address).status_code == 200


def test_resetting_the_password_ends_the_lock_out(member, new_visitor):
    _visitor, box = member()
    for _ in range(6):
        new_visitor().log_in(box.address, "a-wrong-password-1")
    other = new_visitor()
    other.post("auth/password/request", {"email": box.address})
    other.post("auth/password/reset", {"key": box.code(), "password": "another-password-43"})
    assert new_visitor().log_in(box.address, "another-password-43").status_code == 200


def test_an_address_may_log_in_so_often_a_minute(member, new_visitor, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    _visitor, box = member()
    statuses = [new_visitor().log_in(box.address).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]


def test_sign_ups_of_one_address_are_limited(new_visitor):
    statuses = [new_visitor().sign_up("no-address").status_code for _ in range(21)]
    assert statuses == [400] * 20 + [429]


def test_failing_from_one_address_is_limited_over_all_accounts(new_visitor):
    codes = [
        new_visitor().log_in(f"n{number}@example.com", "x").json()["errors"][0]["code"]
        for number in range(11)
    ]
    assert codes == ["email_password_mismatch"] * 10 + ["too_many_login_attempts"]


def test_an_inactive_user_gets_no_tokens(member, new_visitor):
    _visitor, box = member()
    User.objects.update(is_active=False)
    other = new_visitor()
    answer = other.log_in(box.address)
    assert answer.status_code in {400, 401, 403}
    assert other.access_token is None
    assert other.post("tokens/exchange").status_code == 401


def test_a_guest_cannot_log_in_nor_be_sent_a_code(cast, new_visitor, mailbox):
    box = mailbox(cast.guest.user.contact_email)
    for password in ("", "x", cast.guest.user.password):
        assert new_visitor().log_in(box.address, password).status_code == 400
    new_visitor().post("auth/password/request", {"email": box.address})
    [mail] = box.mails()
    assert mail["Subject"] == "[VideoPlanet] No account with this address"


def test_a_guest_may_sign_up_with_the_address_they_were_invited_at(cast, visitor, mailbox):
    box = mailbox(cast.guest.user.contact_email)
    visitor.sign_up(box.address)
    assert visitor.post("auth/email/verify", {"key": box.code()}).status_code == 200
    assert User.objects.filter(email=box.address).count() == 1
    assert principal_of(create_guest_token(cast.guest.user, cast.project.id)) is not None


def test_passwords_are_kept_as_argon2id_with_the_documented_cost(member):
    _visitor, _box = member()
    algorithm, kind, version, cost, *_rest = User.objects.get().password.split("$")
    assert (algorithm, kind, version) == ("argon2", "argon2id", "v=19")
    assert cost == "m=19456,t=2,p=1"


def test_the_session_knows_no_password(member):
    member()
    [row] = Session.objects.all()
    assert "password" not in {key for key in row.get_decoded() if "pass" in key}
