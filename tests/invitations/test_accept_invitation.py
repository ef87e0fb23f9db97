"""An address that belongs to an account; a guest who signs up later."""

import re

import pytest
from django.utils import timezone

from eventlog.models import Event
from invitations.actions import link_guests
from invitations.guests import admit
from invitations.models import Invitation
from notifications.models import Mail, Notification
from notifications.sweeps import sweep_digests
from projects.models import Membership
from tests.concurrency import at_once
from tests.events import events_since, newest_seq
from tests.invitations.conftest import text_of, user_of
from tests.mails import send_notifications
from tests.problems import assert_problem, fields_of
from tests.users.conftest import Visitor
from users.models import User

pytestmark = pytest.mark.django_db

OWN = "outsider@example.com"


@pytest.fixture
def told(cast):
    """`told()`: what the owner, who invites, is told."""
    return lambda: cast.owner.get("notifications").json()


def comment(person, feedback):
    return person.post("comments", {"feedback_id": str(feedback.id), "content": "x"})


def test_the_link_alone_gives_viewing_and_signing_in_gives_the_role(cast, invited, enter, feedback):
    row, token = invited(OWN, role="editor")
    guest = enter(token)
    assert guest.get(f"feedbacks/{feedback.id}").status_code == 200
    assert comment(guest, feedback).status_code == 403
    seq = newest_seq(cast)

    accepted = cast.outsider.post("invitations/accept", {"token": token})

    assert accepted.status_code == 200
    assert (accepted.json()["id"], accepted.json()["role"]) == (str(cast.project.id), "editor")
    assert comment(cast.outsider, feedback).status_code == 201
    types = [event["type"] for event in events_since(cast, seq)]
    assert types == ["member.joined", "member.removed", "comment.added"]
    assert guest.get("projects").status_code == 401
    assert cast.anonymous.get(f"invitations/verify?token={token}").json()["reason"] == "accepted"
    said = cast.owner.get(f"invitations/{row.id}").json()
    assert (said["status"], said["account"]["name"]) == ("accepted", "Outsider")
    assert cast.outsider.post("invitations/accept", {"token": token}).status_code == 200


def test_another_address_or_an_unconfirmed_one_is_refused(cast, invited):
    _row, token = invited()
    assert_problem(cast.outsider.post("invitations/accept", {"token": token}), 403, "other_address")
    cast.outsider.user.emailaddress_set.create(email="kim@client.example", verified=False)
    assert cast.outsider.post("invitations/accept", {"token": token}).status_code == 403
    assert cast.guest.post("invitations/accept", {"token": token}).status_code == 403
    assert cast.outsider.get(f"projects/{cast.project.id}").status_code == 404
    assert fields_of(cast.outsider.post("invitations/accept", {"token": "guessed"})) == ["token"]


def test_an_ended_invitation_is_not_accepted(cast, invited):
    row, token = invited(OWN)
    cast.owner.delete(f"invitations/{row.id}")
    refused = cast.outsider.post("invitations/accept", {"token": token})
    assert refused.json()["errors"][0]["code"] == "revoked"


def test_revoking_puts_out_who_accepted_with_an_account(cast, invited):
    row, token = invited(OWN)
    cast.outsider.post("invitations/accept", {"token": token})
    assert cast.outsider.get(f"projects/{cast.project.id}").status_code == 200
    assert cast.owner.delete(f"invitations/{row.id}").status_code == 204
    assert cast.outsider.get(f"projects/{cast.project.id}").status_code == 404
    assert cast.outsider.post("invitations/accept", {"token": token}).status_code == 400


def test_a_guest_who_signs_up_keeps_what_they_wrote(cast, invited, enter, feedback, server):
    row, token = invited("new@client.example")
    guest = enter(token)
    said = comment(guest, feedback).json()
    visitor = Visitor()
    visitor.sign_up("new@client.example")
    [code] = re.findall(
        r"^ {4}([A-Z]{4}-[A-Z]{4})$", text_of(server.to("new@client.example")[-1]), re.MULTILINE
    )
    assert comment(guest, feedback).status_code == 201  # not confirmed: nobody's yet
    visitor.post("auth/email/verify", {"key": code})

    assert comment(guest, feedback).status_code == 403
    assert visitor.get(f"comments/{said['id']}").status_code == 404
    assert visitor.post("invitations/accept", {"token": token}).status_code == 200
    kept = visitor.get(f"comments/{said['id']}").json()
    assert kept["user"]["id"] == said["user"]["id"]
    changed = visitor.send("PATCH", f"comments/{said['id']}", {"content": "mine"})
    assert changed.status_code == 200
    assert changed.json()["user"]["id"] == said["user"]["id"]
    assert cast.editor.patch(f"comments/{said['id']}", {"content": "x"}).status_code == 403
    reply = {"feedback_id": str(feedback.id), "parent_id": said["id"], "content": "Thanks"}
    assert cast.editor.post("comments", reply).status_code == 201
    assert visitor.post("comments", reply).status_code == 201  # as both: told of it once
    assert cast.editor.post("comments", reply).status_code == 201
    told = visitor.get("notifications").json()
    assert [(each["type"], each["actor"]["name"]) for each in told] == [("reply", "Editor")] * 2
    assert visitor.delete(f"comments/{said['id']}").status_code == 204
    assert Invitation.objects.get(id=row.id).status == "accepted"


