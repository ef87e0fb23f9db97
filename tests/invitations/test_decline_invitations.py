"""An address that wants no more invitations gets none, from anybody."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from invitations.models import DeclinedAddress, Invitation
from tests.invitations.conftest import text_of
from tests.mails import send_invitations
from videoplanet import settings as product

pytestmark = pytest.mark.django_db

KIM = "kim@client.example"


def link_of(mail):
    url = mail["List-Unsubscribe"].strip("<> ")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in text_of(mail)
    return url.removeprefix(product.PUBLIC_URL)


def stranger(**headers):
    return Client(enforce_csrf_checks=True, headers=headers)


def test_one_click_ends_the_invitations_of_every_project(cast, invite, invited, server):
    invited(KIM)
    url = link_of(server.mails[0])
    assert stranger().post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert stranger().post(url).status_code == 200
    Invitation.objects.all().delete()
    failed = invite(KIM, "lee@client.example").json()["failed"]
    assert failed == [{"email": KIM, "reason": "refused_before"}]
    body = {"project_id": None, "emails": ["KIM@client.example"]}
    body["project_id"] = cast.outsider.post("projects", {"name": "Another"}).json()["id"]
    assert cast.outsider.post("invitations", body).json()["failed"][0]["reason"] == "refused_before"


def test_the_page_changes_nothing_and_names_nobody(invited, server):
    invited(KIM)
    url = link_of(server.mails[0])
    page = stranger(**{"Accept-Language": "ko"}).get(url)
    assert page.status_code == 200
    text = page.content.decode()
    assert "초대 메일을 그만 보낼까요?" in text
    assert KIM not in text
    assert not DeclinedAddress.objects.exists()
    assert stranger().post(f"{url}x").status_code == 400
    assert not DeclinedAddress.objects.exists()


def test_a_mail_that_waits_or_is_sent_again_fails_instead(cast, invite, invited, server):
    row, _token = invited(KIM)
    stranger().post(link_of(server.mails[0]))
    assert cast.owner.post(f"invitations/{row.id}/resend").status_code == 202
    send_invitations(row.id)
    said = cast.owner.get(f"invitations/{row.id}").json()
    assert (said["status"], said["failure"]) == (
        "failed",
        "This person wants no more invitations.",
    )
    korean = cast.owner.get(f"invitations/{row.id}", Accept_Language="ko").json()
    assert korean["failure"] == "이 사람은 초대 메일을 더 이상 받지 않아요."
    assert len(server.mails) == 1


def test_who_has_come_in_stays(cast, invited, server, enter):
    row, token = invited(KIM)
    guest = enter(token)
    assert guest.get("projects").status_code == 200
    stranger().post(link_of(server.mails[0]))
    assert guest.get("projects").status_code == 200
    assert cast.owner.get(f"invitations/{row.id}").json()["status"] == "accepted"


def test_an_operator_lets_an_address_be_invited_again(invite, invited, server):
    invited(KIM)
    stranger().post(link_of(server.mails[0]))
    Invitation.objects.all().delete()
    call_command("allow_invitations", "Kim@Client.Example", stdout=StringIO())
    assert invite(KIM).json()["failed"] == []
    with pytest.raises(CommandError):
        call_command("allow_invitations", KIM)
