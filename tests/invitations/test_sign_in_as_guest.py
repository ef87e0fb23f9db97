"""A guest who signs in with another service is the person whom it proves them to be."""

import pytest

from tests.invitations.conftest import user_of
from tests.openid_provider import Provider
from tests.users.conftest import Visitor
from tests.users.sign_in import go, know, pending

pytestmark = pytest.mark.django_db

ADDRESS = "minji@client.example"


@pytest.fixture
def guest(invited, enter):
    """A guest whom a mail to that address has let in, and who has joined."""
    person = enter(invited(ADDRESS, role="reviewer")[1])
    assert person.get("projects").status_code == 200
    return user_of(person)


@pytest.fixture
def provider(settings):
    """A provider that the operator trusts, and that knows whose the address is."""
    with Provider() as found:
        know(settings, found.variables(TRUST_EMAIL="true"))
        found.people["minji"] = {"name": "Minji", "email": ADDRESS, "email_verified": True}
        yield found


def test_a_guest_and_who_signs_in_are_one_person(guest, provider):
    visitor = Visitor()
    assert go(visitor, provider).status_code == 200

    guest.refresh_from_db()
    assert str(guest.account_id) == visitor.get("users/me").json()["id"]


@pytest.mark.parametrize("trust", ["true", "false"])
def test_a_guest_is_nobody_elses_by_a_mere_claim(guest, provider, settings, trust):
    know(settings, provider.variables(TRUST_EMAIL=trust))
    provider.people["minji"]["email_verified"] = trust == "false"

    assert pending(go(Visitor(), provider)) == ["verify_email"]
    guest.refresh_from_db()
    assert guest.account_id is None
