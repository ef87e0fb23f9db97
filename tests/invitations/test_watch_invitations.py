"""Sockets: guests are in as all are, and out when revoked; admins hear how invitations stand."""

import pytest

from projects.actions import create_project
from tests.mails import send_invitations as send_mails
from tests.realtime.conftest import sockets  # noqa: F401 - a fixture
from users.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def process(sockets, cast):  # noqa: F811
    return sockets()


def test_a_guest_joins_by_a_socket_and_is_cut_off_when_revoked(cast, process, invited, enter):
    row, token = invited()
    guest = enter(token)
    members = process.open(cast.project.id, cast.viewer.token)
    members.next()

    socket = process.open(cast.project.id, guest.token)
    ready = socket.next()
    assert (ready["payload"]["role"], ready["payload"]["user"]["name"]) == ("reviewer", "Guest")
    assert members.next()["type"] == "member.joined"
    other = create_project(creator=cast.outsider.user, name="Secret film")
    assert process.open(other.id, guest.token).code() == 4404

    cast.owner.delete(f"invitations/{row.id}")
    assert socket.code(timeout=3) == 4403
    assert members.next()["type"] == "member.removed"
    assert process.open(cast.project.id, guest.token).code() == 4401


def test_access_that_time_has_ended_ends_the_socket(cast, process, invited, enter):
    row, token = invited()
    socket = process.open(cast.project.id, enter(token).token)
    socket.next()
    User.objects.filter(entry__invitation=row).update(access_until="2026-01-01T00:00:00Z")
    assert socket.code(timeout=3) == 4403


def test_admins_hear_how_invitations_stand_and_others_dont(cast, process, invite, server, enter):
    admin, viewer = (
        process.open(cast.project.id, person.token) for person in (cast.owner, cast.viewer)
    )
    admin.next()
    viewer.next()
    assert invite("kim@client.example").status_code == 202
    queued = admin.next()
    send_mails(queued["payload"]["id"])
    sent = admin.next()
    assert [each["type"] for each in (queued, sent)] == ["invitation.updated"] * 2
    assert [each["payload"]["status"] for each in (queued, sent)] == ["queued", "sent"]
    assert sent["payload"] == cast.owner.get(f"invitations/{sent['payload']['id']}").json()
    assert "seq" not in sent

    enter(server.token("kim@client.example")).get("projects")
    frames = admin.until("invitation.updated")
    assert frames[-1]["payload"]["status"] == "accepted"
    assert viewer.next()["type"] == "member.joined"
    with pytest.raises(TimeoutError):
        viewer.next(timeout=0.5)
