"""POST invitations: who is invited, who is not and why, and how many."""

from datetime import timedelta

import pytest
from django.utils import timezone

from invitations.models import Batch, Invitation
from invitations.sweeps import sweep_ended
from tests.concurrency import at_once
from tests.invitations.conftest import Server, user_of
from tests.mails import send_invitations as send_mails
from tests.problems import assert_problem, fields_of
from users.models import User
from videoplanet.db.models import Counter

BAD = ["nonsense", "a@b@c.example", "né@client.example", 'a"b"@client.example', "", "a b@c.example"]


def reasons(answer):
    assert answer.status_code == 202, answer.content
    return {each["email"]: each["reason"] for each in answer.json()["failed"]}


@pytest.mark.django_db
def test_bad_addresses_are_named_with_a_reason_and_stop_none_of_the_others(cast, invite):
    old = Invitation.objects.get(
        batch_id=invite("gone@client.example", "kept@client.example").json()["batch_id"],
        email="gone@client.example",
    )
    Invitation.objects.filter(id=old.id).update(status="failed", refused=True)
    good = [f"p{number}@client.example" for number in range(90)]
    bad = {
        **dict.fromkeys(BAD, "not_an_address"),
        "Viewer@Example.com": "already_member",
        " KEPT@client.example ": "already_invited",
        "gone@client.example": "refused_before",
        "P1@client.example": "repeated",
    }
    answer = invite(*good, *bad)
    assert reasons(answer) == bad
    body = answer.json()
    assert (body["total"], body["queued"], len(body["failed"])) == (100, 90, 10)
    rows = Invitation.objects.filter(batch_id=body["batch_id"])
    assert set(rows.values_list("email", flat=True)) == set(good)
    assert Batch.objects.get(id=body["batch_id"]).refused == 10


@pytest.mark.django_db
def test_a_key_sends_nothing_twice(cast):
    body = {"project_id": str(cast.project.id), "emails": ["a@client.example"]}
    first, again = (cast.owner.post("invitations", body, Idempotency_Key="k") for _ in range(2))
    assert first.json() == again.json()
    assert Invitation.objects.count() == 1
    assert Counter.objects.get(subject=cast.project.id).count == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"emails": []}, "emails"),
        ({"emails": ["a@b.example"] * 101}, "emails"),
        ({"emails": [5]}, "emails[0]"),
        ({"role": "admin"}, "role"),
        ({"message": "x" * 1001}, "message"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "2999-01-01T00:00:00Z"}, "expires_at"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_bad_input_is_refused_by_name(cast, change, field):
    body = {"project_id": str(cast.project.id), "emails": ["a@client.example"]}
    assert fields_of(cast.owner.post("invitations", body | change)) == [field]
    assert not Batch.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("limit", ["INVITATIONS_PER_PROJECT", "INVITATIONS_PER_SENDER"])
def test_more_than_a_days_mails_are_refused_as_a_whole(cast, invite, settings, limit):
    setattr(settings, limit, 2)
    assert invite("a@client.example").json()["queued"] == 1
    refused = invite("b@client.example", "c@client.example")
    assert_problem(refused, 429, "too_many_invitations")
    assert 0 < int(refused["Retry-After"]) <= 86_401
    assert Invitation.objects.count() == 1
    assert invite("b@client.example", "nonsense").json()["queued"] == 1
    row = Invitation.objects.get(email="a@client.example")
    assert_problem(cast.owner.post(f"invitations/{row.id}/resend"), 429, "too_many_invitations")


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_invite_the_same_at_once_make_one_invitation(cast, invite):
    addresses = [f"p{number}@client.example" for number in range(10)]
    answers = at_once(*[lambda: invite(*addresses) for _ in range(4)])
    assert [each.status_code for each in answers] == [202] * 4
    assert sum(each.json()["queued"] for each in answers) == 10
    assert Invitation.objects.count() == 10
    assert all(set(reasons(each).values()) <= {"already_invited"} for each in answers)


@pytest.mark.django_db
def test_only_admins_see_invitations_and_no_secret_is_in_them(cast, invited):
    row, token = invited(message="Look at the sky", role="editor")
    one = cast.owner.get(f"invitations/{row.id}")
    listed = cast.owner.get(f"invitations?project_id={cast.project.id}&batch_id={row.batch_id}")
    assert listed.json() == [one.json()]
    said = one.json()
    assert (said["status"], said["role"], said["message"]) == ("sent", "editor", "Look at the sky")
    assert said["invited_by"]["name"] == "Owner"
    assert token not in one.content.decode() + listed.content.decode()
    assert row.token_digest not in listed.content.decode()


@pytest.mark.django_db
def test_a_resent_mail_has_another_secret_and_the_old_one_ends(
    cast, invited, enter, server: Server
):
    row, old = invited()
    guest = enter(old)
    assert guest.get("projects").status_code == 200
    assert cast.owner.post(f"invitations/{row.id}/resend").status_code == 202
    assert cast.anonymous.get(f"invitations/verify?token={old}").json()["reason"] == "unknown"
    send_mails(row.id)
    new = server.token(row.email)
    assert new != old
    assert enter(new).get("users/me").json()["id"] == guest.get("users/me").json()["id"]
    assert cast.owner.get(f"invitations/{row.id}").json()["status"] == "accepted"


@pytest.mark.django_db
def test_role_and_end_are_changed_for_who_is_in_too(cast, invited, enter, feedback):
    row, token = invited()
    guest = enter(token)
    comment = {"feedback_id": str(feedback.id), "content": "x"}
    assert guest.post("comments", comment).status_code == 201
    sooner = (timezone.now() + timedelta(days=3)).isoformat()
    change = {"role": "viewer", "expires_at": sooner}
    tag = cast.owner.get(f"invitations/{row.id}")["ETag"]
    path = f"invitations/{row.id}"
    assert cast.owner.patch(path, change, If_Match='"0-0"').status_code == 412
    assert cast.owner.patch(path, change, If_Match=tag).status_code == 200
    assert guest.post("comments", comment).status_code == 403
    row.refresh_from_db()
    assert user_of(guest).access_until == row.expires_at
    assert guest.post("guests/renew").status_code == 200
    cast.owner.delete(path)
    assert_problem(cast.owner.patch(path, change), 409, "invitation_ended")
    assert_problem(cast.owner.post(f"{path}/resend"), 409, "invitation_ended")
    assert cast.owner.delete(path).status_code == 204


@pytest.mark.django_db
def test_who_was_in_until_it_expired_is_the_same_guest_when_it_is_sent_again(
    cast, invited, enter, server
):
    row, token = invited()
    guest = enter(token)
    assert guest.get("projects").status_code == 200
    user, past = user_of(guest), timezone.now()
    Invitation.objects.update(expires_at=past)
    User.objects.filter(id=user.id).update(access_until=past)
    assert sweep_ended() == 1
    assert guest.get("projects").status_code == 401

    answer = cast.owner.post(f"invitations/{row.id}/resend").json()
    assert (answer["status"], answer["expires_at"] > answer["updated_at"]) == ("queued", True)
    send_mails(row.id)
    again = enter(server.token(row.email))
    assert again.get("projects").status_code == 200
    assert user_of(again) == user
    assert cast.owner.get(f"invitations/{row.id}").json()["status"] == "accepted"


@pytest.mark.django_db
def test_a_revoked_address_can_be_invited_anew(cast, invited):
    row, _token = invited()
    cast.owner.delete(f"invitations/{row.id}")
    again, _token = invited()
    assert (again.id != row.id, again.status) == (True, "sent")
