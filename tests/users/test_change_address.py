"""Another address: confirmed by a code sent to it; projects learn of it."""

import pytest
from allauth.account.models import EmailAddress

from projects.actions import add_member
from projects.models import Role
from tests.conftest import PASSWORD
from tests.events import events_since, newest_seq
from tests.users.conftest import Visitor
from users.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def reauthenticate(visitor):
    assert visitor.post("auth/reauthenticate", {"password": PASSWORD}).status_code == 200


def ask_for_change(visitor, new):
    reauthenticate(visitor)
    answer = visitor.post("account/email", {"email": new.address})
    assert answer.status_code == 200, answer.content


def test_the_new_address_counts_once_its_code_was_entered(member, mailbox):
    visitor, old = member()
    new = mailbox()
    ask_for_change(visitor, new)
    assert Visitor().log_in(new.address).status_code == 400
    assert visitor.get("users/me").json()["email"] == old.address

    answer = visitor.post("auth/email/verify", {"key": new.code()})
    assert answer.status_code == 200, answer.content
    assert visitor.get("users/me").json()["email"] == new.address
    assert Visitor().log_in(new.address).status_code == 200
    assert Visitor().log_in(old.address).status_code == 400
    [row] = EmailAddress.objects.all()
    assert (row.email, row.verified, row.primary) == (new.address, True, True)


def test_the_old_address_is_told(member, mailbox):
    visitor, old = member()
    new = mailbox()
    ask_for_change(visitor, new)
    visitor.post("auth/email/verify", {"key": new.code()})
    assert old.newest()["Subject"] == "[VideoPlanet] Your address was changed"
    assert new.address in old.newest().get_content()


def test_the_projects_hear_of_the_new_address(cast, member, mailbox):
    visitor, old = member()
    add_member(access=cast.access("owner"), email=old.address, role=Role.VIEWER)
    new, seq = mailbox(), newest_seq(cast)
    ask_for_change(visitor, new)
    assert events_since(cast, seq) == []
    visitor.post("auth/email/verify", {"key": new.code()})
    [event] = events_since(cast, seq)
    assert event["type"] == "user.updated"
    assert event["payload"]["email"] == new.address
    assert event["actor"] == event["payload"]["id"]


def test_a_wrong_code_changes_nothing(member, mailbox):
    visitor, old = member()
    new = mailbox()
    ask_for_change(visitor, new)
    wrong = "000000" if new.code() != "000000" else "000001"
    assert visitor.post("auth/email/verify", {"key": wrong}).status_code == 400
    assert User.objects.get().email == old.address


def test_an_address_that_is_taken_is_neither_given_away_nor_given(member, mailbox, no_waiting):
    visitor, old = member()
    _other, taken = member()
    reauthenticate(visitor)
    free = visitor.post("account/email", {"email": mailbox().address})
    refused = visitor.post("account/email", {"email": taken.address})
    assert refused.status_code == free.status_code == 200
    assert [set(row) for row in refused.json()["data"]] == [set(row) for row in free.json()["data"]]
    answer = visitor.post("auth/email/verify", {"key": taken.code()})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "email_taken"
    assert visitor.get("users/me").json()["email"] == old.address


def test_a_sign_up_that_nobody_confirmed_gives_way_to_the_owner(member, mailbox, no_waiting):
    visitor, _old = member()
    new = mailbox()
    Visitor().sign_up(new.address, name="Squatter")
    ask_for_change(visitor, new)
    assert visitor.post("auth/email/verify", {"key": new.code()}).status_code == 200
    assert visitor.get("users/me").json()["email"] == new.address
    assert not User.objects.filter(name="Squatter").exists()


def test_the_only_address_cannot_be_removed(member):
    visitor, box = member()
    assert visitor.delete("account/email", {"email": box.address}).status_code == 400
    assert visitor.get("users/me").json()["email"] == box.address


def test_who_logged_in_long_ago_gives_the_password_again(member, mailbox, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    visitor, _box = member()
    answer = visitor.post("account/email", {"email": mailbox().address})
    assert answer.status_code == 401
    assert "reauthenticate" in {flow["id"] for flow in answer.json()["data"]["flows"]}
    reauthenticate(visitor)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    assert visitor.post("account/email", {"email": mailbox().address}).status_code == 200
