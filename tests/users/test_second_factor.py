"""Second factors: codes of an app and recovery codes, at log-in and where one confirms oneself."""

import base64
import time
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command

from tests.conftest import PASSWORD
from tests.problems import assert_problem
from tests.users.sign_in import confirm_password, go, pending
from videoplanet.db.models import Counter

pytestmark = pytest.mark.django_db

TOTP = "account/authenticators/totp"
CODES = "account/authenticators/recovery-codes"


@pytest.fixture(autouse=True)
def _no_used_codes():
    cache.clear()


def set_up(visitor):
    """Set up an authenticator app, and return it."""
    confirm_password(visitor)
    answer = visitor.get(TOTP)
    assert answer.status_code == 404, answer.content
    app = pyotp.TOTP(answer.json()["meta"]["secret"])
    answer = visitor.post(TOTP, {"code": app.now()})
    assert answer.status_code == 200, answer.content
    cache.clear()  # a code serves once, and these tests are faster than the next one comes
    return app


def wrong(app):
    """Return a code that is neither now's nor its neighbours'."""
    near = {app.at(int(time.time()) + 30 * step) for step in range(-2, 3)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def recovery_codes(visitor):
    return visitor.get(CODES).json()["data"].get("unused_codes")


def test_a_log_in_asks_for_the_code_and_gives_no_token_before(member, new_visitor):
    owner, box = member()
    app = set_up(owner)
    other = new_visitor()

    answer = other.log_in(box.address)
    assert pending(answer) == ["mfa_authenticate"]
    [flow] = [flow for flow in answer.json()["data"]["flows"] if flow.get("is_pending")]
    assert set(flow["types"]) == {"totp", "recovery_codes"}
    assert other.access_token is None
    assert other.get("users/me").status_code == 401
    assert other.post("tokens/exchange", X_Session_Token=other.session_token).status_code == 401
    assert other.post("auth/2fa/authenticate", {"code": wrong(app)}).status_code == 400
    assert other.post("auth/2fa/authenticate", {"code": app.now()}).status_code == 200
    assert other.get("users/me").status_code == 200


def test_the_setup_has_a_picture_of_our_own_and_names_the_account(member):
    owner, box = member()
    confirm_password(owner)
    meta = owner.get(TOTP).json()["meta"]

    url = urlsplit(meta["totp_url"])
    assert box.address.replace("@", "%40") in url.path
    assert parse_qs(url.query)["issuer"] == ["VideoPlanet"]
    kind, data = meta["totp_picture"].split(",", 1)
    assert kind == "data:image/svg+xml;base64"
    assert b"<svg" in base64.b64decode(data)


def test_a_wrong_code_sets_nothing_up(member):
    owner, _box = member()
    confirm_password(owner)
    app = pyotp.TOTP(owner.get(TOTP).json()["meta"]["secret"])

    assert owner.post(TOTP, {"code": wrong(app)}).status_code == 400
    assert not Authenticator.objects.exists()


def test_a_code_serves_once(member, new_visitor):
    owner, box = member()
    app = set_up(owner)
    first, second = new_visitor(), new_visitor()
    code = app.now()
    first.log_in(box.address)
    assert first.post("auth/2fa/authenticate", {"code": code}).status_code == 200

    second.log_in(box.address)
    assert second.post("auth/2fa/authenticate", {"code": code}).status_code == 400


def test_recovery_codes_are_shown_once_and_serve_once_each(member, new_visitor):
    owner, box = member()
    set_up(owner)
    codes = recovery_codes(owner)
    assert len(set(codes)) == 10
    assert recovery_codes(owner) is None
    first, second = new_visitor(), new_visitor()
    first.log_in(box.address)
    assert first.post("auth/2fa/authenticate", {"code": codes[0]}).status_code == 200
    second.log_in(box.address)

    assert second.post("auth/2fa/authenticate", {"code": codes[0]}).status_code == 400
    assert second.post("auth/2fa/authenticate", {"code": codes[1]}).status_code == 200
    assert owner.get(CODES).json()["data"]["unused_code_count"] == 8


def test_new_recovery_codes_end_the_old_ones(member, new_visitor):
    owner, box = member()
    set_up(owner)
    old = recovery_codes(owner)
    new = owner.post(CODES).json()["data"]["unused_codes"]
    assert not set(new) & set(old)
    other = new_visitor()
    other.log_in(box.address)

    assert other.post("auth/2fa/authenticate", {"code": old[0]}).status_code == 400
    assert other.post("auth/2fa/authenticate", {"code": new[0]}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", CODES, {}), ("DELETE", TOTP, None), ("GET", "account/authenticators/webauthn", None)],
)
def test_changes_are_confirmed(member, settings, method, path, body):
    owner, _box = member()
    set_up(owner)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0

    answer = owner.send(method, path, body)
    assert answer.status_code == 401
    flows = {flow["id"] for flow in answer.json()["data"]["flows"]}
    assert flows >= {"reauthenticate", "mfa_reauthenticate"}


def test_a_code_confirms_too(member, settings):
    owner, _box = member()
    app = set_up(owner)

    assert owner.post("auth/2fa/reauthenticate", {"code": wrong(app)}).status_code == 400
    assert owner.post("auth/2fa/reauthenticate", {"code": app.now()}).status_code == 200


def test_without_the_app_a_log_in_asks_for_nothing_more(member, new_visitor):
    owner, box = member()
    set_up(owner)

    assert owner.delete(TOTP).status_code == 200
    assert not Authenticator.objects.exists()  # recovery codes are for what is gone
    assert new_visitor().log_in(box.address).status_code == 200


def test_another_service_does_not_get_around_the_second_factor(member, new_visitor, provider):
    owner, box = member()
    set_up(owner)
    provider.people["minji"]["email"] = box.address

    assert pending(go(new_visitor(), provider)) == ["mfa_authenticate"]


def test_a_new_password_does_not_get_around_it_either(member, new_visitor):
    owner, box = member()
    set_up(owner)
    thief = new_visitor()
    thief.post("auth/password/request", {"email": box.address})
    reset = {"key": box.code(), "password": "another-long-password-43"}
    assert thief.post("auth/password/reset", reset).status_code == 401

    assert pending(new_visitor().log_in(box.address, reset["password"])) == ["mfa_authenticate"]


def test_after_twenty_wrong_codes_in_a_day_none_is_compared(member, new_visitor, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None, "confirm_email": None}
    owner, box = member()
    app = set_up(owner)
    thief = new_visitor()
    thief.log_in(box.address)
    for _ in range(20):
        assert thief.post("auth/2fa/authenticate", {"code": wrong(app)}).status_code == 400

    answer = thief.post("auth/2fa/authenticate", {"code": app.now()})
    assert_problem(answer, 429, "too_many_wrong_codes")
    assert thief.get("users/me").status_code == 401


def test_allauths_own_limit_holds_before_that(member, new_visitor):
    owner, box = member()
    app = set_up(owner)
    thief = new_visitor()
    thief.log_in(box.address)
    said = [thief.post("auth/2fa/authenticate", {"code": wrong(app)}).json() for _ in range(6)]

    assert said[0]["errors"][0]["code"] == "incorrect_code"
    assert said[-1]["errors"][0]["code"] == "too_many_login_attempts"


def test_right_codes_are_not_counted(member, new_visitor):
    owner, box = member()
    app = set_up(owner)
    visitor = new_visitor()
    visitor.log_in(box.address)
    visitor.post("auth/2fa/authenticate", {"code": wrong(app)})
    assert Counter.objects.get(scope="second-factor").count == 1

    assert visitor.post("auth/2fa/authenticate", {"code": app.now()}).status_code == 200
    assert not Counter.objects.filter(scope="second-factor").exists()


@pytest.mark.django_db(transaction=True)
def test_changes_are_told_by_mail(member):
    owner, box = member()
    set_up(owner)
    owner.post(CODES)
    owner.delete(TOTP)

    told = [mail["Subject"] for mail in box.mails()][1:]
    assert told == [
        "[VideoPlanet] An authenticator app protects your account",
        "[VideoPlanet] New recovery codes for your account",
        "[VideoPlanet] Your authenticator app was removed",
    ]
    assert PASSWORD not in box.newest().get_content()


def test_an_operator_resets_second_factors_and_it_is_logged(member, new_visitor, caplog, capsys):
    owner, box = member()
    set_up(owner)

    call_command("reset_mfa", box.address.upper())

    assert "2 removed" in capsys.readouterr().out
    [line] = [record.getMessage() for record in caplog.records if "operator" in record.msg]
    assert owner.get("users/me").json()["id"] in line
    assert box.address not in line
    assert new_visitor().log_in(box.address).status_code == 200
    with pytest.raises(CommandError):
        call_command("reset_mfa", "nobody@example.com")


@pytest.mark.parametrize(
    "path", ["account/authenticators", TOTP, CODES, "account/authenticators/webauthn"]
)
def test_strangers_learn_nothing(new_visitor, path):
    assert new_visitor().get(path).status_code == 401
