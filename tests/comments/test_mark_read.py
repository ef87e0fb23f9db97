"""What somebody has not read yet of what others have said of a video."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.actions import add_comment
from comments.models import FeedbackComment, ReadPosition
from feedbacks.actions import create_feedback
from feedbacks.models import Feedback
from tests.problems import fields_of


@pytest.fixture
def give(cast):
    """Return a function that gives feedback as the named person, and returns it."""

    def give(name="reviewer", content="Louder"):
        return create_feedback(
            access=cast.access(name), video=cast.video, video_timestamp=1, content=content
        )

    return give


@pytest.fixture
def say(cast):
    """Return a function that comments on a feedback as the named person."""

    def say(feedback, name="reviewer"):
        return add_comment(access=cast.access(name), feedback=feedback, content="Yes")

    return say


def unread(person, cast):
    """Return the ids of unread feedback, and of unread comments."""
    state = person.get(f"videos/{cast.video.id}/read").json()
    return state["feedbacks"], [comment["id"] for comment in state["comments"]]


def age(*rows, minutes):
    """Make rows older."""
    for row in rows:
        type(row).objects.filter(id=row.id).update(
            created_at=timezone.now() - timedelta(minutes=minutes)
        )


def test_what_others_say_is_unread_until_it_is_marked(cast, give, say):
    feedback = give()
    comment = say(feedback)
    say(feedback, "owner")

    assert unread(cast.owner, cast) == ([str(feedback.id)], [str(comment.id)])
    answer = cast.owner.put(f"videos/{cast.video.id}/read", {"seen": [str(feedback.id)]})

    assert (answer.status_code, answer.content) == (204, b"")
    assert unread(cast.owner, cast) == ([], [str(comment.id)])
    assert unread(cast.editor, cast)[0] == [str(feedback.id)]  # everybody for themselves


def test_two_devices_add_to_what_was_seen(cast, give):
    first, second, third = give(), give(), give()
    for each in (second, first):
        cast.owner.put(f"videos/{cast.video.id}/read", {"seen": [str(each.id)]})

    assert unread(cast.owner, cast) == ([str(third.id)], [])


def test_everything_up_to_a_moment_is_marked_at_once(cast, give, say):
    feedback = give()
    say(feedback)
    cast.owner.put(f"videos/{cast.video.id}/read", {"until": timezone.now().isoformat()})
    later = say(feedback)

    assert unread(cast.owner, cast) == ([], [str(later.id)])


def test_the_future_can_not_be_read(cast, give):
    tomorrow = timezone.now() + timedelta(days=1)
    cast.owner.put(f"videos/{cast.video.id}/read", {"until": tomorrow.isoformat()})
    feedback = give()

    assert unread(cast.owner, cast) == ([str(feedback.id)], [])


def test_what_a_late_transaction_brings_is_not_read_with_all_the_rest(cast, give):
    cast.project.memberships.update(created_at=timezone.now() - timedelta(minutes=10))
    give()
    cast.owner.put(f"videos/{cast.video.id}/read", {"until": timezone.now().isoformat()})
    assert unread(cast.owner, cast) == ([], [])
    late = give()
    Feedback.objects.filter(id=late.id).update(created_at=timezone.now() - timedelta(seconds=20))

    assert unread(cast.owner, cast) == ([str(late.id)], [])


def test_what_was_seen_in_a_row_is_kept_as_one_moment(cast, give):
    feedbacks = [give() for _ in range(4)]
    for minutes, each in zip((9, 8, 7, 6), feedbacks, strict=True):
        age(each, minutes=minutes)
    Memberships = cast.project.memberships  # noqa: N806 - a manager
    Memberships.update(created_at=timezone.now() - timedelta(minutes=10))
    seen = [str(feedbacks[n].id) for n in (0, 1, 3)]
    cast.owner.put(f"videos/{cast.video.id}/read", {"seen": seen})

    position = ReadPosition.objects.get(user=cast.owner.user)
    assert position.seen == [feedbacks[3].id]
    assert position.seen_until == Feedback.objects.get(id=feedbacks[1].id).created_at
    assert unread(cast.owner, cast) == ([str(feedbacks[2].id)], [])


def test_what_is_young_is_kept_by_its_id(cast, give):
    """A request that began before it may still be committed, with an earlier time."""
    feedback = give()
    cast.owner.put(f"videos/{cast.video.id}/read", {"seen": [str(feedback.id)]})
    slower = give()
    earlier = feedback.created_at - timedelta(microseconds=1)
    Feedback.objects.filter(id=slower.id).update(created_at=earlier)

    assert unread(cast.owner, cast) == ([str(slower.id)], [])


def test_what_is_older_than_ones_membership_is_no_news(cast, give):
    feedback = give()
    cast.project.memberships.filter(user=cast.viewer.user).update(
        created_at=timezone.now() + timedelta(seconds=1)
    )

    assert unread(cast.viewer, cast) == ([], [])
    assert unread(cast.editor, cast) == ([str(feedback.id)], [])


def test_what_is_deleted_and_what_is_no_id_of_the_video_is_forgotten(cast, give, say):
    feedback = give()
    comment = say(feedback)
    say(feedback)
    cast.reviewer.delete(f"comments/{comment.id}")
    answer = cast.owner.put(f"videos/{cast.video.id}/read", {"seen": [str(cast.project.id)]})

    assert answer.status_code == 204
    assert len(unread(cast.owner, cast)[1]) == 1
    assert ReadPosition.objects.get(user=cast.owner.user).seen == []
    assert not FeedbackComment.objects.filter(id=comment.id).exists()


def test_a_guest_reads_too_and_nothing_is_published(cast, give):
    feedback = give()
    cast.guest.put(f"videos/{cast.video.id}/read", {"seen": [str(feedback.id)]})
    seq = cast.owner.get(f"projects/{cast.project.id}")["X-Project-Seq"]
    cast.guest.put(f"videos/{cast.video.id}/read", {"seen": [str(feedback.id)]})

    assert unread(cast.guest, cast) == ([], [])
    assert cast.owner.get(f"projects/{cast.project.id}")["X-Project-Seq"] == seq


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, ""),
        ({"seen": ["none"]}, "seen[0]"),
        ({"seen": "all"}, "seen"),
        ({"until": "yesterday"}, "until"),
        ({"until": None}, "until"),
        ({"all": True}, "all"),
    ],
)
def test_bad_bodies_are_refused(cast, body, field):
    answer = cast.owner.put(f"videos/{cast.video.id}/read", body)

    assert answer.status_code == 400
    assert fields_of(answer) == [field]


def test_the_newest_thousand_are_listed_and_all_are_counted(cast, give, say, monkeypatch):
    monkeypatch.setattr("comments.reading.MOST_UNREAD", 4)
    feedbacks = [give(content=f"No. {n}") for n in range(3)]
    comments = [say(feedbacks[0]) for _ in range(3)]

    state = cast.owner.get(f"videos/{cast.video.id}/read").json()

    assert state["unread_count"] == 6
    assert unread(cast.owner, cast) == (
        [str(feedbacks[2].id)],
        [str(comment.id) for comment in comments],
    )
    newest = [str(each.id) for each in (feedbacks[2], *comments)]
    cast.owner.put(f"videos/{cast.video.id}/read", {"seen": newest})
    assert unread(cast.owner, cast) == ([str(each.id) for each in feedbacks[:2]], [])
    assert cast.owner.get(f"videos/{cast.video.id}/read").json()["unread_count"] == 2


@pytest.mark.parametrize("count", [1, 20])
def test_what_is_unread_takes_as_many_queries_however_much(
    cast, give, count, django_assert_num_queries
):
    for n in range(count):
        give(content=f"No. {n}")

    with django_assert_num_queries(8):
        state = cast.owner.get(f"videos/{cast.video.id}/read").json()

    assert state["unread_count"] == len(state["feedbacks"]) == count
