"""Mentions in feedback: who may be mentioned, what is shown of them, and who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedbacks.models import Feedback
from notifications.actions import SETTLING_TIME
from notifications.models import Mail, Notification
from tests.events import events_since, newest_seq
from tests.problems import assert_problem, fields_of


@pytest.fixture
def ids(cast):
    """`ids("owner", "guest")`: their ids, as the API takes them."""
    return lambda *names: [str(getattr(cast, name).user.id) for name in names]


@pytest.fixture
def give(cast):
    """Give feedback over HTTP."""

    def give(name="reviewer", **fields):
        body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Look"} | fields
        return getattr(cast, name).post("feedbacks", body)

    return give


@pytest.fixture
def told(cast):
    """`told("editor")`: the kinds of their notifications, the newest first."""
    return lambda name: [each["type"] for each in getattr(cast, name).get("notifications").json()]


def test_those_mentioned_are_shown_in_their_order_everywhere(cast, give, ids):
    before = newest_seq(cast)
    answer = give(mentions=ids("guest", "owner"))

    assert answer.status_code == 201
    given = answer.json()
    assert [(each["name"], each["email"]) for each in given["mentions"]] == [
        ("Guest", None),
        ("Owner", "owner@example.com"),
    ]
    plain = give().json()
    assert plain["mentions"] == []
    assert cast.viewer.get(f"feedbacks/{given['id']}").json() == given
    listed = cast.viewer.get(f"feedbacks?project_id={cast.project.id}").json()
    assert [each["mentions"] for each in listed] == [given["mentions"], []]
    [event, _plain] = events_since(cast, before)
    assert event["payload"]["mentions"] == given["mentions"]


def test_a_guest_sees_no_address_of_those_mentioned(cast, give, ids):
    given = give(mentions=ids("owner")).json()
    [seen] = cast.guest.get(f"feedbacks/{given['id']}").json()["mentions"]

    assert (seen["name"], seen["email"]) == ("Owner", None)


def test_somebody_mentioned_twice_is_mentioned_once(give, ids):
    assert len(give(mentions=ids("owner", "owner")).json()["mentions"]) == 1


def test_an_outsider_is_refused_by_index(cast, give, ids):
    answer = give(mentions=ids("owner", "outsider"))

    assert fields_of(answer) == ["mentions[1]"]
    assert answer.json()["errors"][0]["code"] == "not_a_member"
    assert not Feedback.objects.exists()
    feedback = give().json()
    path = f"feedbacks/{feedback['id']}"
    edit = {"content": "x", "mentions": ids("outsider")}
    assert fields_of(cast.reviewer.patch(path, edit)) == ["mentions[0]"]
    assert cast.reviewer.get(path).json() == feedback


@pytest.mark.parametrize("value", ["x", [1], ["x"], None, 101])
def test_a_bad_list_is_refused(give, ids, value):
    answer = give(mentions=ids("owner") * value if isinstance(value, int) else value)

    assert [field.partition("[")[0] for field in fields_of(answer)] == ["mentions"]


def test_only_the_author_and_admins_change_whom_it_mentions(cast, give, ids):
    path = f"feedbacks/{give().json()['id']}"

    refused = cast.editor.patch(path, {"mentions": ids("owner")})
    assert_problem(refused, 403, "permission_denied")
    for name in ("reviewer", "owner"):
        assert getattr(cast, name).patch(path, {"mentions": ids(name)}).status_code == 200


def test_who_is_assigned_and_mentioned_is_told_once(cast, give, ids, told):
    cast.owner.delete("notifications")
    [editor] = ids("editor")
    give(mentions=[editor, *ids("guest", "reviewer")], assignee=editor)

    assert told("editor") == told("guest") == ["mention"]
    assert told("reviewer") == []
    assert told("owner") == ["feedback"]
    mails = Mail.objects.filter(user=cast.editor.user)
    assert [mail.kind for mail in mails] == ["mentions"]


def test_an_edit_tells_only_those_who_are_new_and_takes_back_what_no_longer_holds(
    cast, give, ids, told
):
    path = f"feedbacks/{give(mentions=ids('editor', 'owner', 'guest')).json()['id']}"
    assert told("owner") == ["mention"]

    answer = cast.reviewer.patch(path, {"mentions": ids("guest", "viewer")})

    assert [each["name"] for each in answer.json()["mentions"]] == ["Guest", "Viewer"]
    assert (told("editor"), told("guest"), told("viewer")) == ([], ["mention"], ["mention"])
    assert told("owner") == ["feedback"]  # who uploaded the video


def test_who_is_assigned_in_place_of_a_mention_is_told_once(cast, give, ids):
    feedback = give(mentions=ids("editor")).json()["id"]
    Notification.objects.update(
        created_at=timezone.now() - SETTLING_TIME - timedelta(seconds=1),
        read_at=timezone.now(),
        unread=False,
    )
    change = {"mentions": [], "assignee": ids("editor")[0]}
    assert cast.owner.patch(f"feedbacks/{feedback}", change).status_code == 200

    [row] = cast.editor.get("notifications").json()
    assert (row["type"], row["read_at"]) == ("assignment", None)


def test_repeating_the_mention_of_somebody_who_left_passes(cast, give, ids):
    path = f"feedbacks/{give(mentions=ids('editor')).json()['id']}"
    cast.owner.delete(f"projects/{cast.project.id}/members/{ids('editor')[0]}")

    answer = cast.reviewer.patch(path, {"content": "Still", "mentions": ids("editor")})
    assert [each["name"] for each in answer.json()["mentions"]] == ["Editor"]


def test_a_new_name_is_told_to_projects_whose_feedback_mentions_the_person(cast, give, ids):
    give(mentions=ids("editor"))
    cast.owner.delete(f"projects/{cast.project.id}/members/{ids('editor')[0]}")
    before = newest_seq(cast)

    cast.editor.patch("users/me", {"name": "New name"})

    assert [event["type"] for event in events_since(cast, before)] == ["user.updated"]
