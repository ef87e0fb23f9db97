"""The admin asks for second factors, and may require one."""

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_used_codes():
    cache.clear()


@pytest.fixture
def app(superuser):
    """The authenticator app of the superuser."""
    found = pyotp.TOTP(pyotp.random_base32())
    TOTP.activate(superuser, found.secret)
    return found


def log_in(user, **code):
    client = Client()
    body = {"username": user.email, "password": PASSWORD, "next": "/admin/"} | code
    return client, client.post("/admin/login/?next=/admin/", body)


def test_who_has_a_second_factor_is_asked_for_it(superuser, app):
    for code in ({}, {"code": ""}, {"code": "000000"}):
        client, answer = log_in(superuser, **code)
        assert "The code is missing or wrong." in answer.content.decode()
        assert client.get("/admin/").status_code == 302

    client, answer = log_in(superuser, code=app.now())
    assert answer.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_wrong_password_says_nothing_of_codes(superuser, app):
    answer = Client().post(
        "/admin/login/", {"username": superuser.email, "password": "wrong", "code": app.now()}
    )
    assert "The code is" not in answer.content.decode()


def test_a_recovery_code_lets_in_once(superuser, app):
    [code, *_others] = RecoveryCodes.activate(superuser).get_unused_codes()

    assert log_in(superuser, code=code)[1].status_code == 302
    assert log_in(superuser, code=code)[1].status_code == 200


def test_required_means_that_nobody_comes_in_without(superuser, settings):
    settings.ADMIN_REQUIRES_MFA = True
    client, answer = log_in(superuser)

    assert "Set up a second factor" in answer.content.decode()
    assert client.get("/admin/").status_code == 302


def test_sessions_from_before_it_was_required_are_over(superuser, settings, admin_browser):
    assert admin_browser.get("/admin/").status_code == 200
    settings.ADMIN_REQUIRES_MFA = True
    assert admin_browser.get("/admin/").status_code == 302


def test_with_a_second_factor_it_works_where_it_is_required(superuser, settings, app):
    settings.ADMIN_REQUIRES_MFA = True
    client, answer = log_in(superuser, code=app.now())

    assert answer.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_after_twenty_wrong_codes_the_right_one_is_refused(superuser, app):
    for number in range(20):
        cache.clear()
        log_in(superuser, code=f"x{number}")
    cache.clear()
    _client, answer = log_in(superuser, code=app.now())
    assert answer.status_code == 429


def test_no_page_shows_a_secret(superuser, admin_browser, app):
    page = admin_browser.get(f"/admin/users/user/{superuser.id}/change/")
    assert page.status_code == 200
    assert app.secret not in page.content.decode()
    assert Authenticator.objects.exists()
    assert admin_browser.get("/admin/mfa/authenticator/").status_code == 404
