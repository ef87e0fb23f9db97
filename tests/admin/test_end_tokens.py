"""Access tokens in the admin: to look at, and to end."""

import pytest

from projects.models import Membership
from tests.admin.conftest import allow
from tests.tokens.conftest import make_project_token, make_token, program
from users.models import AccessToken

pytestmark = pytest.mark.django_db

LIST = "/admin/users/accesstoken/"


def test_staff_see_tokens_without_their_digests(admin_browser, cast):
    make_token(cast.editor, name="Render farm")
    token = AccessToken.objects.get()
    page = admin_browser.get(LIST).content.decode()
    assert "Render farm" in page
    assert "Editor" in page
    own = admin_browser.get(f"{LIST}{token.id}/change/").content.decode()
    assert 'name="_save"' not in own
    assert token.digest not in page + own
    for step in ("add/", f"{token.id}/delete/"):
        assert admin_browser.post(f"{LIST}{step}", {"name": "x"}).status_code == 403
    assert admin_browser.post(f"{LIST}{token.id}/change/", {"name": "x"}).status_code == 403


def test_staff_end_tokens_and_the_access_of_their_bots(admin_browser, cast):
    secrets = [make_token(cast.editor)["token"], make_project_token(cast)["token"]]
    bot = AccessToken.objects.get(user__kind="bot").user
    selected = list(AccessToken.objects.values_list("id", flat=True))
    body = {"action": "end", "_selected_action": selected}
    answer = admin_browser.post(LIST, body, follow=True)
    assert "2 tokens were ended." in answer.content.decode()
    assert [program(secret).get("users/me").status_code for secret in secrets] == [401, 401]
    assert not Membership.objects.filter(user=bot).exists()
    [ended] = [
        event
        for event in cast.owner.get(f"projects/{cast.project.id}/events").json()
        if event["type"] == "token.ended"
    ]
    assert ended["payload"]["user"]["id"] == str(bot.id)


def test_who_may_only_look_ends_nothing(client, cast, superuser):
    make_token(cast.editor)
    staff = cast.reviewer.user
    staff.is_staff = True
    staff.save()
    allow(staff, "view_accesstoken")
    client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(LIST).content.decode()
    assert "End the selected tokens" not in page
    body = {"action": "end", "_selected_action": [AccessToken.objects.get().id]}
    client.post(LIST, body, follow=True)
    assert AccessToken.objects.get().ended_at is None


def test_logging_somebody_out_everywhere_ends_their_tokens(admin_browser, cast):
    mine, others = make_token(cast.editor)["token"], make_token(cast.viewer)["token"]
    of_project = make_project_token(cast)["token"]
    selected = [cast.editor.user.id, cast.owner.user.id]
    body = {"action": "end_sessions", "_selected_action": selected}
    admin_browser.post("/admin/users/user/", body, follow=True)
    statuses = [program(each).get("users/me").status_code for each in (mine, others, of_project)]
    assert statuses == [401, 200, 200]
