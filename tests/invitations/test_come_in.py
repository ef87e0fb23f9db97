"""From the mail into the project: looking at the link, joining by using it, going on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from invitations.models import Guest, Invitation
from projects.models import Membership
from tests.events import events_since, newest_seq
from tests.invitations.conftest import user_of
from users.models import User
from users.tokens import principal_of

pytestmark = pytest.mark.django_db

CLOSED = {"valid": False, "project": None, "guest_token": None, "expires_at": None}


def verify(cast, token):
    answer = cast.anonymous.get(f"invitations/verify?token={token}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.json()


def test_a_link_lets_one_in_and_one_can_comment(cast, invited, enter, feedback):
    row, token = invited()
    given = verify(cast, token)
    assert given["valid"] is True
    assert given["reason"] is None
    assert given["project"] == {"id": str(cast.project.id), "name": "Spring film"}
    guest = enter(token)

    said = guest.post("comments", {"feedback_id": str(feedback.id), "content": "This looks good!"})

    assert said.status_code == 201
    assert said.json()["user"] == {
        "id": str(user_of(guest).id), "name": "Guest", "email": None, "avatar_url": None,
        "kind": "guest",
    }  # fmt: skip
    assert guest.patch("users/me", {"name": "Kim"}).json()["name"] == "Kim"
    row.refresh_from_db()
    assert (row.status, bool(row.accepted_at)) == ("accepted", True)


def test_looking_changes_nothing_that_members_see_and_joining_is_the_first_use(
    cast, invited, enter
):
    row, token = invited()
    seq = newest_seq(cast)
    members = Membership.objects.count()
    for _ in range(3):
        guest = enter(token)
    assert (newest_seq(cast), Membership.objects.count()) == (seq, members)
    row.refresh_from_db()
    assert row.status == "sent"
    assert Guest.objects.get().joined_at is None

    for _ in range(3):
        assert guest.get("projects").status_code == 200

    [event] = events_since(cast, seq)
    assert event["type"] == "member.joined"
    assert event["payload"]["guest"] is True
    assert Guest.objects.get().joined_at


def test_an_unknown_parameter_is_named(cast):
    answer = cast.anonymous.get("invitations/verify?token=x&format=html")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "format"


def test_looking_again_gives_the_same_guest(cast, invited, enter):
    _row, token = invited()
    assert user_of(enter(token)) == user_of(enter(token))
    assert User.objects.filter(kind="guest", contact_email="kim@client.example").count() == 1


def test_a_known_guest_is_looked_up_in_one_query(cast, invited, enter):
    _row, token = invited()
    guest = enter(token)
    with CaptureQueriesContext(connection) as looked:
        verify(cast, token)
    assert len(looked) == 1
    guest.get("users/me")
    with CaptureQueriesContext(connection) as used:
        principal_of(guest.token)
    assert len(used) == 1


def test_a_viewer_reads_and_writes_nothing(cast, invited, enter, feedback):
    _row, token = invited(role="viewer")
    guest = enter(token)
    assert guest.get(f"feedbacks/{feedback.id}").status_code == 200
    comment = {"feedback_id": str(feedback.id), "content": "x"}
    given = {"video_id": str(cast.video.id), "timestamp": 1, "content": "x"}
    assert guest.post("comments", comment).status_code == 403
    assert guest.post("feedbacks", given).status_code == 403
    assert guest.post(f"feedbacks/{feedback.id}/reactions", {"emoji": "🎬"}).status_code == 403


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "%00", "%ED%A0%80", "é", "9" * 3000])
def test_a_guessed_secret_is_unknown(cast, invited, token):
    invited()
    assert verify(cast, token) == CLOSED | {"reason": "unknown"}
    assert cast.anonymous.get("invitations/verify").status_code == 400


def test_a_bad_bearer_is_no_hindrance(cast, invited):
    _row, token = invited()
    cast.anonymous.token = "nonsense"
    assert verify(cast, token)["valid"] is True


def test_too_many_looks_from_one_address_are_refused(cast, invited, settings):
    _row, token = invited()
    settings.VERIFY_RATE = "2/hour"
    assert [
        cast.anonymous.get(f"invitations/verify?token={token}").status_code for _ in range(3)
    ] == [200, 200, 429]


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_what_has_ended_says_so_and_lets_nobody_in(cast, invited, enter, how):
    row, token = invited()
    guest, early = enter(token), enter(token)
    assert guest.get("projects").status_code == 200
    if how == "revoked":
        assert cast.owner.delete(f"invitations/{row.id}").status_code == 204
    else:
        past = timezone.now() - timedelta(seconds=1)
        Invitation.objects.update(expires_at=past)
        User.objects.filter(entry__invitation=row).update(access_until=past)

    assert verify(cast, token) == CLOSED | {"reason": how}
    for each in (guest, early):
        assert each.get("projects").status_code == 401
        assert each.post("guests/renew").status_code == 401
    assert cast.owner.get(f"invitations/{row.id}").json()["status"] == how


def test_revoked_before_the_first_use(cast, invited, enter):
    row, token = invited()
    guest = enter(token)
    cast.owner.delete(f"invitations/{row.id}")
    assert guest.get("projects").status_code == 401
    assert not Membership.objects.filter(user__contact_email="kim@client.example").exists()


def test_a_removed_guest_is_out_and_the_link_is_dead(cast, invited, enter):
    row, token = invited()
    guest = enter(token)
    user = user_of(guest)
    assert cast.owner.delete(f"projects/{cast.project.id}/members/{user.id}").status_code == 204
    assert guest.get("projects").status_code == 401
    assert verify(cast, token) == CLOSED | {"reason": "revoked"}
    assert cast.owner.get(f"invitations/{row.id}").json()["status"] == "revoked"


def test_the_token_ends_with_the_invitation(cast, invited, enter):
    end = timezone.now() + timedelta(minutes=10)
    row, token = invited(expires_at=end.isoformat())
    principal = principal_of(enter(token).token)
    assert principal.expires_at == int(end.timestamp())
    assert (
        verify(cast, token)["expires_at"]
        == cast.owner.get(f"invitations/{row.id}").json()["expires_at"]
    )


def test_a_token_is_renewed_up_to_a_day_after_its_end(cast, invited, enter, settings):
    _row, token = invited()
    settings.GUEST_TOKEN_LIFETIME = timedelta(hours=-23)
    late = enter(token)
    settings.GUEST_TOKEN_LIFETIME = timedelta(hours=-25)
    too_late = enter(token)
    settings.GUEST_TOKEN_LIFETIME = timedelta(hours=1)

    assert late.get("projects").status_code == 401
    renewed = late.post("guests/renew")
    assert renewed.status_code == 200
    late.token = renewed.json()["guest_token"]
    assert late.get("projects").status_code == 200
    assert too_late.post("guests/renew").status_code == 401
    refused = cast.owner.post("guests/renew")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_a_guest")
    assert "tokens/refresh" in refused.json()["detail"]


def test_a_browser_is_sent_on_to_the_front_end(cast, invited):
    _row, token = invited()
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answer = Client(headers=browser).get(f"/api/v1/invitations/verify?token={token}")
    public = f"http://localhost:3000/feedback/public/{cast.project.id}?token={token}"
    assert (answer.status_code, answer["Location"]) == (302, public)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not Guest.objects.exists()
    answer = Client(headers=browser).get("/api/v1/invitations/verify?token=guessed")
    assert answer["Location"] == "http://localhost:3000/feedback/public/none?reason=unknown"
    json = Client(headers={"Accept": "*/*"}).get(f"/api/v1/invitations/verify?token={token}")
    assert json["Content-Type"] == "application/json"
