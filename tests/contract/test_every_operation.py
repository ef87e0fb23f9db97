"""Every published operation works: what is off is neither routed nor published."""

import pytest
from django.test import Client

from tests.conftest import PASSWORD, Person, log_in
from tests.contract.document import generated, is_ours, operations
from tests.requests import SENDERS, confirm, send

OURS, THEIRS = [], []
for _path, _method, _operation in operations():
    _name = f"{_method.upper()} {_path.removeprefix('/')}"
    (OURS if is_ours(_operation) else THEIRS).append((_name, _operation))

OWNER = "owner@example.com"
LOGIN = {"email": OWNER, "password": PASSWORD}
# What is sent to allauth's operations, and its answer. Where a code of a mail is needed a wrong one
# is sent: tests/users walk those ways to their ends.
REQUESTS = {
    "GET config": (None, 200),
    "POST auth/login": (LOGIN, 200),
    "POST auth/signup": (
        {"email": "new@example.com", "password": "correct horse battery", "name": "New"},
        401,
    ),
    "GET auth/email/verify": (None, 409),
    "POST auth/email/verify": ({"key": "000000"}, 409),
    "POST auth/email/verify/resend": (None, 409),
    "POST auth/reauthenticate": ({"password": PASSWORD}, 200),
    "POST auth/password/request": ({"email": OWNER}, 401),
    "GET auth/password/reset": (None, 409),
    "POST auth/password/reset": ({"key": "000000", "password": "correct horse battery"}, 409),
    "GET account/email": (None, 200),
    "POST account/email": ({"email": "other@example.com"}, 200),
    "PUT account/email": ({"email": "unknown@example.com"}, 400),
    "PATCH account/email": ({"email": OWNER, "primary": True}, 200),
    "DELETE account/email": ({"email": "unknown@example.com"}, 400),
    "GET auth/session": (None, 200),
    "DELETE auth/session": (None, 401),
    "POST tokens/refresh": ({"refresh_token": "unknown"}, 400),
    "POST account/password/change": (
        {"current_password": PASSWORD, "new_password": "correct horse battery"},
        200,
    ),
    "GET auth/sessions": (None, 200),
    "DELETE auth/sessions": ({"sessions": "all"}, 401),
    "POST auth/provider/redirect": ({}, 400),
    "POST auth/provider/callback": ({}, 400),
    "GET auth/provider/signup": (None, 409),
    "POST auth/provider/signup": ({}, 409),
    "GET account/providers": (None, 200),
    "DELETE account/providers": ({}, 400),
    "POST auth/2fa/authenticate": ({"code": "000000"}, 401),
    "POST auth/2fa/reauthenticate": ({"code": "000000"}, 400),
    "GET auth/webauthn/authenticate": (None, 401),
    "POST auth/webauthn/authenticate": ({}, 401),
    "GET auth/webauthn/reauthenticate": (None, 200),
    "POST auth/webauthn/reauthenticate": ({}, 400),
    "GET auth/webauthn/login": (None, 200),
    "POST auth/webauthn/login": ({}, 400),
    "GET account/authenticators": (None, 200),
    "GET account/authenticators/totp": (None, 404),
    "POST account/authenticators/totp": ({"code": "000000"}, 400),
    "DELETE account/authenticators/totp": ({}, 200),
    "GET account/authenticators/recovery-codes": (None, 404),
    "POST account/authenticators/recovery-codes": ({}, 400),
    "GET account/authenticators/webauthn": (None, 200),
    "POST account/authenticators/webauthn": ({}, 400),
    "PUT account/authenticators/webauthn": ({}, 400),
    "DELETE account/authenticators/webauthn": ({}, 400),
}
OF_MEMBERS = (
    *("account/", "auth/session", "auth/reauthenticate"),
    *("auth/2fa/reauthenticate", "auth/webauthn/reauthenticate"),
)


@pytest.fixture
def cast(things):
    return things.cast


def test_each_operation_of_allauth_has_a_request_here():
    assert {name.replace("api/v1/", "") for name, _operation in THEIRS} == REQUESTS.keys()


@pytest.mark.parametrize(("name", "operation"), THEIRS, ids=[name for name, _operation in THEIRS])
def test_each_operation_of_allauth_answers_as_it_should(cast, name, operation):
    name = name.replace("api/v1/", "")
    body, status = REQUESTS[name]
    method, _space, path = name.partition(" ")
    person = cast.anonymous
    if path.startswith(OF_MEMBERS):
        person = Person("owner", cast.owner.user, log_in(OWNER))
    if path == "account/email" or "authenticators" in path:
        person.post("auth/reauthenticate", {"password": PASSWORD})
    if name == "DELETE auth/sessions":
        body = {"sessions": [row["id"] for row in person.get("auth/sessions").json()["data"]]}
    answer = person.request(method, path, body)
    assert answer.status_code == status, answer.content
    assert str(status) in operation["responses"]


def browser_cookie(email):
    """Log in as a front end in a browser does and return the cookie it gets, as it is sent."""
    headers = {"X-Token-Delivery": "cookie", "Origin": "http://testserver"}
    body = {"email": email, "password": PASSWORD}
    login = Client(headers=headers).post("/api/v1/auth/login", body, "application/json")
    return login.cookies.output(attrs=[], header="").strip()


@pytest.mark.parametrize("name", [name for name, _operation in OURS])
def test_each_operation_of_ours_works(things, name):
    headers = {}
    if name == "POST api/v1/tokens/exchange":
        login = Client().post("/api/v1/auth/login", LOGIN, content_type="application/json")
        headers["X_Session_Token"] = login.json()["meta"]["session_token"]
    if name == "POST api/v1/tokens/cookie":
        headers["Cookie"] = browser_cookie(OWNER)
    if name == "DELETE api/v1/users/me":
        confirm(things.cast.outsider)
    answer = send(getattr(things.cast, SENDERS.get(name, "owner")), name, things, **headers)
    assert answer.status_code < 300, answer.content


@pytest.mark.parametrize(
    "path",
    ["account/phone", "auth/phone/verify", "auth/phone/verify/resend", "auth/code/confirm"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_off_is_not_there(cast, path, method):
    for person in (cast.owner, cast.anonymous):
        assert person.request(method, path, {} if method == "POST" else None).status_code == 404


@pytest.mark.parametrize("name", ["username", "phone"])
def test_nobody_logs_in_by_anything_but_an_address(cast, name):
    answer = cast.anonymous.post("auth/login", {name: OWNER, "password": PASSWORD})
    assert answer.status_code == 400
    schemas = generated()["components"]["schemas"]
    assert schemas["AllauthLogin"]["properties"].keys() == {"email", "password"}
