"""Who gets into /admin/, and how often one may try."""

import pytest
from django.test import Client

from tests.admin.conftest import browser
from tests.conftest import PASSWORD
from users.models import User

pytestmark = pytest.mark.django_db


def test_staff_log_in_with_address_and_password_for_twelve_hours(superuser):
    client, answer = browser(superuser.email)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert 12 * 3600 - 60 < client.session.get_expiry_age() <= 12 * 3600
    cookie = answer.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = client.get("/admin/")
    assert page.status_code == 200
    assert "VideoPlanet" in page.content.decode()


def test_members_guests_and_the_inactive_do_not_get_in(cast, superuser):
    _client, answer = browser("owner@example.com")
    assert answer.status_code == 200  # the form again
    _client, answer = browser(cast.guest.user.contact_email, "")
    assert answer.status_code == 200
    User.objects.filter(id=superuser.id).update(is_active=False)
    _client, answer = browser(superuser.email)
    assert answer.status_code == 200


def test_a_deactivated_user_is_logged_out_at_once(admin_browser, superuser):
    assert admin_browser.get("/admin/users/user/").status_code == 200
    User.objects.filter(id=superuser.id).update(is_active=False)
    assert admin_browser.get("/admin/users/user/").status_code == 302


def test_a_token_of_the_api_opens_no_page(cast, superuser):
    headers = {"Authorization": f"Bearer {cast.owner.token}"}
    assert Client(headers=headers).get("/admin/users/user/").status_code == 302


def test_after_ten_tries_the_right_password_is_refused_too(superuser, db):
    User.objects.create_superuser("other@example.com", PASSWORD, name="Other")
    for _ in range(10):
        _client, answer = browser(superuser.email, "a-wrong-password-1")
        assert answer.status_code == 200
    client, answer = browser(superuser.email.upper())
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
    assert client.get("/admin/").status_code == 302
    _client, answer = browser("other@example.com")
    assert answer.status_code == 302


def test_one_client_tries_thirty_times_over_all_accounts(superuser):
    for number in range(30):
        browser(f"n{number}@example.com", "a-wrong-password-1")
    _client, answer = browser(superuser.email)
    assert answer.status_code == 429


def test_the_admin_speaks_the_browsers_language(superuser):
    korean = Client(headers={"Accept-Language": "ko"}).get("/admin/login/").content.decode()
    english = Client(headers={"Accept-Language": "en"}).get("/admin/login/").content.decode()
    assert 'lang="ko"' in korean
    assert "로그인" in korean
    assert "Log in" in english


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/feedbacks/feedback/"])
def test_every_page_has_a_policy_and_is_not_kept_or_framed(admin_browser, path):
    for client in (admin_browser, Client()):
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Frame-Options"] == "DENY"
        assert "no-store" in answer["Cache-Control"]


def test_what_the_api_answers_has_no_policy_of_the_admin(cast):
    assert "Content-Security-Policy" not in cast.owner.get("users/me")
