"""A person is erased: nothing that is stored says who they were, and what they said stays."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.tasks import ERASURE, erase_traces
from comments.models import FeedbackComment
from eventlog.models import Event
from invitations.models import Invitation
from projects.models import Membership, Project
from tests.conftest import Person, make_member
from tests.events import events_since, newest_seq
from tests.requests import confirm, send
from tests.users.traces import in_bucket, in_database, in_redis
from users.models import AccessToken, User
from videoplanet.storage.models import StorageDeletion
from videoplanet.storage.tasks import delete_objects
from videoplanet.tasks.models import Work
from webhooks.models import Webhook

NAME, ADDRESS = "Zebulon Quark", "owner@example.com"


def erase(person: Person):
    confirm(person)
    answer = person.delete("users/me")
    assert answer.status_code == 204, answer.content
    for work in Work.objects.filter(kind=ERASURE.name):
        erase_traces(str(work.subject_id))
    for deletion in StorageDeletion.objects.all():
        delete_objects(str(deletion.id))


def make_admin(cast, name):
    path = f"projects/{cast.project.id}/members/{getattr(cast, name).user.id}"
    assert cast.owner.patch(path, {"role": "admin"}).status_code == 200


def live(cast, things):
    """Do as the owner what leaves traces."""
    owner = cast.owner
    assert owner.patch("users/me", {"name": 'Zebulon "{Q}" Quark'}).status_code == 200
    assert owner.patch("users/me", {"name": NAME}).status_code == 200
    send(owner, "PUT api/v1/users/me/avatar", things)
    given = owner.post(
        "feedbacks",
        {"video_id": things.video, "content": "Darker", "timestamp": 1.0},
        Idempotency_Key="once",
    )
    assert given.status_code == 201, given.content
    said = {"feedback_id": given.json()["id"], "content": "And slower"}
    assert owner.post("comments", said).status_code == 201
    mention = said | {"content": "You?", "mentions": [str(owner.user.id)]}
    assert cast.editor.post("comments", mention, Idempotency_Key="twice").status_code == 201
    assigned = {"assignee": str(owner.user.id)}
    assert cast.editor.patch(f"feedbacks/{things.feedback}", assigned).status_code == 200
    send(owner, "POST api/v1/screenshots", things)
    send(owner, "PUT api/v1/notifications/preferences", things)
    send(owner, "PUT api/v1/videos/{id}/read", things)
    assert in_database(NAME, ADDRESS)
    return given.json()["id"]


def test_nothing_that_is_stored_says_who_they_were(things):
    cast = things.cast
    make_admin(cast, "editor")
    live(cast, things)
    erase(cast.owner)
    assert in_database(NAME, "Zebulon", ADDRESS) == set()
    assert in_redis(NAME, ADDRESS) == set()
    assert in_bucket(f"avatars/{cast.owner.user.id}") == set()


def test_what_they_said_stays_under_deleted_user(things):
    cast = things.cast
    make_admin(cast, "editor")
    given = live(cast, things)
    seq = newest_seq(cast)
    erase(cast.owner)
    kept = cast.editor.get(f"feedbacks/{given}").json()
    assert kept["content"] == "Darker"
    person = {
        "id": str(cast.owner.user.id),
        "name": "Deleted user",
        "email": None,
        "avatar_url": None,
        "kind": "deleted",
    }
    assert kept["user"] == person
    korean = cast.editor.get(f"feedbacks/{given}", Accept_Language="ko").json()
    assert korean["user"] == person | {"name": "탈퇴한 사용자"}
    events = cast.editor.get(f"projects/{cast.project.id}/events?after={seq}&limit=500").json()
    told = [event["payload"] for event in events if event["type"] == "user.updated"]
    assert person in told
    left = cast.editor.get(f"feedbacks/{things.feedback}").json()
    assert left["assignee"] is None
    comments = FeedbackComment.objects.filter(user=cast.owner.user)
    assert [row.content for row in comments] == ["And slower"]


def test_all_that_acted_for_them_ends_at_once(things):
    cast = things.cast
    make_admin(cast, "editor")
    confirm(cast.owner)
    other = AccessToken.objects.get(id=things.project_token)
    assert cast.owner.delete("users/me").status_code == 204
    assert cast.owner.get("users/me").status_code == 401
    assert not AccessToken.objects.filter(project=None).exists()
    other.refresh_from_db()
    assert other.ended_at
    assert not Webhook.objects.exists()
    assert not Membership.objects.filter(user=cast.owner.user).exists()


def test_whoever_was_invited_leaves_invitations_too(things):
    cast = things.cast
    accepted = send(cast.outsider, "POST api/v1/invitations/accept", things)
    assert accepted.status_code == 200, accepted.content
    cast.outsider.post(
        "comments", {"feedback_id": things.feedback, "content": "Hi", "mentions": []}
    )
    assert in_database("outsider@example.com")
    erase(cast.outsider)
    assert in_database("outsider@example.com", "Outsider") == set()
    assert not Invitation.objects.filter(id=things.invitation).exists()


def test_an_admin_of_others_names_a_successor_first(things):
    cast = things.cast
    confirm(cast.owner)
    refused = cast.owner.delete("users/me")
    assert refused.status_code == 409
    assert refused.json()["code"] == "sole_admin"
    assert refused.json()["projects"] == [{"id": str(cast.project.id), "name": "Spring film"}]
    assert cast.owner.get("users/me").status_code == 200


def test_a_project_of_nobody_else_is_deleted(things):
    cast = things.cast
    project = cast.outsider.post("projects", {"name": "Alone"}).json()["id"]
    erase(cast.outsider)
    assert not Project.objects.filter(id=project).exists()
    assert not Event.objects.filter(stream_id=project, payload__name="Alone").exists()


def test_an_account_is_not_deleted_without_the_password(things):
    cast = things.cast
    refused = cast.viewer.delete("users/me")
    assert refused.status_code == 401
    assert refused.json()["code"] == "reauthentication_required"
    assert refused.json()["data"]["flows"] == [{"id": "reauthenticate"}]
    assert refused.json()["meta"] == {"is_authenticated": True}
    assert cast.viewer.get("users/me").status_code == 200


def test_their_address_may_sign_up_again(things):
    cast = things.cast
    erase(cast.outsider)
    again = make_member("outsider")
    assert again.get("projects").json() == []


def test_a_guest_with_an_account_is_erased_with_it(things):
    cast = things.cast
    User.objects.filter(id=cast.guest.user.id).update(account=cast.editor.user)
    erase(cast.editor)
    assert cast.guest.get("users/me").status_code == 401
    assert in_database("guest@client.example", "editor@example.com") == set()


def test_the_last_mail_says_that_it_is_done(things, mailbox, django_capture_on_commit_callbacks):
    cast = things.cast
    User.objects.filter(id=cast.viewer.user.id).update(language="ko")
    box = mailbox("viewer@example.com")
    confirm(cast.viewer)
    with django_capture_on_commit_callbacks(execute=True):
        assert cast.viewer.delete("users/me").status_code == 204
    assert "삭제" in box.newest()["Subject"]


def test_an_operator_erases_who_asks_for_it(things):
    cast = things.cast
    said = StringIO()
    call_command("erase_person", "GUEST@client.example", stdout=said)
    assert str(cast.guest.user.id) in said.getvalue()
    assert cast.guest.get("users/me").status_code == 200
    call_command("erase_person", "guest@client.example", "--yes", stdout=said)
    assert cast.guest.get("users/me").status_code == 401
    with pytest.raises(CommandError, match="only admin"):
        call_command("erase_person", str(cast.owner.user.id), "--yes")
    with pytest.raises(CommandError, match="no account"):
        call_command("erase_person", "nobody@example.com")


def test_a_bot_is_no_person(things):
    bot = AccessToken.objects.get(id=things.project_token).user
    with pytest.raises(CommandError, match="no account"):
        call_command("erase_person", str(bot.id), "--yes")


def test_others_hear_nothing_of_it_in_projects_without_them(things):
    cast = things.cast
    seq = newest_seq(cast)
    erase(cast.outsider)
    assert events_since(cast, seq) == []
