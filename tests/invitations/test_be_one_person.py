"""A guest who goes on with an account is one person: in lists, reactions, mentions, assignments."""

import pytest

from eventlog.publish import action
from feedbacks.actions import create_feedback
from feedbacks.models import Screenshot
from invitations.guests import become_account
from projects.actions import add_member
from tests.events import events_since, newest_seq

pytestmark = pytest.mark.django_db

ADDRESS = "new@client.example"
HEART, FILM = "💙", "🎬"


@pytest.fixture
def secret(invited):
    """The secret of an invitation for a reviewer without an account."""
    return invited(ADDRESS, role="reviewer")[1]


@pytest.fixture
def guest(enter, secret):
    """The invitation's guest, who has joined."""
    person = enter(secret)
    assert person.get("projects").status_code == 200
    return person


@pytest.fixture
def accept(cast, secret):
    """`accept()`: the outsider, who owns the address, goes on with the account."""

    def accept():
        cast.outsider.user.emailaddress_set.create(email=ADDRESS, verified=True)
        assert cast.outsider.post("invitations/accept", {"token": secret}).status_code == 200
        return cast.outsider

    return accept


def _id_of(person):
    return person.get("users/me").json()["id"]


def _give(person, cast):
    given = {"video_id": str(cast.video.id), "timestamp": 1, "content": "As a guest"}
    answer = person.post("feedbacks", given)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def _ids(answer):
    assert answer.status_code == 200
    return [row["id"] for row in answer.json()]


def test_author_and_assignee_filters_take_either_id(cast, guest, accept):
    guest_id, outsider_id = _id_of(guest), str(cast.outsider.user.id)
    as_guest = _give(guest, cast)
    cast.editor.patch(f"feedbacks/{as_guest}", {"assignee": guest_id})
    as_account = _give(accept(), cast)
    cast.editor.patch(f"feedbacks/{as_account}", {"assignee": outsider_id})
    of_project = f"feedbacks?project_id={cast.project.id}"

    for user_id in (guest_id, outsider_id):
        for name in ("author", "assignee"):
            found = _ids(cast.viewer.get(f"{of_project}&{name}={user_id}"))
            assert found == [as_guest, as_account], (name, user_id)
    assert _ids(cast.viewer.get(f"{of_project}&author={cast.editor.user.id}")) == []


def test_what_a_guest_is_assigned_passes_to_the_account_with_an_event(cast, guest, accept):
    feedback = _give(cast.reviewer, cast)
    cast.editor.patch(f"feedbacks/{feedback}", {"assignee": _id_of(guest)})
    seq = newest_seq(cast)
    accept()

    now = cast.viewer.get(f"feedbacks/{feedback}").json()
    assert now["assignee"]["name"] == "Outsider"
    [event] = [row for row in events_since(cast, seq) if row["type"] == "feedback.updated"]
    assert event["payload"] == now


def _react(person, path, emoji):
    return person.post(f"{path}/reactions", {"emoji": emoji}).json()["reactions"]


def test_reactions_of_guest_and_account_count_once(cast, guest, accept):
    feedback = _give(cast.reviewer, cast)
    comment = cast.reviewer.post("comments", {"feedback_id": feedback, "content": "x"}).json()["id"]
    paths = (f"feedbacks/{feedback}", f"comments/{comment}")
    for path in paths:
        _react(guest, path, HEART)
        _react(guest, path, FILM)
    add_member(access=cast.access("owner"), email="outsider@example.com", role="reviewer")
    for path in paths:
        _react(cast.outsider, path, HEART)
    assert cast.viewer.get(paths[0]).json()["reactions"] == {HEART: 2, FILM: 1}
    seq, account_id = newest_seq(cast), str(cast.outsider.user.id)

    account = accept()

    assert cast.viewer.get(paths[0]).json()["reactions"] == {HEART: 1, FILM: 1}
    assert cast.viewer.get(paths[1]).json()["reactions"] == {
        HEART: [account_id],
        FILM: [account_id],
    }
    told = [
        (row["type"], row["payload"]["emoji"], row["payload"]["user_id"] == account_id)
        for row in events_since(cast, seq)
        if row["payload"].get("target") == "feedback"
    ]
    assert told == [
        ("reaction.removed", HEART, False),
        ("reaction.removed", FILM, False),
        ("reaction.added", FILM, True),
    ]
    assert _react(account, paths[0], FILM) == {HEART: 1, FILM: 1}
    taken = account.delete(f"{paths[0]}/reactions?emoji={FILM}").json()["reactions"]
    assert taken == {HEART: 1}


def test_naming_a_former_guest_names_the_account(cast, guest, accept):
    feedback, guest_id = _give(cast.reviewer, cast), _id_of(guest)
    accept()
    account_id = str(cast.outsider.user.id)

    said = {"feedback_id": feedback, "content": "x", "mentions": [guest_id, account_id]}
    comment = cast.reviewer.post("comments", said)
    assert [user["id"] for user in comment.json()["mentions"]] == [account_id]
    assigned = cast.editor.patch(f"feedbacks/{feedback}", {"assignee": guest_id})
    assert assigned.json()["assignee"]["id"] == account_id
    told = [row["type"] for row in cast.outsider.get("notifications").json()]
    assert told == ["assignment", "mention"]


def test_repeating_the_mention_of_a_guest_who_left_passes(cast, guest, accept):
    feedback, guest_id = _give(cast.reviewer, cast), _id_of(guest)
    said = {"feedback_id": feedback, "content": "x", "mentions": [guest_id]}
    comment = cast.reviewer.post("comments", said).json()["id"]
    cast.owner.delete(f"projects/{cast.project.id}/members/{guest_id}")

    edit = {"content": "y", "mentions": [guest_id]}
    answer = cast.reviewer.patch(f"comments/{comment}", edit)
    assert answer.status_code == 200
    assert [user["id"] for user in answer.json()["mentions"]] == [guest_id]
    edit["mentions"].append(str(cast.outsider.user.id))
    refused = cast.reviewer.patch(f"comments/{comment}", edit)
    assert [error["field"] for error in refused.json()["errors"]] == ["mentions[1]"]
    new = cast.reviewer.post("comments", said)
    assert new.status_code == 400


def test_an_account_uses_what_it_uploaded_as_a_guest(cast):
    picture = Screenshot.objects.create(
        uploader=cast.guest.user, raw_key="x", original_width=10, original_height=10
    )
    with action():
        become_account([cast.guest.user.id], cast.editor.user)
    access = cast.access("editor")
    given = {"access": access, "video": cast.video, "video_timestamp": 1, "content": "x"}
    feedback = create_feedback(**given, picture=picture.id)
    assert Screenshot.objects.get(id=picture.id).feedback_id == feedback.id
