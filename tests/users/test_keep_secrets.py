"""What is in nobody's log: passwords, tokens, codes, mails."""

import logging

import pytest

from tests.conftest import PASSWORD
from tests.users.conftest import Visitor
from users.models import User

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "another-password-43"


def test_no_flow_writes_a_secret_to_the_log(caplog, member, cast):
    caplog.set_level(logging.DEBUG)
    visitor, box = member()
    codes = [box.code()]
    visitor.refresh()
    visitor.get("users/me")
    visitor.get("users/me", token=visitor.access_token + "x")
    Visitor().log_in(box.address, "a-wrong-password-1")
    other = Visitor()
    other.post("auth/password/request", {"email": box.address})
    codes.append(box.code())
    other.post("auth/password/reset", {"key": codes[-1], "password": NEW})
    again = Visitor()
    again.log_in(box.address, NEW)
    cast.guest.get("users/me")
    again.delete("auth/session")

    secrets = {PASSWORD, NEW, "a-wrong-password-1", *codes, cast.guest.token}
    for session in (visitor, again):
        secrets |= {session.access_token, session.refresh_token, session.session_token}
    secrets |= set(User.objects.values_list("password", flat=True))
    assert None not in secrets
    found = [secret for secret in secrets if secret in caplog.text]
    assert found == []
    assert "Enter this code" not in caplog.text
