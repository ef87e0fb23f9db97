"""What staff change: who may log in, who is staff, what staff may do."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group

from tests.admin.conftest import allow, browser
from tests.conftest import PASSWORD
from users.models import User

pytestmark = pytest.mark.django_db


def page_of(user):
    return f"/admin/users/user/{user.id}/change/"


def save(client, user, **fields):
    """Send the form with the given fields, as a browser does: unticked boxes are left out."""
    inlines = {
        f"{prefix}-{name}": 0
        for prefix in (
            "emailaddress_set",
            "socialaccount_set",
            "authenticator_set",
            "usersession_set",
        )
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return client.post(page_of(user), inlines | fields)


@pytest.fixture
def helpdesk(db):
    """A staff member who may change users, and is no superuser."""
    user = User.objects.create_user("desk@example.com", PASSWORD, name="Desk", is_staff=True)
    allow(user, "view_user", "change_user")
    client, answer = browser(user.email)
    assert answer.status_code == 302
    return client


def test_who_is_deactivated_is_out_at_once_and_back_when_activated(admin_browser, cast):
    assert cast.editor.get("users/me").status_code == 200
    assert save(admin_browser, cast.editor.user).status_code == 302
    assert cast.editor.get("users/me").status_code == 401
    assert save(admin_browser, cast.editor.user, is_active="on").status_code == 302
    assert cast.editor.get("users/me").status_code == 200
    assert LogEntry.objects.count() == 2


def test_a_guest_is_shut_out_too(admin_browser, cast):
    assert save(admin_browser, cast.guest.user).status_code == 302
    assert cast.guest.get("users/me").status_code == 401


def test_a_superuser_gives_rights(admin_browser, cast):
    group = Group.objects.create(name="Helpdesk")
    fields = {"is_active": "on", "is_staff": "on", "groups": [group.pk]}
    assert save(admin_browser, cast.editor.user, **fields).status_code == 302
    user = User.objects.get(id=cast.editor.user.id)
    assert (user.is_staff, user.is_superuser, list(user.groups.all())) == (True, False, [group])


def test_what_others_see_of_a_person_is_not_staffs_to_change(admin_browser, cast):
    fields = {"is_active": "on", "name": "Renamed", "email": "x@example.com", "kind": "guest"}
    assert save(admin_browser, cast.editor.user, **fields).status_code == 302
    me = cast.editor.get("users/me").json()
    assert (me["name"], me["email"], me["kind"]) == ("Editor", "editor@example.com", "member")


def test_saving_leaves_what_the_person_changed_meanwhile(admin_browser, cast):
    User.objects.filter(id=cast.editor.user.id).update(name="Ed")
    stale = User.objects.get(id=cast.editor.user.id)
    stale.name = "Editor"
    assert save(admin_browser, stale).status_code == 302
    assert User.objects.get(id=cast.editor.user.id).name == "Ed"


def test_the_helpdesk_shuts_members_out_but_gives_no_rights(helpdesk, cast):
    fields = {"is_staff": "on", "is_superuser": "on"}
    assert save(helpdesk, cast.editor.user, **fields).status_code == 302
    user = User.objects.get(id=cast.editor.user.id)
    assert (user.is_active, user.is_staff, user.is_superuser) == (False, False, False)


def test_nobody_gives_rights_to_oneself_or_shuts_out_a_superuser(helpdesk, superuser):
    desk = User.objects.get(email="desk@example.com")
    save(helpdesk, desk, is_superuser="on")
    save(helpdesk, superuser)
    desk.refresh_from_db()
    superuser.refresh_from_db()
    assert (desk.is_superuser, desk.is_active, desk.is_staff) == (False, True, True)
    assert superuser.is_active


def test_a_guest_gets_no_rights(admin_browser, cast):
    fields = {"is_active": "on", "is_staff": "on", "is_superuser": "on"}
    assert save(admin_browser, cast.guest.user, **fields).status_code == 302
    assert not User.objects.get(id=cast.guest.user.id).is_staff


def test_people_are_neither_added_nor_deleted(admin_browser, cast):
    assert admin_browser.get("/admin/users/user/add/").status_code == 403
    path = f"/admin/users/user/{cast.editor.user.id}/delete/"
    assert admin_browser.post(path, {"post": "yes"}).status_code == 403
    for path in ("account/emailaddress/", "usersessions/usersession/"):
        assert admin_browser.get(f"/admin/{path}").status_code == 404


def test_the_page_shows_addresses_and_sessions_and_no_password(admin_browser, cast):
    page = admin_browser.get(page_of(cast.editor.user)).content.decode()
    assert "editor@example.com" in page
    assert "argon2" not in page
    assert "session_key" not in page


def test_people_are_logged_out_everywhere(admin_browser, helpdesk, superuser, cast):
    from tests.users.conftest import Visitor

    visitor = Visitor()
    visitor.log_in("editor@example.com")
    selected = [cast.editor.user.id, superuser.id]
    body = {"action": "end_sessions", "_selected_action": selected}
    answer = helpdesk.post("/admin/users/user/", body, follow=True)
    assert answer.status_code == 200
    assert visitor.status_of() == 401
    assert admin_browser.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ({"q": "edit"}, True),
        ({"q": "editor@example.com"}, True),
        ({"q": "nobody"}, False),
        ({"kind__exact": "guest"}, False),
        ({"is_active__exact": "1"}, True),
        ({"created": "7"}, True),
    ],
)
def test_people_are_searched_and_filtered(admin_browser, cast, query, there):
    page = admin_browser.get("/admin/users/user/", query).content.decode()
    assert ("editor@example.com" in page) == there
