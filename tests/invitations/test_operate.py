"""What operators do: the admin's pages and actions, the commands, the sweep."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from invitations.models import Guest, Invitation
from projects.models import Membership
from tests.admin.conftest import admin_browser, superuser  # noqa: F401 - fixtures
from tests.events import events_since, newest_seq
from tests.invitations.conftest import user_of
from tests.requests import make_invitation
from users.models import User
from videoplanet.tasks.models import Work

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


def test_the_admin_shows_everything_but_secrets(admin_browser, cast, invited, enter):  # noqa: F811
    row, token = invited(message="Look")
    cast.owner.post("share-links", {"project_id": str(cast.project.id), "password": "open sesame"})
    guest = user_of(enter(token))
    for model, pk in {
        "invitation": row.id,
        "batch": row.batch_id,
        "guest": guest.id,
        "sharelink": cast.project.share_links.get().id,
    }.items():
        path = f"/admin/invitations/{model}/"
        for page in (path, f"{path}{pk}/change/", f"{path}?q=kim", f"{path}?q={pk}"):
            answer = admin_browser.get(page)
            assert answer.status_code == 200, page
            assert row.token_digest not in answer.content.decode()
            assert "argon2" not in answer.content.decode()
        assert admin_browser.post(f"{path}{pk}/delete/").status_code == 403


def test_the_admins_actions_send_again_and_revoke(admin_browser, cast, invited, enter):  # noqa: F811
    row, token = invited()
    guest = enter(token)
    guest.get("projects")

    def act(name):
        body = {"action": name, "_selected_action": [row.id]}
        return admin_browser.post("/admin/invitations/invitation/", body, follow=True)

    assert "0 mails were queued." in act("send_again").content.decode()
    assert "1 invitation was revoked." in act("revoke").content.decode()
    assert guest.get("projects").status_code == 401
    assert "0 invitations were revoked." in act("revoke").content.decode()


def test_failed_ones_are_sent_again_by_a_command(cast):
    rows = [make_invitation(cast, f"p{number}@client.example")[0] for number in range(3)]
    for row, refused in zip(rows[:2], (False, True), strict=True):
        Invitation.objects.filter(id=row.id).update(status="failed", refused=refused)
    assert run("resend_failed_invitations", "--project", str(cast.project.id)) == "1 mails queued"
    assert run("resend_failed_invitations") == "0 mails queued"
    assert run("resend_failed_invitations", "--refused") == "1 mails queued"
    queued = Invitation.objects.filter(status="queued").values_list("id", flat=True)
    assert set(queued) == set(Work.objects.values_list("subject_id", flat=True))
    assert len(queued) == 2


def test_what_time_has_ended_is_written_down_and_its_guests_go(cast, invited, enter):
    row, token = invited()
    guest = enter(token)
    user = user_of(guest)
    past = timezone.now() - timedelta(seconds=1)
    Invitation.objects.update(expires_at=past)
    User.objects.filter(id=user.id).update(access_until=past)
    seq = newest_seq(cast)

    assert run("expire_invitations") == "1 ended"

    row.refresh_from_db()
    assert row.status == "expired"
    assert not Membership.objects.filter(user=user).exists()
    assert [event["type"] for event in events_since(cast, seq)] == ["member.removed"]
    assert run("expire_invitations") == "0 ended"
    assert cast.owner.post(f"invitations/{row.id}/resend").json()["status"] == "queued"


def test_a_projects_guests_are_listed(cast, invited, enter):
    row, token = invited()
    enter(token).get("projects")
    fields = run("list_guests", str(cast.project.id)).split("\t")
    guest = Guest.objects.get()
    assert fields[:5] == [
        str(guest.user_id), "Guest", "kim@client.example", "reviewer", f"invitation {row.id}"
    ]  # fmt: skip
    with pytest.raises(CommandError):
        run("list_guests", "01985f4e-0000-7000-8000-000000000001")