def test_a_guest_is_linked_to_one_account_only(cast, invited, enter):
    _row, token = invited("new@client.example")
    guest = user_of(enter(token))
    link_guests(user=cast.outsider.user, address="new@client.example")
    link_guests(user=cast.viewer.user, address="new@client.example")
    assert User.objects.get(id=guest.id).account == cast.outsider.user


def test_who_invited_hears_of_it_once_in_the_app_live_and_by_digest(
    cast, invited, enter, server, told
):
    _row, token = invited(OWN)
    guest = enter(token)
    assert told() == []
    for _ in range(2):
        guest.get("projects")
    [heard] = told()
    assert (heard["type"], heard["project_id"]) == ("invitation_accepted", str(cast.project.id))
    assert (heard["actor"]["name"], heard["excerpt"]) == ("Guest", OWN)
    live = Event.objects.get(stream_id=cast.owner.user.id)
    assert (live.type, live.payload["id"]) == ("notification.created", heard["id"])

    # Going on with the account is no news.
    assert cast.outsider.post("invitations/accept", {"token": token}).status_code == 200
    assert told() == [heard]
    Notification.objects.update(digest_at=timezone.now())
    sweep_digests()
    send_notifications(Mail.objects.get().id)
    [mail] = server.to("owner@example.com")
    assert "Guest accepted your invitation" in text_of(mail)
    assert OWN in text_of(mail)


def test_who_invited_hears_of_an_account_and_not_after_leaving(cast, invited, enter, told):
    _row, token = invited(OWN)
    cast.outsider.post("invitations/accept", {"token": token})
    assert [each["actor"]["name"] for each in told()] == ["Outsider"]

    _row, token = invited("kim@client.example")
    Membership.objects.filter(user=cast.editor.user).update(role="admin")
    assert cast.owner.delete(f"projects/{cast.project.id}/members/{cast.owner.user.id}").status_code
    assert enter(token).get("projects").status_code == 200
    assert Notification.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_accepts_at_the_same_moment_make_one_membership(cast, invited):
    _row, token = invited(OWN)
    seq = newest_seq(cast)
    call = lambda: cast.outsider.post("invitations/accept", {"token": token})  # noqa: E731
    assert [each.status_code for each in at_once(*[call] * 4)] == [200] * 4
    assert Membership.objects.filter(user=cast.outsider.user).count() == 1
    assert [event["type"] for event in events_since(cast, seq)] == ["member.joined"]


@pytest.mark.django_db(transaction=True)
def test_first_uses_at_the_same_moment_make_one_guest_and_one_membership(cast, invited, enter):
    _row, token = invited()
    seq = newest_seq(cast)
    guests = at_once(*[lambda: enter(token)] * 4)
    assert {each.get("users/me").status_code for each in guests[:1]} == {200}
    answers = at_once(*[lambda each=each: each.get("users/me") for each in guests])
    assert {each.status_code for each in answers} == {200}
    assert len({each.json()["id"] for each in answers}) == 1
    assert [event["type"] for event in events_since(cast, seq)] == ["member.joined"]


@pytest.mark.django_db(transaction=True)
def test_joining_and_revoking_at_the_same_moment_lets_nobody_in(cast, invited, enter):
    for number in range(5):
        row, token = invited(f"p{number}@client.example")
        guest = enter(token)
        user = User.objects.get(entry__invitation=row)
        path = f"invitations/{row.id}"
        at_once(
            lambda user=user: admit(guest=user, project_id=cast.project.id),
            lambda path=path: cast.owner.delete(path),
        )
        assert guest.get("projects").status_code == 401
        assert not Membership.objects.filter(user=user).exists()
