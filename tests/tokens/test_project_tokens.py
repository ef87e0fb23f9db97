"""Project tokens: one project, one role, and a bot as the author of what they write."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.models import Membership
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of
from tests.tokens.conftest import make_project_token, make_token, program
from tokens.sweeps import end_expired_tokens
from users.models import AccessToken, User

pytestmark = pytest.mark.django_db


def test_what_a_project_token_writes_is_said_by_a_bot(cast, bot):
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Frame 24 is black"}
    said = bot.post("feedbacks", body)
    assert said.status_code == 201
    author = said.json()["user"]
    assert author == {
        "id": author["id"],
        "name": "Render farm",
        "email": None,
        "avatar_url": None,
        "kind": "bot",
    }
    assert bot.get("users/me").json()["id"] == author["id"]
    [listed] = cast.owner.get(f"projects/{cast.project.id}/tokens").json()
    assert listed["user"] == author
    assert listed["created_by"]["id"] == str(cast.owner.user.id)
    assert (listed["role"], listed["scope"], listed["state"]) == ("editor", "write", "active")
    assert "token" not in listed


def test_a_project_token_opens_one_project(cast, bot):
    other = cast.owner.post("projects", {"name": "Winter film"}).json()["id"]
    assert [row["id"] for row in bot.get("projects").json()] == [str(cast.project.id)]
    assert bot.get(f"projects/{other}").status_code == 404
    assert bot.get(f"feedbacks?project_id={other}").status_code == 404
    assert_problem(bot.post("projects", {"name": "Mine"}), 403, "permission_denied")


@pytest.mark.parametrize(
    ("role", "title", "feedback"),
    [("viewer", 403, 403), ("reviewer", 403, 201), ("editor", 200, 201)],
)
def test_a_bot_may_do_what_its_role_may(cast, role, title, feedback):
    bot = program(make_project_token(cast, role=role)["token"])
    assert bot.get(f"videos/{cast.video.id}").status_code == 200
    assert bot.patch(f"videos/{cast.video.id}", {"title": "Cut"}).status_code == title
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Too dark"}
    assert bot.post("feedbacks", body).status_code == feedback


def test_a_bot_is_never_an_admin(cast):
    path = f"projects/{cast.project.id}/tokens"
    assert fields_of(cast.owner.post(path, {"name": "CI", "role": "admin"})) == ["role"]
    assert fields_of(cast.owner.post(path, {"name": "CI", "scope": "admin"})) == ["scope"]
    bot = make_project_token(cast)
    url = f"projects/{cast.project.id}/members/{bot['user']['id']}"
    assert cast.owner.patch(url, {"role": "admin"}).status_code == 404
    assert cast.owner.delete(url).status_code == 404


def test_a_bot_is_not_counted_among_people(cast):
    project = f"projects/{cast.project.id}"
    before = cast.owner.get(project).json()["members_count"]
    bot = make_project_token(cast)
    assert cast.owner.get(project).json()["members_count"] == before
    members = cast.owner.get(f"{project}/members").json()
    assert bot["user"]["id"] not in [row["id"] for row in members]
    shown = cast.owner.get(f"{project}/summary").json()["members"]
    assert bot["user"]["id"] not in [row["id"] for row in shown]


def test_a_bot_is_neither_mentioned_nor_assigned(cast):
    bot = make_project_token(cast)["user"]["id"]
    sent = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Too dark"}
    assert fields_of(cast.owner.post("feedbacks", sent | {"mentions": [bot]})) == ["mentions[0]"]
    assert fields_of(cast.owner.post("feedbacks", sent | {"assignee": bot})) == ["assignee"]


def test_a_bot_is_told_nothing(cast, bot):
    sent = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Frame 24 is black"}
    feedback = bot.post("feedbacks", sent).json()["id"]
    cast.editor.post("comments", {"feedback_id": feedback, "content": "It is meant so"})
    cast.editor.patch(f"feedbacks/{feedback}", {"status": "resolved"})
    assert bot.get("notifications").json() == []


def test_people_hear_of_what_a_bot_does(cast, bot, feedback):
    bot.patch(f"feedbacks/{feedback.id}", {"status": "resolved"})
    [row] = cast.reviewer.get("notifications").json()
    assert (row["type"], row["actor"]["kind"]) == ("status_change", "bot")


def test_a_bot_changes_neither_its_name_nor_its_settings(cast, bot):
    answer = bot.patch("users/me", {"name": "Boss"})
    assert_problem(answer, 403, "insufficient_scope")


def test_only_admins_see_make_and_end_a_projects_tokens(cast):
    path = f"projects/{cast.project.id}/tokens"
    made = make_project_token(cast)
    for person in (cast.editor, cast.viewer, cast.guest):
        assert person.get(path).status_code == 403
        assert person.post(path, {"name": "CI"}).status_code == 403
        assert person.delete(f"{path}/{made['id']}").status_code == 403
    other = cast.owner.post("projects", {"name": "Winter film"}).json()["id"]
    assert cast.owner.delete(f"projects/{other}/tokens/{made['id']}").status_code == 404
    assert cast.owner.delete(f"users/me/tokens/{made['id']}").status_code == 404


def test_when_a_token_ends_its_bot_leaves_and_its_words_stay(cast, bot):
    sent = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Frame 24 is black"}
    feedback = bot.post("feedbacks", sent).json()
    token = AccessToken.objects.get()
    seq = newest_seq(cast)
    path = f"projects/{cast.project.id}/tokens/{token.id}"
    assert cast.owner.delete(path).status_code == 204
    assert bot.get("users/me").status_code == 401
    assert not Membership.objects.filter(user=token.user).exists()
    assert not User.objects.get(id=token.user_id).is_active
    kept = cast.viewer.get(f"feedbacks/{feedback['id']}").json()
    assert (kept["user"]["name"], kept["user"]["kind"]) == ("Render farm", "bot")
    [event] = events_since(cast, seq)
    assert (event["type"], event["actor"]) == ("token.ended", str(cast.owner.user.id))
    assert cast.owner.delete(path).status_code == 204
    assert newest_seq(cast) == seq + 1


def test_a_token_is_an_event_without_its_secret(cast):
    seq = newest_seq(cast)
    made = make_project_token(cast)
    [event] = events_since(cast, seq)
    assert (event["type"], event["actor"]) == ("token.created", str(cast.owner.user.id))
    unlogged = ("token", "state", "last_used_at")
    assert event["payload"] == {k: v for k, v in made.items() if k not in unlogged}
    assert made["token"] not in str(event)
    [shown] = cast.guest.get(f"projects/{cast.project.id}/events?after={seq}").json()
    assert shown["payload"]["created_by"]["email"] is None


def test_an_expired_token_is_ended_by_the_sweep(cast, bot):
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    personal = make_token(cast.editor)
    assert bot.get("users/me").status_code == 401
    seq = newest_seq(cast)
    assert end_expired_tokens() == 1
    [event] = events_since(cast, seq)
    assert (event["type"], event["actor"]) == ("token.ended", None)
    [listed] = cast.owner.get(f"projects/{cast.project.id}/tokens").json()
    assert (listed["state"], listed["role"]) == ("expired", None)
    assert end_expired_tokens() == 0
    assert program(personal["token"]).get("users/me").status_code == 200


def test_a_deleted_project_takes_its_tokens_along(cast, bot):
    assert cast.owner.delete(f"projects/{cast.project.id}").status_code == 204
    assert bot.get("users/me").status_code == 401
    assert not AccessToken.objects.exists()
    assert not User.objects.filter(kind="bot", is_active=True).exists()


def test_a_project_token_outlives_who_made_it(cast, bot):
    cast.introduce_outsider()
    url = f"projects/{cast.project.id}/members"
    cast.owner.patch(f"{url}/{cast.editor.user.id}", {"role": "admin"})
    assert cast.editor.delete(f"{url}/{cast.owner.user.id}").status_code == 204
    assert bot.get(f"projects/{cast.project.id}").status_code == 200


def test_a_project_has_at_most_fifty_tokens_in_use(cast):
    for number in range(50):
        make_project_token(cast, name=f"CI {number}")
    answer = cast.owner.post(f"projects/{cast.project.id}/tokens", {"name": "One more"})
    assert_problem(answer, 409, "too_many_tokens")


def test_a_repeated_request_makes_one_bot(cast):
    body = {"name": "CI", "role": "viewer"}
    path = f"projects/{cast.project.id}/tokens"
    first = cast.owner.post(path, body, Idempotency_Key="k1")
    again = cast.owner.post(path, body, Idempotency_Key="k1")
    assert again.json() == first.json() | {"token": None}
    assert User.objects.filter(kind="bot").count() == 1
    assert first["X-Project-Seq"] == again["X-Project-Seq"] == str(newest_seq(cast))


def test_a_list_of_a_projects_tokens_takes_three_queries(cast, django_assert_num_queries):
    for number in range(3):
        make_project_token(cast, name=f"CI {number}")
    with django_assert_num_queries(3):
        answer = cast.owner.get(f"projects/{cast.project.id}/tokens")
    assert len(answer.json()) == 3
    assert answer["X-Project-Seq"] == str(newest_seq(cast))
