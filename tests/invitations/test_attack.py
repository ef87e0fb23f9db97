"""What a guest, a forger and somebody with an old link try."""

import time

import jwt
import pytest
from django.conf import settings

from comments.actions import add_comment
from feedbacks.actions import create_feedback
from invitations.links import make_link
from invitations.models import Invitation
from projects.actions import create_project
from projects.models import Membership
from tests.conftest import Cast, make_video
from tests.invitations.conftest import user_of
from tests.requests import Things, make_things, route_of, send
from tests.test_permissions import ROWS, ours
from users.tokens import GUEST_TYPE, create_guest_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(cast, feedback) -> Things:
    """Things of a project that the guest has nothing to do with; the guest stays the cast's."""
    project = create_project(creator=cast.outsider.user, name="Secret film")
    access = Membership.objects.access(cast.outsider.user, project.id)
    things = make_things(cast, feedback)
    other = make_video(access)
    there = create_feedback(access=access, video=other, video_timestamp=1, content="Secret")
    comment = add_comment(access=access, feedback=there, content="Secret")
    ask = {"project_id": str(project.id), "emails": ["x@client.example"]}
    batch = cast.outsider.post("invitations", ask).json()["batch_id"]
    link, _token = make_link(access=access, role="viewer")
    things.cast = Cast(**{**vars(cast), "project": project, "video": other})
    things.feedback, things.comment = str(there.id), str(comment.id)
    things.uploading, things.link = str(other.id), str(link.id)
    things.invitation = str(Invitation.objects.get(batch_id=batch).id)
    return things


ONES_OWN = (
    "api/v1/users/me",
    "api/v1/users/me/export",
    "api/v1/measurements",
    "api/v1/tokens/exchange",
    "api/v1/tokens/cookie",
    "api/v1/screenshots",
    "api/v1/notifications",
    "api/v1/notifications/read",
    "api/v1/notifications/preferences",
    "api/v1/invitations/verify",
    "api/v1/invitations/accept",
    "api/v1/share-links/enter",
    "api/v1/guests/renew",
    "api/v1/realtime/tickets",
    "api/v1/projects",
    "api/v1/projects/present",
    "api/v1/users/me/tokens",
)
"""Routes that name nothing of a project."""
NAMING = sorted(
    name
    for name in ROWS
    if route_of(name)[1].startswith("api/v1/") and route_of(name)[1] not in ONES_OWN
    if "avatar" not in name
)
"""Each request of the URL configuration that names a thing: a new route is tried by itself."""


def test_each_route_with_an_id_is_tried():
    tried = {route_of(name)[1] for name in NAMING}
    assert {route for route in ours() if "{id}" in route} <= tried
    assert len(NAMING) > 40


@pytest.mark.parametrize("name", NAMING)
def test_nothing_of_another_project_is_seen_or_changed(elsewhere, name):
    answer = send(elsewhere.cast.guest, name, elsewhere)
    assert answer.status_code in (400, 404), (name, answer.content)
    assert "Secret" not in answer.content.decode()


def test_a_forged_token_opens_nothing(cast, invited, enter):
    _row, token = invited()
    guest = enter(token)
    good = guest.token
    claims = jwt.decode(good, options={"verify_signature": False})
    other = create_project(creator=cast.outsider.user, name="Another")
    key, typ = settings.GUEST_TOKEN_KEY, {"typ": GUEST_TYPE}

    def signed(changes=None, with_key=key, algorithm="HS256", headers=typ):
        return jwt.encode(claims | (changes or {}), with_key, algorithm=algorithm, headers=headers)

    forged = {
        "alg none": signed(with_key=None, algorithm="none"),
        "other key": signed(with_key="x" * 48),
        "members' key": signed(with_key=settings.JWT_SIGNING_KEY),
        "other type": signed(headers={"typ": "JWT"}),
        "other project": signed({"project": str(other.id)}),
        "another's": signed({"sub": str(cast.guest.user.id), "project": str(other.id)}),
        "a member": signed({"sub": str(cast.owner.user.id)}),
        "expired": signed({"exp": int(time.time()) - 1}),
        "the link's secret": token,
    }
    for name, each in forged.items():
        guest.token = each
        for path in ("users/me", f"projects/{cast.project.id}", f"projects/{other.id}"):
            assert guest.get(path).status_code == 401, (name, path)
        if name != "expired":
            assert guest.post("guests/renew").status_code == 401, name
    # None of that made the invited one join.
    guest.token = good
    assert Membership.objects.filter(guest=True).count() == 1
    assert guest.get("users/me").status_code == 200


def test_a_token_of_before_is_of_no_use_after_the_revocation(cast, invited, enter):
    row, token = invited()
    guest = enter(token)
    user = user_of(guest)
    cast.owner.delete(f"invitations/{row.id}")
    guest.token = create_guest_token(user, cast.project.id)
    assert guest.get("projects").status_code == 401
    assert guest.post("guests/renew").status_code == 401
    again, new = invited()
    assert again.id != row.id
    assert enter(new).get("projects").status_code == 200
    assert guest.get("projects").status_code == 401


def test_no_secret_is_logged(cast, invited, enter, caplog):
    caplog.set_level("DEBUG")
    _row, token = invited()
    guest = enter(token)
    guest.get("projects")
    cast.outsider.post("invitations/accept", {"token": token})
    ours_alone = "\n".join(
        each.getMessage() for each in caplog.records if not each.name.startswith("mail.")
    )
    for secret in (token, guest.token):
        assert secret not in ours_alone
