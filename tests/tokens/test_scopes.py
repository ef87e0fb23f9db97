"""Scopes: which operation takes which, for every operation that is published."""

import re

import pytest
from django.db import transaction

from tests.contract.document import is_ours, operations
from tests.problems import assert_problem
from tests.requests import send
from tests.test_permissions import ALLAUTH, ROWS
from tests.tokens.conftest import make_token, program
from videoplanet.api.scopes import Scope

pytestmark = pytest.mark.django_db

# All operations whose scope is not the one of their method (GET: read, others: write).
EXPLICIT = """
createTicket                 read
graphql                      read

updateProject                admin
deleteProject                admin
addMember                    admin
updateMember                 admin
removeMember                 admin
sendInvitations              admin
updateInvitation             admin
revokeInvitation             admin
resendInvitation             admin
acceptInvitation             admin
createShareLink              admin
updateShareLink              admin
revokeShareLink              admin
updateMe                     admin
putAvatar                    admin
deleteAvatar                 admin
putNotificationPreferences   admin

eraseMe                      session
exportMe                     session
renewGuest                   session
listPersonalTokens           session
createPersonalToken          session
endPersonalToken             session
listProjectTokens            session
createProjectToken           session
endProjectToken              session

createWebhook                admin
updateWebhook                admin
deleteWebhook                admin
pingWebhook                  admin
rotateWebhookSecret          admin
sendWebhookDeliveryAgain     admin
"""
OURS = [entry for entry in operations() if is_ours(entry[2])]


@pytest.fixture
def cast(things):
    return things.cast


def scope_of(operation):
    """Return what the document says; None where nobody has to sign in."""
    schemes = operation["security"]
    return schemes[0]["bearer"][0] if schemes else None


def text_of(answer):
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode(errors="replace")


def test_each_explicit_scope_stands_in_the_table():
    declared = {}
    for _path, method, operation in OURS:
        by_method = "read" if method == "get" else "write"
        if scope_of(operation) not in (None, by_method):
            declared[operation["operationId"]] = scope_of(operation)
    assert declared == dict(line.split() for line in EXPLICIT.split("\n") if line)


def test_admin_routes_are_not_left_to_the_rule():
    # What only a project's admin may do takes the scope `admin`, unless it only reads.
    names = {f"{m.upper()} {p.removeprefix('/')}": scope_of(o) for p, m, o in OURS}
    for name, row in ROWS.items():
        only_admins = row["owner"] < 300 and row["editor"] == row["reviewer"] == 403
        if only_admins and " · " not in name and not name.startswith("GET"):
            assert names[name] in ("admin", "session"), name


@pytest.mark.parametrize(
    ("name", "operation"),
    [(f"{m.upper()} {p.removeprefix('/')}", o) for p, m, o in OURS],
    ids=[o["operationId"] for _p, _m, o in OURS],
)
def test_a_token_needs_the_scope_that_is_published(things, name, operation):
    needed = scope_of(operation)
    owner = things.cast.owner
    for scope in ("read", "write", "admin"):
        person = program(make_token(owner, scope=scope)["token"])
        with transaction.atomic():
            answer = send(person, name, things)
            transaction.set_rollback(True)
        if needed is None or Scope(scope).includes(Scope(needed)):
            assert "insufficient_scope" not in text_of(answer)
            assert answer.status_code != 401 or needed is None
        else:
            assert_problem(answer, 403, "insufficient_scope")
            challenge = 'Bearer error="insufficient_scope"'
            if needed != "session":
                challenge += f', scope="{needed}"'
                assert needed in answer.json()["detail"]
            assert answer["WWW-Authenticate"] == challenge


@pytest.mark.parametrize("path", sorted(ALLAUTH))
def test_no_token_works_at_the_account_itself(cast, path):
    person = program(make_token(cast.owner, scope="admin")["token"])
    anonymous = cast.anonymous
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        answer = person.request(method, path.removeprefix("api/v1/"), {})
        expected = anonymous.request(method, path.removeprefix("api/v1/"), {})
        assert answer.status_code == expected.status_code, method
        assert answer.status_code >= 400 or path.endswith(("config", "webauthn/login"))


def test_the_refusal_is_in_the_readers_language(cast):
    cast.owner.patch("users/me", {"language": "ko"})
    person = program(make_token(cast.owner, scope="read")["token"])
    answer = person.post("projects", {"name": "Film"})
    assert re.search("[가-힣]", answer.json()["detail"])


def test_a_read_only_token_changes_nothing_with_a_head_or_options(cast):
    person = program(make_token(cast.owner, scope="read")["token"])
    assert person.request("HEAD", f"projects/{cast.project.id}").status_code == 200
    assert person.request("OPTIONS", f"projects/{cast.project.id}").status_code == 405
    assert person.request("TRACE", f"projects/{cast.project.id}").status_code == 405
