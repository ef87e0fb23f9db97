"""Whose account a sign-in with another service leads to: an address must be proved."""

import pytest
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount

from tests.users.sign_in import address_of, code_of, go, know, pending, secrets
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_who_owns_the_address_lands_in_their_account(member, new_visitor, provider):
    owner, box = member()
    provider.people["minji"]["email"] = box.address.upper()
    other = new_visitor()

    assert go(other, provider).status_code == 200
    assert other.get("users/me").json()["id"] == owner.get("users/me").json()["id"]
    assert User.objects.get().name == "Kim Minji"
    [account] = SocialAccount.objects.all()
    assert account.user.email == box.address
    assert new_visitor().log_in(box.address).status_code == 200
    assert "Company" in box.newest().get_content()


@pytest.mark.parametrize("trust", ["", "false"])
def test_an_untrusted_provider_leads_nobody_into_an_account(
    member, new_visitor, provider, settings, trust
):
    know(settings, provider.variables(TRUST_EMAIL=trust))
    _owner, box = member()
    provider.people["minji"]["email"] = box.address
    before = len(box.mails())

    assert code_of(go(new_visitor(), provider)) == "email_taken"
    assert not SocialAccount.objects.exists()
    assert len(box.mails()) == before


def test_who_only_claims_an_address_learns_nothing_and_its_owner_is_told(
    member, new_visitor, provider
):
    _owner, box = member()
    provider.people["minji"] |= {"email": box.address, "email_verified": False}
    stranger = new_visitor()

    assert pending(go(stranger, provider)) == ["verify_email"]
    assert box.newest()["Subject"] == "[VideoPlanet] You have an account already"
    assert stranger.post("auth/email/verify", {"key": "BBBB-BBBB"}).status_code == 400
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_unverified_address_is_confirmed_by_our_code(visitor, mailbox, provider, verified):
    provider.people["minji"]["email_verified"] = verified

    assert pending(go(visitor, provider)) == ["verify_email"]
    assert visitor.get("users/me").status_code == 401
    box = mailbox(address_of(provider))
    # The mail came before this mailbox was opened.
    box.after = ""
    assert visitor.post("auth/email/verify", {"key": box.code()}).status_code == 200
    assert visitor.get("users/me").json()["name"] == "Kim Minji"


def test_without_an_address_one_is_asked_for_and_confirmed(visitor, mailbox, provider):
    provider.people["minji"] = {"name": "Kim Minji"}
    box = mailbox()

    assert pending(go(visitor, provider)) == ["provider_signup"]
    answer = visitor.post("auth/provider/signup", {"email": box.address, "name": "Minji"})
    assert pending(answer) == ["verify_email"]
    assert visitor.post("auth/email/verify", {"key": box.code()}).status_code == 200
    assert visitor.get("users/me").json()["name"] == "Minji"
    assert SocialAccount.objects.get().user.email == box.address


def test_a_squatter_is_gone_when_the_owner_comes(visitor, new_visitor, provider, no_waiting):
    visitor.sign_up(address_of(provider), "the-squatters-password-1", "Squatter")
    owner = new_visitor()

    assert go(owner, provider).status_code == 200
    assert owner.get("users/me").json()["name"] == "Kim Minji"
    assert new_visitor().log_in(address_of(provider), "the-squatters-password-1").status_code == 400


def test_google_is_believed_about_its_own_mailboxes_only(settings):
    know(settings, {"SIGN_IN_PROVIDERS": "google"} | secrets("google"))
    google = get_adapter().get_provider(None, "google")

    def proves(email, **claims):
        said = {"email": email, "email_verified": True} | claims
        [address] = google.extract_email_addresses({"userinfo": said})
        return address.verified

    assert proves("minji@gmail.com")
    assert proves("minji@company.example", hd="company.example")
    assert not proves("minji@naver.com")
    assert not proves("minji@company.example", hd="other.example")
    assert not proves("minji@gmail.com", email_verified=False)


@pytest.mark.parametrize("name", ["\u202eijniM", "", None, "   ", 7])
def test_a_bad_name_is_replaced_by_the_addresss_first_part(visitor, provider, name):
    provider.people["minji"]["name"] = name
    go(visitor, provider)

    assert visitor.get("users/me").json()["name"] == address_of(provider).partition("@")[0]
