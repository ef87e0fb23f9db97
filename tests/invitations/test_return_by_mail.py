"""A mail about what happened leads a guest back to their page."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from notifications.models import Mail
from projects.models import Membership
from tests.conftest import Person
from tests.invitations.conftest import text_of, user_of
from tests.mails import send_notifications
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(cast, invited, enter):
    """A guest who came in by an invitation, and the invitation's row."""
    row, token = invited()
    person = enter(token)
    assert person.get(f"projects/{cast.project.id}").status_code == 200
    return person, row


def mention(cast, feedback, person):
    mentions = [str(user_of(person).id)]
    body = {"feedback_id": str(feedback.id), "content": "Look", "mentions": mentions}
    answer = cast.owner.post("comments", body)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


@pytest.fixture
def mailed(cast, feedback, guest, server):
    """The mail that tells the guest of a mention, and the comment's id."""
    comment = mention(cast, feedback, guest[0])
    send_notifications(Mail.objects.get().id)
    return server.to("kim@client.example")[-1], comment


def link_in(mail):
    """Return the parts of the one link into the front end that names a place."""
    [url] = re.findall(r"^http://localhost:3000/\S+$", text_of(mail), re.MULTILINE)
    parts = urlsplit(url)
    return parts.path, {name: value for name, [value] in parse_qs(parts.query).items()}


def verified(cast, token):
    return cast.anonymous.get(f"invitations/verify?token={token}").json()


def test_the_link_opens_the_room_at_the_place_as_the_same_guest(cast, guest, feedback, mailed):
    mail, comment = mailed
    path, query = link_in(mail)
    assert path == f"/feedback/public/{cast.project.id}"
    token = query.pop("token")
    place = {"video": str(cast.video.id), "feedback": str(feedback.id), "t": "12.5"}
    assert query == place | {"comment": comment}

    given = verified(cast, token)

    assert given["valid"] is True
    assert given["project"]["id"] == str(cast.project.id)
    assert user_of(Person("back", None, given["guest_token"])) == user_of(guest[0])


def test_no_page_of_members_is_in_a_guests_mail(mailed):
    mail, _comment = mailed
    whole = text_of(mail) + mail.get_body(("html",)).get_content()
    for page in ("/projects/", "/notifications\n", "/account/"):
        assert f"http://localhost:3000{page}" not in whole
    assert "/api/v1/notifications/unsubscribe?token=" in whole


def test_a_mail_to_a_guest_has_no_token_but_their_own(cast, guest, mailed):
    _path, query = link_in(mailed[0])
    assert query["token"].partition(".")[0] == user_of(guest[0]).id.hex
    assert guest[0].token not in str(mailed[0])


def test_a_browser_is_sent_on_to_the_room(cast, mailed):
    token = link_in(mailed[0])[1]["token"]
    answer = Client(headers={"Accept": "text/html"}).get(
        f"/api/v1/invitations/verify?token={token}"
    )
    room = f"http://localhost:3000/feedback/public/{cast.project.id}?token={token}"
    assert (answer.status_code, answer["Location"]) == (302, room)


def test_a_changed_link_lets_nobody_in(cast, mailed):
    token = link_in(mailed[0])[1]["token"]
    other = cast.guest.user.id.hex + token[32:]
    for bad in (other, token[:-1], token + "x", token.partition(".")[0]):
        assert verified(cast, bad)["reason"] == "unknown"


def test_a_link_of_a_revoked_invitation_lets_nobody_in(cast, guest, mailed):
    token = link_in(mailed[0])[1]["token"]
    assert cast.owner.delete(f"invitations/{guest[1].id}").status_code == 204
    assert verified(cast, token)["reason"] == "revoked"


def test_a_link_ends_with_the_access_and_after_two_weeks_at_most(cast, guest, mailed, settings):
    token = link_in(mailed[0])[1]["token"]
    settings.INVITATION_LIFETIME = timedelta(seconds=-1)
    assert verified(cast, token)["reason"] == "expired"
    settings.INVITATION_LIFETIME = timedelta(days=14)
    assert verified(cast, token)["valid"] is True
    User.objects.filter(id=user_of(guest[0]).id).update(access_until=timezone.now())
    assert verified(cast, token)["reason"] == "expired"


def test_a_removed_guest_does_not_come_back(cast, guest, mailed):
    token, user = link_in(mailed[0])[1]["token"], user_of(guest[0])
    path = f"projects/{cast.project.id}/members/{user.id}"
    assert cast.owner.delete(path).status_code == 204
    assert verified(cast, token)["reason"] == "revoked"
    assert not Membership.objects.filter(user=user).exists()


def test_a_guest_of_a_share_link_comes_back_while_the_link_holds(cast, feedback, server):
    made = cast.owner.post("share-links", {"project_id": str(cast.project.id)}).json()
    secret = parse_qs(urlsplit(made["url"]).query)["link"][0]
    came = cast.anonymous.post("share-links/enter", {"token": secret}).json()
    person = Person("linked", None, came["guest_token"])
    assert person.get(f"projects/{cast.project.id}").status_code == 200
    User.objects.filter(id=user_of(person).id).update(contact_email="lee@client.example")
    mention(cast, feedback, person)
    send_notifications(Mail.objects.get().id)
    token = link_in(server.to("lee@client.example")[-1])[1]["token"]

    assert verified(cast, token)["valid"] is True
    assert cast.owner.delete(f"share-links/{made['id']}").status_code == 204
    assert verified(cast, token)["reason"] == "revoked"
