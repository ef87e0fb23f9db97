"""A browser's refresh token is in a cookie that no script can read, for one route."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.conftest import PASSWORD
from users.models import User
from users.tokens import REFRESH_GRACE_SECONDS

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
COOKIE = "videoplanet_refresh"
ROUTE = "/api/v1/tokens/cookie"


class Browser:
    """A browser on a page of `origin`: it keeps cookies and sends the page's origin."""

    def __init__(self, origin=HERE):
        self.client, self.origin = Client(raise_request_exception=False), origin

    def send(self, method, path, body=None, **headers):
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.origin:
            given["Origin"] = self.origin
        text = "" if body is None else json.dumps(body)
        return self.client.generic(method, path, text, "application/json", headers=given)

    def log_in(self, **headers):
        body = {"email": "owner@example.com", "password": PASSWORD}
        return self.send("POST", "/api/v1/auth/login", body, X_Token_Delivery="cookie", **headers)

    def refresh(self):
        return self.send("POST", ROUTE)

    def end(self):
        return self.send("DELETE", ROUTE)

    @property
    def cookie(self):
        return self.client.cookies[COOKIE]


def works(token):
    return Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/users/me").status_code


@pytest.fixture
def browser(cast):
    Session.objects.all().delete()  # the cast's, so that there is one
    return Browser()


def test_a_log_in_gives_scripts_nothing_but_the_access_token(browser):
    answer = browser.log_in()

    assert answer.status_code == 200
    assert answer.json()["meta"].keys() == {"is_authenticated", "access_token"}
    assert works(answer.json()["meta"]["access_token"]) == 200
    said = answer.content.decode()
    assert browser.cookie.value not in said
    [session] = Session.objects.all()
    assert session.session_key not in said


def test_the_cookie_is_for_one_route_and_for_no_script(browser):
    browser.log_in()

    cookie = browser.cookie
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", ROUTE)
    assert cookie["max-age"] == 30 * 86400
    assert not cookie["secure"]


def test_behind_tls_the_cookie_never_goes_without_it(browser, settings):
    settings.PUBLIC_URL = "https://review.example.com"

    browser.log_in()

    assert browser.cookie["secure"]


def test_the_cookie_is_exchanged_for_an_access_token_and_another_cookie(browser):
    browser.log_in()
    before = browser.cookie.value

    answer = browser.refresh()

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["data"].keys() == {"access_token"}
    assert works(answer.json()["data"]["access_token"]) == 200
    assert browser.cookie.value != before
    assert browser.refresh().status_code == 200


def test_without_the_header_all_is_as_before(browser):
    body = {"email": "owner@example.com", "password": PASSWORD}
    answer = browser.send("POST", "/api/v1/auth/login", body)

    assert {"refresh_token", "session_token"} <= answer.json()["meta"].keys()
    assert COOKIE not in browser.client.cookies


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example", ""]
)
def test_pages_of_other_origins_can_neither_refresh_nor_end_nor_begin_a_session(browser, origin):
    browser.log_in()
    browser.origin = origin

    answers = [browser.refresh(), browser.end(), browser.log_in()]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert [answer.json()["code"] for answer in answers] == ["unknown_origin"] * 3
    browser.origin = HERE
    assert browser.refresh().status_code == 200


def test_a_front_end_on_an_allowed_origin_may(browser, settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.com"]
    browser.origin = "https://app.example.com"

    browser.log_in()
    answer = browser.refresh()

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "https://app.example.com"
    assert answer["Access-Control-Allow-Credentials"] == "true"


def test_a_log_out_ends_the_session_and_deletes_the_cookie(browser):
    token = browser.log_in().json()["meta"]["access_token"]
    before = browser.cookie.value

    assert browser.end().status_code == 204

    assert browser.cookie.value == ""
    assert works(token) == 401
    assert not Session.objects.exists()
    browser.client.cookies[COOKIE] = before
    assert browser.refresh().status_code == 401


@pytest.mark.parametrize("value", ["", "nonsense", "a.b.c", "é\\0"])
def test_a_bad_cookie_is_a_401_and_ends_nothing(browser, value):
    browser.log_in()
    browser.client.cookies[COOKIE] = value

    assert browser.refresh().status_code == 401
    assert browser.end().status_code == 204
    assert Session.objects.count() == 1


def test_an_access_token_is_no_refresh_token(browser):
    token = browser.log_in().json()["meta"]["access_token"]
    browser.client.cookies[COOKIE] = token

    assert browser.refresh().status_code == 401
    assert browser.end().status_code == 204
    assert works(token) == 200


def test_tabs_may_use_one_cookie_at_the_same_time(browser):
    browser.log_in()
    before = browser.cookie.value
    browser.refresh()
    browser.client.cookies[COOKIE] = before

    assert browser.refresh().status_code == 200


def test_a_cookie_that_comes_again_later_was_stolen_and_ends_the_session(browser):
    browser.log_in()
    before = browser.cookie.value
    browser.refresh()
    [row] = Session.objects.all()
    data = row.get_decoded()
    used = data["used_refresh_tokens"]
    data["used_refresh_tokens"] = {jti: at - REFRESH_GRACE_SECONDS - 1 for jti, at in used.items()}
    row.session_data = Session.get_session_store_class()().encode(data)
    row.save()
    browser.client.cookies[COOKIE] = before

    assert browser.refresh().status_code == 401
    assert not Session.objects.exists()


def test_a_changed_password_leaves_this_browser_signed_in(browser):
    token = browser.log_in().json()["meta"]["access_token"]
    body = {"current_password": PASSWORD, "new_password": "another-long-password-43"}

    answer = browser.send(
        "POST",
        "/api/v1/account/password/change",
        body,
        X_Token_Delivery="cookie",
        Authorization=f"Bearer {token}",
    )

    assert answer.status_code == 200, answer.content
    assert answer.json()["meta"].keys() == {"is_authenticated", "access_token"}
    assert works(answer.json()["meta"]["access_token"]) == 200
    assert works(token) == 401
    assert browser.refresh().status_code == 200


def test_a_confirmed_sign_up_is_signed_in_by_cookie(browser, mailbox):
    box = mailbox()
    body = {"email": box.address, "password": PASSWORD, "name": "Kim"}
    answer = browser.send("POST", "/api/v1/auth/signup", body, X_Token_Delivery="cookie")
    assert answer.status_code == 401
    pending = answer.json()["meta"]["session_token"]
    assert COOKIE not in browser.client.cookies

    answer = browser.send(
        "POST",
        "/api/v1/auth/email/verify",
        {"key": box.code()},
        X_Token_Delivery="cookie",
        X_Session_Token=pending,
    )

    assert answer.json()["meta"].keys() == {"is_authenticated", "access_token"}
    assert browser.refresh().status_code == 200
    assert User.objects.filter(email=box.address).exists()


def test_pages_on_another_site_get_a_cookie_of_that_site(browser):
    for answer in (browser.log_in(Sec_Fetch_Site="cross-site"), browser.refresh()):
        assert answer.status_code == 200
    browser.log_in(Sec_Fetch_Site="cross-site")
    said = browser.cookie.OutputString()
    for rule in ("HttpOnly", f"Path={ROUTE}", "Partitioned", "SameSite=None", "Secure"):
        assert rule in said.split("; ")
    gone = browser.send("DELETE", ROUTE, Sec_Fetch_Site="cross-site").cookies[COOKIE]
    assert {"Max-Age=0", "Partitioned"} <= set(gone.OutputString().split("; "))
    browser.log_in(Sec_Fetch_Site="same-site")
    assert "SameSite=Strict" in browser.cookie.OutputString().split("; ")
